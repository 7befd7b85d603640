/// Where the files of a run go, and what they are called there.
package enum OutputNames: Equatable, Sendable {
  /// Numbered files in a folder.
  case folder(String)
  /// Files by a pattern.
  case pattern(NamePattern)

  /// The names for one volume: a numbered folder inside, or the pattern as it is.
  func numbered(_ number: Int) -> OutputNames {
    guard case .folder(let path) = self else { return self }
    return .folder(OutputFolder.join(path, name: "\(number)"))
  }
}
