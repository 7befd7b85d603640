import DICOMModel
import Testing

private func doubles(_ text: String) -> [Double]? {
  var set = DataSet()
  set.set(.pixelSpacing, vr: .ds, bytes: Array(text.utf8))
  return set.doubles(.pixelSpacing)
}

@Suite struct `Numbers as text` {
  @Test(
    arguments: [
      ("0,8\\0,5", [0.8, 0.5]), ("-1024,0", [-1024]), (" -0,5 \\ 1,25 ", [-0.5, 1.25]),
      ("1,5e2", [150]), ("0.8,0.5", [0.8, 0.5]), ("1.5,2,3.5", [1.5, 2, 3.5]),
      ("1,0,0,0,1,0", [1, 0, 0, 0, 1, 0]), ("0.8\\0.5\\", [0.8, 0.5]), ("1\\2\\3\\\\ ", [1, 2, 3]),
      ("7\\\0", [7]), ("0,8\\0.5", [0.8, 0.5]),
    ])
  func `that break the rules in one way only are read`(text: String, values: [Double]) {
    #expect(doubles(text) == values)
    var set = DataSet()
    set.set(.pixelSpacing, vr: .ds, bytes: Array(text.utf8))
    #expect(set.hasIrregularNumbers(.pixelSpacing))
  }

  @Test(
    arguments: [
      // A point and a comma: thousands, or two numbers?
      "1.024,5", "1,024.5", "0.8,1", "1,2,3", "1,234,567", "1,2\\3.4,5", "0,8,0,5", ",", "1,",
      "\\0.5", "0.8\\\\0.5", "0.8mm", "1,5 mm", "0;8", "1,2,3,4,5,x",
    ])
  func `that leave a doubt are none`(text: String) {
    #expect(doubles(text) == nil, "\(text)")
    var set = DataSet()
    set.set(.pixelSpacing, vr: .ds, bytes: Array(text.utf8))
    #expect(!set.hasIrregularNumbers(.pixelSpacing))
  }

  @Test(arguments: ["0.8\\0.5", "1", "", "1e3", " "])
  func `that keep the rules are not called odd`(text: String) {
    var set = DataSet()
    set.set(.pixelSpacing, vr: .ds, bytes: Array(text.utf8))
    #expect(!set.hasIrregularNumbers(.pixelSpacing))
  }
}

@Suite struct `Texts in another set than the declared` {
  private func text(_ terms: String?, _ bytes: [UInt8]) -> String? {
    var set = DataSet(byteOrder: .littleEndian)
    set.set(.specificCharacterSet, bytes: Array((terms ?? "").utf8))
    set.set(.patientName, bytes: bytes)
    return set.string(.patientName)
  }

  @Test(arguments: ["ISO_IR 100", "ISO_IR 144", "ISO_IR 999", "ISO_IR 6", ""])
  func `that are UTF-8 are read as UTF-8`(terms: String) {
    #expect(text(terms, Array("Schädel, 頭".utf8)) == "Schädel, 頭")
  }

  @Test func `that are Latin-1 under UTF-8 are read as Latin-1`() {
    #expect(text("ISO_IR 192", [0x53, 0x63, 0x68, 0xE4, 0x64, 0x65, 0x6C]) == "Schädel")
  }

  @Test func `that are UTF-8 cut short keep what is there`() {
    #expect(text("ISO_IR 192", Array("ä".utf8) + [0x20, 0x41, 0xC3]) == "ä A\u{FFFD}")
  }

  @Test func `that are ordinary words of their own set stay`() {
    #expect(text("ISO_IR 13", [0xC3, 0xB1]) == "\u{FF83}\u{FF71}")
    #expect(text("ISO_IR 100", [0xC4, 0x6E, 0x65]) == "Äne")
  }

  @Test(arguments: ["ISO IR 100", "ISO-IR 100", "ISO_IR_100"])
  func `whose term is misspelt are read`(term: String) {
    #expect(text(term, [0xC4, 0x6E, 0x65]) == "Äne")
  }

  @Test(arguments: ["ISO_IR_192", "UTF-8", "UTF8", "ISO IR 192"])
  func `whose term for UTF-8 is misspelt are read`(term: String) {
    #expect(text(term, Array("頭".utf8)) == "頭")
  }
}
