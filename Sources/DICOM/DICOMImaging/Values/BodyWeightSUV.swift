#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The standardised uptake value by body weight: what a PET series' values are multiplied by to
/// give grams per millilitre.
///
/// The rules are those of the QIBA profile for FDG-PET: SUV = activity · weight / dose, the dose
/// decayed from the injection to the moment that the activities were corrected to.
public struct BodyWeightSUV: Hashable, Sendable {
  /// SUV for one unit of the modality values.
  public let factor: Double
  /// Becquerels left of the dose at the moment of the decay correction; nil if the values did not
  /// need it.
  public let dose: Double?
  /// Seconds from the injection to that moment; nil if they were not needed.
  public let decaySeconds: Double?

  /// Why values cannot be had as SUV.
  public enum Problem: Error, Hashable, CustomStringConvertible {
    /// The image is not of PET.
    case notPET
    /// An attribute is absent or not a number above 0; its name and tag.
    case missing(String)
    /// What is there does not allow it; why.
    case unsupported(String)

    /// One line for people.
    public var description: String {
      switch self {
      case .notPET: "the volume is not PET"
      case .missing(let name): "\(name) is missing or makes no sense"
      case .unsupported(let reason): reason
      }
    }
  }

  /// Finds the factor of a series.
  ///
  /// - Parameter series: What its images say, all of them: beds are scanned one after the other.
  /// - Throws: ``Problem``.
  public init(_ series: [PETFacts]) throws(Problem) {
    guard let first = series.first else { throw .notPET }
    switch first.units {
    case nil: throw .missing("Units (0054,1001)")
    case "GML":
      guard first.suvType ?? "BW" == "BW" else {
        throw .unsupported(
          "the values are SUV already, but by \(first.suvType ?? ""), not by body weight")
      }
      factor = 1
      dose = nil
      decaySeconds = nil
    case "CNTS":
      if let suv = first.philips.suv {
        factor = suv
        dose = nil
        decaySeconds = nil
      } else if let activity = first.philips.activity {
        let uptake = try Uptake(series)
        factor = activity * uptake.factor
        dose = uptake.dose
        decaySeconds = uptake.decay
      } else {
        throw .missing(
          "Units (0054,1001) says CNTS, and the Philips SUV Scale Factor (7053,1000) or Activity "
            + "Concentration Scale Factor (7053,1009)")
      }
    case "BQML":
      let uptake = try Uptake(series)
      factor = uptake.factor
      dose = uptake.dose
      decaySeconds = uptake.decay
    case let units?: throw .unsupported("Units (0054,1001) says \(units), which is no activity")
    }
  }

  /// What becquerels per millilitre are multiplied by.
  private struct Uptake {
    let factor: Double
    let dose: Double
    let decay: Double?

    init(_ series: [PETFacts]) throws(Problem) {
      let first = series[0]
      guard let corrections = first.corrections else {
        throw .missing("Corrected Image (0028,0051)")
      }
      // DECAY stands in the profile's text, DECY in the standard's.
      guard corrections.contains("ATTN"), !corrections.isDisjoint(with: ["DECY", "DECAY"]) else {
        throw .unsupported(
          "Corrected Image (0028,0051) does not say that attenuation and decay were corrected")
      }
      guard let weight = first.weight else { throw .missing("Patient's Weight (0010,1030)") }
      guard let injected = first.dose else {
        throw .missing("Radionuclide Total Dose (0018,1074)")
      }
      switch first.decayCorrection {
      case "ADMIN": (dose, decay) = (injected, nil)
      case "START":
        guard let halfLife = first.halfLife else {
          throw .missing("Radionuclide Half Life (0018,1075)")
        }
        let seconds = try BodyWeightSUV.decay(series)
        dose = injected * exp2(-seconds / halfLife)
        decay = seconds
      case nil: throw .missing("Decay Correction (0054,1102)")
      case let other?:
        throw .unsupported(
          "Decay Correction (0054,1102) says \(other), so that activities cannot be compared")
      }
      factor = weight * 1000 / dose
    }
  }

  /// Seconds from the injection to the moment of the decay correction.
  private static func decay(_ series: [PETFacts]) throws(Problem) -> Double {
    let scan = try scanTime(series)
    switch series[0].injection {
    case nil: throw .missing("Radiopharmaceutical Start Time (0018,1072)")
    case .timeOfDay(let seconds):
      // The date is that of the scan, or the day before if that would be after the scan.
      let difference = (scan.seconds - seconds).truncatingRemainder(dividingBy: 86_400)
      return difference < 0 ? difference + 86_400 : difference
    case .moment(let moment):
      guard moment.seconds <= scan.seconds else {
        throw .unsupported(
          "Radiopharmaceutical Start DateTime (0018,1078) lies after the beginning of the scan")
      }
      return scan.seconds - moment.seconds
    }
  }

  /// The moment that activities were corrected to: the beginning of the series, unless that is
  /// the time at which a derived series was made.
  private static func scanTime(_ series: [PETFacts]) throws(Problem) -> ClockTime {
    if let stated = series[0].decayTime { return stated }
    let earliest = series.compactMap(\.acquisitionTime).min { $0.seconds < $1.seconds }
    guard let time = series[0].seriesTime else {
      guard let earliest else { throw .missing("Series Time (0008,0031)") }
      return earliest
    }
    guard let earliest, time.seconds > earliest.seconds else { return time }
    return series[0].privateScanTime ?? earliest
  }
}
