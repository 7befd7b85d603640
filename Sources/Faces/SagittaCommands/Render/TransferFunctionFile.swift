import Foundation
import Sagitta

/// Transfer functions as JSON files, and as 3D Slicer's volume properties.
enum TransferFunctionFile {
  /// Reads and checks a file.
  ///
  /// - Throws: ``RefusedError`` that names the file.
  static func read(_ path: String) throws -> TransferFunction {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw RefusedError(
        .noInput, description: "\(path): cannot be read; --dump-preset prints such a file")
    }
    if path.lowercased().hasSuffix(".vp") { return try volumeProperty(data, path: path) }
    do {
      let function = try JSONDecoder().decode(TransferFunction.self, from: data)
      try function.check()
      return function
    } catch let error as TransferFunctionError {
      throw RefusedError(.badInput, description: "\(path): \(error)")
    } catch let error as DecodingError {
      throw RefusedError(
        .badInput, description: "\(path): \(reason(error)); --dump-preset prints an example")
    }
  }

  private static func volumeProperty(_ data: Data, path: String) throws -> TransferFunction {
    do {
      let function = try TransferFunction(volumeProperty: String(decoding: data, as: UTF8.self))
      try function.check()
      return function
    } catch {
      throw RefusedError(.badInput, description: "\(path): \(error)")
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        .trimmingCharacters(in: ["."])
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(key.stringValue) is missing\(context.codingPath.isEmpty ? "" : " in ")"
        + place(context.codingPath)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(place(context.codingPath)) is not what is expected there"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty
        ? "not JSON" : "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default: return "cannot be understood"
    }
  }
}
