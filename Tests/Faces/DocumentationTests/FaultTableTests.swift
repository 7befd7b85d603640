import Archive
import Faults
import Batches
import DICOMNetwork
import DICOMWebClient
import Files
import Foundation
import MediaInterchange
import MessageExchange
import Places
import Server
import RenderedVolumes
import TestSupport
import Testing
import UpperLayer
import Views
import WebServices

@testable import Compression
@testable import DICOMCoding
@testable import DICOMImaging
@testable import DICOMModel
@testable import DerivedObjects
@testable import Geometry
@testable import ImageFiles
@testable import Phantoms
@testable import PixelCoding
@testable import Presentation
@testable import RayCasting
@testable import Reslicing
@testable import SeriesLoading
@testable import StoredImages
@testable import VolumeFiles
@testable import VolumeModel
@testable import WorkScheduling

/// Every case of every error of the library: its stable word, and whose fault it is.
@Suite struct FaultTableTests {
  typealias Row = (fault: any Fault, code: String, kind: FaultKind)

  static let files: [Row] =
    [
      (.folderMissing("a"), "folder-missing"), (.notAFolder("a"), "not-a-folder"),
      (.isAFolder, "is-a-folder"), (.isAnInput, "output-is-input"),
      (.isThere, "output-exists"),
      (.notPermitted, "not-permitted"),
      (.readOnlyFileSystem, "read-only-file-system"), (.unusableName, "unusable-name"),
      (.diskFull, "disk-full"), (.tooLarge, "file-too-large"), (.system(5), "cannot-write"),
    ].flatMap { (reason: FileWritingError.Reason, code: String) -> [Row] in
      [
        (FileWritingError(.cannotCreate, reason: reason, path: "a"), code, .cannotCreate),
        (FileWritingError(.failedMidway, reason: reason, path: "a"), code, .ioFailed),
      ]
    } + [
      (FileReadingError.system(2), "unreadable", .noInput),
      (FileReadingError.notAFile, "not-a-file", .noInput),
      (WorkCancelled(), "cancelled", .cancelled),
      (OutOfMemory(bytes: 1), "out-of-memory", .overLimit),
      (MemoryExceeded.overLimit(needed: 2, limit: 1), "over-limit", .overLimit),
      (MemoryExceeded.refused(bytes: 1), "out-of-memory", .overLimit),
      (ScratchError.full(folder: "a", needed: 2, available: 1), "scratch-full", .overLimit),
      (ScratchError.inMemory(folder: "a"), "scratch-in-memory", .wrongRequest),
      (ScratchError.unusable(folder: "a", code: 2), "scratch-unusable", .cannotCreate),
    ]

  static let compression: [Row] = [
    (CompressionError(reason: .corrupt("a"), offset: 1), "corrupt-compression", .badInput),
    (CompressionError(reason: .truncated, offset: 1), "truncated-compression", .badInput),
    (CompressionError(reason: .tooLong(limit: 1), offset: 1), "inflates-too-long", .overLimit),
    (CompressionError(reason: .failed(-4), offset: 1), "compression-failed", .ioFailed),
    (CompressionError(reason: .cancelled, offset: 1), "cancelled", .cancelled),
    (ArchiveError(message: "a"), "bad-archive", .badInput),
  ]

  static let geometry: [Row] = [
    (CameraError.notFinite, "camera-not-finite", .wrongRequest),
    (CameraError.noDirection, "camera-without-direction", .wrongRequest),
    (CameraError.upIsForward, "camera-up-is-forward", .wrongRequest),
    (CameraError.emptyBox, "camera-box-empty", .wrongRequest),
    (CameraError.badAngle(200), "camera-angle", .wrongRequest),
    (GridGeometryError.flat, "flat-grid", .badInput),
    (
      GridGeometryError.slicePositionsNotIncreasing, "slice-positions-not-increasing", .badInput
    ),
    (GridGeometryError.partOutside, "part-outside-volume", .wrongRequest),
  ]

