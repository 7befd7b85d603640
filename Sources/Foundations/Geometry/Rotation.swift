extension Vector3 {
  /// Returns the vector turned about `axis` by an angle in degrees, right-handed.
  ///
  /// Multiples of 90° are exact. A null axis leaves the vector as it is.
  public func rotated(about axis: Self, degrees: Double) -> Self {
    guard let u = axis.normalized else { return self }
    let (sine, cosine) = sineAndCosine(degrees: degrees)
    // Rodrigues' formula.
    return self * cosine + u.cross(self) * sine + u * (u.dot(self) * (1 - cosine))
  }
}
