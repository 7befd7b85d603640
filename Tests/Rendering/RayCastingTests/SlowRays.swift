import Foundation
import Geometry
import RayCasting
import VolumeModel

/// Ray casting by its definition: in double precision, one sample after the other, nothing left
/// out, curves instead of tables.
struct SlowRays {
  let volume: Volume
  let frame: RayFrame
  /// The field of a cubic kernel, in volumes without holes; nil for the linear one.
  var cubic: SlowCubic?

  /// One ray: sample n lies at start + direction · n · step.
  struct Ray {
    let start: PatientPoint
    let direction: PatientVector
  }

  /// What a ray passes of the volume: samples and how many steps each stands for.
  struct Way {
    var numbers: [Double] = []
    var weights: [Double] = []
  }

  /// The ray of the centre of a pixel.
  func ray(_ column: Int, _ row: Int) -> Ray {
    let camera = frame.camera
    let x = (Double(column) - Double(frame.width - 1) / 2) * frame.pixelSize.x
    let y = (Double(row) - Double(frame.height - 1) / 2) * frame.pixelSize.y
    let seen = camera.lookAt + camera.right * x + camera.down * y
    if camera.isPerspective, let direction = (seen - camera.position).normalized {
      return Ray(start: camera.position, direction: direction)
    }
    let depth = (volume.geometry.center - camera.lookAt).dot(camera.forward)
    let first = depth + (frame.clipping.slab?.lowerBound ?? 0)
    return Ray(start: seen + camera.forward * first, direction: camera.forward)
  }

  func place(_ ray: Ray, _ number: Double) -> PatientPoint {
    ray.start + ray.direction * (number * frame.step)
  }

  /// Where the ray is inside of everything, in steps.
  func interval(_ ray: Ray) -> ClosedRange<Double>? {
    var (enter, leave) = (frame.camera.isPerspective ? 0.0 : -1e9, 1e9)
    for plane in faces + cuts {
      let (distance, approach) = (
        plane.signedDistance(to: ray.start), ray.direction.dot(plane.normal) * frame.step
      )
      if approach == 0 {
        if distance < 0 { return nil }
      } else if approach > 0 {
        enter = max(enter, -distance / approach)
      } else {
        leave = min(leave, -distance / approach)
      }
    }
    return enter <= leave ? enter...leave : nil
  }

  func way(_ ray: Ray) -> Way {
    guard let interval = interval(ray) else { return Way() }
    let (first, last) = (interval.lowerBound.rounded(.up), interval.upperBound.rounded(.down))
    guard first <= last else {
      let middle = (interval.lowerBound + interval.upperBound) / 2
      return Way(
        numbers: [(middle + 0.5).rounded(.down)],
        weights: [interval.upperBound - interval.lowerBound])
    }
    let lead = first - interval.lowerBound
    var numbers = (Int(first)...Int(last)).map(Double.init)
    var weights = numbers.map { _ in 1.0 }
    weights[0] += lead - 0.5
    weights[weights.count - 1] += interval.upperBound - last - 0.5
    if cubic != nil {
      // One more where the ray comes in, which shares the way to the next.
      weights[0] -= lead / 2
      numbers.insert(interval.lowerBound, at: 0)
      weights.insert(lead / 2, at: 0)
    }
    return Way(numbers: numbers, weights: weights)
  }

  /// The six faces of the voxels' box, looking inwards.
  private var faces: [Plane] {
    let grid = volume.geometry
    let (low, high) = (grid.voxelBounds.lower.coordinates, grid.voxelBounds.upper.coordinates)
    return (0..<6).compactMap { face in
      var place = low
      if face >= 3 { place[face % 3] = high[face % 3] }
      let point = grid.patientPoint(of: VoxelPoint(place))
      let map = grid.voxelToPatient
      let edges = [map.x, map.y, map.z]
      let normal = edges[(face + 1) % 3].cross(edges[(face + 2) % 3])
      let isInward = normal.dot(grid.center - point) > 0
      return Plane(through: point, normal: isInward ? normal : -normal)
    }
  }

