import Files

extension VolumeFileWriter {
  /// Writes `NAME.npy` and `NAME.npy.json`; what is no ordinary file gets no side-car.
  func writeNPY(_ voxels: VoxelBytes, to sink: ByteSink) throws {
    let sideCar = SideCar(describing: voxels.array, note: encoding.note)
    var file = try sink.open()
    try file.write(NPYHeader(voxels.type, shape: voxels.array.shape.reversed()).encoded())
    try append(voxels, to: &file)
    // The array takes its name last: whoever sees it finds its side-car there.
    if file.isFile { try writeFile(sideCar.encoded(), to: sink.name + ".json") }
    try file.finish()
  }
}