  static let dataSets: [Row] =
    [
      (.needsMore(bytes: 1), "needs-more-bytes", .badInput),
      (.truncated(needed: 2, available: 1), "truncated-data-set", .badInput),
      (.lengthBeyondParent(needed: 2, available: 1), "length-beyond-parent", .badInput),
      (.itemExpected(found: .rows), "item-expected", .badInput),
      (.misplacedItem, "misplaced-item", .badInput),
      (.undefinedLength(.us), "undefined-length", .badInput),
      (.nestedTooDeep(limit: 1), "nested-too-deep", .overLimit),
      (.valueTooLong(byteCount: 2, limit: 1), "value-too-long", .overLimit),
      (.tooManyElements(limit: 1), "too-many-elements", .overLimit),
      (.inflatedTooLong(limit: 1), "inflates-too-long", .overLimit),
      (.headerTooLong(limit: 1), "header-too-long", .overLimit),
      (.noInflater, "no-inflater", .wrongRequest),
      (.inflationFailed("a"), "corrupt-compression", .badInput),
      (.notDICOM, "not-dicom", .badInput),
    ].map { (reason: DataSetError.Reason, code: String, kind: FaultKind) in
      (DataSetError(reason: reason, offset: 9, path: [], tag: nil), code, kind)
    }
    + [
      (.tooLong(byteCount: 1), "value-too-long", .overLimit),
      (.noDeflater, "no-deflater", .wrongRequest),
      (.deflationFailed("a"), "deflation-failed", .ioFailed),
      (.missing, "meta-attribute-missing", .wrongRequest),
    ].map { (reason: WriteError.Reason, code: String, kind: FaultKind) in
      (WriteError(reason: reason, tag: nil), code, kind)
    }
    + [
      (ValueError(.rows, reason: .absent), "attribute-absent", .badInput),
      (ValueError(.rows, reason: .empty), "attribute-empty", .badInput),
      (ValueError(.rows, reason: .malformed(.us)), "attribute-malformed", .badInput),
      (ValueError(.rows, reason: .wrongCount(needed: 1, found: 2)), "attribute-count", .badInput),
    ]

  static let pixels: [Row] = [
    (PixelCodingError.badSize(columns: 0, rows: 1), "bad-image-size", .badInput),
    (PixelCodingError.unsupportedBitsAllocated(7), "unsupported-bits", .badInput),
    (PixelCodingError.badBits(allocated: 8, stored: 9, highBit: 8), "bad-bits", .badInput),
    (PixelCodingError.unsupportedSamplesPerPixel(9), "unsupported-samples", .badInput),
    (PixelCodingError.truncated(needed: 2, available: 1), "truncated-pixel-data", .badInput),
    (
      PixelCodingError.unsupportedTransferSyntax("a"), "unsupported-transfer-syntax", .badInput
    ),
    (PixelCodingError.damaged("a", offset: nil), "damaged-pixels", .badInput),
    (PixelCodingError.mismatch("a"), "pixels-contradict-header", .badInput),
    (PixelCodingError.unsupportedStream("a"), "unsupported-pixels", .badInput),
    (PixelCodingError.tooLarge(pixels: 2, limit: 1), "frame-too-large", .overLimit),
    (PixelCodingError.cancelled, "cancelled", .cancelled),
    (ImageReadingError.attribute("a"), "attribute-malformed", .badInput),
    (ImageReadingError.frames("a"), "multi-frame", .badInput),
    (ImageReadingError.pixels(.mismatch("a")), "pixels-contradict-header", .badInput),
    (
      ImageReadingError.pixels(.tooLarge(pixels: 2, limit: 1)), "frame-too-large", .overLimit
    ),
    (BodyWeightSUV.Problem.notPET, "not-pet", .badInput),
    (BodyWeightSUV.Problem.missing("a"), "attribute-missing", .badInput),
    (BodyWeightSUV.Problem.unsupported("a"), "unsupported-suv", .badInput),
    (MosaicSheet.Problem.tiles("a"), "mosaic-tiles", .badInput),
    (MosaicSheet.Problem.plane(.missing("a")), "mosaic-plane", .badInput),
  ]

