public import ArgumentParser
public import Phantoms
public import SagittaEngine

// Values of the engine that options name by their raw value.

extension StorageChoice: ExpressibleByArgument {}

extension Interpolation: ExpressibleByArgument {}

extension OrthogonalOrientation: ExpressibleByArgument {}

extension OrthogonalPlanes.Plane: ExpressibleByArgument {}

extension CurvedPlanes.Mode: ExpressibleByArgument {}

extension SampleBlend: ExpressibleByArgument {}

extension CurvePath.Shape: ExpressibleByArgument {}

extension AnnotationDetail: ExpressibleByArgument {}

extension VoxelType: ExpressibleByArgument {}

extension DisplayWindow.Function: ExpressibleByArgument {}

extension RayClassification: ExpressibleByArgument {}

extension RayInterpolation: ExpressibleByArgument {}

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

extension DerivedEncoding: ExpressibleByArgument {}

extension PhaseSelection: ExpressibleByArgument {
  /// Reads a number or `all`.
  public init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let number = Int(argument) {
      self = .number(number)
    } else {
      return nil
    }
  }
}

extension BoxRegion: ExpressibleByArgument {
  /// Reads `x0,x1,y0,y1,z0,z1` in LPS mm.
  public init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 6...6) else { return nil }
    self.init(PatientBox(PatientPoint(n[0], n[2], n[4]), PatientPoint(n[1], n[3], n[5])))
  }
}

extension SphereRegion: ExpressibleByArgument {
  /// Reads `x,y,z,radius` in LPS mm.
  public init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 4...4), n[3] > 0 else { return nil }
    self.init(center: PatientPoint(n[0], n[1], n[2]), radius: n[3])
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
