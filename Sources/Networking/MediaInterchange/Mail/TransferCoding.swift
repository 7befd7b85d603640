/// How bytes travel as the text of a mail (RFC 2045 6).
enum TransferCoding {
  /// What a body means; nil if it is not coded as it says.
  static func decoded(_ body: ArraySlice<UInt8>, _ name: String?) -> [UInt8]? {
    switch name?.lowercased() {
    case "base64": base64(body)
    case "quoted-printable": quotedPrintable(body)
    case nil, "7bit", "8bit", "binary": Array(body)
    default: nil
    }
  }

  private static let digits: [UInt8] = {
    var digits = [UInt8](repeating: 0xFF, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    for (n, digit) in alphabet.enumerated() { digits[Int(digit)] = UInt8(n) }
    return digits
  }()

  /// Characters of no digit are passed over, as the standard asks.
  private static func base64(_ body: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body.count / 4 * 3)
    var word: UInt32 = 0
    var count = 0
    for byte in body {
      if byte == 0x3D { break }
      let digit = digits[Int(byte)]
      guard digit != 0xFF else { continue }
      word = word << 6 | UInt32(digit)
      count += 1
      guard count == 4 else { continue }
      bytes += [UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8)]
      bytes.append(UInt8(truncatingIfNeeded: word))
      word = 0
      count = 0
    }
    switch count {
    case 0: break
    case 2: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
    case 3:
      bytes += [UInt8(truncatingIfNeeded: word >> 10), UInt8(truncatingIfNeeded: word >> 2)]
    default: return nil
    }
    return bytes
  }

  private static func quotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var n = body.startIndex
    while n < body.endIndex {
      guard body[n] == 0x3D else {
        bytes.append(body[n])
        n += 1
        continue
      }
      let rest = body[(n + 1)...].prefix(2)
      if rest.first == 0x0A {
        n += 2
      } else if rest.elementsEqual([0x0D, 0x0A]) {
        n += 3
      } else {
        guard rest.count == 2, let value = UInt8(String(decoding: rest, as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
        n += 3
      }
    }
    return bytes
  }
}
