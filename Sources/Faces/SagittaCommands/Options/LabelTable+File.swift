import Foundation
import Sagitta

extension LabelTable {
  /// Reads the table in a file.
  ///
  /// - Throws: ``RefusedError``.
  init(path: String) throws {
    let text: String
    do {
      text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    } catch {
      throw RefusedError(
        .noInput, description: "\(path): cannot be read: no such file, or not text")
    }
    do {
      try self.init(parsing: text)
    } catch {
      throw RefusedError(.badInput, description: "\(path): \(error)")
    }
  }
}