  static let loading: [Row] = [
    (LoadError.notFound(path: "a"), "not-found", .noInput),
    (LoadError.unreadable(path: "a", reason: "b"), "unreadable", .noInput),
    (LoadError.noVolume(summary: "a"), "no-volume", .badInput),
    (LoadError.noSuchVolume(id: "1", count: 1), "no-such-volume", .wrongRequest),
    (LoadError.noSuchPhase(index: 1, count: 1), "no-such-phase", .wrongRequest),
    (LoadError.damaged(path: "a", reason: "b"), "damaged", .badInput),
    (LoadError.damagedPixels([]), "damaged", .badInput),
    (LoadError.noSuchValues(reason: "a"), "no-such-values", .badInput),
    (LoadError.overMemoryLimit(needed: 2, limit: 1), "over-limit", .overLimit),
    (GradientTable.Problem.imageFrame("a"), "gradient-frame-unknown", .badInput),
    (GradientTable.Problem.unknownFrame, "gradient-frame-unknown", .badInput),
    (GradientTable.Problem.length(2), "gradient-length", .badInput),
    (PhantomError.badParameter("a"), "bad-parameter", .wrongRequest),
    (PhantomError.folderNotEmpty("a"), "folder-not-empty", .cannotCreate),
    (PhantomError.cannotWrite(path: "a", reason: "b"), "cannot-write", .cannotCreate),
  ]

  static let volumeFiles: [Row] =
    [
      (.unknownFormat, "unknown-volume-format", .wrongRequest),
      (.irregular, "irregular", .badInput), (.planesDiffer, "planes-differ", .badInput),
      (.planesUneven(millimetres: 1), "planes-uneven", .badInput),
      (.phasesDiffer, "phases-differ", .badInput), (.empty, "no-planes", .badInput),
      (.sheared, "sheared", .badInput), (.readOnly, "read-only-format", .wrongRequest),
      (.notExact(value: 0.5, type: .int16, index: 0), "not-exact", .badInput),
      (.roundedBefore(count: 1, type: .int32), "rounded-before", .badInput),
      (.notScalable(.float32), "not-scalable", .wrongRequest),
      (.needsTwoFiles, "needs-two-files", .wrongRequest),
      (.needsFolder, "needs-folder", .wrongRequest),
      (.needsSeeking, "needs-seeking", .wrongRequest),
      (.notCompressible, "not-compressible", .wrongRequest), (.missing, "not-found", .noInput),
      (.dataFileMissing("a"), "not-found", .noInput),
      (.dataFileOutside("a"), "outside-folder", .badInput),
      (.unreadable("a"), "unreadable", .noInput),
      (.malformed("a"), "damaged", .badInput),
      (.truncated(needed: 2, available: 1), "damaged", .badInput),
      (.unsupported("a"), "unsupported-volume-file", .badInput),
      (.overLimit(needed: 2, limit: 1), "over-limit", .overLimit),
      (.noSideCar, "no-side-car", .badInput), (.noSpacing, "no-spacing", .badInput),
      (.noSuchPhase(index: 2, count: 1), "no-such-phase", .wrongRequest),
    ].map { (reason: VolumeFileError.Reason, code: String, kind: FaultKind) in
      (VolumeFileError(reason, path: "a"), code, kind)
    }

