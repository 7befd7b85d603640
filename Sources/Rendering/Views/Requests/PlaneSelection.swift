import Reslicing

/// Which planes of a stack.
public enum PlaneSelection: Hashable, Sendable {
  /// The middle one: half of the count, rounded down.
  case middle
  /// The one with this number, from 0.
  case index(Int)
  /// The one at this LPS coordinate across the planes, in mm.
  case at(Double)
  /// Every n-th one, from the first.
  case every(Int)
  /// All of them.
  case all

  enum Field: String, CodingKey, CaseIterable {
    case index, at, every, all
  }

  /// The fields of a selection among those of planes: none for the middle one.
  init<Key: CodingKey>(_ fields: KeyedDecodingContainer<Key>) throws {
    func value<Value: Decodable>(_ field: Field) throws -> Value? {
      try Key(stringValue: field.rawValue).flatMap { try fields.value($0) }
    }
    let index: Int? = try value(.index)
    let coordinate: Double? = try value(.at)
    let step: Int? = try value(.every)
    let all: Bool = try value(.all) ?? false
    let given = [index != nil, coordinate != nil, step != nil, all].count { $0 }
    guard given <= 1 || (given == 2 && all && step != nil) else { throw RequestError.manyChoices }
    if let index {
      self = .index(index)
    } else if let coordinate {
      self = .at(coordinate)
    } else if let step {
      self = .every(step)
    } else {
      self = all ? .all : .middle
    }
  }

  /// Writes its field among those of planes.
  func encode<Key: CodingKey>(to fields: inout KeyedEncodingContainer<Key>) throws {
    func write(_ field: Field, value: some Encodable) throws {
      guard let key = Key(stringValue: field.rawValue) else { return }
      try fields.encode(value, forKey: key)
    }
    switch self {
    case .middle: break
    case .index(let index): try write(.index, value: index)
    case .at(let coordinate): try write(.at, value: coordinate)
    case .every(let step): try write(.every, value: step)
    case .all: try write(.all, value: true)
    }
  }

  func validate() throws(RequestError) {
    switch self {
    case .every(let step) where step < 1:
      throw RequestError(
        .outOfRange, field: "planes.every", sentence: "`planes.every` \(step) is not above 0")
    case .at(let coordinate) where !coordinate.isFinite:
      throw RequestError(
        .outOfRange, field: "planes.at", sentence: "`planes.at` is not a finite number")
    case .middle, .index, .at, .every, .all: break
    }
  }

  /// The numbers of the chosen planes among `count`.
  ///
  /// - Precondition: No coordinate chooses.
  func indices(count: Int) throws(ReslicingError) -> [Int] {
    switch self {
    case .middle: return [count / 2]
    case .every(let step): return Array(stride(from: 0, to: count, by: step))
    case .all: return Array(0..<count)
    case .index(let index):
      guard (0..<count).contains(index) else {
        throw .indexOutOfRange(index: index, count: count)
      }
      return [index]
    case .at: preconditionFailure("a coordinate chooses no number")
    }
  }
}

extension RequestError {
  /// Several fields choose planes.
  fileprivate static let manyChoices = RequestError(
    .contradiction, field: "planes.index",
    sentence: "`planes.index`, `planes.at`, `planes.every` and `planes.all` exclude each other")
}
