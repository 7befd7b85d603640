/// The header of a NumPy array file.
///
/// Format: numpy.lib.format, version 1.0: magic, version, a 16-bit length, a Python dictionary in
/// ASCII padded with spaces to a multiple of 64 bytes in all, and a line feed.
struct NPYHeader: Hashable, Sendable {
  /// NumPy's type string: byte order, kind, bytes: `<f4`.
  var type: String
  /// Whether the first axis is the fastest instead of the last.
  var isFortranOrder: Bool
  /// Lengths of the axes; in C order the slowest first.
  var shape: [Int]

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  init(type: String, isFortranOrder: Bool = false, shape: [Int]) {
    self.type = type
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }

  /// An array in C order, little endian.
  init(_ type: VoxelType, shape: [Int]) {
    self.init(type: Self.name(of: type), shape: shape)
  }

  /// NumPy's name of a type, little endian.
  private static func name(of type: VoxelType) -> String {
    switch type {
    case .int8: "|i1"
    case .uint8: "|u1"
    case .int16: "<i2"
    case .uint16: "<u2"
    case .int32: "<i4"
    case .uint32: "<u4"
    case .int64: "<i8"
    case .uint64: "<u8"
    case .float32: "<f4"
    case .float64: "<f8"
    }
  }

  /// The bytes before the first value.
  func encoded() -> [UInt8] {
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let order = isFortranOrder ? "True" : "False"
    var text = Array("{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(axes)), }".utf8)
    let prefix = Self.magic.count + 4
    let padding = (64 - (prefix + text.count + 1) % 64) % 64
    text += Array(repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
    let length = UInt16(text.count)
    return Self.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + text
  }
}
