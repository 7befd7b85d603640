public import CSagitta
import SagittaEngine

/// What is known of a volume.
@c @implementation
public func sagitta_volume_json(
  _ volume: sagitta_object, _ json: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe giveJSON(to: json) {
      VolumeReport(try ObjectTable.shared.object(volume, as: VolumeObject.self))
    }
  }
}

/// The voxels of a volume, where they are.
@c @implementation
public func sagitta_volume_voxels(
  _ volume: sagitta_object, _ voxels: UnsafeMutablePointer<sagitta_array>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    let volume = try ObjectTable.shared.object(volume, as: VolumeObject.self).volume
    let size = volume.dimensions
    try unsafe volume.voxels.withVoxels { all in
      // SAFETY: the block is freed with the volume, which the caller holds, and does not move.
      try unsafe fill(
        voxels, data: UnsafeRawPointer(all.baseAddress), itemBytes: 4,
        size: (size.columns, size.rows, size.slices))
    }
  }
}

/// Which voxels hold a measured value.
@c @implementation
public func sagitta_volume_validity(
  _ volume: sagitta_object, _ mask: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: mask) {
      let volume = try ObjectTable.shared.object(volume, as: VolumeObject.self).volume
      let size = volume.dimensions
      try WorkLimits().checkMemory(size.voxelCount)
      let bytes: [UInt8] =
        if let validity = volume.validity {
          (0..<size.voxelCount).map { validity[$0] ? 1 : 0 }
        } else {
          Array(repeating: 1, count: size.voxelCount)
        }
      return ImagesObject([ImagesObject.Image(pixels: .mask(bytes, size), place: nil)])
    }
  }
}

/// A volume of somebody else's floats.
@c @implementation
public func sagitta_volume_make(
  _ call: UnsafePointer<sagitta_call>?, _ description: UnsafePointer<CChar>?, _ length: Int,
  _ voxels: UnsafePointer<Float>?, _ count: UInt64, _ readableBytes: UInt64,
  _ release: sagitta_free?, _ context: UnsafeMutableRawPointer?,
  _ volume: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    guard let start = unsafe voxels else { throw WrongArgument("there are no voxels") }
    guard UInt(bitPattern: start) % UInt(MemoryLayout<Float>.alignment) == 0 else {
      throw UnfitMemory.misaligned
    }
    let work = try unsafe WorkContext(call)
    let foreign = unsafe ForeignVoxels(
      start: start, count: Int(clamping: count), readableBytes: Int(clamping: readableBytes),
      release: release, context: context)
    try unsafe give(to: volume) {
      let description = try unsafe RequestJSON.read(
        VolumeDescription.self, text: description, length: length)
      return VolumeObject(try foreign.volume(as: description, context: work))
    }
    // What was copied is not needed any more.
    if foreign.isCopied { unsafe release?(context) }
  }
}

/// Trilinear values at places in LPS mm.
@c @implementation
public func sagitta_volume_values(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object,
  _ points: UnsafePointer<Double>?, _ count: UInt64, _ values: UnsafeMutablePointer<Float>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    let volume = try ObjectTable.shared.object(volume, as: VolumeObject.self).volume
    guard count > 0 else { return }
    guard let points = unsafe points, let values = unsafe values else {
      throw WrongArgument("there are no points, or there is no place for their values")
    }
    guard count <= UInt64(Int.max / 32) else { throw WrongArgument("\(count) points are too many") }
    // SAFETY: the caller promises `count` points and values; bands do not overlap.
    nonisolated(unsafe) let source = unsafe points
    nonisolated(unsafe) let target = unsafe values
    try unsafe WorkContext(call).forEachBand(of: Int(count), length: 4096) { band in
      for n in band {
        let point = unsafe PatientPoint(source[3 * n], source[3 * n + 1], source[3 * n + 2])
        unsafe target[n] = point.isFinite ? volume.value(at: point).orNaN : .nan
      }
    }
  }
}

/// Figures of regions and places.
@c @implementation
public func sagitta_probe(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int, _ json: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe giveJSON(to: json) {
      let object = try ObjectTable.shared.object(volume, as: VolumeObject.self)
      let request = try unsafe RequestJSON.read(ProbeRequest.self, text: request, length: length)
      let result = try request.run(on: object.volume, context: unsafe WorkContext(call))
      return ProbeReport(result, volume: nil)
    }
  }
}

/// A volume on another grid.
@c @implementation
public func sagitta_resample(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object, _ like: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int, _ result: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: result) {
      let object = try ObjectTable.shared.object(volume, as: VolumeObject.self)
      let other = try ObjectTable.shared.object(ifAny: like, as: VolumeObject.self)
      let context = try unsafe WorkContext(call)
      var request = try unsafe RequestJSON.read(
        ResampleRequest.self, text: request, length: length)
      if let other { request.grid.like = GridDescription(other.volume.geometry) }
      let grid = try request.grid(for: object.volume.geometry, limits: context.limits)
      return VolumeObject(
        try request.run(on: object.volume, to: grid, context: context), origin: object.origin,
        interpolation: request.interpolation)
    }
  }
}

/// Writes a volume as a value file.
@c @implementation
public func sagitta_volume_save(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int, _ json: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe giveJSON(to: json) {
      let object = try ObjectTable.shared.object(volume, as: VolumeObject.self)
      let request = try unsafe RequestJSON.read(SaveRequest.self, text: request, length: length)
      return try object.save(request, context: unsafe WorkContext(call))
    }
  }
}

/// Writes a volume as a DICOM series.
@c @implementation
public func sagitta_volume_save_dicom(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int, _ json: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe giveJSON(to: json) {
      let object = try ObjectTable.shared.object(volume, as: VolumeObject.self)
      let request = try unsafe RequestJSON.read(
        SaveDICOMRequest.self, text: request, length: length)
      return try object.saveDICOM(request, context: unsafe WorkContext(call))
    }
  }
}
