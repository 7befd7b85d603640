import Compression
import DICOMCoding
import DICOMModel
import Testing
import TestSupport

@Test func `every cut of a stream is an error or a result`() throws {
  for file in try Fixtures.files() {
    for count in 0...file.count {
      let cut = Array(file[..<count])
      do {
        let parsed = try Fixtures.reader.readWhole(cut)
        touch(parsed.dataSet)
      } catch {
        if case .needsMore = error.reason { Issue.record("a whole file asked for more") }
        #expect(!error.description.isEmpty)
      }
    }
  }
}

@Test func `a short prefix asks for more, and following it ends in the whole result`() throws {
  for file in try Fixtures.files() {
    let whole = try Fixtures.reader.read(prefix: file, streamLength: file.count)
    for count in stride(from: 0, through: file.count, by: 7) {
      var count = count
      while true {
        do {
          let parsed = try Fixtures.reader.read(
            prefix: Array(file[..<count]), streamLength: file.count)
          #expect(parsed.dataSet == whole.dataSet && parsed.pixelData == whole.pixelData)
          break
        } catch {
          guard case .needsMore(let bytes) = error.reason, bytes > count, bytes <= file.count else {
            throw error
          }
          count = bytes
        }
      }
    }
  }
}

@Test func `mutated bytes never trap`() throws {
  let seed: UInt64 = 20_240_917
  var generator = SeededRandom(seed)
  for file in try Fixtures.files() {
    for _ in 0..<1000 {
      var bytes = file
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 100..<bytes.count, using: &generator)
        let wild: [UInt8] = [0, 1, 0xFF, 0xFE, 0xE0, UInt8.random(in: 0...255, using: &generator)]
        bytes[place] = wild[Int.random(in: 0..<wild.count, using: &generator)]
      }
      if let parsed = try? Fixtures.reader.readWhole(bytes) {
        touch(parsed.dataSet)
        if let value = parsed.dataSet.bytes(.pixelData),
          parsed.dataSet[.pixelData]?.isEncapsulated == true
        {
          _ = try? EncapsulatedPixelData(parsing: value, offset: value.startIndex).frames(count: 2)
          { Array(value[$0]) }
        }
      }
      _ = try? Fixtures.reader.read(prefix: bytes, streamLength: 1 << 40)
    }
  }
}

/// Asks every element for everything.
private func touch(_ dataSet: DataSet) {
  for element in dataSet.elements {
    _ = dataSet.strings(element.tag)
    _ = dataSet.doubles(element.tag)
    _ = dataSet.integers(element.tag)
    _ = dataSet.tags(element.tag)
    dataSet.items(element.tag)?.forEach(touch)
  }
}

@Test func `zeros without end in a deflated data set end its header`() throws {
  let syntax = TransferSyntax.deflatedExplicitVRLittleEndian
  let file = try Fixtures.writer.file(Fixtures.rich, transferSyntax: syntax)
  let head = try file.dropLast(Fixtures.writer.dataSet(Fixtures.rich, transferSyntax: syntax).count)
  let modality: [UInt8] = [0x08, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x54]
  let zeros = [UInt8](repeating: 0, count: 100_000)
  let stream = try head + Deflation.bytes(modality + zeros, format: .raw)
  for bytes in [stream, stream.dropLast(4)] {
    let parsed = try Fixtures.reader.read(prefix: Array(bytes), streamLength: bytes.count)
    #expect(parsed.dataSet.string(.modality) == "CT" && parsed.pixelData == nil)
    #expect(parsed.nonconformances.map(\.code) == [.trailingBytes])
  }
}
