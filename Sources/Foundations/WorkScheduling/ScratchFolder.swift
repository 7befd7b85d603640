import CScratch

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder on a disk, for voxels that memory has no room for.
///
/// What lies there has no name: it is gone with whoever uses it, also if the process is killed.
public struct ScratchFolder: Hashable, Sendable {
  /// The folder.
  public let path: String

  /// Names a folder, which is looked at once something is to lie there.
  public init(_ path: String) { self.path = path }

  /// The folder that the environment names, `SAGITTA_SCRATCH` before `TMPDIR`, or else `/var/tmp`.
  ///
  /// A `TMPDIR` that lies in memory is passed over; nil if `/var/tmp` does, too.
  public static var standard: ScratchFolder? {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["SAGITTA_SCRATCH"], !named.isEmpty { return ScratchFolder(named) }
    return [environment["TMPDIR"], "/var/tmp"].compactMap { $0.map(ScratchFolder.init) }
      .first { (try? $0.room()) != nil }
  }

  /// What has to be resident, at the least, of so many bytes there.
  package static func window(of bytes: Int) -> Int { min(bytes / 8, 64 << 20) }

  /// The bytes that this process may take there.
  ///
  /// - Throws: ``ScratchError/inMemory(folder:)``, ``ScratchError/unusable(folder:code:)``.
  public func room() throws(ScratchError) -> Int {
    var isMemory: Int32 = 0
    let bytes = unsafe sagitta_scratch_room(path, &isMemory)
    guard bytes >= 0 else { throw .unusable(folder: path, code: Int32(-bytes)) }
    guard isMemory == 0 else { throw .inMemory(folder: path) }
    return Int(bytes)
  }
}
