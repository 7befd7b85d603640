import Codecs
import Compression
public import DICOMCoding
public import Files
public import PixelCoding
import VolumeFiles
public import VolumeModel
public import WorkScheduling

/// Turns folders and files into volumes.
///
/// Slices are ordered by the projection of Image Position (Patient) on their normal; instance
/// numbers, slice locations and file names decide nothing. What is loaded, split, skipped or
/// odd stands in the ``SeriesReport``.
public struct VolumeLoader: Sendable {
  /// What counts as equal when slices are grouped and lined up; what is negative or no number counts
  /// as 0.
  public var tolerances = StackTolerances()

  /// Millimetres between columns, rows and slices of images that do not say where they lie; nil
  /// refuses such images.
  ///
  /// Only what a file does not say is assumed.
  public var assumedSpacing: SIMD3<Double>?

  /// What voxels are: modality values unless others are asked for.
  public var values = ValueKind.modality

  /// How voxels of a series are kept; volume files become floats.
  ///
  /// What is made of a volume does not depend on it, to the bit.
  public var storage = StorageChoice.float

  /// Whether volume files may name data files that do not lie below their own folder.
  public var allowsOutsideData = false

  /// Bounds for the parser of data sets.
  public var limits = ReadLimits()

  /// Bounds for what archives among the inputs unpack to; a context's `volumeBytes` is one more.
  public var unpacking = UnpackingLimits()

  /// Decoders of compressed frames; by default of every transfer syntax that this package reads.
  ///
  /// A loader that could read only native pixels would skip most of what a PACS sends, so that
  /// the decoders are there unless they are taken away: `FrameDecoders()`.
  public var decoders = FrameDecoders.standard

  /// Whether what is scanned will be loaded, so that memory for the voxels is made ready, and compressed
  /// slices are decoded, while instances of a network arrive.
  ///
  /// The report and the voxels are the same either way. Without it, looking at a series takes the memory
  /// of its files only.
  public var expectsLoading = false

  /// Creates a loader, which many threads may use at once.
  public init() {}

  /// Looks at every file's header and plans the volumes; reads no pixels, except of images
  /// that share a SOP Instance UID, or a place that nothing tells them apart at.
  ///
  /// - Parameters:
  ///   - paths: Files and folders; folders are searched recursively for DICOM files, a
  ///     DICOMDIR stands for the files it lists, an archive (ZIP, tar, or a file in gzip, bzip2, xz
  ///     or zstd) for the files in it, and a volume file (`.nii`, `.nrrd`, `.mha`, `.npy`
  ///     and others) for the volume it holds.
  ///   - context: What the call may use.
  /// - Returns: A report that may hold no volume.
  /// - Throws: ``LoadError`` if an input does not exist or cannot be read; `WorkCancelled`.
  public func scan(
    _ paths: [String], context: WorkContext = WorkContext()
  ) throws -> SeriesReport {
    var arrival = ArrivalScan(self, context: context)
    let local = try RemoteInputs.receive(paths, context: context) { try arrival.add($0) }
    let found = try FoundFiles(
      below: local, arrived: arrival.arrived, scan: headerScan(context), reader: volumeFileReader,
      limits: unpackingLimits(context), context: context)
    var report = try report(on: found, context: context)
    report.keep(arrival.reserve)
    report.protect(paths)
    return report
  }

  /// Looks at the header of every source and plans the volumes, as ``scan(_:context:)`` does for
  /// files.
  ///
  /// - Parameters:
  ///   - sources: Files, or instances and volume files in memory; their order decides nothing.
  ///   - context: What the call may use.
  /// - Returns: A report that may hold no volume. The sources are opened again when voxels are read.
  /// - Throws: `WorkCancelled`.
  public func scan(
    _ sources: [ByteSource], context: WorkContext = WorkContext()
  ) throws -> SeriesReport {
    let found = try FoundFiles(
      sources, scan: headerScan(context), reader: volumeFileReader,
      limits: unpackingLimits(context), context: context)
    return try report(on: found, context: context)
  }

