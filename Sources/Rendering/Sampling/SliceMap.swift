package import VolumeModel

/// From the index in evenly spaced slices to the index in the list of an irregular stack.
package struct SliceMap: Sendable {
  /// Positions of the slices in units of the mean distance: the place of slice k among
  /// evenly spaced ones.
  package let places: [Double]

  /// Creates the map of an irregular stack; nil for an evenly spaced one.
  package init?(_ grid: GridGeometry) {
    guard let positions = grid.slicePositions else { return nil }
    let mean = positions[positions.count - 1] / Double(positions.count - 1)
    places = positions.map { $0 / mean }
  }

  /// The evenly counted places between which the volume lies: half a gap beyond the first
  /// and the last slice.
  package var bounds: Range<Double> {
    let last = places.count - 1
    return places[0] - (places[1] - places[0]) / 2..<places[last]
      + (places[last] - places[last - 1]) / 2
  }

  /// For each slice what the difference of its two neighbours is multiplied by to be a slope; at the
  /// ends the slice itself is one of the two.
  package var slopes: [Float] {
    places.indices.map { k in
      let before = max(k - 1, 0)
      let behind = min(k + 1, places.count - 1)
      return Float(1 / (places[behind] - places[before]))
    }
  }

  /// Returns the continuous index in the list; outside, the outermost gap continues.
  package func slice(at place: Double) -> Double {
    let low = GridGeometry.slice(before: place, among: places)
    return Double(low) + (place - places[low]) / (places[low + 1] - places[low])
  }
}
