import DICOMModel
import PixelCoding
import TestSupport

/// Random words of a frame, and what they mean by the letter of PS3.5 8.1.1.
struct StoredSamples {
  let format: PixelFormat
  let order: ByteOrder
  /// The words as numbers, junk bits included.
  let words: [UInt32]

  init(_ format: PixelFormat, _ order: ByteOrder, seed: UInt64) {
    var random = SeededRandom(seed)
    (self.format, self.order) = (format, order)
    let mask = format.bitsAllocated == 32 ? UInt32.max : 1 << UInt32(format.bitsAllocated) - 1
    words = (0..<format.pixelCount).map { _ in
      UInt32.random(in: .min ... .max, using: &random) & mask
    }
  }

  /// The words as they lie in a file.
  var bytes: [UInt8] {
    let size = format.bitsAllocated / 8
    return words.flatMap { word in
      let little = (0..<size).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) }
      return order == .littleEndian ? little : little.reversed()
    }
  }

  /// The stored values, bit by bit: slow, and obviously right.
  var values: [Int] {
    words.map { word in
      var value = 0
      for bit in 0..<format.bitsStored {
        let place = format.highBit + 1 - format.bitsStored + bit
        if word >> UInt32(place) & 1 == 1 { value += 1 << bit }
      }
      let isNegative = format.isSigned && value >= 1 << (format.bitsStored - 1)
      return isNegative ? value - 1 << format.bitsStored : value
    }
  }
}

extension NativeConversion {
  /// What a conversion gives for a frame.
  struct Outcome: Equatable {
    var values: [Float]
    var isValid: [Bool]
    var range: ClosedRange<Int>?
  }

  /// What storing the integers gives for a frame.
  struct Stored {
    var words: [UInt16]
    var isValid: [Bool]
    var range: ClosedRange<Int>?
  }

  func stored(_ bytes: [UInt8]) -> Stored {
    var words = [UInt16](repeating: 0, count: format.pixelCount)
    var validity = [UInt64](repeating: .max, count: (format.pixelCount + 63) / 64)
    let range = unsafe bytes.withUnsafeBytes { bytes in
      unsafe words.withUnsafeMutableBufferPointer { words in
        unsafe validity.withUnsafeMutableBufferPointer { validity in
          unsafe store(bytes, into: words, validity: validity)
        }
      }
    }
    let isValid = (0..<format.pixelCount).map { validity[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    return Stored(words: words, isValid: isValid, range: range)
  }

  func outcome(_ bytes: [UInt8]) -> Outcome {
    var values = [Float](repeating: .nan, count: format.pixelCount)
    var words = [UInt64](repeating: .max, count: (format.pixelCount + 63) / 64)
    let range = unsafe bytes.withUnsafeBytes { bytes in
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe words.withUnsafeMutableBufferPointer { words in
          unsafe convert(bytes, into: values, validity: words)
        }
      }
    }
    let isValid = (0..<format.pixelCount).map { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    return Outcome(values: values, isValid: isValid, range: range)
  }
}
