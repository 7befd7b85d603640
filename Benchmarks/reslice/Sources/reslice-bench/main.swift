import Foundation
import Geometry
import Reslicing
import Sampling
import VolumeModel
import WorkScheduling

// reslice-bench VOLUME.raw TASK THREADS [REPEATS]: seconds of each repeat, on standard output.
// reslice-bench VOLUME.raw values:INTERPOLATION THREADS OUT.raw: float32 values of the plane of
// 512 × 512 pixels of 0.7 mm.
// VOLUME.raw: 512 × 512 × 600 float32 voxels, i fastest, of 0.7 × 0.7 × 0.625 mm around (0,0,0).

func loadVolume(_ path: String) throws -> Volume {
  let size = GridDimensions(columns: 512, rows: 512, slices: 600)
  let grid = try GridGeometry(
    dimensions: size,
    voxelToPatient: AffineMap(
      x: PatientVector(0.7, 0, 0), y: PatientVector(0, 0.7, 0), z: PatientVector(0, 0, 0.625),
      origin: PatientPoint(-255.5 * 0.7, -255.5 * 0.7, -299.5 * 0.625)))
  let storage = try VoxelStorage(count: size.voxelCount)
  guard let file = fopen(path, "rb") else { throw CocoaError(.fileNoSuchFile) }
  defer { fclose(file) }
  let read = storage.withMutableBand(0..<size.voxelCount) {
    fread(required($0.baseAddress), 4, size.voxelCount, file)
  }
  guard read == size.voxelCount else { throw CocoaError(.fileReadCorruptFile) }
  return Volume(geometry: grid, voxels: storage, valueRange: -1100...3000)
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let threads = Int(arguments[3]) else {
  print("usage: reslice-bench VOLUME.raw TASK THREADS [REPEATS]")
  exit(64)
}
let repeats = arguments.count > 4 ? Int(arguments[4]) ?? 3 : 3
let volume = try loadVolume(arguments[1])
let bench = try Bench(volume, threads: threads)
if arguments[2].hasPrefix("values:"), arguments.count > 4 {
  try bench.writeValues(String(arguments[2].dropFirst(7)), to: arguments[4])
  exit(0)
}
for seconds in try bench.run(arguments[2], repeats: repeats) {
  print(String(format: "%.4f", seconds))
}
