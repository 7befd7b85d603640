public import Faults

extension VolumeFileError: Fault {
  /// Scripts are promised the codes.
  public var isCodePromised: Bool { true }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unknownFormat: "unknown-volume-format"
    case .irregular: "irregular"
    case .planesDiffer: "planes-differ"
    case .planesUneven: "planes-uneven"
    case .phasesDiffer: "phases-differ"
    case .empty: "no-planes"
    case .sheared: "sheared"
    case .readOnly: "read-only-format"
    case .notExact: "not-exact"
    case .roundedBefore: "rounded-before"
    case .notScalable: "not-scalable"
    case .needsTwoFiles: "needs-two-files"
    case .needsFolder: "needs-folder"
    case .needsSeeking: "needs-seeking"
    case .notCompressible: "not-compressible"
    case .missing, .dataFileMissing: "not-found"
    case .dataFileOutside: "outside-folder"
    case .unreadable: "unreadable"
    case .malformed, .truncated: "damaged"
    case .unsupported: "unsupported-volume-file"
    case .overLimit: "over-limit"
    case .noSideCar: "no-side-car"
    case .noSpacing: "no-spacing"
    case .noSuchPhase: "no-such-phase"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unknownFormat, .notCompressible, .notScalable, .readOnly, .needsSeeking, .needsTwoFiles,
      .needsFolder, .noSuchPhase:
      .wrongRequest
    case .missing, .dataFileMissing, .unreadable: .noInput
    case .overLimit: .overLimit
    case .irregular, .planesDiffer, .planesUneven, .phasesDiffer, .empty, .sheared, .notExact,
      .roundedBefore, .malformed, .truncated, .unsupported, .noSideCar, .noSpacing,
      .dataFileOutside:
      .badInput
    }
  }

  /// Where it is.
  public var place: FaultPlace { FaultPlace(path: path, byteOffset: offset) }

  /// What can be done about it.
  public var remedies: [Remedy] {
    switch reason {
    case .irregular: [.resampleEvenly]
    case .sheared: [.straighten]
    case .notExact(let value, _, _): [.writeFloats, value.isFinite ? .scaleNumbers : .replaceGaps]
    case .notScalable: [.writeWholeNumbers]
    case .overLimit: [.raiseMemoryLimit]
    case .dataFileOutside: [.allowOutside]
    case .noSpacing, .noSideCar: [.stateSpacing]
    case .malformed, .truncated: [.fetchAgain]
    case .unknownFormat, .planesDiffer, .planesUneven, .phasesDiffer, .empty, .readOnly,
      .roundedBefore, .needsTwoFiles, .needsFolder, .needsSeeking, .notCompressible, .missing,
      .dataFileMissing, .unreadable, .unsupported, .noSuchPhase:
      []
    }
  }
}
