import Sagitta

extension MeasuredCall {
  static let volumes = [
    MeasuredCall("map values") { input, context in
      _ = try input.volume.map(context: context) { 2 * $0 }
    },
    MeasuredCall("look for the range of values") { input, context in
      _ = try Volume(
        geometry: input.volume.geometry, voxels: input.volume.voxels, context: context)
    },
    MeasuredCall("mask by a threshold") { input, context in
      let mask = try input.volume.threshold(0..., context: context)
      let masked = try input.volume.masked(by: mask, context: context)
      _ = try masked.masked(by: mask, context: context)
    },
    MeasuredCall("measure a mask") { input, context in
      let mask = try input.volume.threshold(0..., context: context)
      _ = input.volume.cubicMillimeters(of: mask)
      _ = try input.volume.centroid(of: mask, context: context)
    },
    MeasuredCall("cut a part") { input, context in
      let size = input.size
      _ = try input.volume.subvolume(
        i: 1..<size.columns, j: 1..<size.rows, k: 1..<size.slices, context: context)
    },
    MeasuredCall("count values") { input, context in
      _ = try input.volume.statistics(context: context)
      _ = try input.volume.histogram(context: context)
    },
    MeasuredCall("remove the table") { input, context in
      _ = try TableRemoval().apply(to: input.volume, context: context)
    },
  ]
}
