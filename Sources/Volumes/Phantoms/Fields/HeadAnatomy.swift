import Geometry

extension HeadPhantom {
  /// The organs in a head of 240 mm, in the order in which they take each other's place:
  /// where (LPS mm from the centre), half axes in mm, value.
  static var organs: [(place: SIMD3<Double>, halfAxes: SIMD3<Double>, value: Double)] {
    [
      // The nose, the chin, and an ear on the right only.
      (SIMD3(0, -68, -10), SIMD3(8, 9, 10), softTissue),
      (SIMD3(0, -48, -56), SIMD3(20, 15, 16), softTissue),
      (SIMD3(-57, 6, -2), SIMD3(6, 9, 13), softTissue),
      // The first vertebra, behind and below.
      (SIMD3(0, 24, -64), SIMD3(12, 12, 10), 200),
      // Skin, skull, brain.
      (SIMD3(0, 0, 0), SIMD3(56, 68, 64), softTissue),
      (SIMD3(0, 0, 0), SIMD3(52, 64, 60), bone),
      (SIMD3(0, 0, 0), SIMD3(46, 58, 54), softTissue),
      // An eye and a ventricle on the left; a calcification on the right, behind and above.
      (SIMD3(20, -46, -6), SIMD3(9, 9, 9), 200),
      (SIMD3(14, -6, 4), SIMD3(7, 22, 12), -100),
      (SIMD3(-18, 24, 18), SIMD3(6, 6, 6), 700),
    ]
  }

  /// The twelve letters: in each picture, clockwise from its right side.
  static func letters(
    around center: PatientPoint, scale: Double, edge: SoftEdge
  ) -> [LetterPlate] {
    LetterPlate.Picture.allCases.flatMap { picture in
      let (right, down) = picture.sides
      // Outwards to the letter's side, then clockwise past the middle of that side.
      let places = [
        (right, right.unit * 95 + down.unit * 30), (down, down.unit * 96 - right.unit * 26),
        (right.opposite, right.unit * -95 - down.unit * 30),
        (down.opposite, down.unit * -96 + right.unit * 26),
      ]
      return places.map { letter, place in
        LetterPlate(
          letter, picture: picture, center: center + place * scale, scale: scale, edge: edge)
      }
    }
  }
}
