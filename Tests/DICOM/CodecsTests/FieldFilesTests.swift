import Codecs
import Foundation
import PixelCoding
import TestSupport
import Testing

/// What the stored values of a file's frames are; by pydicom 3.0.2 with its plug-ins, and for DCT by
/// dcmtk 3.6.7.
struct FileValues: Sendable, CustomStringConvertible {
  let file: String
  let sum: Int
  let range: ClosedRange<Int32>
  let probes: [Probe]

  struct Probe: Sendable {
    let frame: Int
    let row: Int
    let column: Int
    let value: Int32
  }

  init(
    _ file: String, _ sum: Int, _ range: ClosedRange<Int32>, _ probes: [(Int, Int, Int, Int32)]
  ) {
    (self.file, self.sum, self.range) = (file, sum, range)
    self.probes = probes.map { Probe(frame: $0.0, row: $0.1, column: $0.2, value: $0.3) }
  }

  var description: String { file }
}

extension FileValues {
  /// Images that several lossless encodings hold.
  static let lossless: [FileValues] = ct + mosaic + smallMR + tenFrames

  private static let ct = [
    "RLELosslessTransferSyntax_1.2.840.10008.1.2.5",
    "JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57",
    "JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70",
    "JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80",
    "JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90",
  ].map {
    FileValues(
      "transfer_syntaxes_ct/CTImage.dcm_\($0).dcm", 19_640_763, -2000...2402,
      [(0, 170, 256, 876), (0, 256, 170, 976), (0, 384, 341, 951)])
  }

  private static let mosaic = (4...9).map {
    FileValues(
      "mr_mosaic_siemens_9_syntaxes/\($0).dcm", 38_036_663, 0...2362,
      [(0, 160, 95, 580), (0, 300, 90, 836), (0, 224, 230, 932)])
  }

  private static let smallMR = ["RLE", "jp2klossless", "jpeg_ls_lossless"].map {
    FileValues(
      "pydicom_files/MR_small_\($0).dcm", 2_125_338, 127...2145,
      [(0, 21, 32, 243), (0, 32, 21, 200), (0, 48, 42, 204)])
  }

  private static let tenFrames = ["RLE", "jpeg_2k_lossless", "jpeg_ls_lossless"].map {
    FileValues(
      "pydicom_files/emri_small_\($0).dcm", 4_493_276, 0...467,
      [(0, 21, 32, 194), (5, 32, 21, 14), (9, 48, 42, 245)])
  }

  /// Images that are there in one encoding, most of them lossy.
  static let single = [
    FileValues(
      "transfer_syntaxes_ct/CTImage.dcm_JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50.dcm",
      25_128_768, 30...168, [(0, 170, 256, 121), (0, 256, 170, 124), (0, 384, 341, 123)]),
    FileValues(
      "transfer_syntaxes_ct/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm",
      405_866_194, 497...2708, [(0, 170, 256, 1948), (0, 256, 170, 1996), (0, 384, 341, 1988)]),
    FileValues(
      "transfer_syntaxes_ct/CTImage.dcm_JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81.dcm",
      19_673_724, -2001...2401, [(0, 170, 256, 877), (0, 256, 170, 976), (0, 384, 341, 950)]),
    FileValues(
      "transfer_syntaxes_ct/CTImage.dcm_JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91.dcm",
      19_626_368, -2003...2401, [(0, 170, 256, 876), (0, 256, 170, 978), (0, 384, 341, 952)]),
    // Two frames in many fragments, without offset table.
    FileValues(
      "transfer_syntaxes_ct/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm", 735_597_944,
      1010...2223, [(0, 170, 256, 2050), (1, 256, 170, 2088), (1, 384, 341, 2158)]),
    FileValues(
      "pydicom_files/bad_sequence.dcm", 248_348_502, 13...2267,
      [(0, 170, 256, 1103), (0, 256, 170, 1188), (0, 384, 341, 1078)]),
    FileValues(
      "pydicom_files/JPEG2000.dcm", 3_527_976, -30...245,
      [(0, 341, 128, 24), (0, 512, 85, 26), (0, 768, 170, 12)]),
    FileValues(
      "pydicom_files/JPEGLSNearLossless_08.dcm", 25_000, 0...255,
      [(0, 15, 5, 30), (0, 22, 3, 15), (0, 33, 6, 5)]),
    FileValues(
      "pydicom_files/JPEGLSNearLossless_16.dcm", 6_007_250, 0...65535,
      [(0, 16, 5, 4095), (0, 25, 3, 255), (0, 37, 6, 15)]),
    // The scan says that it ends with coefficient 0, which a sequential scan cannot.
    FileValues(
      "pydicom_files/JPEG-lossy.dcm", 3_767_007, 0...264,
      [(0, 341, 128, 31), (0, 512, 85, 28), (0, 768, 170, 1)]),
  ]
}

@Suite(.needsData("transfer_syntaxes_ct")) struct FieldFilesTests {
  @Test(arguments: FileValues.lossless + FileValues.single)
  func `a file of another program has the values that it should`(file: FileValues) throws {
    let frames = try FileFrames(try #require(Repository.data(file.file)))
    let values = try frames.decoded()
    #expect(values.reduce(0) { $0 + Int($1) } == file.sum)
    #expect(values.min() == file.range.lowerBound && values.max() == file.range.upperBound)
    let format = frames.format
    for probe in file.probes {
      let place = probe.frame * format.pixelCount + probe.row * format.columns + probe.column
      #expect(values[place] == probe.value, "\(probe)")
    }
  }

  @Test func `all lossless encodings of an image have the same values`() throws {
    for sum in [19_640_763, 38_036_663, 2_125_338, 4_493_276] {
      let images = try FileValues.lossless.filter { $0.sum == sum }.map {
        try FileFrames(try #require(Repository.data($0.file))).decoded()
      }
      #expect(images.count >= 3 && Set(images).count == 1)
    }
  }

  @Test(arguments: [("SC_rgb_rle.dcm", 7_662_000), ("HTJ2KLossless_08_RGB.dcm", 208_499_739)])
  func `colours have the samples that they should`(name: String, sum: Int) throws {
    let file = try FileFrames(try #require(Repository.data("pydicom_files/\(name)")))
    let decoder = try #require(FrameDecoders.standard[file.syntax])
    let frame = try decoder.decode(file.frames[0], format: file.format)
    #expect(frame.format.samplesPerPixel == 3)
    // Weighted by channel, so that colours that change places are found out.
    let found = frame.bytes.enumerated().reduce(0) { $0 + ($1.offset % 3 + 1) * Int($1.element) }
    #expect(found == sum)
  }
}
