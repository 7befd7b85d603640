import Archive
import ImageFiles
import RenderedVolumes
import StoredImages
import Views
import VolumeModel
import WebServices
import WorkScheduling

/// Pictures of stored images of any kind, at every level (WADO-RS, PS3.18 10.4.1.1.3 and 10.4.1.1.4).
struct RenderedImageService: Sendable {
  let archive: Archive

  /// Answers with a picture, or with those of all frames.
  func answer(
    _ resource: ResourcePath, _ request: WebRequest, context: WorkContext
  ) throws -> WebAnswer {
    let isThumbnail = resource.subject == .form(.thumbnail)
    let parameters =
      isThumbnail
      ? try RenderedParameter(thumbnail: request.query) : try RenderedParameter(request.query)
    let all = try archive.instances(of: resource)
    let instances = all.filter { $0.pixelData != nil }
    guard !instances.isEmpty else {
      guard let name = all.lazy.compactMap({ PresentationStates.name($0.sopClass) }).first else {
        throw Self.noImage
      }
      throw ServiceFailure(rendered: RenderedVolumesError.presentationState(name))
    }
    let type = try Self.type(request.accept, isThumbnail: isThumbnail)
    let tag = Self.tag(type, resource, request, instances)
    var headers = [WebHeader("ETag", tag), WebHeader("Cache-Control", "private, no-cache")]
    headers += parameters.warnings.map { WebHeader("Warning", "299 sagitta: \($0)") }
    if request.knows(tag) { return WebAnswer(status: 304, headers: headers) }
    let pictures = StoredPictures(parameters: parameters)
    if let part = type["type"].flatMap({ MediaType($0) }) {
      return try pictures.parts(
        of: instances, frames: resource.frames, as: part, context: context, headers: headers)
    }
    let instance = Self.representative(of: instances)
    if type.subtype == "gif", !isThumbnail, resource.instance != nil, resource.frames.count != 1,
      instance.frameCount > 1
    {
      let bytes = try pictures.animation(of: instance, frames: resource.frames, context: context)
      return WebAnswer("image/gif", bytes: bytes, headers: headers)
    }
    let frame =
      resource.frames.first ?? (isThumbnail ? (instance.frameCount + 1) / 2 : 1)
    let bytes = try pictures.picture(of: instance, frame: frame, as: type, context: context)
    return WebAnswer(type.essence, bytes: bytes, headers: headers)
  }

  static let noImage = ServiceFailure(
    404, code: "no-image", message: "nothing here can be shown as a picture")

  /// Of a series the image in the middle; of a study that of the series with the most images.
  private static func representative(of instances: [ArchivedInstance]) -> ArchivedInstance {
    let series = Dictionary(grouping: instances, by: \.series)
    let most = series.values.map(\.count).max()
    let first = instances.first { series[$0.series]?.count == most } ?? instances[0]
    let images = series[first.series] ?? [first]
    return images[images.count / 2]
  }

  private static func tag(
    _ type: MediaType, _ resource: ResourcePath, _ request: WebRequest,
    _ instances: [ArchivedInstance]
  ) -> String {
    EntityTag("\(type) \(resource.path) \(request.query.text)", of: instances).text
  }

  /// Single pictures first: that is what viewers ask for at every level.
  private static func type(_ accept: AcceptList, isThumbnail: Bool) throws -> MediaType {
    let images: [MediaType] = ["image/jpeg", "image/png", "image/gif"].map { MediaType($0) }
    let offers = isThumbnail ? images : images + images.map { .related($0) }
    let names = accept.entries.map(\.mediaType)
    let isMixed =
      names.contains { $0.essence.hasPrefix("application/dicom") }
      && names.contains { $0.type == "image" }
    guard !isMixed else {
      throw ServiceFailure(
        400, code: "mixed-media-types", message: "rendered and DICOM media types exclude each other"
      )
    }
    guard let choice = InstanceService.choice(accept, among: offers) else {
      throw ServiceFailure.notAcceptable(offers)
    }
    return choice.offer
  }
}

/// Frames of stored images as the program's `frames` makes them, as files.
struct StoredPictures: Sendable {
  let parameters: RenderedParameter

  /// One frame, as the bytes of a file.
  func picture(
    of instance: ArchivedInstance, frame: Int, as type: MediaType, context: WorkContext
  ) throws -> [UInt8] {
    let made = try raster(of: instance, frames: [frame], context: context)[0]
    return try made.raster.encoded(as: encoding(type), context: context)
  }

  /// All frames of some instances, each a part; made while they are sent.
  func parts(
    of instances: [ArchivedInstance], frames: [Int], as type: MediaType, context: WorkContext,
    headers: [WebHeader]
  ) throws -> WebAnswer {
    var writer = MultipartWriter(of: type)
    var pieces: [BodyPiece] = []
    for instance in instances {
      for frame in frames.isEmpty ? Array(1...instance.frameCount) : frames {
        pieces.append(.bytes(writer.head(contentType: type)))
        // The client of a body that is being sent is watched by whoever sends it.
        pieces.append(
          .made {
            try picture(of: instance, frame: frame, as: type, context: WorkContext(workers: 1))
          })
      }
    }
    return WebAnswer(writer.contentType, pieces: pieces + [.bytes(writer.tail)], headers: headers)
  }

  /// The frames as one animated picture.
  func animation(
    of instance: ArchivedInstance, frames: [Int], context: WorkContext
  ) throws -> [UInt8] {
    let numbers = frames.isEmpty ? Array(1...instance.frameCount) : frames
    guard numbers.count <= Self.mostFrames else {
      throw ServiceFailure(
        413, code: "too-large-to-return",
        message: "an animation has at most \(Self.mostFrames) frames: name some")
    }
    let pictures = try raster(of: instance, frames: numbers, context: context)
    var sequence = try ImageSequence(.gif, like: pictures[0].raster, total: pictures.count)
    for picture in pictures {
      try sequence.add(picture.raster, seconds: picture.seconds, context: context)
    }
    return try sequence.finish()
  }

  private static let mostFrames = 1000

  private func encoding(_ type: MediaType) -> ImageEncoding {
    switch type.subtype {
    case "png": ImageEncoding(.png)
    case "gif": ImageEncoding(.gif)
    default: ImageEncoding(.jpeg, quality: parameters.quality)
    }
  }

  private func raster(
    of instance: ArchivedInstance, frames: [Int], context: WorkContext
  ) throws -> [(raster: Raster, seconds: Double?)] {
    var request = FramesRequest()
    request.frames = FrameList(ranges: frames.map { $0...$0 })
    if let window = parameters.window {
      request.window = .values(center: window.center, width: window.width)
      request.voi = window.function
    }
    let annotation = parameters.annotation
    request.annotate = annotation.namesPatient || annotation.tellsTechnique ? .full : nil
    request.showIdentity = annotation.namesPatient
    let image = try StoredImage(path: instance.path, context: context)
    let images = try FrameImages(request, of: [image], context: context)
    return try images.items.map { item in
      (try raster(of: item, in: images, context: context), item.seconds)
    }
  }

  private func raster(
    of item: FrameItem, in images: FrameImages, context: WorkContext
  ) throws -> Raster {
    do {
      return try images.image(of: item, in: parameters.viewport, context: context).raster
    } catch is RequestError {
      throw ServiceFailure(
        400, code: "bad-query-parameter", message: "the viewport lies outside of the picture")
    }
  }
}
