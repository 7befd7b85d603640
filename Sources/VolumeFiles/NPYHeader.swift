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

  static func float32(shape: [Int]) -> NPYHeader {
    NPYHeader(type: "<f4", isFortranOrder: false, shape: shape)
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