  private var cuts: [Plane] {
    var planes = frame.clipping.planes
    if let crop = frame.clipping.crop {
      for axis in 0..<3 {
        var direction = SIMD3<Double>.zero
        direction[axis] = 1
        let normal = PatientVector(direction)
        planes += [
          Plane(through: crop.lower, normal: normal), Plane(through: crop.upper, normal: -normal),
        ].compactMap(\.self)
      }
    }
    if let slab = frame.clipping.slab {
      let (center, forward) = (volume.geometry.center, frame.camera.forward)
      planes += [
        Plane(through: center + forward * slab.lowerBound, normal: forward),
        Plane(through: center + forward * slab.upperBound, normal: -forward),
      ].compactMap(\.self)
    }
    return planes
  }
}

// The field between the voxels.
extension SlowRays {
  /// The voxels around a place with their weights, the rim's value held beyond the last centres.
  private func corners(_ p: PatientPoint) -> [(ijk: SIMD3<Int>, weight: Double)] {
    let voxel = volume.geometry.voxelPoint(of: p).coordinates
    let sides = (0..<3).map { axis -> [(Int, Double)] in
      let last = volume.dimensions.ijk[axis] - 1
      var place = min(max(voxel[axis], 0), Double(last))
      // Rounding must not give weight to voxels that have none.
      if abs(place - place.rounded()) < 1e-9 { place = place.rounded() }
      let low = min(Int(place), max(last - 1, 0))
      let t = place - Double(low)
      return [(low, 1 - t), (min(low + 1, last), t)].filter { $0.1 > 0 }
    }
    return sides[2].flatMap { k in
      sides[1].flatMap { j in
        sides[0].map { i in (SIMD3(i.0, j.0, k.0), i.1 * j.1 * k.1) }
      }
    }
  }

  /// The value at a place; nil where a voxel that counts holds nothing.
  func value(at p: PatientPoint) -> Double? {
    if let cubic { return cubic.value(at: volume.geometry.voxelPoint(of: p).coordinates) }
    var sum = 0.0
    for (ijk, weight) in corners(p) {
      guard volume.isValid(ijk.x, ijk.y, ijk.z) else { return nil }
      sum += weight * Double(volume[ijk.x, ijk.y, ijk.z])
    }
    return sum
  }

  /// The gradient in the patient, per mm: differences of neighbouring voxels, one-sided at the
  /// rim, mixed as the values are.
  func gradient(at p: PatientPoint) -> PatientVector {
    if let cubic { return gradient(of: cubic, at: p) }
    var g = SIMD3<Double>.zero
    let corners = corners(p)
    let low = corners.reduce(corners[0].ijk) { pointwiseMin($0, $1.ijk) }
    let high = corners.reduce(corners[0].ijk) { pointwiseMax($0, $1.ijk) }
    for (ijk, weight) in corners {
      for axis in 0..<3 { g[axis] += weight * difference(ijk, axis, low, high) }
    }
    let toVoxel = volume.geometry.patientToVoxel
    return PatientVector(
      g.x * toVoxel.x.x + g.y * toVoxel.x.y + g.z * toVoxel.x.z,
      g.x * toVoxel.y.x + g.y * toVoxel.y.y + g.z * toVoxel.y.z,
      g.x * toVoxel.z.x + g.y * toVoxel.z.y + g.z * toVoxel.z.z)
  }

