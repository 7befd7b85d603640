extension RequestError {
  /// Images are asked for of results that were made without.
  static var noImages: RequestError {
    RequestError(
      .unsuitable, field: "display", sentence: "only values were asked for, and no images")
  }

  /// A curve's image is asked for of planes.
  static var noCurve: RequestError {
    RequestError(.unsuitable, field: "planes", sentence: "planes were asked for, and no curve")
  }

  /// There is no frame of a number.
  static func noFrame(_ index: Int, of count: Int) -> RequestError {
    RequestError(
      .outOfRange, field: "camera.frames",
      sentence: "there is no frame \(index), but \(count), counted from 0")
  }

  /// There are no results of some numbers.
  static func noResults(_ range: Range<Int>, of count: Int) -> RequestError {
    RequestError(
      .outOfRange, field: "planes",
      sentence:
        "there are \(count) results, and none from \(range.lowerBound) to \(range.upperBound)")
  }

  /// There are not as many files as results.
  static func paths(_ paths: Int, of count: Int) -> RequestError {
    RequestError(
      .unsuitable, field: "planes", sentence: "\(count) results are not written to \(paths) files")
  }
}
