/// The slices of a volume that one frame of a file holds.
struct FrameJob {
  let image: ScannedImage
  let frameIndex: Int
  /// The places of the slices in the volume's order of k.
  let slices: [Int]

  /// The frames to read for slices in order of k.
  static func jobs(for slices: [SliceSource]) -> [FrameJob] {
    slices.enumerated().map { k, slice in
      FrameJob(image: slice.image, frameIndex: slice.frameIndex, slices: [k])
    }
  }

  /// Jobs that are done in parallel, and what they share.
  struct Batch {
    /// The file whose frames all jobs take, if it has to be decoded as a whole first.
    let image: ScannedImage?
    let jobs: [FrameJob]
  }

  /// Batches to do one after the other: everything that can be read by itself, then each
  /// encoded file that gives several frames.
  static func batches(of jobs: [FrameJob]) -> [Batch] {
    let perFile = Dictionary(grouping: jobs) { ObjectIdentifier($0.image) }
    func isShared(_ job: FrameJob) -> Bool {
      !FrameReader.isInFile(job.image) && (perFile[ObjectIdentifier(job.image)]?.count ?? 0) > 1
    }
    let single = Batch(image: nil, jobs: jobs.filter { !isShared($0) })
    var seen: Set<ObjectIdentifier> = []
    let shared = jobs.filter { isShared($0) && seen.insert(ObjectIdentifier($0.image)).inserted }
      .map { Batch(image: $0.image, jobs: perFile[ObjectIdentifier($0.image)] ?? []) }
    return (single.jobs.isEmpty ? [] : [single]) + shared
  }
}
