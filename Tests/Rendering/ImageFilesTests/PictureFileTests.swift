import Files
import Foundation
import ImageReading
import TestSupport
import Testing
import VolumeModel

@testable import ImageFiles

@Suite struct `PNG files` {
  @Test func `give back every pixel of 8 bits, 16 bits and colour`() throws {
    for picture in Pictures.all {
      let read = try #require(ReadImage(png: try picture.pngBytes()))
      #expect(read.width == picture.width && read.height == picture.height)
      #expect(read.samples == picture.samples)
    }
  }

  @Test func `say the pixel size in whole pixels per metre`() throws {
    let picture = Raster(
      width: 1, height: 1, samples: .gray8([7]), pixelSize: SIMD2(0.703125, 1.5))
    // 1000 / 0.703125 = 1422.2…, 1000 / 1.5 = 666.6…; unit 1 is the metre.
    let chunk: [UInt8] = [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 5, 142, 0, 0, 2, 155, 1]
    #expect(try contains(picture.pngBytes(), chunk))
  }

  @Test(arguments: [SIMD2<Double>?.none, SIMD2(0, 1), SIMD2(.nan, 1), SIMD2(1e9, 1e9)])
  func `say no pixel size where there is none`(size: SIMD2<Double>?) throws {
    let picture = Raster(width: 1, height: 1, samples: .gray8([7]), pixelSize: size)
    #expect(try !contains(picture.pngBytes(), Array("pHYs".utf8)))
  }

  @Test func `hold no text and no time, so that equal pictures are equal bytes`() throws {
    let bytes = try Pictures.gray8.pngBytes()
    for word in ["tEXt", "zTXt", "iTXt", "tIME"] { #expect(!contains(bytes, Array(word.utf8))) }
    #expect(try bytes == Pictures.gray8.pngBytes())
  }

  @Test func `beyond the format's sizes are refused by name`() throws {
    // The library refuses what its row buffers cannot hold; nothing exits or traps.
    let wide = Raster(width: 70_000, height: 1, samples: .gray8(Array(repeating: 1, count: 70_000)))
    #expect(throws: ImageFileError.tooLarge(.jpeg, width: 70_000, height: 1)) {
      try wide.jpegBytes()
    }
    #expect(try wide.pngBytes().count > 8)
  }
}

@Suite struct `JPEG files` {
  @Test func `stay within a few greys of the picture`() throws {
    for picture in [Pictures.smooth, Pictures.colour] {
      let read = try #require(ReadImage(jpeg: try picture.jpegBytes(quality: 95)))
      #expect(read.width == picture.width && read.height == picture.height)
      let differences = zip(bytes(of: read.samples), bytes(of: picture.samples))
        .map { abs(Int($0) - Int($1)) }
      // Quality 95 quantises the lowest frequencies by 1 to 2; 6 leaves room for colour rounding.
      #expect(differences.max() ?? 0 <= 6)
    }
  }

  @Test func `say the pixel size in dots per centimetre`() throws {
    let picture = Raster(width: 1, height: 1, samples: .gray8([7]), pixelSize: SIMD2(0.5, 0.8))
    let read = try #require(ReadImage(jpeg: try picture.jpegBytes()))
    #expect(read.density == [20, 13])
    let coarse = Raster(width: 1, height: 1, samples: .gray8([7]), pixelSize: SIMD2(30, 30))
    let readCoarse = try #require(ReadImage(jpeg: try coarse.jpegBytes()))
    #expect(readCoarse.density == [0, 0])
  }

  @Test func `are smaller with less quality, and take any number for it`() throws {
    let sizes = try [-5, 1, 50, 90, 100, 1000].map {
      try Pictures.noisy.jpegBytes(quality: $0).count
    }
    #expect(sizes == sizes.sorted())
    #expect(sizes[0] == sizes[1] && sizes[4] == sizes[5] && sizes[1] < sizes[4])
  }

  @Test func `refuse 16 bits`() {
    #expect(throws: ImageFileError.tooManyBits(.jpeg)) { try Pictures.gray16.jpegBytes() }
  }
}

@Suite struct `Picture formats` {
  @Test(arguments: [("a.png", ImageFileFormat.png), ("b.c/A.JPG", .jpeg), ("x.jpeg", .jpeg)])
  func `are known by extension`(name: String, format: ImageFileFormat) throws {
    #expect(try ImageFileFormat(fileName: name) == format)
  }

  @Test func `not known are refused with the list`() {
    let error = #expect(throws: ImageFileError.self) {
      try ImageFileFormat(fileName: "picture.bmp")
    }
    #expect(error?.description.contains(".png, .jpg, .jpeg") == true)
  }

  @Test func `are written whole under their name`() throws {
    let folder = try TemporaryFolder()
    try Pictures.gray8.write(to: folder.path("a.png"))
    #expect(try folder.bytes("a.png") == Pictures.gray8.pngBytes())
    #expect(try folder.names == ["a.png"])
  }
}

@Suite struct `Picture files` {
  @Test(arguments: ImageFileFormat.allCases.filter(\.isWrittenInOneGo))
  func `hold the same bytes in memory as on a disk`(format: ImageFileFormat) throws {
    let folder = try TemporaryFolder()
    let memory = CollectedBytes()
    let name = "a" + format.extensions[0]
    try Pictures.colour.write(to: folder.path(name))
    try Pictures.colour.write(to: .memory(memory, name: name))
    #expect(try folder.bytes(name) == memory.bytes)
    #expect(try memory.bytes == Pictures.colour.encoded(as: ImageEncoding(format)))
  }

  @Test(arguments: ImageFileFormat.allCases)
  func `take the bits, sizes and numbers of pictures that their format states`(
    format: ImageFileFormat
  ) throws {
    let deep = Raster(width: 1, height: 1, samples: .gray16([700]))
    if format.holds16Bits {
      try format.check(deep)
    } else {
      #expect(throws: ImageFileError.tooManyBits(format)) { try format.check(deep) }
    }
    if let side = format.capabilities.largestSide, side < 100_000 {
      try format.check(
        Raster(width: side, height: 1, samples: .gray8(Array(repeating: 0, count: side))))
      let wide = Raster(
        width: side + 1, height: 1, samples: .gray8(Array(repeating: 0, count: side + 1)))
      #expect(throws: ImageFileError.tooLarge(format, width: side + 1, height: 1)) {
        try format.check(wide)
      }
    }
    if !format.holdsSequences {
      #expect(throws: ImageFileError.noSequence(format)) {
        _ = try ImageSequence(format, like: Pictures.gray8, total: 2)
      }
    }
  }
}
