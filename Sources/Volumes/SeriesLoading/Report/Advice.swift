public import Faults

extension Finding.Code {
  /// What the user can do about it, in a sentence or two.
  public var advice: String {
    switch self {
    case .gantryTilt:
      "Nothing: places, planes and distances are right. Formats that cannot say a shear keep it in "
        + "their matrix; programs that ignore it show the anatomy leaning."
    case .nearlyEven, .nearlyStraight:
      "Nothing, if the deviation is small for what you measure: positions were rounded, or table "
        + "and reformat are that exact."
    case .roundedDirections:
      "Prefer files with the full directions if you measure far from the first pixel."
    case .mixedSlices:
      "Check that the slices belong together; values may mean something else from slice to slice."
    case .lostPositions:
      "Find out which of the files are the true ones, and take the others away."
    case .seriesUIDVaries: "Check the number of slices against the protocol."
    case .instanceUIDRepeats: "Nothing for volumes; archives will take the files for one."
    case .assumedSpacing: "Distances within slices are as good as the spacing that was given."
    case .irregularSpacing:
      "Look at the drawing of the slice positions. Planes and values at places are right; volumes "
        + "for other programs need an even grid."
    case .missingSlices:
      "Look for the files: an interrupted transfer, or files skipped below. Pictures hatch what is "
        + "interpolated across a gap; do not measure there."
    case .singleSlice: "If there should be more slices, look for the other files of the series."
    case .noPatientFrame:
      "Distances are as good as the spacing that was given; left, right, head and feet are not known."
    case .splitSeries: "Choose the stack you mean."
    case .phases: "Choose one."
    case .phasesByInstance:
      "Compare one phase with the scanner's own display before you trust their order."
    case .timesOverMidnight:
      "Compare the order of the phases with the protocol before you rely on it."
    case .separatedVolume: "Nothing: choose the volume you mean."
    case .mosaicDirection:
      "Compare head and feet with another series of the same patient before you trust them."
    case .frameOfReferenceVaries:
      "Nothing, if the series was de-identified; else check that all files are of one scan."
    case .spacingTagDiffers: "Nothing: positions decide. Other programs may believe the tag."
    case .varyingRescale:
      "Nothing, unless it is a warning: every slice has its own. Else look for values that jump from "
        + "slice to slice, and ask for the original files."
    case .mixedSamples:
      "Look at the slices that are named: values may be wrong there. Ask for the original files."
    case .coarseValues: "Ask for the original files: differences of values are lost in rounding."
    case .implausibleGeometry:
      "Compare the size with the patient's before you measure; ask for the original files."
    case .suv: "Check weight, dose and times against the protocol: the values are as good as these."
    case .realWorldValues: "Nothing: the mapping is the file's own."
    case .valuesUnavailable:
      "Ask for modality values, or have the attribute that is named added to the files."
    case .pixelPadding: "Nothing."
    case .voiLUTIgnored: "If the picture looks unusual, choose a window."
    case .inverted: "Nothing: values are as stored."
    case .lossyCompression:
      "Do not trust small differences of values; ask the archive for the original."
    case .rescaleMissing:
      "Ask for the original files; until then take no value for HU, and give a window yourself."
    case .infiniteValues:
      "Nothing, if such voxels are few: pictures and statistics leave them out. Else look at the "
        + "program that wrote them."
    case .memoryLimit: "Load fewer slices, or allow more memory."
    case .noValues:
      "Look at the values that stand for none (Pixel Padding), and at the program that wrote them."
    case .roundedIntegers:
      "Give labels smaller numbers (below 16777216) in the program that wrote them."
    case .nothingThere:
      "Compare the places of both: LPS millimetres, not RAS, and of the same frame of reference."
    case .tableRemoved:
      "Look at the picture without the option before you trust that nothing of the patient is left out."
    case .otherPatient: "Check that the two belong together before you use the picture."
    case .gradientsUncertain:
      "Take the directions from the scanner's own table, and check them with a tensor fit."
    case .unusedFrames:
      "Read the reason: frames that are damaged or have no place need the file again."
    case .concatenationIncomplete: "Look for the other files of the object."
    case .encodingOddity:
      "Nothing, as long as the pictures look right; the writer of the files should mend it."
    }
  }
}

