import Compression
import Files
import Geometry
import VolumeModel

extension VolumeFileWriter {
  /// Writes a header and the voxels behind it.
  func writeMetaImage(_ voxels: VoxelBytes, to sink: ByteSink) throws {
    guard encoding.isCompressed else {
      return try writePlain(
        metaImageHeader(voxels, data: "LOCAL", packed: nil), voxels: voxels, to: sink)
    }
    var file = try sink.open()
    guard file.canSeek else { throw VolumeFileError(.needsSeeking, path: sink.name) }
    // The size of what is compressed stands before it, and is put there afterwards.
    try file.write(metaImageHeader(voxels, data: "LOCAL", packed: 0))
    let packed = try append([], voxels, packed: .zlib, to: &file).count
    try file.overwrite(metaImageHeader(voxels, data: "LOCAL", packed: packed))
    try file.finish()
  }

  /// Writes `NAME.mhd` and `NAME.raw` or `NAME.zraw`.
  func writeDetachedMetaImage(_ voxels: VoxelBytes, to sink: ByteSink) throws {
    let isCompressed = encoding.isCompressed
    try writeDetached(to: sink, ending: isCompressed ? ".zraw" : ".raw") { name, count in
      metaImageHeader(voxels, data: name, packed: isCompressed ? count : nil)
    } voxels: { file in
      if isCompressed { return try append([], voxels, packed: .zlib, to: &file).count }
      try append(voxels, to: &file)
      return voxels.count
    }
  }

  /// The header; its length does not depend on `packed`.
  private func metaImageHeader(_ voxels: VoxelBytes, data: String, packed: Int?) -> [UInt8] {
    let array = voxels.array
    let isSeries = array.phases > 1
    let spacing = array.geometry.spacing
    let map = array.geometry.voxelToPatient
    let sizes = array.geometry.dimensions.ijk + (isSeries ? [array.phases] : [])
    let step = isSeries ? [encoding.times?.step ?? 1] : []
    let start = isSeries ? [encoding.times?.first ?? 0] : []
    let origin = map.origin.coordinates
    var lines = [
      "ObjectType = Image", "NDims = \(sizes.count)", "BinaryData = True",
      "BinaryDataByteOrderMSB = False", "CompressedData = \(packed == nil ? "False" : "True")",
    ]
    if let packed {
      let digits = String(packed)
      lines.append(
        "CompressedDataSize = " + digits + String(repeating: " ", count: 20 - digits.count))
    }
    lines += [
      "TransformMatrix = " + Self.text(Self.matrix(map, isSeries: isSeries)),
      "Offset = " + Self.text([origin.x, origin.y, origin.z] + start),
      "ElementSpacing = " + Self.text([spacing.x, spacing.y, spacing.z] + step),
      "DimSize = " + sizes.map(String.init).joined(separator: " "),
    ]
    if let unit = array.attributes.unit, !unit.contains(where: \.isNewline) {
      lines.append("SagittaUnit = \(unit)")
    }
    lines += ["ElementType = \(Self.metaName(voxels.type))", "ElementDataFile = \(data)"]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The directions of the axes, one after the other.
  private static func matrix(
    _ map: AffineMap<VoxelSpace, PatientSpace>, isSeries: Bool
  ) -> [Double] {
    let axes = [map.x, map.y, map.z].map { axis -> [Double] in
      let v = (axis.normalized ?? axis).components
      return [v.x, v.y, v.z]
    }
    return isSeries ? axes.flatMap { $0 + [0] } + [0, 0, 0, 1] : axes.flatMap(\.self)
  }

  private static func text(_ numbers: [Double]) -> String {
    numbers.map { $0 == 0 ? "0" : "\($0)" }.joined(separator: " ")
  }

  private static func metaName(_ type: VoxelType) -> String {
    switch type {
    case .int8: "MET_CHAR"
    case .uint8: "MET_UCHAR"
    case .int16: "MET_SHORT"
    case .uint16: "MET_USHORT"
    case .int32: "MET_INT"
    case .uint32: "MET_UINT"
    case .int64: "MET_LONG_LONG"
    case .uint64: "MET_ULONG_LONG"
    case .float32: "MET_FLOAT"
    case .float64: "MET_DOUBLE"
    }
  }
}

extension ValueArray {
  /// Whether the axes are perpendicular, to the precision that NIfTI's quaternion asks for too.
  var isPerpendicular: Bool { NIfTIRotation(of: geometry.voxelToPatient) != nil }
}
