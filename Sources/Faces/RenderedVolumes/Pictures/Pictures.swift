import SagittaEngine

/// The pictures of a request over one volume, made one at a time when they are asked for.
protocol Pictures: Sendable {
  /// How many there are.
  var count: Int { get }
  /// From where the volume is seen; of several pictures, the first.
  var sight: Sight { get }
  /// How samples become a value.
  var method: RenderedParameters.Method { get }
  /// Between which values grey lies; nil where colours come from a transfer function.
  var window: DisplayWindow? { get }
  /// Where the pixels of the first picture lie.
  var plane: PlaneGeometry? { get }
  /// How fast several of them follow each other.
  var framesPerSecond: Double { get }

  /// Makes a picture.
  func image(_ number: Int, context: WorkContext) throws -> Raster

  /// How they become a DICOM object.
  ///
  /// - Parameters:
  ///   - asPicture: Whether as they are seen, also where their values could be kept.
  ///   - context: The workers.
  /// - Returns: What the object is made of.
  /// - Throws: What making them throws; `WorkCancelled`.
  func derived(asPicture: Bool, context: WorkContext) throws -> DerivedPictures

  /// Makes the values of all of them.
  func values(context: WorkContext) throws -> [PlaneImage]
}
