import Presentation
public import VolumeModel
public import WorkScheduling

extension TransferFunction {
  /// The opacity of a layer of ``opacityUnit`` mm of a value, before gradients.
  ///
  /// - Precondition: The function is checked.
  public func opacity(of value: Double) -> Double {
    Self.interpolate(opacity.map(\.value), at: value) { opacity[$0].opacity }
  }

  /// Red, green and blue of a value.
  ///
  /// - Precondition: The function is checked.
  public func color(of value: Double) -> SIMD3<Double> {
    let places = color.map(\.value)
    func part(_ n: Int) -> Double {
      Self.interpolate(places, at: value) { color[$0].color[n] }
    }
    return SIMD3(part(0), part(1), part(2))
  }

  /// What opacity is multiplied by where the value changes by `magnitude` per mm.
  ///
  /// - Precondition: The function is checked.
  public func gradientOpacity(of magnitude: Double) -> Double {
    guard let points = gradientOpacity else { return 1 }
    return Self.interpolate(points.map(\.magnitude), at: magnitude) { points[$0].opacity }
  }

  private static func interpolate(
    _ places: [Double], at place: Double, answer: (Int) -> Double
  ) -> Double {
    guard let next = places.firstIndex(where: { $0 > place }) else {
      return answer(places.count - 1)
    }
    guard next > 0 else { return answer(0) }
    let t = (place - places[next - 1]) / (places[next] - places[next - 1])
    return answer(next - 1) + t * (answer(next) - answer(next - 1))
  }

  /// Returns the same function over modality values.
  ///
  /// - Throws: `WorkCancelled`.
  public func resolved(
    for volume: Volume, context: WorkContext = WorkContext()
  ) throws -> TransferFunction {
    guard domain == .relative else { return self }
    let range = try volume.defaultRange(context: context)
    let low = Double(range?.lowerBound ?? 0)
    var span = Double(range?.upperBound ?? 1) - low
    if !(span > 0) { span = 1 }
    var result = self
    result.domain = .modality
    result.opacity = opacity.map { OpacityPoint(value: low + $0.value * span, opacity: $0.opacity) }
    result.color = color.map { ColorPoint(value: low + $0.value * span, color: $0.color) }
    result.gradientOpacity = gradientOpacity?.map {
      GradientPoint(magnitude: $0.magnitude * span, opacity: $0.opacity)
    }
    return result
  }
}
