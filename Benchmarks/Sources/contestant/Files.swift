import Sagitta

extension Session {
  /// Slices as 16-bit pictures; 0 is −1024 HU.
  func pictureWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let first = try request.whole("first")
    let rasters = (first..<first + (try request.whole("count"))).map { k in
      let size = volume.dimensions
      let words = volume.voxels.withVoxels { voxels in
        voxels[size.offset(0, 0, k)..<size.offset(0, 0, k) + size.voxelsPerSlice].map {
          UInt16($0 + 1024)
        }
      }
      return Raster(width: size.columns, height: size.rows, samples: .gray16(words))
    }
    let context = WorkContext(workers: request.threads)
    let folder = request.output
    return Work {
      try context.forEach(rasters.count) { n in
        try rasters[n].write(to: "\(folder)/\(n).png")
      }
    } result: {
      WorkResult([])
    }
  }

  /// The volume as a file of the format that the extension names.
  func writeWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let writer = VolumeFileWriter()
    let context = WorkContext(workers: request.threads)
    let path = "\(request.output)/volume.\(try request.text("format"))"
    return Work {
      try writer.write(volume, to: path, context: context)
    } result: {
      WorkResult([])
    }
  }

  func readWork(_ request: Request) throws -> Work {
    let reader = VolumeFileReader()
    let context = WorkContext(workers: request.threads)
    let path = "\(request.cache)/\(try request.text("file"))"
    let kept = Kept<Volume>()
    return Work {
      kept.value = nil
      kept.value = try reader.read(path, context: context).first
    } result: {
      try kept.required().voxels.withVoxels { WorkResult($0) }
    }
  }
}
