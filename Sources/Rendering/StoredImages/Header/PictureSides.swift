import DICOMImaging
import DICOMModel
import Geometry
import Presentation
import VolumeModel

extension Annotation.Sides {
  /// The letters of a stored image, where the file states them: from its orientation in the
  /// patient, else from Patient Orientation (PS3.3 C.7.6.1.1.1); nil where it states neither.
  init?(_ attributes: FrameAttributes) {
    if let sides = Self.ofPlane(attributes) {
      self = sides
      return
    }
    guard let words = attributes.strings(.patientOrientation), words.count == 2,
      words.allSatisfy({ !$0.isEmpty })
    else { return nil }
    // Letters of animals other than these six have no simple opposites.
    let opposites = words.map(Self.opposite)
    self.init(
      left: opposites[0] ?? "", right: words[0], top: opposites[1] ?? "", bottom: words[1])
  }

  private static func ofPlane(_ attributes: FrameAttributes) -> Annotation.Sides? {
    guard let cosines = attributes.doubles(.imageOrientationPatient), cosines.count == 6,
      let plane = PlaneGeometry(
        width: 1, height: 1, right: PatientVector(cosines[0], cosines[1], cosines[2]),
        down: PatientVector(cosines[3], cosines[4], cosines[5]), center: PatientPoint(0, 0, 0),
        pixelWidth: 1)
    else { return nil }
    return Annotation.Sides(of: plane)
  }

  /// `LA` → `RP`; nil if a letter is none of the six.
  private static func opposite(of word: String) -> String? {
    let pairs: [Character: Character] = [
      "L": "R", "R": "L", "A": "P", "P": "A", "H": "F", "F": "H",
    ]
    let letters = word.map { pairs[$0] }
    guard letters.count <= 3, letters.allSatisfy({ $0 != nil }) else { return nil }
    return String(letters.compactMap(\.self))
  }
}
