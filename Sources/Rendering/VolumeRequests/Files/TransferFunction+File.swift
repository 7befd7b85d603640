import Faults
import Files
public import RayCasting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension TransferFunction {
  /// Reads and checks a file: JSON, or a volume property of 3D Slicer (`.vp`).
  ///
  /// - Parameter path: The file.
  /// - Throws: ``VolumeRequestError`` that names the file.
  public init(file path: String) throws {
    ProtectedFiles.current?.add(files: [path])
    guard let bytes = try SideFile.bytes(path) else {
      throw VolumeRequestError.unusable(
        path, kind: .noInput, problem: "cannot be read", remedies: [.printPreset])
    }
    let data = Data(bytes)
    do {
      self =
        try path.lowercased().hasSuffix(".vp")
        ? TransferFunction(volumeProperty: String(decoding: data, as: UTF8.self))
        : JSONDecoder().decode(TransferFunction.self, from: data)
      try check()
    } catch let error as DecodingError {
      throw VolumeRequestError.unusable(
        path, problem: Self.reason(error), remedies: [.printPreset])
    } catch {
      throw VolumeRequestError.unusable(path, problem: "\(error)")
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      let steps = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      return steps.hasPrefix(".") ? String(steps.dropFirst()) : steps
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
