import DICOMImaging

/// How the stored values of a frame become modality values (PS3.3 C.11.1).
struct ModalityMap {
  private let table: ModalityLUT?
  private let slope: Double
  private let intercept: Double
  /// Why the file's own rescale is not used; nil if it is.
  let problem: String?

  /// Reads the map of a frame; one that makes no sense leaves values as they are stored.
  init(_ attributes: FrameAttributes) {
    var table: ModalityLUT?
    var rescale = ModalityRescale()
    var problem: String?
    do throws(ImageReadingError) {
      table = try ModalityLUT(attributes)
      if table == nil { rescale = try ModalityRescale(attributes) }
    } catch {
      problem = "\(error.description): values are shown as they are stored"
    }
    self.table = table
    slope = rescale.slope
    intercept = rescale.intercept
    self.problem = problem
  }

  func value(of stored: Double) -> Float {
    guard stored.isFinite else { return Float(stored) }
    if let table { return table.value(of: Int(min(max(stored, -0x1p40), 0x1p40))) }
    return Float(stored * slope + intercept)
  }
}
