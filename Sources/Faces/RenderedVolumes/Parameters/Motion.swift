import SagittaEngine

/// How a camera moves from picture to picture.
struct Motion {
  /// The range of a swivel in degrees; nil for a still picture.
  var swivel: Double?
  /// The points of a curve; nil for a still picture.
  var curve: [PatientPoint]?
  /// Degrees or millimetres from picture to picture.
  private(set) var step: Double
  /// Pictures a second; nil leaves it to the kind of animation.
  private(set) var rate: Double?

  /// Begins with a still picture.
  init() { step = Self.defaultStep(.rays) }

  /// Takes the parameters; each belongs to one of the two resources.
  mutating func read(
    _ reader: inout ParameterReader, of resource: RenderedParameters.Resource,
    limits: RenderedLimits
  ) throws(RenderedVolumesError) {
    switch resource {
    case .rays:
      swivel = try reader.positive("swivelrange")
      if let swivel, swivel > 360 {
        throw .wrongParameter("swivelrange", problem: "it is at most 360 degrees")
      }
    case .plane:
      curve = try reader.numbers(
        "volumetriccurvepoint", counts: { $0 >= 6 && $0.isMultiple(of: 3) }, like: "0,0,0,0,0,50"
      ).map { numbers in
        stride(from: 0, to: numbers.count, by: 3).map {
          PatientPoint(numbers[$0], numbers[$0 + 1], numbers[$0 + 2])
        }
      }
    }
    step = try reader.positive("animationstepsize") ?? Self.defaultStep(resource)
    rate = try reader.positive("animationrate")
    if let rate, rate > 100 {
      throw .wrongParameter("animationrate", problem: "it is at most 100 pictures a second")
    }
    guard frames <= Double(limits.frames) else {
      throw .tooLarge("an animation of \(Int(min(frames, 1e9))) pictures", limit: limits.frames)
    }
  }

  /// Pictures of a swivel or a curve; 1 of anything else.
  private var frames: Double {
    if let swivel { return (swivel / step).rounded() }
    guard let curve else { return 1 }
    return zip(curve, curve.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) } / step + 1
  }

  private static func defaultStep(_ resource: RenderedParameters.Resource) -> Double {
    resource == .rays ? 10 : 5
  }

  /// The turns of a swivel in degrees, one for each picture: range ÷ step of them.
  ///
  /// A whole turn goes round; a part rocks once to both sides of where it begins, which is its middle.
  func turns(of range: Double) -> [Double] {
    let count = max(1, Int(frames))
    return (0..<count).map { number in
      let part = Double(number) / Double(count)
      guard range < 360 else { return range * part }
      // Up to a quarter, down to three quarters, and up again.
      return range / 2 * (part < 0.25 ? 4 * part : part < 0.75 ? 2 - 4 * part : 4 * part - 4)
    }
  }
}
