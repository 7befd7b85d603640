import Files

extension VolumeFileWriter {
  /// Writes `NAME.npy` and `NAME.npy.json`; a device or pipe gets no side-car.
  func writeNPY(_ voxels: VoxelBytes, to path: String) throws {
    let sideCar = SideCar(describing: voxels.array, note: encoding.note)
    var file = try OutputFile(at: path)
    try file.write(NPYHeader(voxels.type, shape: voxels.array.shape.reversed()).encoded())
    try append(voxels, to: &file)
    // The array takes its name last: whoever sees it finds its side-car there.
    if file.isRegular { try writeFile(sideCar.encoded(), to: path + ".json") }
    try file.finish()
  }
}
