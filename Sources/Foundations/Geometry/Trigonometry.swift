#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The angle, in radians, of the point (`x`, `y`); the C library's, without Foundation.
func arcTangent(_ y: Double, _ x: Double) -> Double {
  atan2(y, x)
}

/// The sine and cosine of an angle in degrees, exact for multiples of 90°.
func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
  let turn = degrees.truncatingRemainder(dividingBy: 360)
  switch turn {
  case 0: return (0, 1)
  case 90, -270: return (1, 0)
  case 180, -180: return (0, -1)
  case 270, -90: return (-1, 0)
  default: return (sin(turn * .pi / 180), cos(turn * .pi / 180))
  }
}

/// The tangent of an angle in degrees.
func tangent(degrees: Double) -> Double {
  let (sine, cosine) = sineAndCosine(degrees: degrees)
  return sine / cosine
}
