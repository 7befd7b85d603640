/// The slices of a volume that one frame of a file holds.
struct FrameJob {
  let image: ScannedImage
  let frameIndex: Int
  /// The places of the slices in the volume's order of k.
  private(set) var slices: [Int]

  /// The frames to read for slices in order of k.
  static func jobs(for slices: [SliceSource]) -> [FrameJob] {
    var jobs: [FrameJob] = []
    var places: [Frame: Int] = [:]
    for (k, slice) in slices.enumerated() {
      let frame = Frame(image: ObjectIdentifier(slice.image), index: slice.frameIndex)
      if slice.tile != nil, let place = places[frame] {
        jobs[place].slices.append(k)
        continue
      }
      places[frame] = jobs.count
      jobs.append(FrameJob(image: slice.image, frameIndex: slice.frameIndex, slices: [k]))
    }
    return jobs
  }

  private struct Frame: Hashable {
    let image: ObjectIdentifier
    let index: Int
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
