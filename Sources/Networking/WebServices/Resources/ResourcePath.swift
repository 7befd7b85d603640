/// A resource of DICOMweb, by its path below the service's base (PS3.18 10.1 and 10.4.1).
public struct ResourcePath: Hashable, Sendable {
  /// What is meant of study, series, instance or frames.
  public enum Subject: Hashable, Sendable {
    /// They themselves; all of them at the top.
    case itself
    /// The studies, series or instances in them: what is searched, or stored to.
    case list(Level)
    /// Another form of them.
    case form(Form)
    /// Bulk data, and what else its path has.
    case bulkData([String])
  }

  /// What a list has.
  public enum Level: String, CaseIterable, Hashable, Sendable {
    case studies, series, instances
  }

  /// Another form of a resource; the word is that of the path.
  public enum Form: String, CaseIterable, Hashable, Sendable {
    /// Data sets without bulk data.
    case metadata
    /// Pictures.
    case rendered
    /// One small picture.
    case thumbnail
    /// The pixel data alone.
    case pixelData = "pixeldata"
    /// A plane through a volume.
    case renderedMPR = "renderedmpr"
    /// A volume seen from somewhere.
    case rendered3D = "rendered3d"
    /// What the program knows of a volume: its own resource, not one of the standard.
    case info
  }

  /// The study.
  public var study: String?
  /// The series.
  public var series: String?
  /// The instance.
  public var instance: String?
  /// The frames, from 1; none if frames are not meant.
  public var frames: [Int]
  /// What is meant of them.
  public var subject: Subject

  /// Creates a resource.
  public init(
    study: String? = nil, series: String? = nil, instance: String? = nil, frames: [Int] = [],
    subject: Subject = .itself
  ) {
    self.study = study
    self.series = series
    self.instance = instance
    self.frames = frames
    self.subject = subject
  }

  /// The path, from `/` on.
  public var path: String {
    var words: [String] = []
    if let study { words += ["studies", study] }
    if let series { words += ["series", series] }
    if let instance { words += ["instances", instance] }
    if !frames.isEmpty { words += ["frames", frames.map { "\($0)" }.joined(separator: ",")] }
    switch subject {
    case .itself: break
    case .list(let level): words.append(level.rawValue)
    case .form(let form): words.append(form.rawValue)
    case .bulkData(let rest): words += ["bulkdata"] + rest.map { PercentCoding.encoded($0) }
    }
    return "/" + words.joined(separator: "/")
  }
}
