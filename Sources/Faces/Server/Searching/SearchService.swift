import Archive
import DICOMModel
import WebServices

/// Searches (QIDO-RS, PS3.18 10.6).
struct SearchService: Sendable {
  let archive: Archive

  /// The most results of one answer.
  static let mostResults = 100_000

  /// Answers a search.
  ///
  /// - Parameters:
  ///   - level: What is looked for.
  ///   - resource: Where.
  ///   - request: What has to match.
  /// - Returns: The answer.
  /// - Throws: What becomes a ``ServiceFailure``.
  func answer(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ request: WebRequest
  ) throws -> WebAnswer {
    let form = try Self.form(request.accept)
    let parameters = try QueryParameters(request.query)
    let search = Self.search(level, in: resource, parameters)
    let answer = try archive.search(search)
    let headers = Self.warnings(
      remaining: answer.remaining, ignored: answer.ignored, parameters
    ).map {
      WebHeader("Warning", "299 sagitta: \($0)")
    }
    return Self.answer(
      answer.matches, level: level, form: form, origin: request.origin, headers: headers)
  }

  /// The answer with some matches.
  static func answer(
    _ matches: [DataSet], level: ResourcePath.Level, form: Form, origin: String,
    headers: [WebHeader]
  ) -> WebAnswer {
    guard !matches.isEmpty else { return WebAnswer(status: 204, headers: headers) }
    let base = "\(origin)\(DICOMwebService.base)"
    let results = matches.map { located($0, level: level, base: base) }
    switch form {
    case .json:
      var writer = JSONText()
      writer.write(list: results)
      return WebAnswer("application/dicom+json", bytes: writer.bytes, headers: headers)
    case .xml:
      let texts = results.map { result in
        var writer = XMLText()
        writer.write(result)
        return writer.bytes
      }
      return MultipartXML.answer(texts, headers: headers)
    }
  }

  /// How data sets are written.
  enum Form {
    case json, xml
  }

  /// The form that a client takes; without any wish JSON.
  static func form(_ accept: AcceptList) throws -> Form {
    let json: [MediaType] = [.dicomJSON, MediaType("application/json")]
    let xml = MediaType.related(MediaType("application/dicom+xml"))
    guard !accept.isEmpty else { return .json }
    // A viewer that names both forms wants the one that it can read, which is JSON.
    if accept.choice(among: json) != nil { return .json }
    guard accept.choice(among: [xml]) != nil else {
      throw ServiceFailure.notAcceptable(json + [xml])
    }
    return .xml
  }

  private static func search(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ parameters: QueryParameters
  ) -> SearchRequest {
    var matches = parameters.matches.map { SearchRequest.Match($0.path, value: $0.value) }
    // The path comes before the query, which cannot mean another study.
    if let study = resource.study {
      matches.append(SearchRequest.Match([.studyInstanceUID], value: study))
    }
    if let series = resource.series {
      matches.append(SearchRequest.Match([.seriesInstanceUID], value: series))
    }
    return SearchRequest(
      level: ArchiveLevel(level), matches: matches,
      included: parameters.includesAll ? .all : .tags(parameters.included.compactMap(\.first)),
      limit: min(parameters.limit ?? mostResults, mostResults), offset: parameters.offset)
  }

  /// What those hear who ask an archive that passes over what it does not know.
  static func warnings(_ parameters: QueryParameters) -> [WebHeader] {
    warnings(remaining: 0, ignored: [], parameters).map {
      WebHeader("Warning", "299 sagitta: \($0)")
    }
  }

  private static func warnings(
    remaining: Int, ignored: [[Tag]], _ parameters: QueryParameters
  ) -> [String] {
    var warnings: [String] = []
    if parameters.isFuzzy {
      warnings.append(
        "The fuzzymatching parameter is not supported. Only literal matching has been performed.")
    }
    if remaining > 0 {
      warnings.append("There are \(remaining) additional results that can be requested")
    }
    if !ignored.isEmpty {
      let names = ignored.map { $0.map { $0.keyword ?? "\($0)" }.joined(separator: ".") }
      warnings.append("These attributes cannot be searched for: \(names.joined(separator: ", "))")
    }
    if !parameters.others.isEmpty {
      warnings.append("\(parameters.others.count) unknown parameters have been ignored")
    }
    return warnings
  }

  /// The result with the address of what it is about.
  private static func located(
    _ match: DataSet, level: ResourcePath.Level, base: String
  ) -> DataSet {
    var result = match
    let resource = ResourcePath(
      study: match.uid(.studyInstanceUID),
      series: level == .studies ? nil : match.uid(.seriesInstanceUID),
      instance: level == .instances ? match.uid(.sopInstanceUID) : nil)
    result.set(.retrieveURL, vr: .ur, string: base + resource.path)
    return result
  }
}

extension ArchiveLevel {
  /// The level of a list.
  init(_ level: ResourcePath.Level) {
    switch level {
    case .studies: self = .study
    case .series: self = .series
    case .instances: self = .instance
    }
  }
}

extension Tag {
  static let retrieveURL = Tag(0x0008, 0x1190)
}
