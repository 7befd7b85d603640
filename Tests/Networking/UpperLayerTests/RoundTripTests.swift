import TestSupport
import Testing
import UpperLayer

@Suite struct `Units that are written` {
  @Test func `are read as what they were`() throws {
    var random = SeededRandom(1)
    for _ in 0..<400 {
      let unit = random.controlUnit()
      #expect(try UnitStream.unit(unit.bytes) == unit)
    }
  }

  @Test func `have titles of sixteen bytes with spaces behind them`() throws {
    var request = AssociationRequest.sample
    request.calledTitle = "ARCHIVE"
    request.callingTitle = "SIXTEEN LETTERS!"
    let bytes = ControlUnit.associationRequest(request).bytes
    #expect(Array(bytes[10..<26]) == Array("ARCHIVE         ".utf8))
    #expect(Array(bytes[26..<42]) == Array("SIXTEEN LETTERS!".utf8))
  }

  @Test func `lose nothing but the padding of titles, whatever bytes they have`() throws {
    let strange = [UInt8](repeating: 0xFF, count: 16)
    let short = Array("A B".utf8) + [0, 0xC3]
    for (title, kept) in [
      (strange, strange), ([0x20, 0] + short + [UInt8](repeating: 0, count: 9), short),
      ([UInt8](repeating: 0x20, count: 16), []),
    ] {
      var bytes = ControlUnit.associationRequest(.sample).bytes
      bytes.replaceSubrange(10..<26, with: title)
      let unit = try #require(try UnitStream.unit(bytes))
      let padding = [UInt8](repeating: 0x20, count: 16 - kept.count)
      #expect(Array(unit.bytes[10..<26]) == kept + padding)
      #expect(try UnitStream.unit(unit.bytes) == unit)
    }
  }

  @Test func `have no name of a version that is longer than others take`() throws {
    var request = AssociationRequest.sample
    request.user.implementationVersionName = "A_VERSION_WITH_A_LONG_NAME"
    let bytes = ControlUnit.associationRequest(request).bytes
    request.user.implementationVersionName = "A_VERSION_WITH_A"
    #expect(bytes == ControlUnit.associationRequest(request).bytes)
    #expect(try UnitStream.unit(bytes) == .associationRequest(request))
  }

  @Test func `have names of versions cut that others send too long`() throws {
    var request = AssociationRequest.sample
    request.user.implementationVersionName = "SIXTEEN_LETTERS_"
    var bytes = ControlUnit.associationRequest(request).bytes
    // The name is the last item of the user information, which is the last item.
    let userLength = bytes.count - 40
    bytes.append(0x41)
    for place in [5, userLength, bytes.count - 18] { bytes[place] += 1 }
    #expect(try UnitStream.unit(bytes) == .associationRequest(request))
  }

  @Test func `have fragments of even lengths that fit what the other side takes`() {
    let limits = UpperLayerLimits()
    for announced: UInt32 in [134, 1024, 4096, 16384, 65535, 65536, 131_071] {
      let count = limits.fragmentBytes(announced: announced)
      #expect(count.isMultiple(of: 2), "\(announced)")
      #expect((Int(announced) - 7...Int(announced) - 6).contains(count), "\(announced)")
    }
  }

  @Test func `have fragments of a sound length if what the other side announces is none`() {
    let limits = UpperLayerLimits(sentUnitBytes: 65536)
    for announced: UInt32 in [0, 65536, 1 << 20, .max] {
      #expect(limits.fragmentBytes(announced: announced) == 65530, "\(announced)")
    }
    for announced: UInt32 in [1, 2, 7, 128] {
      #expect(limits.fragmentBytes(announced: announced) == 128, "\(announced)")
    }
  }
}