  static let derivedObjects: [Row] = [
    (DerivedObjectError.noCalibratedClass("a"), "no-calibrated-class", .badInput),
    (DerivedObjectError.noPatientFrame, "no-patient-frame", .badInput),
    (DerivedObjectError.sourceLacks("a"), "source-lacks-attribute", .badInput),
    (DerivedObjectError.nothingToWrite, "nothing-to-write", .wrongRequest),
    (DerivedObjectError.picturesDiffer(index: 1), "images-differ", .wrongRequest),
    (DerivedObjectError.tooLarge(columns: 1, rows: 1), "dicom-image-too-large", .overLimit),
    (DerivedObjectError.tooManyBytes(1), "object-too-large", .overLimit),
    (DerivedObjectError.noEncoder("a"), "no-encoder", .wrongRequest),
    (DerivedObjectError.noSuchPlane(index: 2, count: 1), "no-such-plane", .wrongRequest),
  ]

  static let reslicing: [Row] = [
    (ReslicingError.notFinite("a"), "not-finite", .wrongRequest),
    (ReslicingError.notPositive("a", 0), "not-positive", .wrongRequest),
    (ReslicingError.nullDirection("a"), "null-direction", .wrongRequest),
    (ReslicingError.parallelDirections("a", "b"), "parallel-directions", .wrongRequest),
    (ReslicingError.notPerpendicular(degrees: 80), "not-perpendicular", .wrongRequest),
    (ReslicingError.irregularTarget, "irregular-target", .wrongRequest),
    (ReslicingError.collinearPoints, "collinear-points", .wrongRequest),
    (ReslicingError.curveTooShort, "curve-too-short", .wrongRequest),
    (ReslicingError.curveTooLong(millimetres: 1), "curve-too-long", .wrongRequest),
    (ReslicingError.indexOutOfRange(index: 1, count: 1), "index-out-of-range", .wrongRequest),
    (ReslicingError.tooManyPixels(2, limit: 1), "too-many-pixels", .overLimit),
    (ReslicingError.tooManySamples(2, limit: 1), "too-many-samples", .overLimit),
    (ReslicingError.tooManyPoints(2, limit: 1), "too-many-points", .overLimit),
    (ReslicingError.tooManyPlanes(2, limit: 1), "too-many-planes", .overLimit),
    (ReslicingError.overdeterminedLayout, "overdetermined-layout", .wrongRequest),
    (ReslicingError.unfitTarget(needed: 2, available: 1), "unfit-target", .wrongRequest),
  ]

  static let rayCasting: [Row] = [
    (RayCastingError.notPositive("a", 0), "not-positive", .wrongRequest),
    (RayCastingError.notFinite("a"), "not-finite", .wrongRequest),
    (RayCastingError.tooManyPixels(2, limit: 1), "too-many-pixels", .overLimit),
    (RayCastingError.tooManySamples(2, limit: 1), "too-many-samples", .overLimit),
    (RayCastingError.nothingLeft, "nothing-left", .wrongRequest),
    (RayCastingError.tooManyClipPlanes(2, limit: 1), "too-many-clip-planes", .overLimit),
    (RayCastingError.tooManyLabels(2, limit: 1), "too-many-labels", .overLimit),
    (RayCastingError.unfitTarget(needed: 2, available: 1), "unfit-target", .wrongRequest),
    (TransferFunctionError.empty("a"), "curve-empty", .badInput),
    (TransferFunctionError.notGrowing("a", point: 1), "curve-not-growing", .badInput),
    (TransferFunctionError.outOfRange("a", 2), "out-of-range", .badInput),
    (TransferFunctionError.notThreeParts(point: 1), "color-parts", .badInput),
    (UnknownPreset(name: "a"), "no-such-preset", .wrongRequest),
    (VolumePropertyError(line: 1, reason: "a"), "bad-volume-property", .badInput),
  ]