  /// The gradient per mm, from places close by within the outermost centres.
  private func gradient(of cubic: SlowCubic, at p: PatientPoint) -> PatientVector {
    let voxel = volume.geometry.voxelPoint(of: p).coordinates
    let h = 1e-5
    var g = SIMD3<Double>.zero
    for axis in 0..<3 {
      let last = Double(cubic.size[axis] - 1)
      var (before, behind) = (voxel, voxel)
      let place = min(max(voxel[axis], 0), last)
      (before[axis], behind[axis]) = (max(place - h, 0), min(place + h, last))
      guard before[axis] < behind[axis] else { continue }
      let change = cubic.value(at: behind) - cubic.value(at: before)
      g[axis] = change / (behind[axis] - before[axis])
    }
    let toVoxel = volume.geometry.patientToVoxel
    return PatientVector(
      g.x * toVoxel.x.x + g.y * toVoxel.x.y + g.z * toVoxel.x.z,
      g.x * toVoxel.y.x + g.y * toVoxel.y.y + g.z * toVoxel.y.z,
      g.x * toVoxel.z.x + g.y * toVoxel.z.y + g.z * toVoxel.z.z)
  }

  /// The change along an axis at a voxel; those that hold nothing give way to the closest between
  /// `low` and `high`.
  private func difference(
    _ ijk: SIMD3<Int>, _ axis: Int, _ low: SIMD3<Int>, _ high: SIMD3<Int>
  ) -> Double {
    let last = volume.dimensions.ijk[axis] - 1
    let (before, behind) = (max(ijk[axis] - 1, 0), min(ijk[axis] + 1, last))
    guard before < behind else { return 0 }
    func value(_ n: Int) -> Double {
      var place = ijk
      place[axis] = n
      if !volume.isValid(place.x, place.y, place.z) {
        place = place.clamped(lowerBound: low, upperBound: high)
      }
      return Double(volume[place.x, place.y, place.z])
    }
    var distance = Double(behind - before)
    if axis == 2, let positions = volume.geometry.slicePositions {
      let mean = positions[positions.count - 1] / Double(positions.count - 1)
      distance = (positions[behind] - positions[before]) / mean
    }
    return (value(behind) - value(before)) / distance
  }
}

// What rays see.
extension SlowRays {
  /// The samples that count, in order, and the steps they stand for.
  func samples(_ ray: Ray) -> [(place: PatientPoint, value: Double, weight: Double)] {
    let way = way(ray)
    return zip(way.numbers, way.weights).compactMap { number, weight in
      let place = place(ray, Double(number))
      return value(at: place).map { (place, $0, weight) }
    }
  }

  /// Red, green, blue (times opacity) and opacity; `opaque` is where a ray ends.
  func color(_ ray: Ray, _ style: RenderStyle, opaque: Double = 0.9995) -> SIMD4<Double> {
    var (seen, passing) = (SIMD3<Double>.zero, 1.0)
    let function = style.transferFunction
    for (place, value, weight) in samples(ray) where 1 - passing < opaque {
      let base = function.opacity(of: value)
      guard base > 0 else { continue }
      let gradient = gradient(at: place)
      let unit = base * function.gradientOpacity(of: gradient.length)
      let opacity = 1 - pow(1 - unit, weight * frame.step / function.opacityUnit)
      let color = lit(function.color(of: value), gradient, ray, style)
      seen += color * (passing * opacity)
      passing *= 1 - opacity
    }
    return SIMD4(seen, 1 - passing)
  }

  /// Phong's light on a colour.
  func lit(
    _ color: SIMD3<Double>, _ gradient: PatientVector, _ ray: Ray, _ style: RenderStyle
  ) -> SIMD3<Double> {
    guard style.isShaded, let light = style.transferFunction.shading else { return color }
    let toViewer = -ray.direction
    guard var normal = gradient.normalized else { return color * (light.ambient + light.diffuse) }
    if normal.dot(toViewer) < 0 { normal = -normal }
    var toLight = toViewer
    if case .distant(let direction) = style.light { toLight = direction.normalized ?? toViewer }
    let facing = max(normal.dot(toLight), 0)
    let mirrored = normal * (2 * normal.dot(toLight)) - toLight
    let highlight = facing > 0 ? pow(max(mirrored.dot(toViewer), 0), light.shininess) : 0
    return color * (light.ambient + light.diffuse * facing) + light.specular * highlight
  }
}
