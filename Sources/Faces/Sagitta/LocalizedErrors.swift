public import Compression
public import Foundation

// Foundation's `localizedDescription` of an error that is no `LocalizedError` says nothing but its
// type: programs that show it would lose the sentence that every error here has.

extension ArchiveError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension BodyWeightSUV.Problem: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension CameraError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension CompressionError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension DataSetError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension DerivedObjectError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension FileReadingError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension FileWritingError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension GradientTable.Problem: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension GridGeometryError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension ImageFileError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension ImageReadingError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension LabelTableError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension LoadError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension MosaicSheet.Problem: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension MemoryExceeded: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension ScratchError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension OutOfMemory: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension UnfitMemory: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension OverlayError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension PixelCodingError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension RayCastingError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension RequestError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension ReslicingError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension StoredImageError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension TransferFunctionError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension UnknownColorMap: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension UnknownPreset: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension UnknownWindowPreset: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension ValueError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension VolumeFileError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension VolumePropertyError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension WorkCancelled: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}

extension WriteError: LocalizedError {
  /// The error's own sentence, which is its description.
  public var errorDescription: String? { description }
}