  static let images: [Row] =
    [
      (UnknownWindowPreset(name: "a"), "no-such-window", .wrongRequest),
      (UnknownColorMap(name: "a"), "no-such-color-map", .wrongRequest),
      (LabelTableError(line: 1), "bad-label-table", .badInput),
      (ImageFileError.unknownFormat(name: "a"), "unknown-image-format", .wrongRequest),
      (ImageFileError.tooManyBits(.jpeg), "too-many-bits", .wrongRequest),
      (ImageFileError.tooLarge(.gif, width: 1, height: 1), "image-too-large", .wrongRequest),
      (ImageFileError.noSequence(.png), "no-sequence", .wrongRequest),
      (ImageFileError.needsFrames(.mp4), "needs-frames", .wrongRequest),
      (ImageFileError.programMissing(.mp4, program: "a"), "program-missing", .notInstalled),
      (ImageFileError.encoderFailed(.jpeg, message: "a"), "encoder-failed", .ioFailed),
      (ImageFileError.badSpeed(0), "bad-speed", .wrongRequest),
      (ImageFileError.frameCount(announced: 2, added: 1), "frame-count", .wrongRequest),
      (ImageFileError.unlikeFrames(.gif), "unlike-frames", .wrongRequest),
    ]
    + [
      (.unreadable("a"), "unreadable", .noInput), (.notDICOM("a"), "not-dicom", .badInput),
      (.noPixelData, "no-pixel-data", .badInput),
      (.unsupported("a"), "unsupported-pixels", .badInput), (.damaged("a"), "damaged", .badInput),
      (.noSuchFrame(count: 1), "no-such-frame", .wrongRequest),
      (.noSuchView(number: 2, count: 1), "no-such-view", .wrongRequest),
      (.overMemoryLimit(needed: 2, limit: 1), "over-limit", .overLimit),
      (.cancelled, "cancelled", .cancelled),
    ].map { (reason: StoredImageError.Reason, code: String, kind: FaultKind) in
      (StoredImageError(reason, path: "a", frame: 1), code, kind)
    }

  static let rendered: [Row] =
    [
      (.wrongParameter("a", problem: "b"), "wrong-parameter", .wrongRequest),
      (.noSuchTarget("a"), "no-such-target", .noInput),
      (.noVolume("a"), "no-volume-in-target", .badInput),
      (.notAcceptable(offers: ["a"]), "not-acceptable", .wrongRequest),
      (.mixedMediaTypes, "mixed-media-types", .wrongRequest),
      (.tooLarge("a", limit: 1), "too-large-to-return", .overLimit),
      (.presentationState("a"), "presentation-state", .badInput),
      (.busy(seconds: 2), "busy", .overLimit), (.superseded, "superseded", .cancelled),
    ].map { (fault: RenderedVolumesError, code: String, kind: FaultKind) in (fault, code, kind) }

  static let networking: [Row] =
    [
      (.unknownUnit(71), "not-dicom-protocol"),
      (.tooLong(kind: .data, length: 2, limit: 1), "unit-too-long"),
      (.cut("a"), "unit-damaged"), (.invalid("a"), "unit-damaged"),
      (.unexpected(.abort), "unit-unexpected"),
    ].flatMap { (reason: UpperLayerError.Reason, code: String) -> [Row] in
      [
        (UpperLayerError(reason), code, .badInput),
        (NetworkError(.protocolBroken(UpperLayerError(reason)), peer: "a"), code, .badInput),
      ]
    }
    + [
      (.damagedCommand("a"), "command-damaged"), (.unknownCommand(9), "command-damaged"),
      (.tooLong(limit: 1), "message-too-long"), (.unknownContext(1), "context-not-agreed"),
      (.outOfOrder("a"), "message-out-of-order"),
    ].map { (reason: MessageError.Reason, code: String) in
      (MessageError(reason), code, FaultKind.badInput)
    }
    + [
      (.malformed("a"), "bad-place", .wrongRequest),
      (.unknownName(known: []), "unknown-place", .wrongRequest),
      (.unusableFile("a"), "bad-places-file", .noInput),
    ].map { (reason: PlaceError.Reason, code: String, kind: FaultKind) in
      (PlaceError(reason, subject: "a"), code, kind)
    }
    + [
      (.unreachable("a"), "unreachable", .noInput), (.notSecure("a"), "not-secure", .noInput),
      (.rejected(.noReason), "association-rejected", .badInput),
      (.aborted(.byUser), "association-aborted", .ioFailed),
      (.connectionLost, "connection-lost", .ioFailed),
      (.silent(seconds: 1, awaiting: "a"), "peer-silent", .ioFailed),
      (.tooSlow(seconds: 1, operation: "a"), "operation-too-slow", .ioFailed),
      (.notSupported("a"), "not-supported-by-peer", .badInput),
      (.roleRefused("a"), "role-refused", .badInput),
      (
        .failed(operation: "a", status: .processingFailure, comment: nil), "operation-failed",
        .badInput
      ),
      (.unexpectedAnswer("a"), "unexpected-answer", .badInput),
      (.cannotListen("a"), "cannot-listen", .cannotCreate),
      (.unusableCredentials("a"), "unusable-credentials", .noInput),
    ].map { (reason: NetworkError.Reason, code: String, kind: FaultKind) in
      (NetworkError(reason, peer: "a"), code, kind)
    }

