import Geometry
import VolumeFiles
import VolumeModel
import WorkScheduling

extension FuzzTarget {
  /// One target for each kind of volume file.
  static let volumeFiles = [
    volumeFile("nifti", "v.nii").mutated { HeaderMutation.nifti($0, random: &$1) },
    volumeFile("nifti-gzip", "v.nii.gz"),
    volumeFile("nifti-pair", "v.hdr", besides: "v.img").mutated {
      HeaderMutation.nifti($0, random: &$1)
    },
    volumeFile("nrrd", "v.nrrd").mutated { nrrd($0, random: &$1) },
    volumeFile("nrrd-header", "v.nhdr", besides: "v.raw").mutated { nrrd($0, random: &$1) },
    volumeFile("meta-image", "v.mha").mutated { metaImage($0, random: &$1) },
    volumeFile("meta-image-header", "v.mhd", besides: "v.raw").mutated {
      metaImage($0, random: &$1)
    },
    volumeFile("npy", "v.npy", besides: "v.npy.json"), volumeFile("npz", "v.npz"),
  ]

  private static func nrrd(_ bytes: [UInt8], random: inout FuzzRandom) -> [UInt8]? {
    HeaderMutation.lines(
      bytes, ending: Array("\n\n".utf8), words: HeaderMutation.nrrdWords, random: &random)
  }

  private static func metaImage(_ bytes: [UInt8], random: inout FuzzRandom) -> [UInt8]? {
    HeaderMutation.lines(
      bytes, ending: Array("LOCAL\n".utf8), words: HeaderMutation.metaWords, random: &random)
  }

  /// Reads a file, with the one beside it behind ``FuzzFolder/separator``: either it is refused, or all
  /// of its phases are there, once at a time and once together, with the same values.
  private static func volumeFile(
    _ name: String, _ file: String, besides second: String? = nil
  ) -> FuzzTarget {
    FuzzTarget(name: name) { bytes in
      let files = FuzzFolder.split(bytes, most: second == nil ? 1 : 2)
      let path = FuzzFolder.write(files[0], as: file)
      if let second { _ = FuzzFolder.write(files.count > 1 ? files[1] : [], as: second) }
      let reader = VolumeFileReader(assumedSpacing: SIMD3(1, 1, 1))
      var context = WorkContext(workers: 1)
      context.limits.volumeBytes = 1 << 22
      guard let opened = try? reader.open(path) else { return }
      _ = try? opened.voxelDigest()
      guard let volumes = try? reader.read(path, context: context) else { return }
      precondition(volumes.count == opened.phases)
      let one = PhaseReader(opened, reader: reader)
      for (phase, volume) in volumes.prefix(3).enumerated() {
        precondition(volume.geometry == opened.geometry)
        guard let again = try? one.volume(phase, context: context) else {
          preconditionFailure("a phase of what can be read cannot be read")
        }
        precondition(bits(again) == bits(volume))
      }
    } seeds: { _ in
      try seeds(file, second)
    }
  }

  private static func bits(_ volume: Volume) -> [UInt32] {
    volume.voxels.withVoxels { $0.map(\.bitPattern) }
  }

  /// Small files of several types, of one phase and of two.
  private static func seeds(_ file: String, _ second: String?) throws -> [[UInt8]] {
    if file == "v.hdr" { return try pairSeeds() }
    var seeds: [[UInt8]] = []
    for (type, phases, isCompressed) in [
      (VoxelType.float32, 1, false), (.int16, 2, false), (.uint8, 1, true), (.float64, 1, true),
    ] {
      let canCompress = !file.hasSuffix(".npy") && !file.contains(".nii")
      let path = FuzzFolder.write([], as: file)
      try VolumeFileWriter(
        encoding: VoxelEncoding(type: type, isCompressed: isCompressed && canCompress)
      ).write(phases: (0..<phases).map(volume), to: path)
      let data = second.map { FuzzFolder.separator + FuzzFolder.read($0) } ?? []
      seeds.append(FuzzFolder.read(file) + data)
    }
    return seeds
  }

  /// A NIfTI file taken apart: the header has an offset of 0 and another magic.
  private static func pairSeeds() throws -> [[UInt8]] {
    try seeds("v.nii", nil).map { whole in
      var header = Array(whole[..<348])
      header.replaceSubrange(108..<112, with: [0, 0, 0, 0])
      header.replaceSubrange(344..<348, with: Array("ni1\0".utf8))
      return header + FuzzFolder.separator + whole[352...]
    }
  }

  static func volume(_ phase: Int) throws -> Volume {
    let map = AffineMap<VoxelSpace, PatientSpace>(rowMajor: [
      0.5, 0, 0, -10, 0, 0.75, 0, 20, 0, 0, 2, 30, 0, 0, 0, 1,
    ])
    guard let map else { preconditionFailure("a sound map") }
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 5, rows: 4, slices: 3), voxelToPatient: map)
    return try Volume(geometry: grid) { i, j, k in Float(i + 10 * j + 50 * k + phase) }
  }
}
