import Outputs
import SagittaEngine

extension OutputTarget {
  /// Reads `-o`, `--format` and the options for DICOM, which go before the format.
  init(
    _ path: String, format: String?, default standard: String = "png", dicom: DICOMOptions
  ) throws {
    guard dicom.isWanted(for: path) else {
      try dicom.refuse()
      try self.init(path, format: format, default: standard)
      return
    }
    try self.init(dicomAt: path, format: format)
  }

  /// Refuses what only pictures can show, and identity in DICOM pictures, whose headers say that
  /// none is burned in.
  func check(
    _ image: ImageOptions, display: DisplayOptions? = nil, overlay: OverlayOptions? = nil,
    dicom: DICOMOptions
  ) throws {
    try checkSequence(framesPerSecond: image.encoding.fps?.value)
    var showsPictures = isShown
    if isDICOM {
      showsPictures = dicom.asPicture
      guard !image.marks.showIdentity else {
        throw UsageError(
          "--show-identity is for picture files; DICOM has a place for identity: the header")
      }
      guard !dicom.anonymous || image.marks.annotate != .full else {
        throw UsageError(
          "--annotate full writes the series' description into the picture, which --anonymous "
            + "must not tell; annotate labels")
      }
    } else if isShown {
      try image.marks.checkIdentity()
    }
    let isColored = display?.colorMap != nil || display?.invert == true
    guard showsPictures || (overlay?.overlay == nil && !isColored) else {
      throw UsageError(
        "--overlay, --color-map and --invert are for pictures; this output holds values")
    }
  }
}

extension CommonOptions {
  /// How results are written.
  func writing(
    force: Bool, encoding: EncodingOptions? = nil, dicom: DICOMOptions? = nil,
    stopwatch: Stopwatch
  ) -> WritingOptions {
    if force { ProtectedFiles.current?.allowReplacing() }
    var options = WritingOptions(context: context(), stopwatch: stopwatch)
    options.force = force
    options.quality = encoding?.quality ?? options.quality
    options.framesPerSecond = encoding?.fps?.value
    options.dicom = dicom?.request ?? options.dicom
    return options
  }
}
