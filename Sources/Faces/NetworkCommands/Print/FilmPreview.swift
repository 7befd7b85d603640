import DICOMNetwork
import Files
import SagittaEngine

/// A job's films as pictures, black where no picture is.
struct FilmPreview {
  private let job: PrintJob
  private let width: Int
  private let height: Int

  /// Pixels of a millimetre: 100 of an inch.
  private static let scale = 100 / 25.4
  /// Pixels between places.
  private static let gap = 8

  init(_ job: PrintJob) {
    self.job = job
    let size = (job.filmSize ?? .inches14x17).millimetres
    let sides = [size.width, size.height].map { Int(($0 * Self.scale).rounded()) }
    (width, height) = job.isLandscape ? (sides[1], sides[0]) : (sides[0], sides[1])
  }

  /// Writes the films: one as it is named, several with their numbers.
  func write(to path: String) throws {
    guard path != "-" else {
      var output = try OutputFile(at: OutputFile.standardOutput)
      for film in job.films.prefix(1) { try output.write(picture(of: film).pngBytes()) }
      return try output.finish()
    }
    for (number, film) in job.films.enumerated() {
      let name = job.films.count == 1 ? path : Self.numbered(path, number + 1)
      var output = try OutputFile(at: name)
      try output.write(picture(of: film).pngBytes())
      try output.finish()
    }
  }

  private static func numbered(_ path: String, _ number: Int) -> String {
    path.hasSuffix(".png") ? "\(path.dropLast(4))-\(number).png" : "\(path)-\(number)"
  }

  /// One film.
  func picture(of film: [PrintJob.Picture]) -> Raster {
    var pixels = [UInt8](repeating: 0, count: width * height)
    let cell = (width: width / job.columns, height: height / job.rows)
    for (number, picture) in film.enumerated() {
      let corner = (
        x: number % job.columns * cell.width, y: number / job.columns * cell.height
      )
      draw(picture, in: cell, at: corner, on: &pixels)
    }
    return Raster(
      width: width, height: height, samples: .gray8(pixels),
      pixelSize: SIMD2(repeating: 1 / Self.scale))
  }

  /// Draws a picture as large as its place allows, in the middle of it.
  private func draw(
    _ picture: PrintJob.Picture, in cell: (width: Int, height: Int), at corner: (x: Int, y: Int),
    on pixels: inout [UInt8]
  ) {
    let room = (width: max(1, cell.width - Self.gap), height: max(1, cell.height - Self.gap))
    let zoom = min(
      Double(room.width) / Double(picture.columns), Double(room.height) / Double(picture.rows))
    let size = (
      width: max(1, Int(Double(picture.columns) * zoom)),
      height: max(1, Int(Double(picture.rows) * zoom))
    )
    let start = (
      x: corner.x + (cell.width - size.width) / 2, y: corner.y + (cell.height - size.height) / 2
    )
    for y in 0..<min(size.height, height - start.y) {
      let row = min(picture.rows - 1, Int((Double(y) + 0.5) / zoom))
      for x in 0..<min(size.width, width - start.x) {
        let column = min(picture.columns - 1, Int((Double(x) + 0.5) / zoom))
        pixels[(start.y + y) * width + start.x + x] = picture.pixels[row * picture.columns + column]
      }
    }
  }
}
