public import Codecs
import DICOMCoding
public import PixelCoding
import Files
import SeriesLoading
public import WorkScheduling

/// The images below some files and folders, whatever kind they are of.
public struct StoredImageSet: Sendable {
  /// The images: series by series in the order of their first file, within a series by Instance
  /// Number, then by path.
  public let images: [StoredImage]

  /// The files that hold no image that can be shown, and why.
  public let failures: [StoredImageError]

  /// Looks at files and folders; folders are searched recursively, and a DICOMDIR that is named
  /// stands for the files it lists.
  ///
  /// - Parameters:
  ///   - inputs: Files and folders, and what else `RemoteInputs` knows.
  ///   - decoders: Decoders of compressed frames.
  ///   - context: The workers.
  /// - Throws: `LoadError` if an input does not exist or cannot be read; `WorkCancelled`.
  public init(
    below inputs: [String], decoders: FrameDecoders = .standard,
    context: WorkContext = WorkContext()
  ) throws {
    let (paths, remote) = try RemoteInputs.resolve(inputs, context: context)
    let found = try ObjectFile.paths(below: paths)
    let sources = found.paths.map(ByteSource.file) + remote
    var results = try Self.open(
      sources, decoders: decoders, context: context, named: found.inputs)
    let listed = results.flatMap(\.listed).filter { !found.paths.contains($0) }.sorted()
    results += try Self.open(
      listed.map(ByteSource.file), decoders: decoders, context: context, named: [])
    failures =
      found.skipped.map { StoredImageError(.unreadable($0.message), path: $0.path) }
      + results.compactMap(\.failure)
    images = Self.ordered(results.compactMap(\.image))
    ProtectedFiles.current?.add(files: paths + images.map(\.path), folders: paths)
  }

  /// What became of a file.
  private struct Opened: Sendable {
    var image: StoredImage?
    var failure: StoredImageError?
    var listed: [String] = []
  }

  private static func open(
    _ sources: [ByteSource], decoders: FrameDecoders, context: WorkContext, named: Set<String>
  ) throws -> [Opened] {
    let limits = ReadLimits().within(context)
    return try context.map(sources.count, stage: "scanning") { n in
      open(
        sources[n], decoders: decoders, limits: limits, context: context,
        isNamed: named.contains(sources[n].name))
    }
  }

  private static func open(
    _ source: ByteSource, decoders: FrameDecoders, limits: ReadLimits, context: WorkContext,
    isNamed: Bool
  ) -> Opened {
    do throws(LoadError) {
      let file = try ObjectFile(source, limits: limits, context: context)
      if file.isDirectory { return Opened(listed: isNamed ? file.listedPaths : []) }
      do throws(StoredImageError) {
        return Opened(image: try StoredImage(file, decoders: decoders, context: context))
      } catch {
        return Opened(failure: error)
      }
    } catch {
      return Opened(failure: StoredImageError(error, path: source.name))
    }
  }

  private static func ordered(_ images: [StoredImage]) -> [StoredImage] {
    var places: [String: Int] = [:]
    for (n, image) in images.enumerated() where places[image.header.seriesInstanceUID] == nil {
      places[image.header.seriesInstanceUID] = n
    }
    let numbered = images.enumerated().map { n, image in
      (
        series: places[image.header.seriesInstanceUID] ?? n,
        instance: image.header.instanceNumber ?? Int.max, place: n, image: image
      )
    }
    return numbered.sorted {
      ($0.series, $0.instance, $0.place) < ($1.series, $1.instance, $1.place)
    }.map(\.image)
  }
}