  func report(on found: FoundFiles, context: WorkContext) throws -> SeriesReport {
    let limit = context.limits.placedVolumeBytes
    let sized = OversizedImages(among: found.images, limit: limit)
    let unique = try Duplicates(frames: frames, context: context).resolve(sized.images)
    return try PlannedInput(
      images: unique.used, volumeFiles: found.volumeFiles,
      skipped: found.skipped + sized.skipped + unique.skipped, filesRead: found.count,
      volumeBytes: limit,
      storage: storage == .automatic && context.limits.scratch != nil ? .compact : storage,
      tolerances: tolerances.used,
      assumedSpacing: assumedSpacing, values: values, conflicting: unique.conflicting,
      frames: frames
    ).report(context: context)
  }

  /// Reads the voxels of a planned volume, or of one of its phases.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phase: The phase, from 0.
  ///   - context: What the call may use.
  /// - Returns: The volume, with the voxels of that phase.
  /// - Throws: ``LoadError``: ``LoadError/damagedPixels(_:)`` if the pixels of some files are
  ///   damaged or gone, after all were tried (``excludingDamagedFrames(of:in:context:body:)`` goes on without them);
  ///   ``LoadError/noSuchValues(reason:)`` if it has none of the wanted ``values``;
  ///   ``LoadError/overMemoryLimit(needed:limit:)``. `VolumeFileError`; `OutOfMemory`;
  ///   `WorkCancelled`; ``LoadError/noSuchPhase(index:count:)``.
  public func load(
    _ plan: VolumePlan, phase: Int = 0, context: WorkContext = WorkContext()
  ) throws -> Volume {
    guard (0..<plan.phases).contains(phase) else {
      throw LoadError.noSuchPhase(index: phase, count: plan.phases)
    }
    if let problem = plan.valueProblem { throw LoadError.noSuchValues(reason: problem) }
    if let file = plan.volumeFile {
      return try volumeFileReader.read(file, phases: [phase], context: context)[0]
    }
    let place = try placement(of: plan, phase: phase, context: context)
    let assembly = VoxelAssembly(frames: frames, context: place.context)
    guard let integers = plan.integers(inPhase: phase, choice: place.storage) else {
      return try assembly.volume(for: plan, phase: phase)
    }
    do {
      return try assembly.volume(for: plan, phase: phase, integers: integers)
    } catch is UnfitIntegers {
      // Streams hold others than headers say: floats hold any.
      var floats = self
      floats.storage = .float
      return try floats.load(plan, phase: phase, context: context)
    }
  }

  /// Returns what reads the phases of a plan one at a time; in ascending order a compressed file
  /// is unpacked once.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - context: What the calls may use.
  /// - Returns: A function that throws as ``load(_:phase:context:)``; one thread at a time may call
  ///   it.
  public func phases(
    of plan: VolumePlan, context: WorkContext = WorkContext()
  ) -> @Sendable (Int) throws -> Volume {
    guard let file = plan.volumeFile else {
      return { try load(plan, phase: $0, context: context) }
    }
    let reader = PhaseReader(file, reader: volumeFileReader)
    return { try reader.volume($0, context: context) }
  }

  func headerScan(_ context: WorkContext) -> HeaderScan {
    HeaderScan(
      reader: Part10Reader(limits: limits.within(context), inflater: .standard(context)),
      decoders: FrameSyntaxes(decoders: decoders))
  }

  var volumeFileReader: VolumeFileReader {
    var reader = VolumeFileReader(
      assumedSpacing: assumedSpacing, allowsOutsideData: allowsOutsideData)
    reader.mayKeepIntegers = storage != .float
    return reader
  }

  func unpackingLimits(_ context: WorkContext) -> UnpackingLimits {
    var limits = unpacking
    limits.bytes = min(limits.bytes, context.limits.volumeBytes)
    return limits
  }

  var reader: Part10Reader {
    Part10Reader(limits: limits, inflater: .standard(WorkContext()))
  }

  var frames: FrameReader {
    FrameReader(reader: reader, decoders: decoders)
  }
}
