import Compression
import Files
import Geometry
import VolumeModel

extension VolumeFileWriter {
  /// Writes a header and the voxels behind it.
  func writeNRRD(_ voxels: VoxelBytes, to sink: ByteSink) throws {
    let header = Array((nrrdHeader(voxels) + "\n").utf8)
    if encoding.isCompressed {
      try writeCompressed(header, packedHeader: [], voxels: voxels, format: .gzip, to: sink)
    } else {
      try writePlain(header, voxels: voxels, to: sink)
    }
  }

  /// Writes `NAME.nhdr` and `NAME.raw` or `NAME.raw.gz`.
  func writeDetachedNRRD(_ voxels: VoxelBytes, to sink: ByteSink) throws {
    let header = nrrdHeader(voxels)
    try writeDetached(to: sink, ending: encoding.isCompressed ? ".raw.gz" : ".raw") { name, _ in
      Array((header + "data file: \(name)\n").utf8)
    } voxels: { file in
      if encoding.isCompressed {
        return try append([], voxels, packed: .gzip, to: &file).count
      }
      try append(voxels, to: &file)
      return voxels.count
    }
  }

  /// The header's lines, without what ends it.
  private func nrrdHeader(_ voxels: VoxelBytes) -> String {
    let array = voxels.array
    let map = array.geometry.voxelToPatient
    let isSeries = array.phases > 1
    let sizes = array.geometry.dimensions.ijk + (isSeries ? [array.phases] : [])
    let directions = [map.x, map.y, map.z].map { Self.text($0.components) }
    var lines = [
      "NRRD0005", "# written by Sagitta", "type: \(Self.typeName(voxels.type))",
      "dimension: \(sizes.count)",
      "sizes: " + sizes.map(String.init).joined(separator: " "),
      array.attributes.hasPatientFrame
        ? "space: left-posterior-superior" : "space dimension: 3",
      "space directions: " + (directions + (isSeries ? ["none"] : [])).joined(separator: " "),
      "space origin: " + Self.text(map.origin.coordinates),
      "kinds: domain domain domain" + (isSeries ? " list" : ""),
    ]
    if array.attributes.hasPatientFrame { lines.append("space units: \"mm\" \"mm\" \"mm\"") }
    if let unit = array.attributes.unit { lines.append("sample units: \"\(Self.oneLine(unit))\"") }
    if voxels.type.size > 1 { lines.append("endian: little") }
    lines.append("encoding: \(encoding.isCompressed ? "gzip" : "raw")")
    if let note = encoding.note { lines.append("sagitta provenance:=" + Self.escaped(note)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func typeName(_ type: VoxelType) -> String {
    switch type {
    case .float32: "float"
    case .float64: "double"
    default: type.rawValue
    }
  }

  private static func text(_ v: SIMD3<Double>) -> String { "(\(v.x),\(v.y),\(v.z))" }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\"" ? " " : $0 })
  }

  /// A value of a key: line feeds and backslashes escaped.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }
}
