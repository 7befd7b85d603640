import DICOMModel
import WebServices

/// Instances whose attributes and long values come each for themselves in a body of several parts (PS3.18
/// 8.6.1.2.2): attributes first, then values, each of which names its place.
///
/// An instance is handed on as soon as it has all of its values, and takes no memory from then on.
struct ApartInstances {
  private enum Part {
    case attributes(Form)
    case value(MediaType?, location: String)
    /// Nobody's value.
    case stray
  }

  /// What attributes are written in.
  enum Form {
    /// A list of data sets, or one (PS3.18 Annex F).
    case json
    /// One data set (PS3.19 A.1).
    case xml
  }

  private let memory: HeldBytes.Share
  private var instances: [Int: ApartInstance] = [:]
  private var owners: [String: Set<Int>] = [:]
  /// Bytes that are held, by what names them.
  private var claims: [String: Int] = [:]
  private var part = Part.stray
  private var bytes: [UInt8] = []
  /// Instances are told apart by their place in the request.
  private var last = 0

  /// Attributes of a request of thousands of instances.
  private static let longestAttributes = 16 << 20
  /// What attributes take for each of their bytes: while they are read, and then.
  private static let weights = (reading: 24, held: 8)

  /// What became of a part.
  struct Outcome {
    /// Instances that have all of their values.
    var whole: [ApartInstance] = []
    /// Whether the part belongs to nothing, or cannot be read.
    var isStray = false
  }

  init(_ memory: HeldBytes) { self.memory = HeldBytes.Share(of: memory) }

  /// A part begins.
  mutating func begin(_ head: PartHead) {
    bytes = []
    let type = head.contentType
    if let form = Self.form(of: type?.essence) {
      part = .attributes(form)
    } else if let location = head.location.flatMap(known) {
      part = .value(type, location: location)
    } else {
      part = .stray
    }
  }

  /// What attributes of a media type are written in; nil for others.
  static func form(of essence: String?) -> Form? {
    switch essence {
    case "application/dicom+json", "application/json": .json
    case "application/dicom+xml", "application/xml", "text/xml": .xml
    default: nil
    }
  }

  /// Some clients name frames of a value, in their order.
  private func known(_ location: String) -> String? {
    if owners[location] != nil { return location }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[parts.count - 2] == "frames" else { return nil }
    let whole = parts.dropLast(2).joined(separator: "/")
    return owners[whole] == nil ? nil : whole
  }

  /// Takes the next bytes of the part.
  ///
  /// - Throws: ``ServiceFailure`` if there is no room for them.
  mutating func take(_ more: ArraySlice<UInt8>) throws(ServiceFailure) {
    if case .stray = part { return }
    if case .attributes = part, bytes.count + more.count > Self.longestAttributes {
      throw ServiceFailure.bodyTooLong
    }
    try memory.take(more.count)
    bytes += more
  }

  /// The part is over.
  ///
  /// - Throws: ``ServiceFailure`` if there is no room to read it; `WebServiceError` for damaged
  ///   attributes.
  mutating func end() throws -> Outcome {
    defer { bytes = [] }
    switch part {
    case .stray: return Outcome(isStray: true)
    case .attributes(let form): return Outcome(whole: try readAttributes(form))
    case .value(let type, let location):
      return Outcome(whole: give(ApartValue(type: type, bytes: bytes), at: location))
    }
  }

  /// What is left when the body is over: instances whose values did not come.
  func rest() -> [ApartInstance] { instances.sorted { $0.key < $1.key }.map(\.value) }

  private mutating func readAttributes(_ form: Form) throws -> [ApartInstance] {
    let count = bytes.count
    try memory.take(count * Self.weights.reading)
    defer { memory.give(back: count * (Self.weights.reading - Self.weights.held)) }
    var whole: [ApartInstance] = []
    let dataSets =
      switch form {
      case .json: try DICOMJSONReader.referringDataSets(bytes)
      case .xml: [try NativeXMLReader.referringDataSet(bytes)]
      }
    for dataSet in dataSets {
      let instance = ApartInstance(dataSet)
      guard !instance.isWhole else {
        whole.append(instance)
        continue
      }
      last += 1
      instances[last] = instance
      for location in instance.allLocations { owners[location, default: []].insert(last) }
    }
    return whole
  }

  private mutating func give(_ value: ApartValue, at location: String) -> [ApartInstance] {
    claims[location, default: 0] += value.bytes.count
    var whole: [ApartInstance] = []
    for number in owners[location]?.sorted() ?? [] {
      instances[number]?.take(value, at: location)
      guard let instance = instances[number], instance.isWhole else { continue }
      whole.append(instance)
      instances[number] = nil
      forget(number, at: instance.allLocations)
    }
    return whole
  }

  /// Gives the memory of values back that nobody waits for any more.
  private mutating func forget(_ number: Int, at locations: Set<String>) {
    for location in locations {
      owners[location]?.remove(number)
      guard owners[location]?.isEmpty == true else { continue }
      owners[location] = nil
      memory.give(back: claims.removeValue(forKey: location) ?? 0)
    }
  }
}
