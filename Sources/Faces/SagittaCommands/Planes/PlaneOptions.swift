import ArgumentParser
import Sagitta

/// How planes are sampled.
struct PlaneOptions: ParsableArguments {
  @OptionGroup var sampling: SamplingOptions

  @Flag(
    help: ArgumentHelp(
      "Hatch what is interpolated across missing slices; a value file gets a mask beside it, "
        + "NAME-gaps: 0 measured, 1 across a gap, 2 no value."))
  var markGaps = false

  @Flag(
    inversion: .prefixedNo,
    help: "Widen the kernel where pixels are coarser than voxels, against false structures.")
  var antialias = false

  var antialiasing: Antialiasing { antialias ? .widenedKernel : .none }
}
