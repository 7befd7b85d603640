import DICOMModel

/// One of the objects into which a multi-frame object was cut (PS3.3 C.7.6.16.2.2.4).
public struct ConcatenationPart: Hashable, Sendable {
  /// Concatenation UID, which all parts share.
  public let uid: String
  /// Frames of the whole before the first frame of this part.
  public let frameOffset: Int
  /// How many parts there are, if the part says so.
  public let total: Int?

  /// Reads the part; nil if the object is none.
  init?(_ dataSet: DataSet) {
    guard let uid = dataSet.uid(.concatenationUID) else { return nil }
    self.uid = uid
    // Larger offsets than any object has frames tell nothing.
    frameOffset = min(max(0, dataSet.integer(.concatenationFrameOffsetNumber) ?? 0), 1 << 32)
    total = dataSet.integer(.inConcatenationTotalNumber)
  }
}
