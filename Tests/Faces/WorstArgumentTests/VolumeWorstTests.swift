import Faults
import Files
import Geometry
import Testing
import VolumeFiles
import VolumeMathematics
import VolumeModel

@Suite struct `Volumes with the worst numbers` {
  @Test(arguments: Worst.counts) func `memory is there or refused`(count: Int) throws {
    // What the system grants may be more than there is.
    if count <= 1 << 32 {
      survive { _ = try VoxelStorage(count: count) }
    } else {
      #expect(throws: OutOfMemory.self) { try VoxelStorage(count: count) }
    }
    let volume = try Worst.volume()
    #expect(try #require(try volume.histogram(bins: count)).counts.reduce(0, +) > 0)
    let bounds = [min(count, 0)..<max(count, 0), 0..<0, count..<count]
    for range in bounds where range != 0..<4 {
      #expect(throws: GridGeometryError.partOutside) {
        try volume.subvolume(i: range, j: 0..<2, k: 0..<2)
      }
      #expect(throws: GridGeometryError.partOutside) {
        try volume.subvolume(i: 0..<2, j: 0..<2, k: range)
      }
    }
  }

  private struct Region: PatientRegion {
    let name = "worst"
    let bounds: PatientBox
    func contains(_ point: PatientPoint) -> Bool { true }
  }

  @Test(arguments: Worst.numbers) func `figures are taken of what there is`(number: Double) throws {
    let volume = try Worst.volume()
    let point = PatientPoint(number, 0, number)
    _ = try volume.statistics(in: Region(bounds: PatientBox(point, point)))
    _ = try volume.statistics(in: Region(bounds: PatientBox(point, PatientPoint(1, 1, -number))))
    _ = try #require(try volume.histogram()).quantile(number)
    _ = volume.gradient(at: point)
    _ = DisplayWindow(center: number, width: number)
    if !number.isNaN { #expect(try volume.threshold(Float(number)...).validCount >= 0) }
    _ = try volume.map { _ in Float(number) }.statistics()
  }

  @Test(arguments: Worst.numbers) func `a table is looked for with any rules`(number: Double) throws
  {
    let volume = try Worst.evenVolume()
    let paths: [WritableKeyPath<TableRemoval, Double>] = [
      \.cellSize, \.contact, \.share, \.thinnest,
    ]
    for path in paths {
      var rules = TableRemoval()
      rules[keyPath: path] = number
      _ = try rules.apply(to: volume)
    }
  }

  @Test(arguments: VolumeFileFormat.allCases) func `files are written or refused`(
    format: VolumeFileFormat
  ) throws {
    let volume = try Worst.evenVolume()
    for type in VoxelType.allCases {
      for number in Worst.numbers {
        let odd = try volume.map { $0 > 200 ? Float(number) : $0 }
        for padding in [PaddingPolicy.keep, .value(Float(number))] {
          let bytes = CollectedBytes()
          survive("\(format) \(type) \(number)") {
            try VolumeFileWriter(
              padding: padding,
              encoding: VoxelEncoding(
                type: type, isScaled: true, times: PhaseTimes(first: number, step: number))
            ).write(odd, to: .memory(bytes, name: "a"), as: format)
          }
        }
      }
    }
    #expect(throws: VolumeFileError.self) {
      try VolumeFileWriter().write(
        phases: [], to: .memory(CollectedBytes(), name: "a"), as: format)
    }
  }

  @Test func `phases that a file has not are refused`() throws {
    let bytes = CollectedBytes()
    try VolumeFileWriter().write(Worst.evenVolume(), to: .memory(bytes, name: "a.nrrd"), as: .nrrd)
    let reader = VolumeFileReader()
    let file = try reader.open(.memory(bytes.bytes, name: "a.nrrd"), as: .nrrd)
    for count in Worst.counts where count != 0 {
      let error = #expect(throws: VolumeFileError.self) {
        try reader.read(file, phases: [0, count])
      }
      #expect(error?.code == "no-such-phase")
      #expect(throws: VolumeFileError.self) {
        try PhaseReader(file, reader: reader).volume(count)
      }
    }
    #expect(try reader.read(file, phases: []).isEmpty)
  }
}
