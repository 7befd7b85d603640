import FileWriting

extension VolumeFileWriter {
  /// Writes `NAME.npy` and `NAME.npy.json`; a device or pipe gets no side-car.
  func writeNPY(_ array: ValueArray, to path: String) throws {
    var file = try OutputFile(at: path)
    try file.write(NPYHeader.float32(shape: array.shape.reversed()).encoded())
    try append(array, to: &file)
    // The array takes its name last: whoever sees it finds its side-car there.
    if file.isRegular { try writeFile(SideCar(describing: array).encoded(), to: path + ".json") }
    try file.finish()
  }
}
