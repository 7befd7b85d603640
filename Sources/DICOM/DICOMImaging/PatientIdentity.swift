import DICOMModel

/// Whose image it is: something to compare, which never gives away what it compares.
public struct PatientIdentity: Hashable, Sendable {
  private let id: String?
  private let name: String?

  /// Reads Patient ID and Patient's Name; blanks around them and carets after a name mean nothing.
  init(_ dataSet: DataSet) {
    func trimmed(_ tag: Tag, of idle: String) -> String? {
      guard var text = dataSet.string(tag)?[...] else { return nil }
      while let last = text.last, idle.contains(last) { text.removeLast() }
      while text.first == " " { text.removeFirst() }
      return text.isEmpty ? nil : text.uppercased()
    }
    id = trimmed(.patientID, of: " ")
    name = trimmed(.patientName, of: " ^")
  }

  /// The attributes in which two identities differ; an absent one differs from one that is there.
  public func differences(from other: PatientIdentity) -> [String] {
    (id == other.id ? [] : ["Patient ID"]) + (name == other.name ? [] : ["Patient's Name"])
  }

  /// Whether nothing is known.
  public var isUnknown: Bool { id == nil && name == nil }
}

extension PatientIdentity: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Says nothing about the patient.
  public var description: String { "patient" }

  /// Says nothing about the patient.
  public var debugDescription: String { description }

  /// Shows nothing of the patient.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