  static let servers: [Row] =
    [
      (.unusableIndex("a"), "unusable-index", .cannotCreate),
      (.indexFailed("a"), "index-failed", .ioFailed),
      (.tooManyValues(limit: 1), "too-many-values", .overLimit),
    ].map { (reason: ArchiveIndexError.Reason, code: String, kind: FaultKind) in
      (ArchiveIndexError(reason, path: "a"), code, kind)
    }
    + [
      (ServerError(.unusableCredentials, subject: "a"), "unusable-credentials", .noInput)
    ]

  static let web: [Row] =
    [
      (.unknownResource("a"), "unknown-resource", .wrongRequest),
      (.badParameter("a", "b"), "bad-query-parameter", .wrongRequest),
      (.damagedMultipart("a"), "multipart-damaged", .badInput),
      (.tooLong("a", limit: 1), "body-too-long", .badInput),
      (.damagedXML("a"), "xml-damaged", .badInput),
      (.damagedJSON("a"), "json-damaged", .badInput),
    ].map { (reason: WebServiceError.Reason, code: String, kind: FaultKind) in
      (WebServiceError(reason), code, kind)
    }

  static let webClient: [Row] =
    [
      (.unreachable("a"), "unreachable", .noInput), (.notSecure("a"), "not-secure", .noInput),
      (.connectionLost, "connection-lost", .ioFailed),
      (.silent(seconds: 1, awaiting: "a"), "peer-silent", .ioFailed),
      (.tooSlow(seconds: 1, operation: "a"), "operation-too-slow", .ioFailed),
      (.notAuthorized(status: 401), "not-authorized", .noInput),
      (.notFound, "no-such-study", .noInput),
      (.referredElsewhere("a"), "referred-elsewhere", .noInput),
      (.referredInCircles, "referred-elsewhere", .badInput),
      (.refused(operation: "a", status: 500, comment: nil), "operation-failed", .badInput),
      (.unexpectedAnswer("a"), "unexpected-answer", .badInput),
      (.damaged("a"), "answer-damaged", .badInput),
      (.unusableHeader, "unusable-header", .wrongRequest),
    ].map { (reason: WebClientError.Reason, code: String, kind: FaultKind) in
      (WebClientError(reason, service: "a"), code, kind)
    }

  static let media: [Row] =
    [
      (.notAMessage("a"), "bad-message", .badInput), (.tooLong(limit: 1), "over-limit", .overLimit),
      (.unusableFile("a"), "unusable-file", .badInput),
      (.setTooLarge, "set-too-large", .overLimit),
    ].map { (reason: MediaError.Reason, code: String, kind: FaultKind) in
      (MediaError(reason, path: "a"), code, kind)
    }

