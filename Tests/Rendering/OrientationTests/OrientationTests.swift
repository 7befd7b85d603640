import Geometry
import Phantoms
import Presentation
import Reslicing
import Testing
import VolumeModel

/// Left is left, in every orientation in which slices can be stored.
@Suite struct OrientationTests {
  /// The letters of the four sides of a radiological picture, as people know them.
  static func expected(_ orientation: OrthogonalOrientation) -> [LetterReader.Side: Character] {
    switch orientation {
    case .axial: [.left: "R", .right: "L", .top: "A", .bottom: "P"]
    case .coronal: [.left: "R", .right: "L", .top: "H", .bottom: "F"]
    case .sagittal: [.left: "A", .right: "P", .top: "H", .bottom: "F"]
    }
  }

  @Test(arguments: PhantomSeries.aligned(.head) + PhantomSeries.askew(.head))
  func `every picture shows its letters upright on their sides`(_ series: PhantomSeries) throws {
    let loaded = try LoadedPhantom(series)
    // Half way between air and letters; of the head only the skull is brighter.
    let window = try #require(DisplayWindow(center: 250, width: 500))
    for orientation in OrthogonalOrientation.allCases {
      let picture = try loaded.middle(orientation).displayed(with: window)
      let letters = LetterReader(picture).letters()
      for (side, letter) in Self.expected(orientation) {
        #expect(
          letters[side] == [LetterReader.Letter(letter: letter, isUpright: true)],
          "\(orientation), \(side)")
      }
    }
  }

  @Test func `the reader sees mirroring and turns`() throws {
    let window = try #require(DisplayWindow(center: 250, width: 500))
    let picture = try LoadedPhantom(.cubic(.head)).middle(.axial).displayed(with: window)
    guard case .gray8(let bytes) = picture.samples else { return }
    let (width, height) = (picture.width, picture.height)
    func seen(
      _ size: (Int, Int), _ source: (_ x: Int, _ y: Int) -> Int
    ) -> [LetterReader.Side: [LetterReader.Letter]] {
      let pixels = (0..<size.1).flatMap { y in (0..<size.0).map { bytes[source($0, y)] } }
      return LetterReader(Raster(width: size.0, height: size.1, samples: .gray8(pixels))).letters()
    }
    let mirrored = seen((width, height)) { x, y in y * width + width - 1 - x }
    #expect(mirrored[.right] == [LetterReader.Letter(letter: "R", isUpright: false)])
    #expect(mirrored[.left] == [LetterReader.Letter(letter: "L", isUpright: false)])
    #expect(mirrored[.bottom] == [LetterReader.Letter(letter: "P", isUpright: false)])
    let turned = seen((height, width)) { x, y in (height - 1 - x) * width + y }
    #expect(turned[.top] == [LetterReader.Letter(letter: "R", isUpright: false)])
    #expect(turned[.right] == [LetterReader.Letter(letter: "A", isUpright: false)])
  }

  @Test(arguments: PhantomSeries.aligned(.head))
  func `aligned pictures are the field itself`(_ series: PhantomSeries) throws {
    let loaded = try LoadedPhantom(series)
    for orientation in OrthogonalOrientation.allCases {
      let picture = try loaded.middle(orientation)
      for row in 0..<picture.geometry.height {
        for column in 0..<picture.geometry.width {
          let value = Double(picture[column, row])
          let truth = loaded.phantom.value(at: picture.point(column, row))
          // Every pixel is a voxel's centre, so only storing rounds: half a step, and 1e-3 for
          // weights of neighbours that should be 0 (1e-9 of a voxel, times 2500 HU).
          if abs(value - truth) > 0.5 + 1e-3 {
            Issue.record("\(orientation) (\(column), \(row)): \(value), not \(truth)")
            return
          }
        }
      }
    }
  }

  @Test(arguments: PhantomSeries.askew(.head))
  func `askew pictures lie between the field's values around`(_ series: PhantomSeries) throws {
    let loaded = try LoadedPhantom(series)
    let cells = FieldCells(phantom: loaded.phantom, grid: try series.loadedGrid())
    for orientation in OrthogonalOrientation.allCases {
      let picture = try loaded.middle(orientation)
      for row in 0..<picture.geometry.height {
        for column in 0..<picture.geometry.width {
          let value = Double(picture[column, row])
          let point = picture.point(column, row)
          if let range = cells.range(around: point) {
            // Linear interpolation stays between its corners, each rounded by half a step.
            guard value < range.lowerBound - 0.501 || value > range.upperBound + 0.501 else {
              continue
            }
          } else if value.isNaN || cells.isOnTheRim(point) {
            continue
          }
          Issue.record("\(orientation) (\(column), \(row)): \(value)")
          return
        }
      }
    }
  }

  @Test(arguments: PhantomSeries.aligned(.ramp) + PhantomSeries.askew(.ramp))
  func `every picture of a ramp is the ramp`(_ series: PhantomSeries) throws {
    let loaded = try LoadedPhantom(series)
    let grid = loaded.volume.geometry
    let last = PatientVector(SIMD3(grid.dimensions.ijk.map { Double($0 - 1) })).components
    for orientation in OrthogonalOrientation.allCases {
      let picture = try loaded.middle(orientation)
      var largest = 0.0
      for row in 0..<picture.geometry.height {
        for column in 0..<picture.geometry.width {
          let point = picture.point(column, row)
          let voxel = grid.voxelPoint(of: point).coordinates
          // Beyond the outermost centres the edge value holds, and the ramp does not.
          guard all(voxel .>= SIMD3(repeating: 0)), all(voxel .<= last) else { continue }
          largest = max(
            largest, abs(Double(picture[column, row]) - loaded.phantom.value(at: point)))
        }
      }
      // Linear interpolation of a ramp is exact; stored values are rounded by half a step, and
      // floats of 1000 HU by 1e-4.
      #expect(largest < 0.5 + 2e-3, "\(orientation)")
    }
  }
}
