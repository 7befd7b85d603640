import Foundation
import PixelCoding
import TestSupport
import Testing

/// What the stored values of a file's frames must add up to; by pydicom 3.0.2 with its plug-ins,
/// and for DCT by dcmtk 3.6.7.
struct FileSum: Sendable, CustomStringConvertible {
  let file: String
  let sum: Int
  let range: ClosedRange<Int32>
  /// Frame, row, column and value.
  var probes: [(frame: Int, row: Int, column: Int, value: Int32)] = []

  var description: String { file }

  static let ct = "transfer_syntaxes_ct/CTImage.dcm_"
  static let all: [FileSum] =
    [
      "RLELosslessTransferSyntax_1.2.840.10008.1.2.5",
      "JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57",
      "JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70",
      "JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80",
      "JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90",
    ].map { FileSum(file: "\(ct)\($0).dcm", sum: 19_640_763, range: -2000...2402) }
    + [
      FileSum(
        file: "\(ct)JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50.dcm", sum: 25_128_768,
        range: 30...168),
      FileSum(
        file: "\(ct)JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm", sum: 405_866_194,
        range: 497...2708),
      FileSum(
        file: "\(ct)JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81.dcm", sum: 19_673_724,
        range: -2001...2401),
      FileSum(
        file: "\(ct)JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91.dcm", sum: 19_626_368,
        range: -2003...2401),
      // Two frames in many fragments, without offset table.
      FileSum(
        file: "transfer_syntaxes_ct/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm",
        sum: 735_597_944, range: 1010...2223),
    ]
    + (4...9).map {
      FileSum(file: "mr_mosaic_siemens_9_syntaxes/\($0).dcm", sum: 38_036_663, range: 0...2362)
    }
    + ["RLE", "jp2klossless", "jpeg_ls_lossless"].map {
      FileSum(file: "pydicom_files/MR_small_\($0).dcm", sum: 2_125_338, range: 127...2145)
    }
    + ["RLE", "jpeg_2k_lossless", "jpeg_ls_lossless"].map {
      FileSum(file: "pydicom_files/emri_small_\($0).dcm", sum: 4_493_276, range: 0...467)
    }
    + [
      FileSum(file: "pydicom_files/bad_sequence.dcm", sum: 248_348_502, range: 13...2267),
      FileSum(file: "pydicom_files/JPEG2000.dcm", sum: 3_527_976, range: -30...245),
      FileSum(file: "pydicom_files/JPEGLSNearLossless_08.dcm", sum: 25_000, range: 0...255),
      FileSum(file: "pydicom_files/JPEGLSNearLossless_16.dcm", sum: 6_007_250, range: 0...65535),
      // The scan says that it ends with coefficient 0, which a sequential scan cannot.
      FileSum(file: "pydicom_files/JPEG-lossy.dcm", sum: 3_767_007, range: 0...264),
    ]
}

@Suite(.needsData("transfer_syntaxes_ct")) struct FieldFilesTests {
  @Test(arguments: FileSum.all)
  func `a file of another program has the values that it should`(file: FileSum) throws {
    let url = try #require(Repository.data(file.file))
    let values = try FileFrames(url).decoded()
    #expect(values.reduce(0) { $0 + Int($1) } == file.sum)
    #expect(values.min() == file.range.lowerBound && values.max() == file.range.upperBound)
  }

  @Test func `all lossless encodings of an image have the same values`() throws {
    for sum in [19_640_763, 38_036_663, 2_125_338, 4_493_276] {
      let images = try FileSum.all.filter { $0.sum == sum }.map {
        try FileFrames(try #require(Repository.data($0.file))).decoded()
      }
      #expect(images.count >= 3 && Set(images).count == 1)
    }
  }

  @Test(arguments: ["SC_rgb_rle.dcm", "HTJ2KLossless_08_RGB.dcm"])
  func `colours are refused`(name: String) throws {
    let url = try #require(Repository.data("pydicom_files/\(name)"))
    #expect(throws: PixelCodingError.unsupportedSamplesPerPixel(3)) {
      try FileFrames(url).decoded()
    }
  }
}
