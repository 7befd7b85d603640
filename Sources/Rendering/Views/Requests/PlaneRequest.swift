import Presentation
public import Reslicing
public import Sampling

/// Planes of a volume, thin or thick, one or several, straight or along a curve.
///
/// It runs on a volume as ``PlaneImages``. As JSON every field may be left out:
/// `{ "planes": { "oblique": { "normal": [0, 1, 1] } }, "slab": { "thickness": 20, "blend": "max" } }`.
public struct PlaneRequest: Codable, Hashable, Sendable {
  /// Which planes.
  public var planes = PlaneChoice.orthogonal(OrthogonalPlanes())
  /// How thick they are; nil for thin ones.
  public var slab: SlabRequest?
  /// How values between voxels come about.
  public var interpolation = Interpolation.linear
  /// Whether kernels are widened where pixels are coarser than voxels, against false structures.
  public var antialias = false
  /// The value outside the volume; nil leaves NaN, which is black in images.
  public var outside: Double?
  /// Whether it is marked what was interpolated across missing slices: hatched in images, a mask
  /// beside values.
  public var markGaps = false
  /// Size and pixel of the images; what is not given follows from the volume.
  public var layout = ImageLayout()
  /// Whether the planes lie on one image.
  public var sheet: SheetRequest?
  /// How values become grey or colours.
  public var display = DisplayRequest()
  /// What images say about themselves.
  public var marks = AnnotationRequest()
  /// How a second volume is laid over images; nil for colours in hot iron, where there is one.
  public var overlay: OverlayRequest?

  /// Creates a request for the middle axial plane.
  public init() {}

  /// Reads a request; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    planes = try fields.value(.planes, default: .orthogonal(OrthogonalPlanes()))
    slab = try fields.value(.slab)
    interpolation = try fields.value(.interpolation, default: .linear)
    antialias = try fields.value(.antialias, default: false)
    outside = try fields.value(.outside)
    markGaps = try fields.value(.markGaps, default: false)
    layout = try fields.value(.layout, default: ImageLayout())
    sheet = try fields.value(.sheet)
    display = try fields.value(.display, default: DisplayRequest())
    marks = try fields.value(.marks, default: AnnotationRequest())
    overlay = try fields.value(.overlay)
  }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError``.
  public func validate() throws(RequestError) {
    try planes.validate()
    _ = try slab?.slab()
    try sheet?.validate()
    try display.validate()
    try marks.validate()
    try overlay?.validate()
    guard display.bits == .eight || overlay == nil else { throw .sixteenBitColors }
    try validateStored()
    try validateCurve()
    try validateSheet()
  }

  private func validateStored() throws(RequestError) {
    guard case .native = planes, layout != ImageLayout() else { return }
    throw RequestError(
      .contradiction, field: "layout",
      sentence:
        "`planes.native` keeps the stored pixels; `layout.size`, `layout.pixel` and `layout.fov` do "
        + "not")
  }

  private func validateCurve() throws(RequestError) {
    guard case .curve(let curve) = planes, curve.mode != .crossSections else { return }
    guard overlay == nil else {
      throw RequestError(
        .contradiction, field: "overlay",
        sentence: "`overlay` lies in planes; images along a curve have none")
    }
    guard !antialias else {
      throw RequestError(
        .contradiction, field: "antialias",
        sentence: "`antialias` is for planes; along a curve take a finer `layout.pixel`")
    }
  }

  private func validateSheet() throws(RequestError) {
    guard let sheet else { return }
    guard display.bits == .eight else {
      throw RequestError(
        .contradiction, field: "display.bits",
        sentence: "`display.bits` 16 is for single images; sheets have 8 bits")
    }
    switch (sheet, planes) {
    case (.montage, .orthogonal(let planes)): try Self.checkMontage(planes.selection)
    case (.montage, .native(let planes)): try Self.checkMontage(planes.selection)
    case (.panels, .orthogonal(OrthogonalPlanes(.all, selection: .middle))): break
    case (.panels, _):
      throw RequestError(
        .contradiction, field: "sheet.panels",
        sentence: "`sheet.panels` shows three patient planes; `marks.crosshair` says through where")
    case (.montage, _):
      throw RequestError(
        .contradiction, field: "sheet.montage",
        sentence: "`sheet.montage` shows patient planes or stored slices")
    }
  }

  private static func checkMontage(_ selection: PlaneSelection) throws(RequestError) {
    switch selection {
    case .middle, .every, .all: return
    case .index, .at:
      throw RequestError(
        .contradiction, field: "sheet.montage",
        sentence: "`sheet.montage` shows many planes; `planes.index` and `planes.at` choose one")
    }
  }
}
