import Foundation
import TestSupport
import Testing

@testable import Compression

/// 600 numbers of 16 bits, as c-blosc 1.21 packs them (by numcodecs 0.16.6).
private let plain: [UInt8] = (0..<600).flatMap { [UInt8($0 % 50 * 3), 0] }

private let containers: [(String, String)] = [
  (
    "lz4, plain",
    "AgEgArAEAACwBAAA/AAAABQAAABwAAAA/1UAAAMABgAJAAwADwASABUAGAAbAB4AIQAkACcAKgAtADAAMwA2"
      + "ADkAPAA/AEIARQBIAEsATgBRAFQAVwBaAF0AYABjAGYAaQBsAG8AcgB1AHgAewB+AIEAhACHAIoAjQCQAJMA"
      + "ZAD/3VAAkACTAHAAAAD/VQAAAwAGAAkADAAPABIAFQAYABsAHgAhACQAJwAqAC0AMAAzADYAOQA8AD8AQgBF"
      + "AEgASwBOAFEAVABXAFoAXQBgAGMAZgBpAGwAbwByAHUAeAB7AH4AgQCEAIcAigCNAJAAkwBkAP/dUACQAJMA"
  ),
  (
    "lz4, bytes",
    "AgEhArAEAACwBAAAaAAAABQAAAA/AAAA/yMAAwYJDA8SFRgbHiEkJyotMDM2OTw/QkVIS05RVFdaXWBjZmls"
      + "b3J1eHt+gYSHio2QkzIA//8QUIeKjZCTDQAAAB8AAQD//0FQAAAAAAA="
  ),
  (
    "lz4, bits",
    "AgEkArAEAACwBAAACAEAABQAAADfAAAAH6oBADcRZgEAIJqZAQARaQwAEKYLACGZmQwADxkAGhG0AQAg0NIB"
      + "ACBCSwEAIQstAQABGAAPGQAaIDjHAgD/BOAc4xzjHINzjHOMcwzOMc4xzjEZAB//CsAHP/jABwMf/OADHwx8"
      + "8IMPfDDwwQ8+8MEZAB//CgD4PwD/BwDg/wD8HwCA/wPwfwAA/g/A/wEZACD/BwDA//8HAAAA//8fAAAA/P9/"
      + "AAAA8P8ZACPxAgAAAPgDAAAAAOAPAAAAAIA/EwAR/gYAIPgDBwAg4A8GACCAPwYADxkAA1AAAAAA/g0AAAAf"
      + "AAEA//9BUAAAAAAA"
  ),
  (
    "BloscLZ, plain",
    "AgEAArAEAACwBAAA+gAAABQAAABvAAAAPwAAAwAGAAkADAAPABIAFQAYABsAHgAhACQAJwAqAC0AHzAAMwA2AD"
      + "kAPAA/AEIARQBIAEsATgBRAFQAVwBaAF0AH2AAYwBmAGkAbABvAHIAdQB4AHsAfgCBAIQAhwCKAI0AA5AAkwDg"
      + "/+pjAZMAbwAAAD8AAAMABgAJAAwADwASABUAGAAbAB4AIQAkACcAKgAtAB8wADMANgA5ADwAPwBCAEUASABLAE"
      + "4AUQBUAFcAWgBdAB9gAGMAZgBpAGwAbwByAHUAeAB7AH4AgQCEAIcAigCNAAOQAJMA4P/qYwGTAA=="
  ),
  (
    "BloscLZ, bytes",
    "AgEBArAEAACwBAAAZgAAABQAAAA8AAAAPwADBgkMDxIVGBseISQnKi0wMzY5PD9CRUhLTlFUV1pdEWBjZmlsb3"
      + "J1eHt+gYSHio2Qk+D//x0xAZCTDgAAACMAAAAA4P//SgMCAAAA"
  ),
  (
    "BloscLZ, bits",
    "AgEEArAEAACwBAAA+wAAABQAAADRAAAAI6qqqqrgPgMAZmAABpqZmZmZmWlgCwGmmWAAYAsAZuAjGAC0YAAN0N"
      + "LS0tLSQktLS0tLCy1gAGAXALTgIxgZOMc4xzjH4BzjHOMcg3OMc4xzDM4xzjHOMTjgKBgYwAc/+MAHAx/84AMf"
      + "DHzwgw98MPDBDz7wweApGBgA+D8A/wcA4P8A/B8AgP8D8H8AAP4PwP8B4CoYFgDA//8HAAAA//8fAAAA/P9/AA"
      + "AA8P//4CwYGAAAAPgDAAAAAOAPAAAAAIA/AAAAAAD+AADgJRgBAP4OAAAAIwAAAADg//9KAwIAAAA="
  ),
  (
    "zstd, plain",
    "AgGQArAEAACwBAAAegAAABQAAABiAAAAKLUv/WCwA8UCAEKGEx1g182QhCagCWgCmoAmoAloAnobIrOWITJr"
      + "GYJJAUNBPz07OTc1MzEvLSspJyUjIR8dGxkXFRMRDw0LCQcFAwG/3i53q81ir9YqdSqNDgEAZBLnH6I="
  ),
  (
    "zstd, bytes",
    "AgGRArAEAACwBAAAYAAAABQAAABIAAAAKLUv/WCwA/UBACQDAAMGCQwPEhUYGx4hJCcqLTAzNjk8P0JFSEtO"
      + "UVRXWl1gY2ZpbG9ydXh7foGEh4qNkJMCAFRABYRErRQU"
  ),
  (
    "zstd, bits",
    "AgGUArAEAACwBAAAuwAAABQAAACjAAAAKLUv/WCwA80EADLHGiOwp9Xk1UJ+sAYkXFOKAVnnIjJ2HAowAVUg"
      + "rCK6gloHH4k2BdOPYVLRf+e/bP3d7r9244CNbPplqmV29ZWv/dGjaWDRHCismUrilKxOrUjfioRHAh3owKZJ"
      + "TWrSURAEEIcIpPEwFM8iAUEBFiCAA3lQQAXIDy++xVm1PVs4R4/wWGm1Vh9W48W6EAhsHvJ2FybaJQzlWA=="
  ),
  (
    "zlib, plain",
    "AgFgArAEAACwBAAA5AAAABQAAABkAAAAeF7tzQEGwgAAAMAjRkREREREREREjDEiRkTEGDFGRETEiIiIiH24"
      + "h7T7wNEQaGpp6+jq6RsYGhmbmJqZW1gKRWIra4mNrZ29VOYgVzg6Obu4uindPTy9vH18VdTH3x0/laFWI2QA"
      + "AAB4Xu3NAQbCAAAAwCNGRERERERERESMMSJGRMQYMUZERMSIiIiIfbiHtPvA0RBoamnr6OrpGxgaGZuYmplb"
      + "WApFYitriY2tnb1U5iBXODo5u7i6Kd09PL28fXxV1MffHT+VoVYj"
  ),
  (
    "zlib, bytes",
    "AgFhArAEAACwBAAAbAAAABQAAABBAAAAeF5jYGbj5OEXEpWQllNUUdfSNTA2s7Sxd3L18PYLDAmPik1ITsvM"
      + "yS8qraiua2xp7+qdMJlhVMeoDoI6AItkrEUPAAAAeF5jYBgFo4D6AAACWAAB"
  ),
  (
    "zlib, bits",
    "AgFkArAEAACwBAAAyAAAABQAAACdAAAAeF5btYpqIA0MZs0EgUwwexmYPZN0iS1gcOESCDh5gwC3LhiQLmFx"
      + "HAQfyDwGwubiHiDkOWcIgqRLHGC3/3GAnVn+zwNmeZ6aD838NQYfDvLbfThIugTDD3uG/+wMD/4z/JFnaPjP"
      + "/KGegeEf/4H/jGRIMBz4D5RgYPj/Xx5I/vkPlGD48J88CSD4wQwiH/CDyAZ7sNA/0iUAQpgMAw8AAAB4XmNg"
      + "GAWjgPoAAAJYAAE="
  ),
]

