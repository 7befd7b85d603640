import DICOMImaging
import PixelCoding
import VolumeModel

extension VolumePlan {
  /// How the stored integers of a phase become its values, if they are kept; nil keeps floats.
  ///
  /// What decides is what headers say: a stream that knows better is found when it is decoded.
  func integers(inPhase phase: Int, choice: StorageChoice) -> StoredIntegers? {
    guard choice != .float, volumeFile == nil else { return nil }
    if choice == .automatic, geometry.dimensions.voxelCount < StorageChoice.fewestAutomaticVoxels {
      return nil
    }
    let slices = phaseSlices[phase]
    let isSigned = slices[0].format.isSigned
    guard slices.allSatisfy({ $0.holdsWords && $0.format.isSigned == isSigned }) else { return nil }
    let integers = StoredIntegers(isSigned: isSigned, rescales: slices.map(\.wordRescale))
    guard integers.isFinite else { return nil }
    return choice == .compact || integers.areShiftedValues ? integers : nil
  }

  /// Bytes that the voxels of a phase take, with their validity mask if there is one.
  package func voxelBytes(phase: Int, choice: StorageChoice) -> Int {
    guard integers(inPhase: phase, choice: choice) != nil else { return memoryBytes }
    return memoryBytes - geometry.dimensions.voxelCount * 2
  }
}

extension SliceSource {
  /// Whether words and a rescale are all that the slice's values are made of.
  fileprivate var holdsWords: Bool {
    if case .realWorld? = mapping { return false }
    return header.pixels.samples == .integer && frame.modalityLUT == nil
      && format.bitsAllocated <= 16 && format.samplesPerPixel == 1
  }

  /// What turns stored integers into the slice's values.
  var wordRescale: LinearRescale {
    LinearRescale(
      slope: frame.rescale.slope * scale, intercept: frame.rescale.intercept * scale)
  }
}