  static let requests: [Row] =
    [
      (OverlayError.madeUpCoordinates, "made-up-coordinates", .badInput),
      (OverlayError.differentFrames, "different-frames-of-reference", .badInput),
      (OverlayError.noLabels(name: "a", value: 0.5), "no-labels", .badInput),
    ]
    + [
      (.contradiction, "contradicting-fields"), (.incomplete, "incomplete-request"),
      (.outOfRange, "field-out-of-range"), (.unknownField, "unknown-field"),
      (.unknownName, "unknown-name"), (.unsuitable, "unsuitable-request"),
    ].map { (reason: RequestError.Reason, code: String) in
      (RequestError(reason, field: "a", sentence: "`a` is wrong"), code, .wrongRequest)
    }
    + [
      (RequestError(.overLimit, field: "a", sentence: "`a` is wrong"), "over-limit", .overLimit)
    ]

  static let batches: [Row] = [
    (BatchError.badWork("a", reason: "b"), "bad-work", .wrongRequest),
    (BatchError.badManifest(path: "a", row: 1, reason: "b"), "bad-manifest", .badInput),
    (BatchError.badShard("a"), "bad-shard", .wrongRequest),
    (BatchError.noItems, "no-items", .badInput),
    (BatchError.holdsRun(path: "a"), "batch-exists", .cannotCreate),
    (BatchError.isRunning(path: "a"), "batch-running", .cannotCreate),
    (BatchError.noLedger(path: "a"), "no-ledger", .noInput),
    (BatchError.noEngine("a", reason: "b"), "engine-missing", .notInstalled),
  ]

  /// Those that the umbrella has nothing of.
  static let apart: [Row] = [
    rendered, networking, servers, web, webClient, media, batches,
  ].flatMap(\.self)

  static let rows: [Row] =
    files + compression + geometry + dataSets + pixels + loading + volumeFiles + derivedObjects
    + reslicing + rayCasting + images + requests + apart

  @Test func `every fault has its code, its kind and a sentence`() {
    for row in Self.rows {
      #expect(row.fault.code.rawValue == row.code, "\(row.fault)")
      #expect(row.fault.kind == row.kind, "\(row.fault)")
      #expect(!row.fault.description.isEmpty)
    }
  }

  @Test func `every fault of the umbrella tells Foundation its sentence`() {
    // Phantoms are no part of it either.
    for row in Self.rows.dropLast(Self.apart.count) where !(row.fault is PhantomError) {
      #expect((row.fault as? any LocalizedError)?.errorDescription == row.fault.description)
    }
  }

  @Test func `the documentation lists every code with its kind`() throws {
    let kinds = Dictionary(grouping: Self.rows, by: \.code).mapValues { rows in
      Set(rows.map(\.kind.rawValue)).sorted().map { "`\($0)`" }.joined(separator: ", ")
    }
    let lines = kinds.sorted { $0.key < $1.key }.map { "| `\($0.key)` | \($0.value) |" }
    let article = Repository.root.appending(
      path: "Sources/Faces/Sagitta/Documentation.docc/Refusals.md")
    let text = try String(contentsOf: article, encoding: .utf8)
    let begin = "<!-- faults: made by DocumentationTests -->\n| code | kind |\n|---|---|\n"
    let table = try #require(text.components(separatedBy: begin).last)
    #expect(
      table.hasPrefix(lines.joined(separator: "\n") + "\n\n"), "\(lines.joined(separator: "\n"))")
  }

  @Test func `texts below the command line name no option and no verb`() throws {
    let sources = Repository.root.appending(path: "Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Faces/SagittaCommands/") }
      .filter { !$0.hasPrefix("Faces/NetworkCommands/") }
    #expect(names.count > 300)
    for name in names {
      let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains("\"") {
        guard !line.drop(while: \.isWhitespace).hasPrefix("//") else { continue }
        let literal = line.drop { $0 != "\"" }
        #expect(!literal.contains("`sagitta"), "\(name): \(line)")
        #expect(!literal.contains(#/(^|[ "(`])--[a-z]/#), "\(name): \(line)")
      }
    }
  }
}
