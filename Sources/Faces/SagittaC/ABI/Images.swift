public import CSagitta
import SagittaEngine

/// Planes of a volume.
@c @implementation
public func sagitta_planes(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object, _ overlay: sagitta_object,
  _ like: sagitta_object, _ request: UnsafePointer<CChar>?, _ length: Int, _ wanted: Int32,
  _ images: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: images) {
      try ImagesObject(
        unsafe RequestJSON.read(PlaneRequest.self, text: request, length: length),
        of: ObjectTable.shared.object(volume, as: VolumeObject.self),
        overlay: ObjectTable.shared.object(ifAny: overlay, as: VolumeObject.self),
        like: ObjectTable.shared.object(ifAny: like, as: VolumeObject.self),
        wanted: WantedImages(number: wanted), context: unsafe WorkContext(call))
    }
  }
}

/// Projections of a volume.
@c @implementation
public func sagitta_projection(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object, _ overlay: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int, _ wanted: Int32,
  _ images: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: images) {
      try ImagesObject(
        unsafe RequestJSON.read(ProjectionRequest.self, text: request, length: length),
        of: ObjectTable.shared.object(volume, as: VolumeObject.self),
        overlay: ObjectTable.shared.object(ifAny: overlay, as: VolumeObject.self),
        wanted: WantedImages(number: wanted), context: unsafe WorkContext(call))
    }
  }
}

/// Ray casts of a volume.
@c @implementation
public func sagitta_render(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int,
  _ images: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe sagitta_render_overlaid(call, volume, 0, request, length, images, error)
}

/// Ray casts of a volume together with the labels of another.
@c @implementation
public func sagitta_render_overlaid(
  _ call: UnsafePointer<sagitta_call>?, _ volume: sagitta_object, _ overlay: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int,
  _ images: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: images) {
      try ImagesObject(
        unsafe RequestJSON.read(RenderRequest.self, text: request, length: length),
        of: ObjectTable.shared.object(volume, as: VolumeObject.self),
        overlay: ObjectTable.shared.object(ifAny: overlay, as: VolumeObject.self),
        context: unsafe WorkContext(call))
    }
  }
}

/// How many images there are.
@c @implementation
public func sagitta_image_count(
  _ images: sagitta_object, _ count: UnsafeMutablePointer<UInt64>?
) -> sagitta_status {
  answer(nil) {
    let images = try ObjectTable.shared.object(images, as: ImagesObject.self)
    unsafe count?.pointee = UInt64(images.images.count)
  }
}

/// The pixels of an image.
@c @implementation
public func sagitta_image_array(
  _ images: sagitta_object, _ index: UInt64, _ pixels: UnsafeMutablePointer<sagitta_array>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    let images = try ObjectTable.shared.object(images, as: ImagesObject.self).images
    guard index < UInt64(images.count) else {
      throw WrongArgument("there is no image \(index) of \(images.count)")
    }
    try unsafe images[Int(index)].pixels.fill(pixels)
  }
}

/// Where the pixels of images lie, and what is known of them.
@c @implementation
public func sagitta_images_json(
  _ images: sagitta_object, _ json: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe giveJSON(to: json) {
      ImagesReport(try ObjectTable.shared.object(images, as: ImagesObject.self))
    }
  }
}

/// Writes images into a file, or into memory.
@c @implementation
public func sagitta_images_save(
  _ call: UnsafePointer<sagitta_call>?, _ images: sagitta_object,
  _ request: UnsafePointer<CChar>?, _ length: Int, _ bytes: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    let images = try ObjectTable.shared.object(images, as: ImagesObject.self)
    let request = try unsafe RequestJSON.read(SaveImagesRequest.self, text: request, length: length)
    let context = try unsafe WorkContext(call)
    if let path = request.path {
      unsafe bytes?.pointee = 0
      return try images.write(request, to: path, context: context)
    }
    try unsafe give(to: bytes) { BytesObject(try images.encoded(request, context: context)) }
  }
}
