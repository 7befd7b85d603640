import DICOMModel
import Geometry
import VolumeModel

extension SeriesContent {
  /// Returns the data set of a file: a CT or MR image (PS3.3 A.3, A.4) without a patient.
  func dataSet(of file: SeriesFile) -> DataSet {
    var set = DataSet()
    setStudy(&set)
    setSeries(&set)
    setInstance(&set, file: file)
    setPlane(&set, file: file)
    setPixels(&set, file: file)
    switch series.modality {
    case .ct: setCT(&set, file: file)
    case .mr: setMR(&set)
    }
    return set
  }

  /// Patient, study, frame of reference, equipment; what is of type 2 and unknown is empty.
  private func setStudy(_ set: inout DataSet) {
    set.set(.patientName, string: "Phantom^")
    set.set(.patientID, string: "Phantom")
    for tag in [
      Tag.patientBirthDate, .patientSex, .referringPhysicianName, .accessionNumber,
      .positionReferenceIndicator,
    ] {
      set.set(tag, bytes: [])
    }
    // No clock: equal parameters give equal bytes.
    for tag in [Tag.studyDate, .seriesDate, .contentDate] { set.set(tag, string: "20000101") }
    for tag in [Tag.studyTime, .seriesTime, .contentTime] { set.set(tag, string: "120000") }
    set.set(.studyID, string: "1")
    set.set(.studyInstanceUID, string: studyInstanceUID)
    set.set(.studyDescription, string: "Phantom")
    set.set(.frameOfReferenceUID, string: frameOfReferenceUID)
    set.set(.manufacturer, string: "Sagitta")
    set.set(.manufacturerModelName, string: "Phantom")
  }

  private func setSeries(_ set: inout DataSet) {
    set.set(.modality, string: series.modality.rawValue)
    set.set(.seriesInstanceUID, string: seriesInstanceUID)
    set.set(.seriesNumber, integer: 1)
    set.set(.acquisitionNumber, integer: 1)
    set.set(.seriesDescription, string: "Phantom \(series.kind.rawValue)")
    set.set(.bodyPartExamined, string: "HEAD")
    set.set(.patientPosition, string: "HFS")
  }

  private func setInstance(_ set: inout DataSet, file: SeriesFile) {
    set.set(.sopClassUID, string: series.modality.sopClassUID)
    set.set(.sopInstanceUID, string: file.sopInstanceUID)
    set.set(.instanceNumber, integer: file.instanceNumber)
    let kind =
      file.role == .localizer ? "LOCALIZER" : series.modality == .ct ? "AXIAL" : "OTHER"
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", kind])
  }

  private func setPlane(_ set: inout DataSet, file: SeriesFile) {
    let isLocalizer = file.role == .localizer
    let (row, column) =
      isLocalizer ? localizerOrientation : (layout.orientation.row, layout.orientation.column)
    let position = isLocalizer ? localizerPosition : layout.positions[file.slice]
    // Row spacing, the distance of rows, comes first (PS3.3 10.7.1.1).
    set.set(.pixelSpacing, doubles: [series.spacing.y, series.spacing.x])
    set.set(.sliceThickness, double: layout.nominalGrid.sliceDistance)
    guard !series.oddities.omitsGeometry else { return }
    set.set(.imageOrientationPatient, doubles: [row, column].flatMap { [$0.x, $0.y, $0.z] })
    set.set(.imagePositionPatient, doubles: [position.x, position.y, position.z])
  }

  private func setPixels(_ set: inout DataSet, file: SeriesFile) {
    let format = series.format
    set.set(.samplesPerPixel, integer: 1)
    let isInverted = series.oddities.isMonochrome1
    set.set(.photometricInterpretation, string: isInverted ? "MONOCHROME1" : "MONOCHROME2")
    set.set(.rows, integer: layout.dimensions.rows)
    set.set(.columns, integer: layout.dimensions.columns)
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: format.bitsStored)
    set.set(.highBit, integer: format.bitsStored - 1)
    set.set(.pixelRepresentation, integer: format.isSigned ? 1 : 0)
    if let padding = series.oddities.paddingValue {
      set.set(.pixelPaddingValue, vr: format.isSigned ? .ss : .us, integer: padding)
    }
    let (center, width) = window
    set.set(.windowCenter, double: center)
    set.set(.windowWidth, double: width)
    set.set(.pixelData, vr: .ow, bytes: pixelData(of: file))
  }

  private func setCT(_ set: inout DataSet, file: SeriesFile) {
    let format = format(ofSlice: file.slice)
    let isLocalizer = file.role == .localizer
    set.set(.rescaleSlope, double: isLocalizer ? series.format.slope : format.slope)
    set.set(.rescaleIntercept, double: format.intercept)
    // A localizer is not measured in Hounsfield units (PS3.3 C.8.2.1.1.2): unspecified.
    set.set(.rescaleType, string: isLocalizer ? "US" : "HU")
    set.set(.kvp, bytes: [])
    if series.tiltDegrees != 0 { set.set(.gantryDetectorTilt, double: series.tiltDegrees) }
  }

  private func setMR(_ set: inout DataSet) {
    set.set(.scanningSequence, string: "RM")
    set.set(.sequenceVariant, string: "NONE")
    set.set(.mrAcquisitionType, string: "2D")
    for tag in [Tag.scanOptions, .repetitionTime, .echoTime, .echoTrainLength] {
      set.set(tag, bytes: [])
    }
  }

  /// Centre and width of the display window, in the values that a loader finds.
  var window: (center: Double, width: Double) {
    let (center, width): (Double, Double) =
      switch series.kind {
      case .head: (250, 2500)
      case .sphere: (500, 1200)
      case .ramp: (0, 2000)
      case .beads: (500, 2400)
      }
    return (series.modality == .mr ? center - series.format.intercept : center, width)
  }

  var studyInstanceUID: String { uids.uid(of: "study") }
  var seriesInstanceUID: String { uids.uid(of: "series") }
  var frameOfReferenceUID: String { uids.uid(of: "frame of reference") }
}

extension PhantomSeries.Modality {
  /// CT Image Storage or MR Image Storage (PS3.4 B.5).
  var sopClassUID: String {
    switch self {
    case .ct: "1.2.840.10008.5.1.4.1.1.2"
    case .mr: "1.2.840.10008.5.1.4.1.1.4"
    }
  }
}
