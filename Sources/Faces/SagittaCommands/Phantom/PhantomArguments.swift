import ArgumentParser
import Phantoms
import SagittaEngine

/// Columns, rows and slices, as `256,256,60`, `256x256x60` or one number for a cube.
struct GridSizeArgument: ExpressibleByArgument {
  let dimensions: GridDimensions

  /// The most that rows and columns can be in DICOM.
  private static let largest = 65535

  init?(argument: String) {
    let words = argument.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "x" }
    var n = words.compactMap { Int($0) }
    if n.count == 1 { n = [n[0], n[0], n[0]] }
    guard words.count == n.count || words.count == 1, n.count == 3,
      n.allSatisfy({ (1...Self.largest).contains($0) })
    else { return nil }
    dimensions = GridDimensions(columns: n[0], rows: n[1], slices: n[2])
  }
}

/// One spacing in mm for all axes, or three.
struct SpacingsArgument: ExpressibleByArgument {
  let spacing: SIMD3<Double>

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 1...3), n.count != 2,
      n.allSatisfy({ $0 > 0 })
    else { return nil }
    spacing = n.count == 1 ? SIMD3(repeating: n[0]) : SIMD3(n[0], n[1], n[2])
  }
}

/// How the slices of a phantom lie.
struct OrientationArgument: ExpressibleByArgument, CustomStringConvertible {
  let orientation: SliceOrientation

  init(orientation: SliceOrientation) {
    self.orientation = orientation
  }

  init?(argument: String) {
    switch argument.lowercased() {
    case "axial": orientation = .axial
    case "coronal": orientation = .coronal
    case "sagittal": orientation = .sagittal
    default:
      guard let named = SliceOrientation(argument) else { return nil }
      orientation = named
    }
  }

  var description: String { orientation.name }
}

/// The transfer syntaxes without compressed frames.
enum NativeSyntaxArgument: String, CaseIterable, ExpressibleByArgument {
  case explicit, implicit
  case bigEndian = "big-endian"
  case deflated

  var syntax: TransferSyntax {
    switch self {
    case .explicit: .explicitVRLittleEndian
    case .implicit: .implicitVRLittleEndian
    case .bigEndian: .explicitVRBigEndian
    case .deflated: .deflatedExplicitVRLittleEndian
    }
  }
}
