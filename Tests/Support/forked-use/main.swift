// Uses the engine, in parallel and in a Swift task, then forks and uses it again in the child, as
// programs with worker processes do, whose threads contend. Ends with 0 if the child got the same
// values.
//
//     forked-use FOLDER

import Dispatch
import Forks
import Foundation
import Locks
import Reslicing
import Sampling
import SeriesLoading
import VolumeModel
import WorkScheduling

/// The bits of an oblique plane, the kernel's coefficients and the loaded voxels included.
func values(of folder: String) throws -> [UInt32] {
  let context = WorkContext(workers: 4)
  let volume = try VolumeLoader().loadAll([folder], context: context).volumes[0]
  let orientation = try ImageOrientation(.coronal)
    .rotated(aboutRight: 10, aboutDown: 20, aboutNormal: 0)
  let plane = try orientation.plane(of: volume.geometry)
  return try Reslicer(volume).plane(plane, interpolation: .cubic, context: context).values
    .map(\.bitPattern)
}

/// The volume of the folder with its voxels on disk.
func volumeOnDisk(_ folder: String) throws -> Volume {
  let loader = VolumeLoader()
  let plan = try loader.scan([folder]).volumes[0]
  var limits = WorkLimits()
  limits.memoryBytes = plan.memoryBytes - 1
  limits.scratch = .standard
  return try loader.load(plan, context: WorkContext(workers: 4, limits: limits))
}

/// The bits of all voxels.
func bits(_ volume: Volume) -> [UInt32] {
  unsafe volume.voxels.withVoxels { unsafe $0.map(\.bitPattern) }
}

func useATask(_ folder: String) {
  let isOver = DispatchSemaphore(value: 0)
  Task.detached {
    _ = try? await VolumeLoader().load(from: URL(filePath: folder))
    isOver.signal()
  }
  isOver.wait()
}

/// Whether threads that wait for each other all get their turn.
func contends() -> Bool {
  let sum = Locked(0)
  DispatchQueue.concurrentPerform(iterations: 8) { _ in
    for _ in 0..<100_000 { sum.withLock { $0 += 1 } }
  }
  return sum.withLock { $0 } == 800_000
}

/// A value that takes its time to be made.
enum Late {
  static let value: Int = {
    usleep(50_000)
    return 42
  }()
}

/// Whether all threads get a value that is made at its first use, in a thread that may want it.
func sharesFirstUse() -> Bool {
  let sum = Locked(0)
  SoundThread.run {
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let value = Late.value
      sum.withLock { $0 += value }
    }
  }
  return sum.withLock { $0 } == 8 * 42
}

let folder = CommandLine.arguments[1]
let expected = try values(of: folder)
guard contends() else { exit(4) }
useATask(folder)
let onDisk = try volumeOnDisk(folder)
let voxels = bits(onDisk)
guard onDisk.voxels.diskBytes > 0, Set(voxels).count > 1 else { exit(5) }
let child = fork()
if child == 0 {
  // A child that waits for ever is a failure, too.
  alarm(60)
  let readsDisk = try bits(onDisk) == voxels && bits(volumeOnDisk(folder)) == voxels
  _exit(
    try readsDisk && contends() && sharesFirstUse() && values(of: folder) == expected ? 0 : 1)
}
var status: Int32 = 0
guard child > 0, unsafe waitpid(child, &status, 0) == child else { exit(2) }
exit(status == 0 ? 0 : 3)
