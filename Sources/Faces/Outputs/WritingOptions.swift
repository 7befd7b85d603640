package import SagittaEngine

/// How the results of a run are written, whatever they show.
package struct WritingOptions: Sendable {
  /// Whether older files may be replaced.
  package var force = false
  /// The quality of JPEG files, 1 to 100.
  package var quality = 90
  /// How fast sequences play; nil for what is usual for their kind.
  package var framesPerSecond: Double?
  /// How DICOM objects are written.
  package var dicom = DerivedSeriesRequest()
  /// The workers and limits.
  package let context: WorkContext
  /// Gets the times of loading, computing and writing.
  package let stopwatch: Stopwatch

  package init(context: WorkContext, stopwatch: Stopwatch) {
    self.context = context
    self.stopwatch = stopwatch
  }

  /// How image files of a format are encoded.
  func encoding(_ format: ImageFileFormat) -> ImageEncoding {
    ImageEncoding(format, quality: quality)
  }
}
