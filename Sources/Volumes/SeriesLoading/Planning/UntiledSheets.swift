import DICOMImaging
import Geometry

/// Images that call themselves a mosaic but cannot be taken apart: either a sheet whose layout is
/// lost, or slices that were cut out of sheets and kept the word.
///
/// The sheets of a series lie in one place, but for a patient who moves; slices lie beside each
/// other. So three places or more, all at least half a slice apart, are slices.
struct UntiledSheets {
  /// The images that are slices, or no such sheets at all.
  private(set) var images: [ScannedImage] = []
  /// The sheets.
  private(set) var skipped: [SkippedFile] = []

  init(among all: [ScannedImage]) {
    let doubtful = all.filter { $0.tileProblem != nil }
    guard !doubtful.isEmpty else {
      images = all
      return
    }
    let series = Dictionary(grouping: doubtful, by: \.header.series.instanceUID)
    let sheets = Set(series.filter { !Self.areSlices($0.value) }.keys)
    for image in all {
      if let problem = image.tileProblem, sheets.contains(image.header.series.instanceUID) {
        skipped.append(
          SkippedFile(
            path: image.path, code: .mosaic,
            message: "a mosaic that cannot be taken apart: \(problem)"))
      } else {
        images.append(image)
      }
    }
  }

  private static func areSlices(_ images: [ScannedImage]) -> Bool {
    let planes = images.compactMap { $0.header.frames[0].plane.plane }
    guard planes.count == images.count, let first = planes.first,
      let thickness = images[0].header.frames[0].thickness
    else { return false }
    let places = planes.map { ($0.position - first.position).dot(first.normal) }.sorted()
    // Rounded positions of one place differ by micrometres.
    let gaps = zip(places.dropFirst(), places).map { $0 - $1 }.filter { $0 > 0.001 }
    return gaps.count >= 2 && gaps.allSatisfy { $0 >= thickness / 2 }
  }
}

extension ScannedImage {
  /// Why the tiles of a sheet cannot be told; nil for other images.
  fileprivate var tileProblem: String? {
    if case .failure(.tiles(let problem)) = header.mosaic { problem } else { nil }
  }
}

extension FrameHeader {
  /// Millimetres from slice to slice as the file says, or else of a slice.
  fileprivate var thickness: Double? {
    [spacingBetweenSlices.map(abs), sliceThickness].compactMap(\.self).first { $0 > 0 }
  }
}
