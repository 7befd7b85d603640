import DICOMModel
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct MixedStackTests {
  private static func loaded(
    _ count: Int = 8, _ change: (inout DataSet, _ slice: Int) -> Void
  ) throws -> Loaded {
    try Loaded(
      TestImages.series(count).enumerated().map { n, image in
        var image = image
        change(&image, n)
        return image
      })
  }

  private static let contrasts: [(tag: DICOMModel.Tag, values: [String], name: String)] = [
    (.convolutionKernel, ["B31f", "B70f"], "Convolution Kernel"),
    (.kvp, ["80", "140"], "KVP"),
    (.echoTime, ["10", "80"], "Echo Time"),
    (.contrastBolusAgent, ["NONE", "Agent"], "Contrast/Bolus Agent"),
    (.seriesDescription, ["Arterial", "Venous"], "Series Description"),
    (.temporalPositionIdentifier, ["1", "2"], "Temporal Position Identifier"),
  ]

  @Test(arguments: contrasts.indices) func `contrasts that take turns are volumes of their own`(
    index: Int
  ) throws {
    let (tag, values, name) = Self.contrasts[index]
    let found = try Self.loaded { $0.set(tag, string: values[$1 % 2]) }
    #expect(found.volumes.map(\.dimensions.slices) == [4, 4])
    let steps: [Float] = found.volumes.map { $0[0, 0, 1] - $0[0, 0, 0] }
    #expect(steps == [200, 200])
    let finding = try #require(found.finding(.splitSeries))
    #expect(finding.severity == .warning)
    #expect(finding.message.contains("\(name) (\(values[0]) here, \(values[1]) elsewhere)"))
  }

  @Test(arguments: contrasts.indices) func `contrasts side by side are one volume with a warning`(
    index: Int
  ) throws {
    let (tag, values, name) = Self.contrasts[index]
    let found = try Self.loaded { $0.set(tag, string: values[$1 / 4]) }
    #expect(found.volumes.map(\.dimensions.slices) == [8])
    let finding = try #require(found.finding(.mixedSlices))
    #expect(finding.severity == .warning && finding.message.contains(name))
  }

  @Test func `one odd slice is no stack, but a warning`() throws {
    let found = try Self.loaded { $0.set(.convolutionKernel, string: $1 == 3 ? "B70f" : "B31f") }
    #expect(found.volumes.map(\.dimensions.slices) == [8])
    #expect(found.finding(.mixedSlices)?.severity == .warning)
  }

  @Test func `echo times that differ by rounding are equal`() throws {
    let found = try Self.loaded { $0.set(.echoTime, double: $1 % 2 == 0 ? 2.46 : 2.461) }
    #expect(found.volumes.map(\.dimensions.slices) == [8] && found.findings.isEmpty)
  }

  @Test func `a contrast agent in every second slice is two volumes`() throws {
    let found = try Self.loaded { if $1 % 2 == 1 { $0.set(.contrastBolusAgent, string: "A") } }
    #expect(found.volumes.map(\.dimensions.slices) == [4, 4])
  }

  @Test func `CT acquisitions that take turns are a warning, those of MR are not`() throws {
    let found = try Self.loaded { $0.set(.acquisitionNumber, integer: 1 + $1 % 2) }
    #expect(found.finding(.mixedSlices)?.message.contains("Acquisition Number") == true)
    let other = try Self.loaded { image, n in
      image.set(.acquisitionNumber, integer: 1 + n % 2)
      image.set(.modality, string: "MR")
    }
    #expect(other.volumes.count == 1 && other.finding(.mixedSlices) == nil)
  }

  @Test func `thick and thin slices that take turns are a warning, rounding is none`() throws {
    for (thin, isOdd) in [(0.75, true), (1.4, false)] {
      for modality in ["CT", "MR"] {
        let found = try Self.loaded { image, n in
          image.set(.sliceThickness, double: n % 2 == 0 ? 1.5 : thin)
          image.set(.modality, string: modality)
        }
        #expect(found.volumes.map(\.dimensions.slices) == [8])
        let finding = found.finding(.mixedSlices)
        #expect((finding?.message.contains("Slice Thickness (0.75, 1.5)") == true) == isOdd)
        #expect(finding?.severity == (isOdd ? .warning : nil))
      }
    }
    let halves = try Self.loaded { $0.set(.sliceThickness, double: $1 < 4 ? 1.5 : 5) }
    #expect(halves.volumes.map(\.dimensions.slices) == [8])
    #expect(halves.finding(.mixedSlices) == nil)
  }

  @Test func `Image Type beyond the third value only describes`() throws {
    let found = try Self.loaded { image, n in
      image.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", n % 2 == 0 ? "ND" : "DIS2D"])
    }
    #expect(found.volumes.map(\.dimensions.slices) == [8])
    #expect(found.finding(.mixedSlices)?.message.contains("Image Type") == true)
    let contrasts = try Self.loaded { image, n in
      image.set(
        .imageType, strings: ["ORIGINAL", "PRIMARY", "DIXON", n % 2 == 0 ? "WATER" : "FAT"])
    }
    #expect(contrasts.volumes.map(\.dimensions.slices) == [4, 4])
  }

  @Test func `images that differ in what describes them stay apart where positions repeat`() throws
  {
    let found = try Loaded(
      (0..<8).map { n in
        var image = TestImages.image(n, z: Double(n / 2) * 2.5)
        image.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", n % 2 == 0 ? "ND" : "DIS2D"])
        return image
      })
    #expect(found.volumes.map(\.dimensions.slices) == [4, 4])
    #expect(found.finding(.splitSeries)?.message.contains("Image Type") == true)
    #expect(found.finding(.splitSeries)?.severity == .note)
  }

  @Test func `a secondary capture in a stack of CT is a slice`() throws {
    let found = try Self.loaded {
      if $1 == 3 { $0.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.7") }
    }
    #expect(found.volumes.map(\.dimensions.slices) == [8])
    #expect(found.finding(.mixedSlices)?.message.contains("SOP Class UID") == true)
  }

  @Test func `a slice without frame of reference contradicts nothing`() throws {
    let found = try Self.loaded { if $1 == 3 { $0.remove(.frameOfReferenceUID) } }
    #expect(found.volumes.map(\.dimensions.slices) == [8])
    #expect(found.finding(.frameOfReferenceVaries)?.severity == .warning)
  }

  @Test func `thin and thick halves are one irregular volume`() throws {
    let heights = (0..<10).map { Double($0) } + (1...6).map { 9 + 5 * Double($0) }
    let found = try Loaded(
      heights.enumerated().map { n, z in
        var image = TestImages.image(n, z: z)
        image.set(.sliceThickness, double: n < 10 ? 1 : 5)
        image.set(.convolutionKernel, string: n < 10 ? "H60s" : "H30s")
        return image
      })
    #expect(found.volumes.map(\.dimensions.slices) == [16])
    #expect(found.volumes[0].geometry.slicePositions == heights)
    #expect(found.finding(.mixedSlices)?.severity == .warning)
  }
}
