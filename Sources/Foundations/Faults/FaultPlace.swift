/// Where a fault is: nil for what is not known or means nothing.
public struct FaultPlace: Hashable, Sendable {
  /// The file or folder, or the name of the source that is no file.
  public var path: String?

  /// The byte from the beginning of the file.
  public var byteOffset: Int?

  /// The frame, from 0.
  public var frame: Int?

  /// The field of the request, as its JSON has it: `slab.thickness`.
  public var field: String?

  /// Creates a place; by default nowhere.
  public init(
    path: String? = nil, byteOffset: Int? = nil, frame: Int? = nil, field: String? = nil
  ) {
    self.path = path
    self.byteOffset = byteOffset
    self.frame = frame
    self.field = field
  }
}
