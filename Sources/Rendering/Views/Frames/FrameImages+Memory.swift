import StoredImages
import WorkScheduling

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
    _ items: [FrameItem], request: FramesRequest, context: WorkContext
  ) throws(StoredImageError) {
    let limits = context.limits
    let needed = memoryNeeded(items, request: request, workers: context.workers)
    guard needed.bytes > limits.availableBytes else { return }
    let (all, isHuge) = needed.bytes.addingReportingOverflow(limits.heldBytes)
    throw StoredImageError(
      .overMemoryLimit(needed: isHuge ? .max : all, limit: limits.memoryBytes),
      path: needed.largest.image.path)
  }

  /// How many frames of a sequence are made side by side, and wait for their turn.
  func batch(_ context: WorkContext) -> Int {
    let pixels = items.map { $0.image.header.columns * $0.image.header.rows }.max() ?? 1
    let room = context.limits.availableBytes - memoryNeeded(workers: context.workers)
    return max(1, min(16, max(0, room) / (3 * max(1, pixels))))
  }

  /// The most pixels of a contact sheet; 0 without one.
  private static func sheetPixels(_ items: [FrameItem], request: FramesRequest) -> Int {
    guard let places = request.montage else { return 0 }
    let most = FrameSheet.longestSide * FrameSheet.longestSide
    // A frame with the gap beside it, of which there are no more than 10,000.
    let tile = items.map { item in
      (min(item.image.header.columns, FrameSheet.longestSide) + 4)
        * (min(item.image.header.rows, FrameSheet.longestSide) + 4)
    }
    return min(most, (tile.max() ?? 0) * places.x * places.y)
  }

  /// The bytes that frames take, and a frame that takes the most of them.
  private static func memoryNeeded(
    _ items: [FrameItem], request: FramesRequest, workers: Int
  ) -> (bytes: Int, largest: FrameItem) {
    let largest = items.max { $0.image.frameMemory < $1.image.frameMemory }
    guard let largest else { preconditionFailure("a request picks at least one frame") }
    let together = min(max(workers, 1), items.count)
    let (frames, isHuge) = largest.image.frameMemory.multipliedReportingOverflow(by: together)
    guard !isHuge else { return (.max, largest) }
    // A sheet's tiles are there together, the sheet itself, and it as a file.
    let sheet = 9 * sheetPixels(items, request: request)
    return (frames.addingReportingOverflow(sheet).overflow ? .max : frames + sheet, largest)
  }
}
