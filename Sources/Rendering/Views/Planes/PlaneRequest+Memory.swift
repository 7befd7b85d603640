import Reslicing
public import VolumeModel
public import WorkScheduling

extension PlaneRequest {
  /// The bytes that planes of a volume take at the most, beside the volume itself.
  ///
  /// - Parameters:
  ///   - grid: The volume's grid.
  ///   - other: The volume whose planes are asked for by ``PlaneChoice/planeOf``.
  ///   - areTogether: Whether all values are in memory together, as for one array of them or for
  ///     DICOM; images and files of their own are made a few at a time, one at the least.
  ///   - limits: How large and how many planes may be.
  /// - Returns: The bytes of values, and of images in three colours with and without marks.
  /// - Throws: As ``PlanePlan``.
  public func memoryNeeded(
    for grid: GridGeometry, like other: OtherGrid? = nil, areTogether: Bool = false,
    limits: WorkLimits = WorkLimits()
  ) throws -> Int {
    let plan = try PlanePlan(self, of: grid, like: other, limits: limits)
    let volumes = overlay == nil ? 1 : 2
    // Six bytes of image for the four of a value.
    if let curve = plan.curve { return curve.width * curve.height * 10 }
    let shown = plan.shown
    let largest = shown.map { plan.valueBytes(of: [$0]) }.max() ?? 0
    let values = areTogether ? plan.valueBytes(of: shown) : largest
    let images = areTogether ? 0 : values / 4 * 6
    let sheet = plan.sheets.map { $0.width * $0.height * 6 }.max() ?? 0
    return values * volumes + images + sheet
  }
}
