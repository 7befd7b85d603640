import DICOMModel
import Testing

@Test(arguments: [ByteOrder.littleEndian, .bigEndian])
func `numbers read back as they were set`(order: ByteOrder) {
  var set = DataSet(byteOrder: order)
  set.set(.rows, integer: 512)
  set.set(.pixelPaddingValue, integer: -2000)
  set.set(.imagePositionPatient, doubles: [-1.5, 0, 1e-7])
  set.set(.effectiveEchoTime, double: .pi)
  set.set(.instanceNumber, integer: -7)
  set.set(.frameIncrementPointer, tags: [.frameTime])
  #expect(set.integer(.rows) == 512)
  #expect(set[.pixelPaddingValue]?.vr == .ss && set.integer(.pixelPaddingValue) == -2000)
  #expect(set.integer(.pixelPaddingValue, as: .us) == 63536)
  #expect(set.doubles(.imagePositionPatient) == [-1.5, 0, 1e-7])
  #expect(set.double(.effectiveEchoTime) == .pi)
  #expect(set.integer(.instanceNumber) == -7)
  #expect(set.tags(.frameIncrementPointer) == [.frameTime])
}

@Test func `equality does not see the byte order`() {
  var little = DataSet()
  var big = DataSet(byteOrder: .bigEndian)
  little.set(.rows, integer: 3)
  big.set(.rows, integer: 3)
  #expect(little == big)
  big.set(.rows, integer: 4)
  #expect(little != big)
}

@Test(arguments: [
  (0.1 + 0.2, "0.3"), (-123.456_789_012_345_67, "-123.45678901235"), (1e300, "1E300"),
  (-1.234_567_890_123e-100, "-1.234567890E-100"), (512, "512"), (0, "0"), (-0.0, "0"),
  (0x1p60, "1.15292150461E18"), (0.78125, "0.78125"),
])
func `DS values have at most 16 bytes and stay close`(value: Double, _: String) throws {
  var set = DataSet()
  set.set(.sliceThickness, double: value)
  let text = try set.requireString(.sliceThickness)
  #expect(text.utf8.count <= 16)
  let back = try set.requireDouble(.sliceThickness)
  #expect(abs(back - value) <= abs(value) * 1e-8, "\(text)")
}

@Test func `numbers as text tolerate padding and refuse nonsense`() {
  var set = DataSet()
  for (text, value) in [
    (" 1.5 ", 1.5), ("+2\0", 2), ("-.5", -0.5), ("1e3", 1000),
    ("0.1234567890123456789", 0.12345678901234568),
  ] {
    set.set(.sliceThickness, bytes: Array(text.utf8))
    #expect(set.double(.sliceThickness) == value)
  }
  for text in ["1,5,2", "nan", "0x10", "inf", "1.2.3", "-", "1 2", "1e999"] {
    set.set(.sliceThickness, bytes: Array(text.utf8))
    #expect(set.double(.sliceThickness) == nil, "\(text)")
    #expect(throws: ValueError(.sliceThickness, reason: .malformed(.ds))) {
      try set.requireDouble(.sliceThickness)
    }
  }
  set.set(.sliceThickness, bytes: [])
  #expect(set.doubles(.sliceThickness) == [])
  #expect(throws: ValueError(.sliceThickness, reason: .empty)) {
    try set.requireDouble(.sliceThickness)
  }
  #expect(throws: ValueError(.rows, reason: .absent)) { try set.requireInteger(.rows) }
}

@Test func `texts are split and trimmed as their VR says`() {
  var set = DataSet()
  set.set(.imageType, strings: ["ORIGINAL", "PRIMARY ", "AXIAL"])
  set.set(.imageComments, string: " a\\b  ")
  #expect(set.strings(.imageType) == ["ORIGINAL", "PRIMARY", "AXIAL"])
  #expect(set.string(.imageType) == "ORIGINAL")
  #expect(set.strings(.imageComments) == [" a\\b"])
  #expect(set.string(.rows) == nil)
}

@Test(arguments: [
  ("ISO_IR 100", [0xC4, 0x6E, 0x65] as [UInt8], "Äne"), ("ISO_IR 144", [0xBB, 0xEE], "Лю"),
  ("ISO_IR 192", [0xC3, 0xA4], "ä"), ("ISO_IR 13", [0xD4, 0xCF], "ﾔﾏ"),
  ("\\ISO 2022 IR 126", [0x41, 0x1B, 0x2D, 0x46, 0xC4], "AΔ"),
  ("ISO_IR 6", [0x41, 0xC4], "A\u{FFFD}"),
  ("GB18030", [0x41, 0xCD, 0xF5], "A王"),
])
func `text is decoded by the declared character set`(
  terms: String, bytes: [UInt8], text: String
) {
  var set = DataSet()
  set.set(.specificCharacterSet, strings: [terms])
  set.set(.patientName, bytes: bytes)
  #expect(set.string(.patientName) == text)
  var root = DataSet()
  root.set(.specificCharacterSet, strings: [terms])
  var item = DataSet()
  item.set(.patientName, bytes: bytes)
  root.set(.referencedImageSequence, items: [item])
  #expect(root.item(.referencedImageSequence)?.string(.patientName) == text)
}

@Test func `a person name comes apart`() {
  let name = PersonName("Yamada^Tarou=山田^太郎")
  #expect(name.familyName == "Yamada" && name.givenName == "Tarou" && name.groups.count == 2)
}
