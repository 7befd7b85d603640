public import VolumeModel
public import WorkScheduling

extension Renderer {
  /// Casts rays through the volume, for a first picture soon: coarse ones first, then the frame.
  ///
  /// Each level has half as many pixels along each side as the next one, so level by level takes
  /// a third longer than the last alone. The last one is the picture that
  /// ``picture(_:style:context:)`` makes, to the bit.
  ///
  /// - Parameters:
  ///   - frame: The rays of the last level.
  ///   - style: What they see.
  ///   - levels: How many pictures; 1 is the frame alone.
  ///   - context: What the call may use.
  ///   - show: Receives each picture. When it throws, no finer ones are made.
  /// - Precondition: `levels` is positive.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`; what `show` throws.
  public func pictures(
    _ frame: RayFrame, style: RenderStyle, levels: Int, context: WorkContext = WorkContext(),
    show: (Raster) throws -> Void
  ) throws {
    precondition(levels > 0, "a picture has at least one level")
    for level in (0..<levels).reversed() {
      let coarse = level == 0 ? frame : frame.coarser(by: 1 << level)
      try show(try picture(coarse, style: style, context: context))
    }
  }
}

extension RayFrame {
  /// Returns a frame that shows the same in fewer pixels.
  ///
  /// - Parameter factor: How many pixels become one along each side.
  /// - Returns: A frame with one ray for each pixel.
  /// - Precondition: `factor` is positive.
  public func coarser(by factor: Int) -> RayFrame {
    precondition(factor > 0, "pixels become one")
    func few(_ pixels: Int) -> Int { max(1, (pixels + factor / 2) / factor) }
    return RayFrame(self, width: few(width), height: few(height))
  }

  private init(_ other: RayFrame, width: Int, height: Int) {
    camera = other.camera
    grid = other.grid
    step = other.step
    clipping = other.clipping
    self.width = width
    self.height = height
    samples = 1
  }
}
