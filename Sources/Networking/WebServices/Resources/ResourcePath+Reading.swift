extension ResourcePath {
  /// Reads a path.
  ///
  /// - Parameter path: What follows the service's base, percent-coded, without the query.
  /// - Throws: ``WebServiceError`` if it names no resource, or a UID is none.
  public init(_ path: some StringProtocol) throws(WebServiceError) {
    guard path.utf8.count <= Self.longest else {
      throw WebServiceError(.tooLong("a path", limit: Self.longest))
    }
    self.init()
    var words = path.split(separator: "/").map { PercentCoding.decoded($0) }[...]
    study = try Self.uid(&words, behind: "studies")
    if study != nil { series = try Self.uid(&words, behind: "series") }
    if series != nil { instance = try Self.uid(&words, behind: "instances") }
    if instance != nil, words.count > 1, words.first == "frames" {
      frames = try Self.frames(words.dropFirst().first ?? "")
      words = words.dropFirst(2)
    }
    subject = try subject(words)
  }

  /// Long enough for lists of some hundred frames.
  private static let longest = 1 << 14

  /// A UID that stands behind its word; nil if that word, or something that could be a UID, is missing.
  private static func uid(
    _ words: inout ArraySlice<String>, behind word: String
  ) throws(WebServiceError) -> String? {
    guard words.count > 1, words.first == word, let text = words.dropFirst().first,
      Form(lenient: text) == nil
    else { return nil }
    guard isUID(text.utf8) else { throw WebServiceError(.unknownResource("a UID is no UID")) }
    words = words.dropFirst(2)
    return text
  }

  private static func isUID(_ text: some Collection<UInt8>) -> Bool {
    let components = text.split(separator: 0x2E, omittingEmptySubsequences: false)
    return text.count <= 64
      && components.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
  }

  private static func frames(_ list: String) throws(WebServiceError) -> [Int] {
    let words = list.split(separator: ",", omittingEmptySubsequences: false)
    let frames = words.compactMap { word in
      word.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(word) : nil
    }
    guard !frames.isEmpty, frames.count == words.count, frames.allSatisfy({ $0 >= 1 }) else {
      throw WebServiceError(.badParameter("frames", "a list of numbers from 1 is one like 1,2,5"))
    }
    return frames
  }

  private func subject(_ words: ArraySlice<String>) throws(WebServiceError) -> Subject {
    guard let word = words.first else { return .itself }
    if word == "bulkdata", study != nil { return .bulkData(Array(words.dropFirst())) }
    // As the standard's table has it: studies/{study}/series/rendered3d.
    if words.count == 2, word == "series", series == nil, study != nil,
      let form = Form(lenient: words.dropFirst().first ?? "")
    {
      return .form(form)
    }
    guard words.count == 1 else { throw Self.unknown }
    if let level = Level(rawValue: word), isListed(level) { return .list(level) }
    guard study != nil, let form = Form(lenient: word) else { throw Self.unknown }
    return .form(form)
  }

  /// Whether there are such lists in what is meant.
  private func isListed(_ level: Level) -> Bool {
    switch level {
    case .studies: study == nil
    case .series: series == nil
    case .instances: instance == nil
    }
  }

  private static let unknown = WebServiceError(
    .unknownResource("a path is /studies/STUDY/series/SERIES/instances/INSTANCE, or a part of it"))
}

extension ResourcePath.Form {
  /// As the path has it; the standard's examples also write `rendered3D`.
  fileprivate init?(lenient word: String) { self.init(rawValue: word.lowercased()) }
}