private enum Packing { case blosc, zstandard, lz4 }

/// What comes out of packed bytes where there is so much room.
private func unpack(_ packed: [UInt8], _ packing: Packing, room: Int) throws -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: room)
  let written = try unsafe bytes.withUnsafeMutableBytes { buffer in
    switch packing {
    case .blosc: try unsafe Blosc.decompress(packed, into: buffer)
    case .zstandard: try unsafe Zstandard.decompress(packed, into: buffer)
    case .lz4: try unsafe Blosc.decompressLZ4(packed[...], into: buffer)
    }
  }
  return Array(bytes[..<written])
}

@Suite struct `Chunks that other programs pack` {
  @Test(arguments: containers)
  func `are unpacked from Blosc`(name: String, text: String) throws {
    let packed = try #require(Data(base64Encoded: text).map(Array.init))
    #expect(try unpack(packed, .blosc, room: 1200) == plain)
    let error = #expect(throws: CompressionError.self) {
      try unpack(packed, .blosc, room: 1199)
    }
    #expect(error?.reason == .tooLong(limit: 1199))
    for count in packed.indices {
      #expect(throws: CompressionError.self) {
        try unpack(Array(packed[..<count]), .blosc, room: 1200)
      }
    }
  }

  @Test(arguments: containers)
  func `in Blosc never trap, whatever the bytes`(name: String, text: String) throws {
    var random = SeededRandom(91)
    let packed = try #require(Data(base64Encoded: text).map(Array.init))
    for _ in 0..<2000 {
      var changed = packed
      for _ in 0..<3 {
        let place = Int(random.next() % UInt64(random.next() % 4 == 0 ? 24 : packed.count))
        changed[place] = UInt8(truncatingIfNeeded: random.next())
      }
      _ = try? unpack(changed, .blosc, room: 1200)
    }
  }

  @Test func `of LZ4 repeat what they wrote, and nothing before it`() throws {
    // Three letters, 10 more of them from 3 before, then two letters.
    let block: [UInt8] = [0x36, 0x61, 0x62, 0x63, 3, 0, 0x20, 0x78, 0x79]
    let text = Array("abcabcabcabcaxy".utf8)
    #expect(
      try unpack(block, .lz4, room: 15) == text)
    for wrong in [
      [0x36, 0x61, 0x62, 0x63, 4, 0, 0x20, 0x78, 0x79],
      [0x36, 0x61, 0x62, 0x63, 0, 0, 0x20, 0x78, 0x79],
      [0xF0, 255, 255], [0x36, 0x61, 0x62, 0x63, 3], [], [0x30, 0x61],
    ] as [[UInt8]] {
      #expect(throws: CompressionError.self) {
        try unpack(wrong, .lz4, room: 15)
      }
    }
    #expect(throws: CompressionError.self) {
      try unpack(block, .lz4, room: 14)
    }
  }

  @Test func `in Zstandard come back, and never longer than their room`() throws {
    let packed = try unsafe Zstandard.bytes(plain.span.bytes)
    #expect(packed.count < plain.count / 2)
    #expect(try unpack(packed, .zstandard, room: 1200) == plain)
    let error = #expect(throws: CompressionError.self) {
      try unpack(packed, .zstandard, room: 1199)
    }
    #expect(error?.reason == .tooLong(limit: 1199))
    for count in 1..<packed.count {
      #expect(throws: CompressionError.self) {
        try unpack(Array(packed[..<count]), .zstandard, room: 1200)
      }
    }
  }

  @Test func `are summed by CRC-32C as its standard says`() {
    #expect(CRC32C.sum(of: Array("123456789".utf8)[...]) == 0xE306_9283)
    #expect(CRC32C.sum(of: []) == 0)
  }
}
