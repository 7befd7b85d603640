import CSagitta
import Forks
import SagittaEngine

/// What a call does, and what becomes of it.
///
/// - Parameters:
///   - error: Where an error object goes; nil where nobody wants one.
///   - body: The call.
/// - Returns: The status.
func answer(
  _ error: UnsafeMutablePointer<sagitta_object>?, body: () throws -> Void
) -> sagitta_status {
  unsafe error?.pointee = 0
  var report: ErrorReport?
  SoundThread.run {
    do { try body() } catch let problem { report = ErrorReport(problem) }
  }
  guard let report else { return 0 }
  if let error = unsafe error {
    unsafe error.pointee = ObjectTable.shared.add(ErrorObject(report))
  }
  return report.status
}

/// Hands a new object to the caller.
///
/// - Throws: ``WrongArgument`` where there is no place for it, before it is made.
func give(
  to place: UnsafeMutablePointer<sagitta_object>?, make: () throws -> any HeldObject
) throws {
  guard let place = unsafe place else { throw WrongArgument("there is no place for the result") }
  unsafe place.pointee = 0
  unsafe place.pointee = ObjectTable.shared.add(try make())
}

/// Hands JSON to the caller.
func giveJSON(
  to place: UnsafeMutablePointer<sagitta_object>?, make: () throws -> some Encodable
) throws {
  try unsafe give(to: place) { BytesObject(try RequestJSON.text(try make()).utf8) }
}
