import DICOMModel
import Foundation

@testable import SeriesLoading

/// Small MR series with phases; a test changes what its law is about.
enum PhaseImages {
  /// Slices at each height for each phase, whose first stored value tells which it is.
  ///
  /// 1000 stands for a phase, 100 for a slice. Instance numbers run time by time from 0.
  static func slices(
    _ phases: Int, heights: [Double] = [0, 2],
    _ change: (_ phase: Int, _ slice: Int, inout DataSet) -> Void
  ) -> [DataSet] {
    (0..<phases).flatMap { phase in
      heights.indices.map { k in
        EnhancedImage.slice(phase * heights.count + k, z: heights[k], first: 1000 * phase + 100 * k)
        {
          change(phase, k, &$0)
        }
      }
    }
  }

  /// An enhanced object of three positions with as many frames each as there are phases, whose
  /// dimensions are stack, position and one more.
  static func object(
    _ phases: Int, along pointer: DICOMModel.Tag, creator: String? = nil,
    _ macros: (_ phase: Int) -> [(DICOMModel.Tag, DataSet)] = { _ in [] }
  ) -> DataSet {
    var image = EnhancedImage(frames: [])
    for k in 0..<3 {
      for phase in 0..<phases {
        var frame = EnhancedImage.Frame(z: 2 * Double(k), first: 1000 * phase + 100 * k)
        let content = EnhancedImage.macro(.frameContentSequence) {
          $0.set(.stackID, string: "1")
          $0.set(.dimensionIndexValues, integers: [1, k + 1, phase + 1])
        }
        frame.macros = [content] + macros(phase)
        image.frames.append(frame)
      }
    }
    var set = image.dataSet
    set.set(
      .dimensionIndexSequence,
      items: [index(.stackID), index(.inStackPositionNumber), index(pointer, creator)])
    return set
  }

  private static func index(_ pointer: DICOMModel.Tag, _ creator: String? = nil) -> DataSet {
    var item = DataSet()
    item.set(.dimensionIndexPointer, tags: [pointer])
    if let creator { item.set(Tag(0x0020, 0x9213), vr: .lo, string: creator) }
    return item
  }
}

extension DataSet {
  /// Sets a private element of a maker whose block is 0x10.
  mutating func setPrivate(
    _ group: UInt16, _ creator: String, _ element: UInt16, _ vr: VR, _ bytes: [UInt8]
  ) {
    set(Tag(group, 0x0010), vr: .lo, bytes: Array(creator.utf8))
    set(Tag(group, 0x1000 | element), vr: vr, bytes: bytes)
  }

  /// Sets what a scan of GE states of diffusion.
  mutating func setGEDiffusion(_ bValue: Int, _ direction: [Double]) {
    setPrivate(0x0043, "GEMS_PARM_01", 0x39, .is, Array("\(bValue)\\8\\0\\0".utf8))
    for (element, number) in zip([0xBB, 0xBC, 0xBD] as [UInt16], direction) {
      setPrivate(0x0019, "GEMS_ACQU_01", element, .ds, Array("\(number)".utf8))
    }
  }

  /// Sets GE's Locations in Acquisition.
  mutating func setLocations(_ count: Int) {
    setPrivate(0x0021, "GEMS_RELA_01", 0x4F, .ss, [UInt8(count), 0])
  }
}

extension LoadedSeries {
  /// The number of the phase that each phase's first voxel tells.
  var phaseOrder: [Int] { values.first?.map { Int($0[0]) / 1000 } ?? [] }

  /// The axes of the first volume.
  var axes: [PhaseAxis] { report.volumes.first?.phaseAxes ?? [] }
}
