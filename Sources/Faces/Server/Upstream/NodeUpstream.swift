import DICOMModel
import DICOMNetwork
import MessageExchange
import Places
import WebServices

/// A node of a DICOM network as the archive behind a server: searches become C-FIND, retrievals C-GET.
struct NodeUpstream: Upstream {
  let peer: NetworkPeer
  let options: NetworkOptions

  private var client: NetworkClient { NetworkClient(options: options) }
  private var fetcher: InstanceFetcher { InstanceFetcher(peer: peer, options: options) }

  func check() async throws {
    let plan = ContextPlan.plans(for: [.query(InformationModel.studyRoot.find)])[0]
    try await client.withAssociation(to: peer, proposing: plan) { _ in }
  }

  func search(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ parameters: QueryParameters
  ) async throws -> [DataSet] {
    let query = Query(level, in: resource, parameters)
    let first = parameters.offset
    let limit = parameters.limit.map { $0.addingReportingOverflow(first) }
    let plan = ContextPlan.plans(for: [.query(InformationModel.studyRoot.find)])[0]
    return try await client.withAssociation(to: peer, proposing: plan) { association in
      var matches: [DataSet] = []
      var count = 0
      let most = limit.map { $0.overflow ? .max : $0.partialValue }
      try await association.find(query.identifier, limit: most) { match in
        count += 1
        guard count > first else { return }
        matches.append(Self.completed(match.inUTF8(), by: query))
      }
      return matches
    }
  }

  func retrieve(_ target: ResourcePath, into provider: some ServiceProvider) async throws {
    let place = PlaceTarget(
      study: target.study, series: target.series, instance: target.instance)
    let instances = try await fetcher.instances(of: place)
    guard !instances.isEmpty else { throw ServiceFailure.notFound }
    _ = try await fetcher.get(instances, whole: target.instance == nil, into: provider)
  }

  func retrieve(_ group: InstanceGroup, into provider: some ServiceProvider) async throws {
    _ = try await fetcher.get(group.fetched, whole: false, into: provider)
  }

  func close() async {}

  /// A match has what was asked for, even where the archive does not repeat it; what is said of the
  /// query is no part of it.
  private static func completed(_ match: DataSet, by query: Query) -> DataSet {
    var match = match
    for tag in [Tag.studyInstanceUID, .seriesInstanceUID] where match.uid(tag) == nil {
      if let uid = query.matches[tag], !uid.contains("\\") { match.set(tag, string: uid) }
    }
    match.remove(.queryRetrieveLevel)
    return match
  }
}

extension Query {
  /// The query that asks for the same as a search of the web.
  fileprivate init(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ parameters: QueryParameters
  ) {
    self.init(level: level.queried, wanted: level.usual + parameters.included.compactMap(\.first))
    for match in parameters.matches where match.path.count == 1 && !match.value.isEmpty {
      let tag = match.path[0]
      let isList = DataDictionary.vr(tag) == .ui
      matches[tag] =
        isList ? QueryParameters.uids(match.value).joined(separator: "\\") : match.value
    }
    // The path comes before the query, which cannot mean another study.
    if let study = resource.study { matches[.studyInstanceUID] = study }
    if let series = resource.series { matches[.seriesInstanceUID] = series }
    var seen = Set(matches.keys)
    wanted = wanted.filter { seen.insert($0).inserted }
  }
}

extension ResourcePath.Level {
  fileprivate var queried: Query.Level {
    switch self {
    case .studies: .study
    case .series: .series
    case .instances: .image
    }
  }

  /// What answers always have (PS3.18 Tables 10.6.3-3 to 10.6.3-5).
  fileprivate var usual: [Tag] {
    let words: [String] =
      switch self {
      case .studies:
        [
          "StudyDate", "StudyTime", "AccessionNumber", "ModalitiesInStudy",
          "ReferringPhysicianName", "PatientName", "PatientID", "PatientBirthDate", "PatientSex",
          "StudyInstanceUID", "StudyID", "StudyDescription", "NumberOfStudyRelatedSeries",
          "NumberOfStudyRelatedInstances",
        ]
      case .series:
        [
          "Modality", "SeriesDescription", "SeriesInstanceUID", "SeriesNumber",
          "NumberOfSeriesRelatedInstances", "PerformedProcedureStepStartDate",
          "PerformedProcedureStepStartTime", "StudyInstanceUID",
        ]
      case .instances:
        [
          "SOPClassUID", "SOPInstanceUID", "InstanceNumber", "Rows", "Columns", "BitsAllocated",
          "NumberOfFrames", "StudyInstanceUID", "SeriesInstanceUID",
        ]
      }
    return words.compactMap { Tag(keyword: $0) }
  }
}
