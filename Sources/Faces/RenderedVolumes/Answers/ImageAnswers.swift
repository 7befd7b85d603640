import SagittaEngine
import WebServices

/// Pictures as the body of an answer.
struct ImageAnswers {
  let pictures: any Pictures
  let type: MediaType
  let quality: Int
  let context: WorkContext

  /// The type that the header has, and the bytes.
  func body(isAnimation: Bool) throws -> (type: MediaType, bytes: [UInt8]) {
    if type == MediaOffers.array { return (type, try array()) }
    if type.type == "multipart" { return try parts() }
    guard isAnimation else { return (type, try encoded(0, as: type)) }
    if type == MediaOffers.video { return (type, try VideoAnswer(pictures).bytes(context)) }
    return (type, try sequence(type == MediaOffers.gif ? .gif : .apng))
  }

  private func encoded(_ number: Int, as type: MediaType) throws -> [UInt8] {
    let format: ImageFileFormat =
      type.subtype == "png" ? .png : type.subtype == "gif" ? .gif : .jpeg
    return try pictures.image(number, context: context)
      .encoded(as: ImageEncoding(format, quality: quality), context: context)
  }

  private func sequence(_ format: ImageFileFormat) throws -> [UInt8] {
    let first = try pictures.image(0, context: context)
    var sequence = try ImageSequence(
      format, like: first, total: pictures.count, framesPerSecond: pictures.framesPerSecond)
    try sequence.add(first, context: context)
    for number in 1..<pictures.count {
      try context.check()
      try sequence.add(try pictures.image(number, context: context), context: context)
    }
    return try sequence.finish()
  }

  private func parts() throws -> (type: MediaType, bytes: [UInt8]) {
    let part = type["type"].flatMap { MediaType($0) } ?? MediaOffers.jpeg
    var writer = MultipartWriter(of: part)
    var bytes: [UInt8] = []
    for number in 0..<pictures.count {
      try context.check()
      let image = try encoded(number, as: part)
      bytes += writer.head(contentType: part, contentLength: image.count)
      bytes += image
    }
    return (writer.contentType, bytes + writer.tail)
  }

  /// The values, as the program writes them to `.npy`.
  private func array() throws -> [UInt8] {
    let planes = try pictures.values(context: context)
    let bytes = CollectedBytes()
    try VolumeFileWriter().write(
      planes: planes, to: ByteSink.memory(bytes, name: "values.npy"), as: .npy, context: context)
    return bytes.bytes
  }
}
