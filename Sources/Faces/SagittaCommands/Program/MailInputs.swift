import Files
import MediaInterchange
import SagittaEngine

/// Inputs that are mail messages: the instances, or the ZIP files, in their parts.
enum MailInputs {
  /// Whether an input is meant as one.
  static func isMessage(_ word: String) -> Bool { word.lowercased().hasSuffix(".eml") }

  /// What a message holds, decoded in memory.
  static func sources(of path: String, context: WorkContext) throws -> [ByteSource] {
    let file: ByteReader
    do throws(FileReadingError) {
      file = try ByteSource.file(path).open()
    } catch {
      throw LoadError.unreadable(path: path, reason: error.description)
    }
    // The message, and its parts decoded.
    guard file.count < context.limits.availableBytes / 2 else {
      throw MediaError(.tooLong(limit: context.limits.availableBytes / 2), path: path)
    }
    let message = try MailMessage(try file.bytes(at: 0, count: file.count), path: path)
    return message.parts.enumerated().compactMap { n, part in
      holdsImages(part) ? .memory(part.bytes, name: "\(path)#\(n + 1)") : nil
    }
  }

  /// What says so, or looks like it; texts and pictures beside them are none.
  private static func holdsImages(_ part: MailMessage.Part) -> Bool {
    let types = ["application/dicom", "application/zip", "application/octet-stream"]
    return part.type.map { types.contains($0) } == true
      || part.bytes.dropFirst(128).starts(with: "DICM".utf8)
      || part.bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
  }
}
