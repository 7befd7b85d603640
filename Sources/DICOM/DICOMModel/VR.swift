/// The value representation: how the bytes of a value are to be read (PS3.5 6.2).
public enum VR: UInt8, Hashable, Sendable, CaseIterable {
  case ae, `as`, at, cs, da, ds, dt, fd, fl, `is`, lo, lt, ob, od, of, ol, ov, ow
  case pn, sh, sl, sq, ss, st, sv, tm, uc, ui, ul, un, ur, us, ut, uv

  /// The representation with this two-letter code, given as its ASCII bytes.
  public init?(_ first: UInt8, _ second: UInt8) {
    switch UInt16(first) << 8 | UInt16(second) {
    case 0x4145: self = .ae
    case 0x4153: self = .as
    case 0x4154: self = .at
    case 0x4353: self = .cs
    case 0x4441: self = .da
    case 0x4453: self = .ds
    case 0x4454: self = .dt
    case 0x4644: self = .fd
    case 0x464C: self = .fl
    case 0x4953: self = .is
    case 0x4C4F: self = .lo
    case 0x4C54: self = .lt
    case 0x4F42: self = .ob
    case 0x4F44: self = .od
    case 0x4F46: self = .of
    case 0x4F4C: self = .ol
    case 0x4F56: self = .ov
    case 0x4F57: self = .ow
    case 0x504E: self = .pn
    case 0x5348: self = .sh
    case 0x534C: self = .sl
    case 0x5351: self = .sq
    case 0x5353: self = .ss
    case 0x5354: self = .st
    case 0x5356: self = .sv
    case 0x544D: self = .tm
    case 0x5543: self = .uc
    case 0x5549: self = .ui
    case 0x554C: self = .ul
    case 0x554E: self = .un
    case 0x5552: self = .ur
    case 0x5553: self = .us
    case 0x5554: self = .ut
    case 0x5556: self = .uv
    default: return nil
    }
  }

  /// The representation with this two-letter code, such as `"US"`.
  public init?(code: some StringProtocol) {
    let bytes = Array(code.utf8)
    guard bytes.count == 2 else { return nil }
    self.init(bytes[0], bytes[1])
  }

  /// The two-letter code as it stands in the file.
  public var code: String {
    Self.codes[Int(rawValue)]
  }

  /// Whether explicit encodings give it two reserved bytes and a 32-bit length (PS3.5 7.1.2).
  @inlinable public var hasLongLength: Bool {
    Self.longLengths & (1 << UInt64(rawValue)) != 0
  }

  /// Whether the value is text; AT, numbers, bytes and sequences are not.
  @inlinable public var isText: Bool {
    Self.texts & (1 << UInt64(rawValue)) != 0
  }

  /// Whether Specific Character Set applies to the value (PS3.5 6.1.2.2).
  @inlinable public var usesCharacterSet: Bool {
    switch self {
    case .lo, .lt, .pn, .sh, .st, .uc, .ut: true
    default: false
    }
  }

  /// Whether a backslash separates values; in the long texts and in UR it is a character.
  @inlinable public var isMultiValuedText: Bool {
    switch self {
    case .lt, .st, .ut, .ur: false
    default: isText
    }
  }

  /// Bytes per number, the unit of byte swapping: 1, 2, 4 or 8.
  @inlinable public var wordSize: Int {
    switch self {
    case .at, .ow, .ss, .us: 2
    case .fl, .of, .ol, .sl, .ul: 4
    case .fd, .od, .ov, .sv, .uv: 8
    default: 1
    }
  }

  /// The byte that fills a value up to an even length.
  @inlinable public var padding: UInt8 {
    isText && self != .ui ? 0x20 : 0
  }

  /// One bit per raw value: OB OD OF OL OV OW SQ SV UC UN UR UT UV.
  @usableFromInline static let longLengths: UInt64 = 0x3_6523_F000

  /// One bit per raw value: AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT.
  @usableFromInline static let texts: UInt64 = 0x1_4E8C_0E7B

  private static let codes = [
    "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL",
    "OV", "OW", "PN", "SH", "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US",
    "UT", "UV",
  ]
}

extension VR: CustomStringConvertible {
  /// The two-letter code.
  public var description: String { code }
}
