import WebServices

/// What kind of request it is, for counts and logs: never which patient's.
struct RouteName: Hashable, Sendable {
  /// The kind.
  let text: String

  /// Names a request by its path.
  init(path: String, method: String) {
    let verb = ["GET", "HEAD", "POST", "OPTIONS"].contains(method) ? method : "OTHER"
    text = "\(verb) \(Self.kind(of: path))"
  }

  private static let single: Set = ["/", "/wado", "/health", "/ready", "/metrics", "/openapi.json"]

  /// What a path leads to; all that lead nowhere are one kind, so that strangers invent none.
  private static func kind(of path: String) -> String {
    if single.contains(path) { return path }
    if path.hasPrefix("/view/") { return "/view/*/*" }
    if PageService.file(path) != nil { return "/page/*" }
    let base = DICOMwebService.base
    guard path.hasPrefix("\(base)/"),
      let resource = try? ResourcePath(path.dropFirst(base.utf8.count))
    else { return "other" }
    return base + nameless(resource).path.replacing("/frames/1", with: "/frames/*")
  }

  private static func nameless(_ resource: ResourcePath) -> ResourcePath {
    var nameless = resource
    nameless.study = resource.study.map { _ in "*" }
    nameless.series = resource.series.map { _ in "*" }
    nameless.instance = resource.instance.map { _ in "*" }
    nameless.frames = resource.frames.isEmpty ? [] : [1]
    if case .bulkData = resource.subject { nameless.subject = .bulkData([]) }
    return nameless
  }
}
