public import CSagitta
import SagittaEngine

/// The version of what the header says.
@c @implementation
public func sagitta_abi_version() -> Int32 { SAGITTA_ABI_VERSION }

/// What is in use, and the words that requests may have.
@c @implementation
public func sagitta_about() -> UnsafePointer<CChar>? {
  unsafe About.text.start.assumingMemoryBound(to: CChar.self)
}

/// Holds an object once more.
@c @implementation
public func sagitta_retain(_ object: sagitta_object) -> sagitta_status {
  ObjectTable.shared.retain(object) ? 0 : FaultKind.wrongRequest.status
}

/// Lets go of an object.
@c @implementation
public func sagitta_release(_ object: sagitta_object) -> sagitta_status {
  object == 0 || ObjectTable.shared.release(object) ? 0 : FaultKind.wrongRequest.status
}

/// How many objects are held.
@c @implementation
public func sagitta_object_count() -> UInt64 { UInt64(ObjectTable.shared.count) }

/// The bytes of a text or file, or of an error's JSON.
@c @implementation
public func sagitta_bytes(
  _ object: sagitta_object, _ bytes: UnsafeMutablePointer<UnsafeRawPointer?>?,
  _ count: UnsafeMutablePointer<Int>?
) -> sagitta_status {
  answer(nil) {
    let error = try? ObjectTable.shared.object(object, as: ErrorObject.self)
    let found = try error?.json ?? ObjectTable.shared.object(object, as: BytesObject.self)
    unsafe bytes?.pointee = unsafe found.start
    unsafe count?.pointee = found.count
  }
}

/// An error in one sentence.
@c @implementation
public func sagitta_error_message(_ error: sagitta_object) -> UnsafePointer<CChar>? {
  let found = try? ObjectTable.shared.object(error, as: ErrorObject.self)
  let message = found?.message ?? About.noError
  return unsafe message.start.assumingMemoryBound(to: CChar.self)
}

/// Makes something to cancel calls with.
@c @implementation
public func sagitta_cancellation_make(
  _ cancellation: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  answer(nil) { try unsafe give(to: cancellation) { CancellationObject() } }
}

/// Cancels calls.
@c @implementation
public func sagitta_cancel(_ cancellation: sagitta_object) -> sagitta_status {
  answer(nil) {
    try ObjectTable.shared.object(cancellation, as: CancellationObject.self).cancellation.request()
  }
}
