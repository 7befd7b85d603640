import DICOMModel
import PixelCoding
import Testing
import TestSupport

@Suite struct HostileStreamTests {
  @Test(arguments: CodecFixture.all)
  func `a stream cut anywhere is refused, or only lost its end marker`(
    fixture: CodecFixture
  ) throws {
    let bytes = try fixture.bytes()
    let whole = try fixture.decode(bytes)
    for count in 0..<bytes.count {
      do throws(PixelCodingError) {
        #expect(try fixture.decode(cut: bytes, to: count) == whole, "cut to \(count)")
        #expect(count > bytes.count - 8, "cut to \(count)")
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test(arguments: CodecFixture.all)
  func `flipped bits give an error or values`(fixture: CodecFixture) throws {
    let seed: UInt64 = 20_261_123
    var generator = SeededRandom(seed)
    let bytes = try fixture.bytes()
    for _ in 0..<400 {
      var flipped = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let wild: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, flipped[place] ^ 1 << UInt8(place & 7)]
        flipped[place] = wild[Int.random(in: 0..<wild.count, using: &generator)]
      }
      do {
        #expect(try fixture.decode(flipped).count == 19 * 13)
      } catch {
        #expect(error is PixelCodingError)
      }
    }
  }

  @Test(arguments: CodecFixture.all)
  func `every byte of a header in turn as 0 and as 255 gives an error or values`(
    fixture: CodecFixture
  ) throws {
    let bytes = try fixture.bytes()
    for place in 0..<min(bytes.count, 160) {
      for value: UInt8 in [0, 255] {
        var changed = bytes
        changed[place] = value
        do {
          #expect(try fixture.decode(changed).count == 19 * 13)
        } catch {
          #expect(error is PixelCodingError)
        }
      }
    }
  }

  @Test func `noise is refused`() throws {
    var generator = SeededRandom(7)
    for fixture in CodecFixture.all {
      for count in [0, 1, 2, 3, 63, 64, 65, 1000] {
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(throws: PixelCodingError.self, "\(fixture)") { try fixture.decode(noise) }
      }
    }
  }
}

extension CodecFixture {
  /// Decodes the beginning of a stream.
  fileprivate func decode(cut bytes: [UInt8], to count: Int) throws(PixelCodingError) -> [Int32] {
    do {
      return try decode(Array(bytes[..<count]))
    } catch let error as PixelCodingError {
      throw error
    } catch {
      throw .damaged("\(error)", offset: nil)
    }
  }
}
