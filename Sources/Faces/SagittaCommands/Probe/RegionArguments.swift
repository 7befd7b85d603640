import ArgumentParser
import Sagitta

/// A box in LPS mm: x0,x1,y0,y1,z0,z1.
struct BoxArgument: ExpressibleByArgument, PatientRegion {
  let bounds: PatientBox

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 6...6) else { return nil }
    bounds = PatientBox(PatientPoint(n[0], n[2], n[4]), PatientPoint(n[1], n[3], n[5]))
  }

  var name: String {
    let (a, b) = (bounds.lower, bounds.upper)
    return "box " + [a.x, b.x, a.y, b.y, a.z, b.z].map(\.displayText).joined(separator: ",")
  }

  func contains(_ point: PatientPoint) -> Bool { bounds.contains(point) }
}

/// A ball in LPS mm: x,y,z,radius.
struct SphereArgument: ExpressibleByArgument, PatientRegion {
  let center: PatientPoint
  let radius: Double

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 4...4), n[3] > 0 else { return nil }
    (center, radius) = (PatientPoint(n[0], n[1], n[2]), n[3])
  }

  var name: String {
    "sphere " + [center.x, center.y, center.z, radius].map(\.displayText).joined(separator: ",")
  }

  var bounds: PatientBox {
    let reach = PatientVector(radius, radius, radius)
    return PatientBox(center - reach, center + reach)
  }

  func contains(_ point: PatientPoint) -> Bool { point.distance(to: center) <= radius }
}