extension Finding.Code {
  /// What a face can offer about it, the most promising first.
  public var remedies: [Remedy] {
    switch self {
    case .nearlyEven, .nearlyStraight: [.setTolerance]
    case .irregularSpacing: [.resampleEvenly, .writeAsEven]
    case .splitSeries: [.chooseVolume]
    case .phases: [.choosePhase]
    case .pixelPadding: [.markGaps]
    case .memoryLimit: [.raiseMemoryLimit]
    case .voiLUTIgnored: [.chooseWindow]
    case .nothingThere: [.locateVolume]
    case .gantryTilt, .roundedDirections, .mixedSlices, .lostPositions, .seriesUIDVaries,
      .instanceUIDRepeats, .assumedSpacing, .missingSlices, .singleSlice, .noPatientFrame,
      .phasesByInstance, .timesOverMidnight, .separatedVolume, .mosaicDirection,
      .frameOfReferenceVaries, .spacingTagDiffers, .varyingRescale, .suv, .realWorldValues,
      .valuesUnavailable, .inverted, .lossyCompression, .rescaleMissing, .infiniteValues,
      .roundedIntegers, .tableRemoved, .otherPatient, .gradientsUncertain, .encodingOddity,
      .unusedFrames, .concatenationIncomplete, .noValues, .mixedSamples, .coarseValues,
      .implausibleGeometry:
      []
    }
  }
}

extension SkippedFile.Code {
  /// What a face can offer about all files of the code, the most promising first.
  public var remedies: [Remedy] {
    switch self {
    case .colourImage, .multiFrame, .projectionImage, .localizer, .notAStack: [.showStoredImages]
    case .noGeometry: [.assumeSpacing, .showStoredImages]
    case .emptyFile, .damaged, .truncatedPixelData: [.fetchAgain]
    case .overLimit: [.raiseMemoryLimit]
    case .outsideFolder: [.allowOutside]
    case .unreadable, .missingFile, .archive, .archiveLimit, .volumeFile, .notDICOM, .dicomdir,
      .noPixelData, .unsupportedPixels, .unsupportedTransferSyntax, .mosaic, .duplicate,
      .conflictingDuplicate, .repeatedPositions:
      []
    }
  }

  /// What the user can do about it, in a sentence or two.
  public var advice: String {
    switch self {
    case .volumeFile: "Name the file itself to use it."
    case .unreadable: "Check the rights, and whether the disc or the network reads without errors."
    case .missingFile: "Copy the whole disc: its directory lists these files."
    case .outsideFolder:
      "Bring the data file to its header, or let the header name it where it is, if you trust it."
    case .archive: "Unpack it, then name the folder."
    case .archiveLimit:
      "Look at what it holds before you trust it; unpack it yourself, then name the folder."
    case .emptyFile, .damaged, .truncatedPixelData:
      "The transfer was probably interrupted: fetch the files again."
    case .overLimit:
      "Compare the size that is claimed with that of the other images; a true one needs more memory."
    case .notDICOM: "Nothing: other files may lie among images."
    case .dicomdir: "Nothing: a directory holds no image."
    case .noPixelData: "Nothing: reports, plans and presentation states hold no image."
    case .unsupportedPixels, .unsupportedTransferSyntax:
      "Ask the archive for another encoding, or convert the files with another program."
    case .colourImage: "Colours are no values of a volume."
    case .multiFrame:
      "Export the series again: its functional groups do not fit its frames."
    case .mosaic: "Export the series as single slices or as an enhanced object."
    case .projectionImage: "A projection has no depth."
    case .localizer:
      "Such images only show where a scan was planned."
    case .noGeometry:
      "If you know the spacing, stack them."
    case .duplicate: "Nothing: the same image is used once."
    case .conflictingDuplicate:
      "Find out which of the files is the true one, and take the others away."
    case .repeatedPositions:
      "Give the stacks apart, for example one folder for each time point."
    case .notAStack:
      "Check that all files are of one acquisition."
    }
  }
}
