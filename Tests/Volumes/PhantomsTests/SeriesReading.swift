import Compression
import DICOMCoding
import DICOMModel
import Foundation
import Geometry
import VolumeModel

@testable import Phantoms

/// A written file, read back by this package's parser.
struct ReadSlice {
  let name: String
  let syntax: TransferSyntax
  let set: DataSet
  let pixels: ArraySlice<UInt8>

  init(_ file: PhantomSeries.EncodedFile) throws {
    let inflater = Inflater { bytes, limit in
      let prefix = try Inflation.prefix(of: bytes, format: .raw, limit: limit)
      return Inflater.Output(bytes: prefix.bytes, end: .complete)
    }
    let parsed = try Part10Reader(inflater: inflater).readWhole(file.bytes)
    name = file.name
    syntax = parsed.transferSyntax
    set = parsed.dataSet
    pixels = parsed.dataSet.bytes(.pixelData) ?? []
  }

  var uid: String { self.set.uid(.sopInstanceUID) ?? "" }

  var position: PatientPoint {
    let p = set.doubles(.imagePositionPatient) ?? []
    return p.count == 3 ? PatientPoint(p[0], p[1], p[2]) : PatientPoint(.nan, .nan, .nan)
  }

  var orientation: [PatientVector] {
    let v = set.doubles(.imageOrientationPatient) ?? []
    guard v.count == 6 else { return [] }
    return [PatientVector(v[0], v[1], v[2]), PatientVector(v[3], v[4], v[5])]
  }

  /// The 16-bit word of a pixel.
  func word(_ n: Int) -> UInt16 {
    let first = UInt16(pixels[pixels.startIndex + 2 * n])
    let second = UInt16(pixels[pixels.startIndex + 2 * n + 1])
    return set.byteOrder == .bigEndian ? first << 8 | second : second << 8 | first
  }

  /// The stored value of a pixel, extracted as PS3.5 8.1.1 says.
  func stored(_ n: Int) -> Int {
    let bits = set.integer(.bitsStored) ?? 0
    let value = Int(word(n)) & ((1 << bits) - 1)
    let isSigned = set.integer(.pixelRepresentation) == 1
    return isSigned && value >= 1 << (bits - 1) ? value - (1 << bits) : value
  }

  /// The modality value of a pixel.
  func value(_ n: Int) -> Double {
    Double(stored(n)) * (set.double(.rescaleSlope) ?? 1) + (set.double(.rescaleIntercept) ?? 0)
  }
}

extension PhantomSeries {
  /// The files of the series, read back, in the order of their names.
  func readBack() throws -> [ReadSlice] { try encodedFiles().map(ReadSlice.init) }

  /// A small series of odd proportions.
  static func small(_ kind: PhantomKind = .head) -> PhantomSeries {
    var series = PhantomSeries(
      kind, dimensions: GridDimensions(columns: 13, rows: 11, slices: 7),
      spacing: SIMD3(2, 2.5, 4))
    series.center = PatientPoint(12, -34, 56)
    return series
  }
}
