public import VolumeModel
public import WorkScheduling

extension Renderer {
  /// Casts rays through the volume, for a first picture soon: coarse ones first, then the frame.
  ///
  /// Each level has half as many pixels along each side as the next one, so level by level takes
  /// a third longer than the last alone. The last one is the picture that
  /// ``picture(_:style:labels:context:)`` makes, to the bit.
  ///
  /// - Parameters:
  ///   - frame: The rays of the last level.
  ///   - style: What they see.
  ///   - labels: Bodies that they see together with the volume.
  ///   - levels: How many pictures, at least 1; 1 is the frame alone, and 31 are the most there are.
  ///   - context: What the call may use.
  ///   - show: Receives each picture. When it throws, no finer ones are made.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`; what `show` throws.
  public func pictures(
    _ frame: RayFrame, style: RenderStyle, labels: LabelBodies? = nil, levels: Int,
    context: WorkContext = WorkContext(), show: (Raster) throws -> Void
  ) throws {
    guard levels > 0 else {
      throw RayCastingError.notPositive("number of levels", Double(levels))
    }
    // More levels would only show one pixel again and again.
    for level in (0..<min(levels, 31)).reversed() {
      let coarse = level == 0 ? frame : frame.coarser(by: 1 << level)
      try show(try picture(coarse, style: style, labels: labels, context: context))
    }
  }
}

extension RayFrame {
  /// Returns a frame that shows the same in fewer pixels.
  ///
  /// - Parameter factor: How many pixels become one along each side; less than 1 counts as 1.
  /// - Returns: A frame with one ray for each pixel.
  public func coarser(by factor: Int) -> RayFrame {
    let factor = min(max(factor, 1), 1 << 31)
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
