import Files
import VolumeFiles
import WorkScheduling

/// What was found below the inputs, before images are looked at together.
struct FoundFiles {
  private(set) var images: [ScannedImage] = []
  private(set) var skipped: [SkippedFile] = []
  /// Archives that were not looked into yet.
  private var packed: [FileLocation] = []
  /// Volume files that are inputs themselves.
  let volumeFiles: [VolumeFile]
  /// Files looked at, or looked for because a DICOMDIR lists them.
  private(set) var count: Int

  /// Scans files and folders, and what a DICOMDIR among the inputs lists; what arrived beside them was
  /// scanned already.
  ///
  /// A DICOMDIR that lies in a searched folder lists what is found there anyway.
  init(
    below inputs: [String], arrived: [ScannedFile] = [], scan: HeaderScan, reader: VolumeFileReader,
    limits: UnpackingLimits, context: WorkContext
  ) throws {
    let collected = try FileCollector(inputs)
    let opened = try VolumeFileScan(collected.inputFiles, reader: reader)
    volumeFiles = opened.files
    skipped = collected.skipped + opened.skipped
    let unopened = collected.paths.filter { !opened.paths.contains($0) }
    count = unopened.count + opened.paths.count + collected.skipped.count + arrived.count
    var known = Set(collected.paths).union(opened.paths)
    let scanned = try scan.scan(unopened.map { FileLocation($0) }, context: context)
    var pending = sort(scanned + arrived) { directory in
      collected.inputFiles.contains(directory.path)
    }
    while !pending.isEmpty {
      let listed = pending.flatMap { follow($0) }
      let new = FileCollector.unique(listed.filter { known.insert($0).inserted })
      count += new.count
      pending = sort(try scan.scan(new.map(FileLocation.init), context: context)) { _ in true }
    }
    try lookInside(scan, limits: limits, context: context)
  }

  /// Looks into the archives that were found, and into those in them.
  private mutating func unpack(
    _ scan: HeaderScan, limits: UnpackingLimits, context: WorkContext
  ) throws {
    guard !packed.isEmpty else { return }
    let unpacking: Unpacking
    do throws(FileReadingError) {
      unpacking = try Unpacking(limits, reader: scan.reader, context: context)
    } catch {
      skipped += packed.map {
        SkippedFile(path: $0.path, code: .unreadable, message: "no room to unpack it: \(error)")
      }
      return
    }
    while !packed.isEmpty {
      let archives = packed
      packed = []
      let result = try unpacking.unpack(archives)
      // An archive counts as a folder does, unless it has an entry of its own.
      count += result.members.count + result.skipped.count - archives.count
      skipped += result.skipped
      _ = sort(try scan.scan(result.members, context: context)) { _ in false }
    }
  }

  /// Scans sources; what order they come in decides nothing.
  init(
    _ sources: [ByteSource], scan: HeaderScan, reader: VolumeFileReader,
    limits: UnpackingLimits, context: WorkContext
  ) throws {
    let ordered = sources.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let opened = try VolumeFileScan(sources: ordered, reader: reader)
    let rest = ordered.filter { !opened.paths.contains($0.name) }
    volumeFiles = opened.files
    skipped = opened.skipped
    count = ordered.count
    _ = sort(try scan.scan(rest.map(FileLocation.init), context: context)) { _ in false }
    try lookInside(scan, limits: limits, context: context)
  }

  /// Sorts out what was scanned already.
  init(
    scanned: [ScannedFile], scan: HeaderScan, limits: UnpackingLimits, context: WorkContext
  ) throws {
    volumeFiles = []
    count = scanned.count
    _ = sort(scanned) { _ in false }
    try lookInside(scan, limits: limits, context: context)
  }

  /// Looks into archives, and at images that only all of a series show for what they are.
  private mutating func lookInside(
    _ scan: HeaderScan, limits: UnpackingLimits, context: WorkContext
  ) throws {
    try unpack(scan, limits: limits, context: context)
    let sheets = UntiledSheets(among: images)
    images = sheets.images
    skipped += sheets.skipped
  }

  /// Puts scanned files where they belong; returns the directories that are to be followed.
  private mutating func sort(
    _ files: [ScannedFile], isFollowed: (FileSetDirectory) -> Bool
  ) -> [FileSetDirectory] {
    var directories: [FileSetDirectory] = []
    for file in files {
      switch file {
      case .image(let image): images.append(image)
      case .skipped(let entry): skipped.append(entry)
      case .packed(let archive): packed.append(archive)
      case .directory(let directory) where isFollowed(directory): directories.append(directory)
      case .directory(let directory):
        skip(directory, message: "a DICOMDIR lists images but holds none; its folder was searched")
      }
    }
    return directories
  }

  /// The files that a directory lists and that are there.
  private mutating func follow(_ directory: FileSetDirectory) -> [String] {
    let (present, missing) = directory.resolve()
    skip(
      directory,
      message:
        "a DICOMDIR: \(present.count) of the \(directory.references.count) files it lists are there"
    )
    skipped += missing
    count += missing.count
    return present
  }

  private mutating func skip(_ directory: FileSetDirectory, message: String) {
    skipped.append(SkippedFile(path: directory.path, code: .dicomdir, message: message))
  }
}
