import DICOMImaging

/// What images of one series have in common: slices that differ in any of it never share a
/// volume.
///
/// A Series Instance UID should be enough, but anonymisers remove it, or give one to several
/// patients. An absent value is a value of its own: it is not known to be the same.
struct SeriesIdentity: Hashable {
  let patient: PatientIdentity
  let studyInstanceUID: String
  let seriesInstanceUID: String
  let number: Int?
  /// What else keeps series apart that have no Series Instance UID.
  let substitute: Substitute?

  struct Substitute: Hashable {
    let modality: String?
    let description: String?
    let kernel: DistinctionValue?
  }

  init(_ slice: SliceSource) {
    let series = slice.header.series
    patient = series.patient
    studyInstanceUID = series.studyInstanceUID
    seriesInstanceUID = series.instanceUID
    number = series.number
    substitute =
      series.instanceUID.isEmpty
      ? Substitute(
        modality: series.modality, description: series.description,
        kernel: slice.frame.value(of: .kernel)) : nil
  }
}
