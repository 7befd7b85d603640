import WorkScheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An image file as text in the page; nil if there is none of it, which leaves the page whole.
///
/// - Throws: `WorkCancelled`.
func packed(_ context: WorkContext, bytes: (WorkContext) throws -> [UInt8]) throws -> String? {
  try context.check()
  do {
    return Data(try bytes(context)).base64EncodedString()
  } catch let cancelled as WorkCancelled {
    throw cancelled
  } catch {
    return nil
  }
}
