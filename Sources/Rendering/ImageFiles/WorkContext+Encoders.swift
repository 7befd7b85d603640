import WorkScheduling

extension WorkContext {
  /// Has a C encoder work, which asks between rows whether to go on.
  ///
  /// - Parameters:
  ///   - format: What it makes.
  ///   - message: What it says where it failed.
  ///   - work: Its call; 1 where it came to its end.
  /// - Throws: `WorkCancelled`; ``ImageFileError/encoderFailed(_:message:)``.
  func encode(
    _ format: ImageFileFormat, message: @autoclosure () -> String,
    work: (_ goesOn: @escaping AsksWhetherToGoOn, _ caller: UnsafeRawPointer) -> Int32
  ) throws {
    guard unsafe lent(to: work) == 1 else {
      try check()
      throw ImageFileError.encoderFailed(format, message: message())
    }
  }
}
