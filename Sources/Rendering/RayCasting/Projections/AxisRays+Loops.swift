import CRayKernels
import VolumeModel

extension AxisRays {
  /// Lines of the picture that a worker takes at a time: their results stay in the cache, and they
  /// are no more than some 10 ms of work.
  private var linesOfBand: Int { max(1, min(64, (1 << 25) / max(1, fast.count * along.count))) }

  /// The number of bands.
  var bands: Int { (slow.count + linesOfBand - 1) / linesOfBand }

  /// Projects one band of lines into a picture that is `columns` wide.
  func project(
    _ band: Int, of source: RayVolume, columns: Int, blend: SRBlend, kernels: SRKernels,
    into output: SharedRays, depths: SharedRays?
  ) {
    let lines = band * linesOfBand..<min((band + 1) * linesOfBand, slow.count)
    let row = source.volume.dimensions.columns
    let width = fast.count
    var rows = [Float](repeating: 0, count: 6 * row + width)
    var best = [Float](repeating: 0, count: lines.count * max(row, width))
    var sums = [Double](repeating: 0, count: blend == SR_MEAN ? 2 * best.count : 0)
    // SAFETY: bands do not overlap, and scratch is as large as the loop says.
    unsafe source.withLoops { volume in
      unsafe withLoops(columns: columns) { axis in
        unsafe rows.withUnsafeMutableBufferPointer { rows in
          unsafe best.withUnsafeMutableBufferPointer { best in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
              unsafe kernels.projectPlanes(
                volume, axis, blend, Int64(lines.lowerBound), Int64(lines.upperBound),
                rows.baseAddress, best.baseAddress, sums.baseAddress, output.base, depths?.base)
            }
          }
        }
      }
    }
  }

  private func withLoops(columns: Int, body: (UnsafePointer<SRAxis>) -> Void) {
    var loops = unsafe SRAxis()
    unsafe loops.axis = Int32(axis)
    unsafe loops.isExact = fast.allSatisfy { $0.t == 0 } ? 1 : 0
    unsafe loops.fastCount = Int64(fast.count)
    unsafe loops.slowCount = Int64(slow.count)
    unsafe loops.alongCount = Int64(along.count)
    unsafe loops.fastStride = isFastAcross ? 1 : Int64(columns)
    unsafe loops.slowStride = isFastAcross ? Int64(columns) : 1
    // SAFETY: the places live until the closures return.
    unsafe fast.withUnsafeBufferPointer { fast in
      unsafe slow.withUnsafeBufferPointer { slow in
        unsafe along.withUnsafeBufferPointer { along in
          unsafe loops.fast = fast.baseAddress
          unsafe loops.slow = slow.baseAddress
          unsafe loops.along = along.baseAddress
          unsafe withUnsafePointer(to: loops, body)
        }
      }
    }
  }
}
