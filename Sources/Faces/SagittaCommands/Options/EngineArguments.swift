public import ArgumentParser
public import Phantoms
public import Sagitta

// Values of the engine that options name by their raw value.

extension Interpolation: ExpressibleByArgument {}

extension OrthogonalOrientation: ExpressibleByArgument {}

extension OrthogonalPlanes.Plane: ExpressibleByArgument {}

extension CurvedPlanes.Mode: ExpressibleByArgument {}

extension SampleBlend: ExpressibleByArgument {}

extension CurvePath.Shape: ExpressibleByArgument {}

extension AnnotationDetail: ExpressibleByArgument {}

extension VoxelType: ExpressibleByArgument {}

extension DisplayWindow.Function: ExpressibleByArgument {}

extension ProjectionBlend: ExpressibleByArgument {}

extension CameraRequest.View: ExpressibleByArgument {}

extension CameraRequest.Projection: ExpressibleByArgument {}

extension FrameList: ExpressibleByArgument {
  /// Reads `1-10,20`.
  public init?(argument: String) { self.init(argument) }
}

extension ImageColor: ExpressibleByArgument {
  /// Reads a name or `#rrggbb`.
  public init?(argument: String) { self.init(argument) }
}

extension PhantomKind: ExpressibleByArgument {}

extension PhantomSeries.Modality: ExpressibleByArgument {
  /// Reads `ct` or `mr`, in any case.
  public init?(argument: String) {
    self.init(rawValue: argument.uppercased())
  }
}

/// The value of `--suv`: what uptake is divided by.
enum SUVArgument: String, CaseIterable, ExpressibleByArgument {
  /// Body weight.
  case bw
}

extension GreyDepth: ExpressibleByArgument {
  /// Reads the number of bits.
  public init?(argument: String) {
    guard let bits = Int(argument) else { return nil }
    self.init(rawValue: bits)
  }
}
