import ArgumentParser
import DICOMCoding
import DICOMModel
import DICOMNetwork
import MessageExchange
import Places
import SagittaCommands

/// `sagitta find`: what a place has.
struct FindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Looks for studies, series and images of a place (C-FIND, QIDO-RS).",
    discussion: """
      Examples:
        sagitta find dicom://ARCHIVE@pacs.example:104 --match PatientName='DOE*'
        sagitta find @pacs --match StudyDate=20260101-20260131 --match ModalitiesInStudy=CT
        sagitta find @pacs/1.2.3 --level series --json
        sagitta find @pacs --include StudyDescription --limit 20
        sagitta find https://pacs.example/dicom-web --match PatientID=4711

      Values match as the standard has it: * and ? are wildcards, A-B is a range of dates or times.
      --json prints the matches in the DICOM JSON model.
      """)

  @Argument(help: "The place, with the study or series to look in.")
  var place: String

  @Option(help: "study, series or image; default: what is below the place.")
  var level: QueryLevelArgument?

  @Option(help: "Keyword=VALUE that has to match; may be repeated.")
  var match: [MatchArgument] = []

  @Option(help: "The keyword of an attribute that is wanted as well; may be repeated.")
  var include: [KeywordArgument] = []

  @Option(help: "The most matches.")
  var limit: Int?

  @OptionGroup var options: PlaceOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit needs 1 or more") }
  }

  func run() throws {
    let (query, matches) = try found()
    guard !options.json else {
      return try Console.print(try CommandJSON.text(matches.map(DICOMJSON.init)))
    }
    let table = MatchTable(columns: query.shown, matches: matches)
    for line in table.lines { try Console.print(line) }
    if !options.quiet { Console.say(table.summary(of: query.level)) }
  }

  private func found() throws -> (Query, [DataSet]) {
    let limit = limit
    if let web = try options.web(place) {
      let query = try query(web.place.target)
      return (query, try AwaitedWork.value { try await web.matches(of: query, limit: limit) })
    }
    let place = try options.resolved(place)
    let query = try query(place.target)
    let matches = try AwaitedWork.value {
      try await place.client.withAssociation(
        to: place.peer,
        proposing: ContextPlan.plans(for: [.query(InformationModel.studyRoot.find)])[0]
      ) { association in
        var matches: [DataSet] = []
        try await association.find(query.identifier, limit: limit) { matches.append($0) }
        return matches
      }
    }
    return (query, matches)
  }

  private func query(_ target: PlaceTarget) throws -> Query {
    let level = level?.level ?? target.levelBelow
    var query = Query(level: level, wanted: Query.shown(at: level) + include.map(\.tag))
    query.matches = target.keys
    for match in match { query.matches[match.tag] = match.value }
    if level != .study, query.matches[.studyInstanceUID] == nil {
      throw UsageError(
        "series and images are looked for within a study: name it behind the place, as in "
          + "PLACE/STUDY, or with --match StudyInstanceUID=UID")
    }
    if level == .image, query.matches[.seriesInstanceUID] == nil {
      throw UsageError(
        "images are looked for within a series: name it behind the place, as in "
          + "PLACE/STUDY/SERIES, or with --match SeriesInstanceUID=UID")
    }
    return query
  }
}

extension PlaceTarget {
  /// The unique keys.
  var keys: [Tag: String] {
    var keys: [Tag: String] = [:]
    keys[.studyInstanceUID] = study
    keys[.seriesInstanceUID] = series
    keys[.sopInstanceUID] = instance
    return keys
  }

  /// What there is in it.
  fileprivate var levelBelow: Query.Level {
    series != nil ? .image : study != nil ? .series : .study
  }
}

extension Query {
  /// What people want to see of a match.
  fileprivate static func shown(at level: Level) -> [Tag] {
    switch level {
    case .patient: [.patientName, .patientID]
    case .study:
      [
        .studyDate, .patientName, .patientID, .modalitiesInStudy, .studyDescription,
        .numberOfStudyRelatedInstances,
      ]
    case .series:
      [.seriesNumber, .modality, .seriesDescription, .numberOfSeriesRelatedInstances]
    case .image: [.instanceNumber, .sopClassUID]
    }
  }

  /// The columns of a table: what is wanted, and the unique key at the end.
  fileprivate var shown: [Tag] {
    var seen: Set<Tag> = []
    return (wanted + [level.uniqueKey]).filter { seen.insert($0).inserted }
  }
}

extension Tag {
  fileprivate static let modalitiesInStudy = Tag(0x0008, 0x0061)
  fileprivate static let numberOfStudyRelatedInstances = Tag(0x0020, 0x1208)
  fileprivate static let numberOfSeriesRelatedInstances = Tag(0x0020, 0x1209)
}

/// `study`, `series` or `image`.
struct QueryLevelArgument: ExpressibleByArgument {
  let level: Query.Level

  init?(argument: String) {
    guard let level = Query.Level(rawValue: argument.uppercased()), level != .patient else {
      return nil
    }
    self.level = level
  }

  static var allValueStrings: [String] { ["study", "series", "image"] }
}

/// `Keyword=VALUE`.
struct MatchArgument: ExpressibleByArgument {
  let tag: Tag
  let value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let tag = Tag(keyword: parts[0]) else { return nil }
    self.tag = tag
    value = String(parts[1])
  }
}

/// The keyword of an attribute.
struct KeywordArgument: ExpressibleByArgument {
  let tag: Tag

  init?(argument: String) {
    guard let tag = Tag(keyword: argument) else { return nil }
    self.tag = tag
  }
}
