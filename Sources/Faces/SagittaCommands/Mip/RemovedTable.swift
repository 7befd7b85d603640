import Sagitta

/// What `--remove-table` left out.
struct RemovedTable {
  private let result: TableRemoval.Result

  init(_ result: TableRemoval.Result) {
    self.result = result
  }

  /// One sentence for people.
  var message: String {
    guard let box = result.removedBox else { return "nothing lies outside of the body" }
    func range(_ axis: Int) -> String {
      "\(box.lower.coordinates[axis].pictureText) to \(box.upper.coordinates[axis].pictureText)"
    }
    return "\(result.removedCount) voxels above -400 HU outside of the body are left out, within "
      + "x \(range(0)), y \(range(1)), z \(range(2)) mm"
  }

  /// The same for `--json`.
  var finding: FindingJSON {
    var values = ["voxels": [Double(result.removedCount)], "body": Self.list(result.bodyBox)]
    if let box = result.removedBox { values["removed"] = Self.list(box) }
    return FindingJSON(
      code: "table-removed", severity: .warning, message: message, values: values,
      advice: "Look at the picture without the option before you trust that nothing of the patient "
        + "is left out.")
  }

  /// x0, x1, y0, y1, z0, z1 in LPS mm.
  private static func list(_ box: PatientBox) -> [Double] {
    [box.lower.x, box.upper.x, box.lower.y, box.upper.y, box.lower.z, box.upper.z]
  }
}

extension ClippingOptions {
  /// The volume as it is shown: without table if that was asked for.
  ///
  /// - Throws: ``UsageError`` for values that are no Hounsfield units.
  func shown(
    _ volume: Volume, _ common: CommonOptions, _ stopwatch: Stopwatch
  ) throws -> (volume: Volume, removed: RemovedTable?) {
    guard removeTable else { return (volume, nil) }
    guard volume.attributes.unit == "HU" else {
      throw UsageError(
        "--remove-table looks for what is denser than air in Hounsfield units; this volume has "
          + (volume.attributes.unit.map { "the unit \($0)" } ?? "no unit"))
    }
    let result = try stopwatch.time(.compute) {
      try TableRemoval().apply(to: volume, context: common.context())
    }
    guard let result else {
      common.note("warning: --remove-table found no body: nothing is left out")
      return (volume, nil)
    }
    let removed = RemovedTable(result)
    common.note("table-removed: " + removed.message)
    return (result.volume, removed)
  }
}
