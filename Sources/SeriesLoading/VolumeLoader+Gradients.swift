import DICOMImaging
import DICOMModel
import Geometry

extension VolumeLoader {
  /// Reads how the phases of a volume are weighted by diffusion.
  ///
  /// Images that say nothing of diffusion beside others that do are unweighted.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phases: The phases that are wanted.
  /// - Returns: A table of these phases; nil if none is weighted.
  /// - Throws: ``LoadError`` if a file cannot be read any more.
  public func gradientTable(
    of plan: VolumePlan, phases: [Int]
  ) throws(LoadError) -> GradientTable? {
    guard plan.volumeFile == nil else { return nil }
    let middles = phases.map { plan.phaseSlices[$0][plan.phaseSlices[$0].count / 2] }
    let weightings = middles.map(\.frame.diffusion)
    guard weightings.contains(where: { ($0?.bValue ?? 0) > 0 }) else { return nil }
    var directions: [PatientVector?] = []
    var problem: GradientTable.Problem?
    for (slice, weighting) in zip(middles, weightings) {
      guard let stated = weighting?.direction, (weighting?.bValue ?? 0) > 0 else {
        directions.append(nil)
        continue
      }
      let frame = try GradientFrame(attributes(ofFile: slice.path), slice)
      do throws(GradientTable.Problem) {
        directions.append(try frame.patientDirection(stated))
      } catch {
        problem = problem ?? error
      }
    }
    return GradientTable(
      bValues: weightings.map { $0?.bValue ?? 0 },
      directions: problem.map { .failure($0) } ?? .success(directions))
  }
}

/// The frame in which a file states gradient directions.
private enum GradientFrame {
  /// The patient's, as the standard, Siemens and Philips have it (PS3.3 C.8.13.5.9).
  case patient
  /// GE's: frequency, phase and slice of an axial image of a patient who lies head first supine,
  /// phases along columns. Against the row, against the column, along the normal.
  case generalElectric(ImagePlane)
  case unknown(GradientTable.Problem)

  init(_ set: DataSet, _ slice: SliceSource) {
    let isStandard =
      slice.header.hasFunctionalGroups
      || set.doubles(.diffusionGradientOrientation)?.count == 3
      || set.item(.diffusionGradientDirectionSequence)?.doubles(.diffusionGradientOrientation)
        != nil
    let maker = set.string(.manufacturer)?.uppercased() ?? ""
    if isStandard || maker.contains("SIEMENS") || maker.contains("PHILIPS") {
      self = .patient
    } else if maker.hasPrefix("GE ") || maker == "GE" {
      self = Self.generalElectric(set, slice)
    } else if maker.hasPrefix("CANON") || maker.hasPrefix("TOSHIBA") {
      self = .unknown(.imageFrame("for directions in comments"))
    } else {
      self = .unknown(.unknownFrame)
    }
  }

  private static func generalElectric(_ set: DataSet, _ slice: SliceSource) -> GradientFrame {
    guard let plane = slice.plane else { return .unknown(.unknownFrame) }
    let normal = plane.normal.components
    guard set.string(Tag(0x0018, 0x1312)) == "COL",
      set.string(.patientPosition) == "HFS", abs(normal.z) > 0.7
    else {
      return .unknown(
        .imageFrame("but for axial images, head first supine, phases along columns"))
    }
    return .generalElectric(plane)
  }

  func patientDirection(_ stated: [Double]) throws(GradientTable.Problem) -> PatientVector {
    let vector = PatientVector(stated[0], stated[1], stated[2])
    let turned: PatientVector
    switch self {
    case .unknown(let problem): throw problem
    case .patient: turned = vector
    case .generalElectric(let plane):
      guard abs(vector.length - 1) <= 0.05 else { throw .length(vector.length) }
      turned =
        plane.normal * vector.z - plane.rowDirection * vector.x - plane.columnDirection * vector.y
    }
    guard let direction = turned.normalized else { throw .length(0) }
    return direction
  }
}
