import ArgumentParser
import SagittaEngine

/// A tolerance of the loader, as `even-limit=8`: a name and a number in the unit that the list
/// gives.
struct ToleranceArgument {
  /// The tolerance's word.
  let key: String
  /// Its value, in the unit that the list gives.
  let value: Double

  /// Reads a name and a number.
  ///
  /// - Throws: `ValidationError` that names what is known.
  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    var trial = StackTolerances()
    guard parts.count == 2, let number = Double(parts[1]), trial.set(parts[0], to: number) else {
      throw ValidationError(
        "--tolerance \(text): give name=number, the number not negative; names are "
          + StackTolerances.keys.joined(separator: ", "))
    }
    key = parts[0]
    value = number
  }

  /// The names with their values by default.
  static var list: String {
    StackTolerances().listed.map { "\($0.key)=\($0.value.displayText) (\($0.unit))" }
      .joined(separator: ", ")
  }
}
