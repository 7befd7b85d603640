import SagittaEngine

extension ImagesObject {
  /// The pictures, if that is what they are: all, or the one of a number.
  private func rasters(_ index: Int?) throws -> [Raster] {
    var chosen = images
    if let index {
      guard images.indices.contains(index) else {
        throw RequestError(
          .outOfRange, field: "index", sentence: "there is no image `index` \(index)")
      }
      chosen = [images[index]]
    }
    return try chosen.map { image in
      guard case .raster(let raster) = image.pixels else {
        throw WrongArgument("these are values; ask for SAGITTA_IMAGES to have pictures")
      }
      return raster
    }
  }

  /// Writes one picture, or a sequence of several.
  func write(_ request: SaveImagesRequest, to path: String, context: WorkContext) throws {
    let rasters = try rasters(request.index)
    if !request.replace { try ExistingFile.refuse(path) }
    let file = FrameFile(
      try request.encoding(), framesPerSecond: request.framesPerSecond ?? framesPerSecond)
    try file.write(to: path, count: rasters.count, context: context) { rasters[$0] }
  }

  /// The bytes of a file.
  func encoded(_ request: SaveImagesRequest, context: WorkContext) throws -> [UInt8] {
    let rasters = try rasters(request.index)
    let encoding = try request.encoding()
    guard let first = rasters.first else { throw WrongArgument("there is no picture") }
    guard rasters.count > 1 || encoding.format.isSequence else {
      return try first.encoded(as: encoding, context: context)
    }
    var sequence = try ImageSequence(
      encoding.format, like: first, total: rasters.count,
      framesPerSecond: request.framesPerSecond ?? framesPerSecond)
    for raster in rasters { try sequence.add(raster, context: context) }
    return try sequence.finish()
  }
}
