import Sagitta

/// What the runner asks for, one JSON object a line.
struct Request: Decodable {
  /// The kind of work, as in the README's table.
  let work: String
  /// Its parameters, as in the README's table.
  let parameters: [String: String]
  let threads: Int
  /// The work is repeated until this much time has passed.
  let seconds: Double
  /// Whether values of the result are wanted, for checking.
  let wantsResult: Bool
  /// Where inputs lie and outputs may go.
  let cache: String
  /// A folder that is there, for what is written.
  let output: String
}

/// What the runner gets, one JSON object a line.
struct Answer: Encodable {
  var seconds: [Double] = []
  var cpuSeconds: [Double] = []
  var result: WorkResult?
  var failure: String?
}

/// A sample of a result's values, at `0, stride, 2·stride, …`; null for NaN.
struct WorkResult: Encodable {
  let count: Int
  let stride: Int
  let values: [Float?]

  /// Every contestant samples its results so; a prime number meets all columns and rows.
  static let stride = 2003

  init(_ values: some RandomAccessCollection<Float>) {
    count = values.count
    stride = count > 100 * Self.stride ? Self.stride : 1
    self.values = Swift.stride(from: 0, to: count, by: stride).map { offset in
      let value = values[values.index(values.startIndex, offsetBy: offset)]
      return value.isNaN ? nil : value
    }
  }
}

struct BadRequest: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension Request {
  func text(_ name: String) throws -> String {
    guard let value = parameters[name] else { throw BadRequest("\(work) needs \(name)=") }
    return value
  }

  func text(_ name: String, or fallback: String) -> String { parameters[name] ?? fallback }

  func number(_ name: String) throws -> Double {
    guard let value = Double(try text(name)) else {
      throw BadRequest("\(work): \(name) is no number")
    }
    return value
  }

  /// A number of mm, or `2voxels`: so many times the finest voxel spacing.
  func millimetres(_ name: String, in volume: Volume) throws -> Double {
    let text = try text(name)
    guard text.hasSuffix("voxels") else { return try number(name) }
    guard let count = Double(text.dropLast(6)) else {
      throw BadRequest("\(work): \(name) is no number of voxels")
    }
    return count * volume.geometry.finestSpacing
  }

  func whole(_ name: String) throws -> Int { Int(try number(name)) }

  /// One of the names that a type of the engine knows.
  func choice<Choice: RawRepresentable<String>>(_ name: String) throws -> Choice {
    guard let value = Choice(rawValue: try text(name)) else {
      throw BadRequest("\(work): unknown \(name) \(try text(name))")
    }
    return value
  }
}
