import Archive
import DICOMModel

/// A word for the state of a resource (RFC 9110 8.8.3): while it is the same, so are the bytes.
struct EntityTag: Sendable {
  private var hash = StableHash()

  /// Begins with the form of the resource.
  init(_ form: String) { hash.update(form) }

  /// Adds an instance.
  mutating func add(_ instance: ArchivedInstance) {
    hash.update(instance.uid)
    hash.update("\(instance.fileSize)-\(instance.modified)")
  }

  /// The tag of some instances.
  init(_ form: String, of instances: [ArchivedInstance]) {
    self.init(form)
    for instance in instances { add(instance) }
  }

  /// As a field has it.
  var text: String { "\"\(String(hash.value, radix: 36))\"" }
}
