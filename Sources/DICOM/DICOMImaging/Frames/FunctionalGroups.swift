package import DICOMModel

/// The functional groups of a multi-frame object (PS3.3 C.7.6.16).
package struct FunctionalGroups {
  private let dataSet: DataSet
  private let shared: [DataSet]
  private let frames: [DataSet]
  private let dimensions: [DimensionIndex]

  /// Reads the groups; nil if the object has none.
  ///
  /// - Throws: ``ImageReadingError/frames(_:)`` unless there is one item for each frame.
  package init?(_ dataSet: DataSet, frameCount: Int) throws(ImageReadingError) {
    guard
      dataSet.contains(.sharedFunctionalGroupsSequence)
        || dataSet.contains(.perFrameFunctionalGroupsSequence)
    else { return nil }
    self.dataSet = dataSet
    shared = dataSet.item(.sharedFunctionalGroupsSequence).map(FrameAttributes.macros) ?? []
    frames = dataSet.items(.perFrameFunctionalGroupsSequence) ?? []
    dimensions = DimensionIndex.all(in: dataSet)
    // A single frame may share everything with itself.
    guard frames.count == frameCount || (frames.isEmpty && frameCount == 1) else {
      throw .frames(
        "Number of Frames says \(frameCount), but \(frames.count) have functional groups")
    }
  }

  /// Reads what the groups say of every frame, in the order in which frames are stored.
  ///
  /// - Throws: ``ImageReadingError`` if a rescale cannot be understood.
  func headers() throws(ImageReadingError) -> [FrameHeader] {
    guard !frames.isEmpty else { return [try header(DataSet(), isOnly: true)] }
    var headers: [FrameHeader] = []
    headers.reserveCapacity(frames.count)
    for item in frames {
      headers.append(try header(item, isOnly: frames.count == 1))
    }
    return headers
  }

  /// The attributes of a frame, counted from 0.
  package func attributes(ofFrame index: Int) -> FrameAttributes {
    let frame = index < frames.count ? FrameAttributes.macros(of: frames[index]) : []
    return FrameAttributes(frame: frame, shared: shared, dataSet: dataSet)
  }

  private func header(
    _ item: DataSet, isOnly: Bool
  ) throws(ImageReadingError) -> FrameHeader {
    let attributes = FrameAttributes(
      frame: FrameAttributes.macros(of: item), shared: shared,
      privateItems: FrameAttributes.privateItems(of: item), dataSet: dataSet)
    // One position outside the groups cannot be that of several frames.
    guard
      isOnly || attributes.isInGroups(.imagePositionPatient) || attributes.isInVolumeFrame
    else {
      return try FrameHeader(attributes, plane: .missing("Image Position (Patient)"))
    }
    return try FrameHeader(
      attributes, plane: ImagePlaneReading(attributes), dimensions: dimensions)
  }
}
