import SagittaEngine

/// What is burnt into a picture.
package struct AnnotationWish: Hashable {
  /// Whether the patient is named.
  package private(set) var namesPatient = false
  /// Whether it says how it was made.
  package private(set) var tellsTechnique = false
  /// How much it says of itself, by the own parameter; nil leaves it to the others.
  var detail: AnnotationDetail?
  /// Keywords that are unknown.
  package private(set) var unknown: [String] = []

  /// Nothing.
  package init() {}

  /// Reads a list of keywords (PS3.18 8.3.5.1.1).
  ///
  /// - Parameter text: The parameter's value.
  /// - Throws: ``RenderedVolumesError/wrongParameter(_:problem:)``.
  package mutating func read(_ text: String) throws(RenderedVolumesError) {
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      switch word {
      case "patient": namesPatient = true
      case "technique": tellsTechnique = true
      default:
        guard !word.isEmpty, word.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2D })
        else {
          throw .wrongParameter("annotation", problem: "it is a list of patient and technique")
        }
        unknown.append(PlainText.of(String(word)))
      }
    }
  }

  /// The marks of images.
  var marks: AnnotationRequest {
    var marks = AnnotationRequest()
    marks.annotate = namesPatient ? .full : detail ?? (tellsTechnique ? .labels : nil)
    marks.showIdentity = namesPatient
    return marks
  }
}
