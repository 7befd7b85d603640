import DICOMImaging
import PixelCoding

/// What the slices of one stack have exactly in common; directions, spacings and the frame
/// of reference are looked at afterwards.
struct StackKey: Hashable {
  let columns: Int
  let rows: Int
  let photometricInterpretation: String
  let unit: String?
  /// Stack ID of enhanced objects, which keep their stacks apart by it.
  let stackID: String?
  /// The kind of object, as several SOP classes share it.
  let kind: String
  /// The first three values of Image Type, and later ones that name a contrast: originals and
  /// derived images, water and fat never share a stack.
  let imageType: [String]
  /// What only describes: it divides slices whose positions repeat.
  let description: Description?

  struct Description: Hashable {
    let sopClassUID: String
    /// The first four values of Image Type.
    let imageType: [String]
  }

  /// The key of a slice.
  ///
  /// - Parameters:
  ///   - slice: The slice.
  ///   - describes: Whether what only describes counts too.
  init(_ slice: SliceSource, withDescription describes: Bool) {
    let header = slice.header
    let frame = slice.frame
    columns = slice.format.columns
    rows = slice.format.rows
    photometricInterpretation = header.pixels.photometricInterpretation
    unit = header.unit(of: frame)
    stackID = frame.stackID
    kind = ObjectKind.name(of: header)
    imageType =
      frame.imageType.prefix(3) + frame.imageType.dropFirst(3).filter(ContrastWords.contains)
    description =
      describes
      ? Description(
        sopClassUID: header.sopClassUID, imageType: Array(frame.imageType.prefix(4))) : nil
  }
}

/// SOP classes of one kind, whose slices may lie in one stack.
private enum ObjectKind {
  /// The kind of an object; secondary captures are of the kind of their modality.
  static func name(of header: ImageHeader) -> String {
    let uid = header.sopClassUID
    if let kind = kinds[uid] { return kind }
    return uid.hasPrefix(secondaryCapture) ? header.series.modality ?? uid : uid
  }

  /// Secondary Capture Image Storage, and the root of its multi-frame classes.
  private static let secondaryCapture = "1.2.840.10008.5.1.4.1.1.7"

  /// Classic, enhanced and legacy converted enhanced classes (PS3.4 B.5).
  private static let kinds = [
    "1.2.840.10008.5.1.4.1.1.2": "CT", "1.2.840.10008.5.1.4.1.1.2.1": "CT",
    "1.2.840.10008.5.1.4.1.1.2.2": "CT",
    "1.2.840.10008.5.1.4.1.1.4": "MR", "1.2.840.10008.5.1.4.1.1.4.1": "MR",
    "1.2.840.10008.5.1.4.1.1.4.4": "MR",
    "1.2.840.10008.5.1.4.1.1.128": "PT", "1.2.840.10008.5.1.4.1.1.130": "PT",
    "1.2.840.10008.5.1.4.1.1.128.1": "PT",
  ]
}

/// Values of Image Type beyond the third that name another contrast, not another processing.
private enum ContrastWords {
  static func contains(_ word: String) -> Bool { words.contains(word) }

  private static let words: Set<String> = [
    "WATER", "FAT", "W", "F", "IP", "OP", "IN_PHASE", "OUT_PHASE", "OPP_PHASE", "OUT_OF_PHASE",
    "INPHASE", "OPPPHASE", "M", "P", "R", "I", "MAGNITUDE", "PHASE", "PHASE MAP", "REAL",
    "IMAGINARY", "ADC", "FA", "TRACEW", "DIFFUSION", "T1 MAP", "T2 MAP", "T2_STAR MAP", "R2 MAP",
    "R2_STAR MAP", "VELOCITY", "MPR", "MIP", "MIN_IP", "MINIP", "VMI",
  ]
}
