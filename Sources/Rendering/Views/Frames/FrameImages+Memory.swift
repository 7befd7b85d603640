import StoredImages

extension FrameImages {
  /// The bytes that frames take while so many are made at a time.
  ///
  /// - Parameter workers: How many frames are made at a time.
  /// - Returns: Bytes.
  public func memoryNeeded(workers: Int) -> Int {
    Self.memoryNeeded(items, request: request, workers: workers).bytes
  }

  /// Throws if frames take more than a limit.
  static func check(
    _ items: [FrameItem], request: FramesRequest, limit: Int, workers: Int
  ) throws(StoredImageError) {
    let needed = memoryNeeded(items, request: request, workers: workers)
    guard needed.bytes > limit else { return }
    throw StoredImageError(
      .overMemoryLimit(needed: needed.bytes, limit: limit), path: needed.largest.image.path)
  }

  /// The bytes that frames take, and a frame that takes the most of them.
  private static func memoryNeeded(
    _ items: [FrameItem], request: FramesRequest, workers: Int
  ) -> (bytes: Int, largest: FrameItem) {
    let largest = items.max { $0.image.header.frameMemory < $1.image.header.frameMemory }
    guard let largest else { preconditionFailure("a request picks at least one frame") }
    let together = min(max(workers, 1), items.count)
    let (frames, isHuge) = largest.image.header.frameMemory
      .multipliedReportingOverflow(by: together)
    guard !isHuge else { return (.max, largest) }
    // A sheet's tiles are there together, and the sheet itself.
    let sheet = request.montage == nil ? 0 : 6 * FrameSheet.longestSide * FrameSheet.longestSide
    return (frames.addingReportingOverflow(sheet).overflow ? .max : frames + sheet, largest)
  }
}
