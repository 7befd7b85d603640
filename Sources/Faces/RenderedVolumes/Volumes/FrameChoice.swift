import DICOMModel
import SagittaEngine

/// Some frames of an instance as a volume of their own: the slices that hold them.
struct FrameChoice: Hashable, Sendable {
  /// Slices in order of k; nil for all.
  let slices: [Int]?

  /// A word that tells choices apart.
  var word: String { slices.map { $0.map(String.init).joined(separator: ",") } ?? "" }

  /// Chooses frames.
  ///
  /// - Parameters:
  ///   - numbers: The frames, from 1.
  ///   - file: The one instance.
  ///   - plan: The volume that it makes.
  ///   - loader: What reads it.
  ///   - context: The workers.
  /// - Throws: ``RenderedVolumesError`` for frames that there are not, and where it is not known which
  ///   slice holds which frame.
  init(
    _ numbers: [Int], of file: InstanceFile, in plan: VolumePlan, loader: VolumeLoader,
    context: WorkContext
  ) throws {
    let dataSet = try loader.attributes(of: file.bytes, context: context)
    let count = dataSet.integer(.numberOfFrames) ?? 1
    guard numbers.allSatisfy({ $0 <= count }) else {
      throw RenderedVolumesError.noSuchTarget("frames \(numbers.max() ?? 0) of \(count)")
    }
    let chosen = Set(numbers)
    guard chosen.count < count else {
      slices = nil
      return
    }
    let places = (dataSet.items(.perFrameFunctionalGroups) ?? []).map { groups in
      groups.item(.planePositionSequence)?.doubles(.imagePositionPatient)
    }
    guard places.count == count, plan.phases == 1 else {
      throw RenderedVolumesError.noVolume("frames of this kind of image cannot be told apart")
    }
    let grid = plan.geometry
    var found: Set<Int> = []
    for number in chosen {
      guard let place = places[number - 1], place.count == 3 else {
        throw RenderedVolumesError.noVolume("frame \(number) does not say where it lies")
      }
      let voxel = grid.voxelPoint(of: PatientPoint(place[0], place[1], place[2]))
      let slice = voxel.z.rounded()
      guard slice >= 0, slice < Double(grid.dimensions.slices) else {
        throw RenderedVolumesError.noVolume("frame \(number) is no part of the volume")
      }
      found.insert(Int(slice))
    }
    slices = found.sorted()
  }

  /// The slices that hold the frames.
  func part(of volume: Volume, context: WorkContext) throws -> Volume {
    guard let slices, let first = slices.first, let last = slices.last else { return volume }
    let size = volume.dimensions
    if last - first + 1 == slices.count {
      return try volume.subvolume(
        i: 0..<size.columns, j: 0..<size.rows, k: first..<last + 1, context: context)
    }
    return try gathered(slices, of: volume)
  }

  /// Slices with others between them left out: an uneven stack.
  private func gathered(_ slices: [Int], of volume: Volume) throws -> Volume {
    let grid = volume.geometry
    let normal = grid.normal
    let origins = slices.map { grid.patientPoint(of: VoxelPoint(0, 0, Double($0))) }
    let whole = origins[origins.count - 1] - origins[0]
    let sign: Double = whole.dot(normal) < 0 ? -1 : 1
    let positions = origins.map { ($0 - origins[0]).dot(normal) * sign }
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: grid.voxelToPatient.x, y: grid.voxelToPatient.y,
      z: whole / Double(slices.count - 1), origin: origins[0])
    let geometry = try GridGeometry(
      dimensions: GridDimensions(
        columns: grid.dimensions.columns, rows: grid.dimensions.rows, slices: slices.count),
      voxelToPatient: map, slicePositions: positions)
    return try Volume(geometry: geometry, attributes: volume.attributes) { i, j, k in
      volume.isValid(i, j, slices[k]) ? volume[i, j, slices[k]] : .nan
    }
  }
}

extension Tag {
  fileprivate static let numberOfFrames = Tag(0x0028, 0x0008)
  fileprivate static let perFrameFunctionalGroups = Tag(0x5200, 0x9230)
  fileprivate static let planePositionSequence = Tag(0x0020, 0x9113)
  fileprivate static let imagePositionPatient = Tag(0x0020, 0x0032)
}
