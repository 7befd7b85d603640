import SagittaEngine

/// A path with words in braces that stand for what a file holds: `out/{series}-{description}`.
package struct NamePattern: Equatable, Sendable {
  /// What may stand in braces.
  enum Word: String, CaseIterable {
    /// Series Number, else the Series Instance UID.
    case series
    case description, modality
    /// The volume's number, as `info` prints it.
    case volume
    /// Series Instance UID.
    case uid
    /// `axial`, `mpr` and so on: what a picture shows.
    case plane
    /// The picture's number, from 0.
    case index

    /// Whether it tells pictures of one volume apart, not volumes.
    var isOfPictures: Bool { self == .plane || self == .index }
  }

  /// The path without its extension; volumes' words may be filled in already.
  let path: String

  /// Finds words in a path.
  ///
  /// - Returns: Nil if it has none.
  /// - Throws: ``OutputError`` for braces around an unknown word.
  init?(parsing path: String) throws {
    let names = Self.names(in: path)
    guard !names.isEmpty else { return nil }
    for name in names where Word(rawValue: name) == nil {
      let known = Word.allCases.map(\.rawValue)
      let hint = closestName(to: name, among: known).map { "; did you mean {\($0)}?" } ?? ";"
      throw OutputError { _ in
        "{\(name)} is no word for file names\(hint) Known are "
          + known.map { "{\($0)}" }.joined(separator: " ")
      }
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    if Self.words(in: folder.joined(separator: "/")).contains(where: \.isOfPictures) {
      throw OutputError { _ in
        "{plane} and {index} belong into the file's name, not its folder's"
      }
    }
    self.path = path
  }

  private init(filled path: String) { self.path = path }

  /// Whether words are left that only pictures fill in.
  var namesPictures: Bool { Self.words(in: path).contains(where: \.isOfPictures) }

  /// The pattern of one volume's files.
  func filled(for plan: VolumePlan) -> NamePattern {
    let attributes = plan.attributes
    return filled([
      .series: plan.seriesNumber.map(String.init) ?? attributes.seriesInstanceUID,
      .description: attributes.description, .modality: attributes.modality,
      .volume: String(plan.id), .uid: attributes.seriesInstanceUID,
    ])
  }

  /// The path of one picture's file without its extension.
  func filled(plane: String, index: Int) -> String {
    filled([.plane: plane, .index: PlaneItem.digits(of: index)]).path
  }

  /// The same with another ending of its name.
  func appending(_ text: String) -> NamePattern { NamePattern(filled: path + text) }

  /// Puts texts in the place of words, each as a safe part of a name.
  private func filled(_ values: [Word: String?]) -> NamePattern {
    var filled = path
    for (word, value) in values {
      filled = filled.replacing("{\(word.rawValue)}", with: SafeFileName.part(value))
    }
    let parts = filled.split(separator: "/", omittingEmptySubsequences: false)
    // Only what a word was part of is changed: folders that the user named stay.
    let given = path.split(separator: "/", omittingEmptySubsequences: false)
    let safe = zip(parts, given).map { part, given in
      part == given ? String(part) : SafeFileName.name(String(part))
    }
    return NamePattern(filled: safe.joined(separator: "/"))
  }

  private static func words(in path: String) -> [Word] {
    names(in: path).compactMap(Word.init)
  }

  /// The texts between braces that look like words.
  private static func names(in path: String) -> [String] {
    path.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      let name = part.prefix { $0.isASCII && ($0.isLetter || $0 == "-" || $0 == "_") }
      return !name.isEmpty && part.dropFirst(name.count).hasPrefix("}") ? String(name) : nil
    }
  }
}
