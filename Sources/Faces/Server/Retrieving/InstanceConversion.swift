import Archive
import DICOMCoding
import DICOMImaging
import DICOMModel
import SeriesLoading
import WorkScheduling

/// Instances in the syntax that every client understands: Explicit VR Little Endian.
enum InstanceConversion {
  /// Whether an instance can be brought into it without loss.
  static func isPossible(_ instance: ArchivedInstance) -> Bool {
    !instance.transferSyntax.isEncapsulated
      || Decompression.isLossless(instance.transferSyntax) && instance.pixelData != nil
  }

  /// The bytes of a file in it.
  ///
  /// - Throws: What becomes a ``ServiceFailure``.
  static func file(_ instance: ArchivedInstance) throws -> [UInt8] {
    let file = try ObjectFile(path: instance.path)
    var dataSet = try file.inflated(pixelBytes: .max, context: WorkContext(workers: 1))
    if instance.transferSyntax.isEncapsulated {
      dataSet = try Decompression(instance, dataSet).dataSet(context: WorkContext(workers: 1))
    } else {
      dataSet = try dataSet.withPixelsInOrder(readIn: instance.transferSyntax)
    }
    return try Part10Writer().file(dataSet, transferSyntax: .explicitVRLittleEndian)
  }

  /// The bytes of a compressed instance whose file lacks preamble or meta group, with both.
  ///
  /// - Throws: What becomes a ``ServiceFailure``.
  static func rewritten(_ instance: ArchivedInstance) throws -> [UInt8] {
    let file = try ObjectFile(path: instance.path)
    let dataSet = try file.inflated(pixelBytes: .max, context: WorkContext(workers: 1))
    return try Part10Writer().file(dataSet, transferSyntax: instance.transferSyntax)
  }
}
