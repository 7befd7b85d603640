import ArgumentParser
package import SagittaEngine

/// Pictures as `slice` makes them, in grey, for what shows them elsewhere than in files.
package struct FilmPictures: ParsableArguments {
  @OptionGroup var input: InputOptions
  @OptionGroup(title: "Planes") var planes: SelectionOptions

  @Option(
    help: ArgumentHelp(
      "So many columns and rows of pictures on a film; planes that nobody chose are spread from "
        + "first to last. Default: a film for each picture.", valueName: "CxR"))
  var montage: PictureSizeArgument?

  @Option(help: ArgumentHelp("Picture size in pixels.", valueName: "WxH"))
  var size: PictureSizeArgument?

  @Option(
    help: ArgumentHelp(
      "Distance of pixels in mm; default: the finest voxel spacing.", valueName: "mm"))
  var pixel: PositiveNumberArgument?

  @OptionGroup(title: "Display") var window: WindowOptions

  @Flag(help: "Low values white: every grey is turned round.")
  var invert = false

  @OptionGroup(title: "Marks") var marks: MarkOptions

  package init() {}

  package func validate() throws {
    try OptionNames.validate { try request().validate() }
  }

  /// The words that are no options: inputs, and whatever comes behind them.
  package var words: [String] { input.inputs }

  /// How many pictures a film has in a row, and how many rows.
  package var layout: (columns: Int, rows: Int) {
    (montage?.width ?? 1, montage?.height ?? 1)
  }

  private func request() throws -> PlaneRequest {
    var request = PlaneRequest()
    request.planes = planes.choice(areAll: false)
    request.layout = ImageLayout(
      size: size.map { ImageLayout.Size(width: $0.width, height: $0.height) },
      pixel: pixel?.value)
    request.display = try window.request()
    request.display.invert = invert
    request.marks.annotate = marks.annotate
    request.marks.showIdentity = marks.showIdentity
    request.sheet = montage.map { .montage(columns: $0.width, rows: $0.height) }
    return request
  }

  /// Makes the pictures of one volume.
  ///
  /// - Parameters:
  ///   - inputs: Folders and files.
  ///   - isQuiet: Whether nothing is said of what was read.
  /// - Returns: The pictures of each film, row by row, with one byte a pixel.
  /// - Throws: ``RefusedError``, and what the engine throws.
  package func films(of inputs: [String], quietly isQuiet: Bool) throws -> [[Raster]] {
    let common = try CommonOptions.parse(isQuiet ? ["--quiet"] : [])
    let chosen = try SelectedVolumes(
      inputs: inputs, selection: input.selection, context: common.context(), tell: common.tell)
    let (volume, plan, _) = try chosen.load(try chosen.onlyPlan)
    let images = try PlaneImages(
      request(), of: volume, identity: marks.identity(of: plan, input: input, common: common),
      context: common.context())
    common.tell(images.notices)
    return try images.images(context: common.context()).map { $0.tiles }
  }
}

extension FinishedImage {
  /// The planes of a sheet, each alone; the image itself if it is no sheet.
  fileprivate var tiles: [Raster] {
    guard case .sheet(let tiles) = place else { return [raster] }
    return tiles.map { raster.part(at: $0.origin, width: $0.plane.width, height: $0.plane.height) }
  }
}

extension Raster {
  /// A part of a grey picture.
  fileprivate func part(at origin: SIMD2<Int>, width: Int, height: Int) -> Raster {
    guard case .gray8(let bytes) = samples else { return self }
    let rows = (0..<height).flatMap { row in
      let start = (origin.y + row) * self.width + origin.x
      return bytes[start..<start + width]
    }
    return Raster(width: width, height: height, samples: .gray8(rows), pixelSize: pixelSize)
  }
}
