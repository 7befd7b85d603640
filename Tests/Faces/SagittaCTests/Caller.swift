import CSagitta
import Foundation
import SagittaC
import Testing

/// Calls the C interface as a program in C would.
struct Caller {
  /// What a call answered.
  struct Answer {
    let status: sagitta_status
    /// The object that was made; 0 if none was.
    let object: sagitta_object
    /// The error as JSON; empty if there was none.
    let error: [String: Any]

    var code: String { error["code"] as? String ?? "" }
  }

  typealias Place = UnsafeMutablePointer<sagitta_object>

  /// Makes a call with a place for its result and one for its error.
  static func call(_ body: (Place, Place) -> sagitta_status) throws -> Answer {
    var object: sagitta_object = 0
    var error: sagitta_object = 0
    let status = body(&object, &error)
    #expect((status == SAGITTA_OK) == (error == 0))
    defer { _ = sagitta_release(error) }
    return Answer(status: status, object: object, error: error == 0 ? [:] : try json(error))
  }

  /// The JSON of an object.
  static func json(_ object: sagitta_object) throws -> [String: Any] {
    var start: UnsafeRawPointer?
    var count = 0
    #expect(sagitta_bytes(object, &start, &count) == SAGITTA_OK)
    let data = Data(bytes: try #require(start), count: count)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The bytes of an object.
  static func bytes(_ object: sagitta_object) throws -> Data {
    var start: UnsafeRawPointer?
    var count = 0
    #expect(sagitta_bytes(object, &start, &count) == SAGITTA_OK)
    return Data(bytes: try #require(start), count: count)
  }

  /// Loads the only volume of a folder.
  static func volume(in folder: String, call: UnsafePointer<sagitta_call>? = nil) throws -> Answer {
    let request = #"{"inputs": ["\#(folder)"]}"#
    return try self.call { sagitta_load(call, request, -1, $0, $1) }
  }

  /// The pixels of an object, or its voxels.
  static func array(_ object: sagitta_object, index: UInt64 = 0) throws -> sagitta_array {
    var array = sagitta_array()
    array.size = UInt32(MemoryLayout<sagitta_array>.size)
    #expect(sagitta_image_array(object, index, &array, nil) == SAGITTA_OK)
    return array
  }
}
