import Geometry
import Phantoms
import Testing
import VolumeModel

/// A loaded series is what its `truth.json` says, odd series included.
@Suite struct TruthTests {
  static var series: [PhantomSeries] {
    let changes: [(inout PhantomSeries) -> Void] = [
      { $0.oddities.missingSlices = [3, 4] },
      { $0.oddities.duplicatedSlices = [0, 5] },
      { $0.oddities.conflictingSlices = [6] },
      { $0.oddities.positionJitter = 1.2 },
      { ($0.format, $0.oddities.paddingValue) = (.signed16, -2000) },
      { $0.oddities.hasJunkHighBits = true },
      { $0.oddities.hasSlopePerSlice = true },
      { $0.oddities.isMonochrome1 = true },
      { $0.oddities.hasLocalizer = true },
      { $0.modality = .mr },
      { $0.format = StoredFormat(bitsStored: 12, isSigned: true, slope: 2, intercept: 100) },
    ]
    let odd = changes.flatMap { change in
      [0, 18.0].map { tilt in
        var series = small
        series.tiltDegrees = tilt
        change(&series)
        return series
      }
    }
    let encoded = PhantomSeries.transferSyntaxes.map { syntax in
      var series = small
      series.transferSyntax = syntax
      return series
    }
    return odd + encoded
  }

  static var small: PhantomSeries {
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 23, rows: 21, slices: 12),
      spacing: SIMD3(2, 2.5, 4))
    (series.center, series.order, series.noise) = (PatientPoint(12, -34, 56), .shuffled, 15)
    return series
  }

  @Test(arguments: series)
  func `loaded series is its truth`(_ series: PhantomSeries) throws {
    let (volume, truth) = (try LoadedPhantom(series).volume, try series.truth())
    #expect(volume.dimensions.ijk == truth.dimensions)
    #expect(volume.geometry.regularity.rawValue == truth.regularity)
    #expect(volume.attributes.seriesInstanceUID == truth.seriesInstanceUID)
    for (found, expected) in zip(volume.geometry.voxelToPatient.rowMajor, truth.affine) {
      // Positions have 16 characters in the files.
      #expect(abs(found - expected) < 1e-9)
    }
    for probe in truth.probes {
      let (i, j, k) = (probe.index[0], probe.index[1], probe.index[2])
      #expect(volume[i, j, k] == Float(probe.value))
      #expect(volume.isValid(i, j, k) != probe.isPadding)
      let place = volume.geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
      let expected = PatientPoint(probe.position[0], probe.position[1], probe.position[2])
      #expect(place.distance(to: expected) < 1e-8)
    }
  }
}
