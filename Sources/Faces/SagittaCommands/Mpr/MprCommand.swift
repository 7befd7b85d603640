import ArgumentParser
import SagittaEngine

/// `sagitta mpr`: any plane, thin or slab, one or a stack, straight or along a curve.
struct MprCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpr", abstract: "Any plane: oblique, thick, a stack, or along a curve.",
    discussion: """
      A plane is given by two directions, by its normal, by three points, by turning a patient \
      plane, or by the stored images of another series. The viewer looks along right × down, \
      which is the normal. Stacks count along the normal, or turn about the picture's down.

      Examples:
        sagitta mpr scans/ -o plane.png --normal 0,1,1 --center -10,20,-300
        sagitta mpr scans/ -o plane.png --plane coronal --rotate 0,15,0
        sagitta mpr scans/ -o slab.png --normal 0,1,0 --thickness 20 --blend max
        sagitta mpr scans/ -o stack/ --right 1,0,0 --down 0,0.6,-0.8 --count 20
        sagitta mpr scans/ -o three.png \\
          --through 0,0,-300 --through 50,0,-300 --through 0,40,-250
        sagitta mpr mr/ -o matched/ --plane-of ct/
        sagitta mpr scans/ -o fan/ --plane coronal --radial 36
        sagitta mpr scans/ -o stack.nii.gz --plane axial --rotate 10,0,0 --count 50
        sagitta mpr scans/ -o turning.gif --plane coronal --radial 36 --fps 12
        sagitta mpr scans/ -o vessel.png --curve points.json --width 40
        sagitta mpr scans/ -o cut/ --curve points.json --curve-mode cross-sections
        sagitta mpr scans/ -o slabs/ --thickness 10 --blend max --count 20 --dicom
      """)

  @OptionGroup(title: "Plane") var plane: ObliqueOptions
  @OptionGroup(title: "Slab") var slab: SlabOptions
  @OptionGroup(title: "Curve") var curve: CurveOptions
  @OptionGroup var options: PlaneOptions

  func validate() throws {
    if curve.curve != nil, plane.isGiven {
      throw ValidationError("--curve decides where the picture lies; leave the plane out")
    }
    if plane.planeOf != nil {
      guard plane.center == nil, plane.rotate == nil else {
        throw ValidationError(
          "--plane-of decides where the planes lie; leave --center and --rotate out")
      }
      guard plane.count == nil, plane.spacingBetween == nil, plane.radial == nil else {
        throw ValidationError(
          "--plane-of gives as many planes as there are images; leave --count out")
      }
    }
    // The points are a file, which is read when everything else is right.
    let points = [PatientPoint(0, 0, 0), PatientPoint(0, 0, 1)]
    try OptionNames.validate { try request(along: points, readsFiles: false).validate() }
  }

  /// What the options ask for, with the points of a curve if there is one.
  private func request(along points: [PatientPoint], readsFiles: Bool) throws -> PlaneRequest {
    let planes: PlaneChoice =
      if curve.curve != nil {
        .curve(curve.planes(points, stack: plane))
      } else {
        plane.planeOf == nil ? .oblique(plane.planes) : .planeOf
      }
    var request = try options.request(planes, readsFiles: readsFiles)
    request.slab = slab.request
    return request
  }

  func run() throws {
    let target = try options.target()
    let request = try request(along: curve.points(), readsFiles: true)
    try PlaneRun(verb: "mpr", options: options, planesOf: plane.planeOf)
      .run(to: target, takesSeveral: false) { _ in request }
  }
}

/// A thick plane.
struct SlabOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Total thickness in mm, centred on the plane; default: thin.", valueName: "mm"))
  var thickness: PositiveNumberArgument?

  @Option(help: ArgumentHelp("max, min, mean or sum of the samples.", valueName: "blend"))
  var blend: SampleBlend?

  @Option(
    help: ArgumentHelp(
      "Distance of samples across the slab in mm; default: half the finest spacing.",
      valueName: "mm"))
  var step: PositiveNumberArgument?

  func validate() throws {
    guard thickness != nil || (blend == nil && step == nil) else {
      throw ValidationError("--blend and --step belong to --thickness")
    }
  }

  /// The slab that is asked for; nil for a thin plane.
  var request: SlabRequest? {
    guard let thickness else { return nil }
    var request = SlabRequest(thickness: thickness.value)
    request.blend = blend ?? .mean
    request.step = step?.value
    return request
  }
}
