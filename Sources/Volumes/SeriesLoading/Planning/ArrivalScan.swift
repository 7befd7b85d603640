import DICOMImaging
import Files
import PixelCoding
import VolumeModel
import WorkScheduling

/// Looks at instances of a network while others are on their way.
///
/// Each header is read as its instance comes; beside that, compressed slices are decoded, and memory for
/// the voxels is made ready. What is planned and loaded depends on none of it.
struct ArrivalScan {
  private let scan: HeaderScan
  private let files: FrameReader
  private let decoding: DecodingAhead?
  private let context: WorkContext
  private let storage: StorageChoice
  private var stacks: [String: Stack] = [:]

  /// What became of each, in the order in which they came.
  private(set) var arrived: [ScannedFile] = []

  /// Memory for the voxels; nil if nobody will load any.
  let reserve: VoxelReserve?

  /// What decoded frames may take until they are asked for.
  private static let mostDecoded = 1 << 30

  init(_ loader: VolumeLoader, context: WorkContext) {
    scan = loader.headerScan(context)
    files = loader.frames
    self.context = context
    storage = loader.storage
    let room = context.limits.availableBytes / 2
    let worksBeside = loader.expectsLoading && context.workers > 1 && WorkerThreads.startable > 0
    decoding = worksBeside ? DecodingAhead(bytes: min(Self.mostDecoded, room / 2)) : nil
    reserve = worksBeside ? VoxelReserve(atMost: min(room, context.limits.volumeBytes)) : nil
  }

  /// Takes an instance.
  ///
  /// - Throws: `MemoryExceeded` for more than memory holds the headers of.
  mutating func add(_ source: ByteSource) throws {
    try HeaderScan.checkMemory(for: arrived.count + 1, context: context)
    let file = scan.scan(FileLocation(source))
    arrived.append(file)
    guard case .image(let image) = file else { return }
    decoding?.begin(image, files: files)
    makeReady(image)
  }

  /// The slices of a series that lie in places of their own: those that repeat a place are of another
  /// phase, and phases are loaded one at a time.
  private struct Stack {
    private var places: Set<ImagePlane> = []
    private(set) var voxelBytes = 0

    mutating func add(_ plane: ImagePlane, _ format: PixelFormat, bytesPerVoxel: Int) {
      guard places.insert(plane).inserted else { return }
      voxelBytes += format.columns * format.rows * bytesPerVoxel
    }
  }

  private mutating func makeReady(_ image: ScannedImage) {
    let header = image.header
    guard let reserve, header.pixels.frameCount == 1,
      case .plane(let plane) = header.frames[0].plane
    else { return }
    let series = header.series.instanceUID
    let format = header.pixels.format
    // What else decides how voxels are kept is known when all have come; nobody waits for the rest.
    let areWords = storage != .float && format.bitsAllocated <= 16
    stacks[series, default: Stack()].add(plane, format, bytesPerVoxel: areWords ? 2 : 4)
    reserve.makeReady(stacks[series]?.voxelBytes ?? 0)
  }
}

extension SeriesReport {
  /// Keeps memory that was made ready, for the first volume that is loaded.
  mutating func keep(_ reserve: VoxelReserve?) {
    for index in volumes.indices { volumes[index].reserve = reserve }
  }
}
