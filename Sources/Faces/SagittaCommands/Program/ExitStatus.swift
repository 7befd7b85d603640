import ArgumentParser
import Phantoms
import Sagitta

/// The exit codes of the program, and the errors that lead to them.
///
/// A signal ends the program with 128 and its number: 129 (SIGHUP), 130 (SIGINT), 141 (SIGPIPE),
/// 143 (SIGTERM), and no unfinished file is left.
enum ExitStatus: Int32 {
  case done = 0
  case usage = 64
  case badInput = 65
  case noInput = 66
  case unavailable = 69
  case cannotCreate = 73
  case ioFailed = 74
  case overLimit = 77
  case interrupted = 130

  /// The code for an error; the one table of the program.
  init(for error: any Error) {
    self =
      switch error {
      case let error as LoadError: Self.status(of: error)
      case let error as FileWritingError: error.stage == .cannotCreate ? .cannotCreate : .ioFailed
      case is UsageError, is ValidationError, is ReslicingError: .usage
      case let error as VolumeFileError: Self.status(of: error)
      case let error as RefusedError: error.status
      case let error as StoredImageError: Self.status(of: error)
      case let error as RayCastingError: Self.status(of: error)
      case let error as DerivedObjectError: Self.status(of: error)
      case is CameraError, is UnknownPreset: .usage
      case let error as PhantomError: Self.status(of: error)
      case let error as ImageFileError: Self.status(of: error)
      case is OutOfMemory: .overLimit
      case is WorkCancelled: .interrupted
      case is OutputStreamError: .ioFailed
      case let fault as any Fault: Self.status(of: fault.kind)
      default: .badInput
      }
  }

  private static func status(of kind: FaultKind) -> ExitStatus {
    switch kind {
    case .wrongRequest: .usage
    case .badInput: .badInput
    case .noInput: .noInput
    case .notInstalled: .unavailable
    case .cannotCreate: .cannotCreate
    case .ioFailed: .ioFailed
    case .overLimit: .overLimit
    case .cancelled: .interrupted
    }
  }

  private static func status(of error: VolumeFileError) -> ExitStatus {
    switch error.reason {
    case .unknownFormat, .notCompressible, .notScalable, .readOnly, .needsSeeking, .needsTwoFiles:
      .usage
    case .missing, .dataFileMissing, .unreadable: .noInput
    case .overLimit: .overLimit
    default: .badInput
    }
  }

  private static func status(of error: StoredImageError) -> ExitStatus {
    switch error.reason {
    case .unreadable: .noInput
    case .noSuchFrame, .noSuchView: .usage
    case .overMemoryLimit: .overLimit
    case .notDICOM, .noPixelData, .unsupported, .damaged: .badInput
    }
  }

  private static func status(of error: RayCastingError) -> ExitStatus {
    switch error {
    case .tooManyPixels, .tooManySamples: .overLimit
    case .notPositive, .notFinite, .nothingLeft, .slabEndsBeforeBegin: .usage
    }
  }

  private static func status(of error: DerivedObjectError) -> ExitStatus {
    switch error {
    case .noCalibratedClass, .noPatientFrame, .sourceLacks: .badInput
    case .nothingToWrite, .picturesDiffer, .noEncoder: .usage
    case .tooLarge, .tooManyBytes: .overLimit
    }
  }

  private static func status(of error: ImageFileError) -> ExitStatus {
    switch error {
    case .unknownFormat, .tooManyBits, .tooLarge, .noSequence, .needsFrames: .usage
    case .programMissing: .unavailable
    case .encoderFailed: .ioFailed
    }
  }

  private static func status(of error: PhantomError) -> ExitStatus {
    switch error {
    case .badParameter: .usage
    case .folderNotEmpty, .cannotWrite: .cannotCreate
    }
  }

  private static func status(of error: LoadError) -> ExitStatus {
    switch error {
    case .notFound, .unreadable: .noInput
    case .noVolume, .damaged, .damagedPixels, .noSuchValues: .badInput
    case .noSuchVolume, .noSuchPhase: .usage
    case .overMemoryLimit: .overLimit
    }
  }
}

/// The command line asks for something that makes no sense.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A command ends with a code of its own choice.
struct RefusedError: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String
  /// The word for scripts, where the status alone does not say it.
  var code: Failure.Code?
  /// The file or folder that it is about.
  var path: String?
  /// Whether what the command printed already tells it.
  var isReported = false

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}
