import Geometry
import VolumeModel

extension NIfTIHeader {
  /// Millimetres of the header's unit of length; the unknown unit is taken for mm, as all
  /// readers do.
  private var millimetres: Double {
    switch units & 7 {
    case 1: 1000
    case 3: 0.001
    default: 1
    }
  }

  /// Voxel → LPS mm, and whether that is a patient's space.
  ///
  /// The sform if its code is not 0 and it spans space, since only it can hold shear; else the
  /// qform if its code is not 0; else the voxel sizes along R, A and S (NIfTI's method 1).
  var place: (map: AffineMap<VoxelSpace, PatientSpace>, hasPatientFrame: Bool) {
    if sformCode > 0 {
      let map = map(
        [0, 1, 2].map { SIMD3(sform[$0], sform[4 + $0], sform[8 + $0]) },
        origin: SIMD3(sform[3], sform[7], sform[11]))
      if map.inverse != nil, map.origin.isFinite { return (map, true) }
    }
    let steps = (0..<3).map { axis in
      // A picture of one slice may leave its thickness open.
      pixelSizes[axis] == 0 ? 1 : abs(pixelSizes[axis])
    }
    if qformCode > 0 {
      let columns = NIfTIRotation(quaternion: quaternion, qfac: qfac).columns
      return (map((0..<3).map { columns[$0] * steps[$0] }, origin: qoffset), true)
    }
    let columns = [SIMD3(steps[0], 0, 0), SIMD3(0, steps[1], 0), SIMD3(0, 0, steps[2])]
    return (map(columns, origin: .zero), false)
  }

  /// A map in RAS and the header's unit as a map to LPS mm.
  private func map(
    _ columns: [SIMD3<Double>], origin: SIMD3<Double>
  ) -> AffineMap<VoxelSpace, PatientSpace> {
    let toLPS = SIMD3(-millimetres, -millimetres, millimetres)
    return AffineMap(
      x: Vector3(columns[0] * toLPS), y: Vector3(columns[1] * toLPS),
      z: Vector3(columns[2] * toLPS), origin: Point3(origin * toLPS))
  }

  /// NIfTI's codes of voxel types that hold one real number.
  static let storedTypes: [Int: StoredType] = [
    2: .uint8, 4: .int16, 8: .int32, 16: .float32, 64: .float64, 256: .int8, 512: .uint16,
    768: .uint32, 1024: .int64, 1280: .uint64,
  ]
}

extension VolumeFileReader {
  /// Finds the voxels of a single NIfTI file.
  func nifti(_ path: String) throws -> StoredVolumes {
    let bytes = try InputBytes(path: path, limit: limit)
    let parsed = try parsedNIfTI(bytes, path)
    guard !parsed.isPair else {
      throw VolumeFileError(
        .unsupported("the header of a pair under this name; call it .hdr and .img"), path: path)
    }
    return try stored(parsed, bytes, path)
  }

  /// Finds the voxels of a pair of files, named by either of them.
  func niftiPair(_ path: String) throws -> StoredVolumes {
    let stem = String(path.dropLast(4))
    let isUpper = path.hasSuffix(".HDR") || path.hasSuffix(".IMG")
    let headerPath = stem + (isUpper ? ".HDR" : ".hdr")
    let header = try InputBytes(path: headerPath, limit: limit)
    let parsed = try parsedNIfTI(header, headerPath)
    guard parsed.isPair else { return try stored(parsed, header, headerPath) }
    let imagePath = stem + (isUpper ? ".IMG" : ".img")
    return try stored(parsed, InputBytes(path: imagePath, limit: limit), imagePath)
  }

  private func parsedNIfTI(_ bytes: InputBytes, _ path: String) throws -> ParsedNIfTI {
    let start = try unsafe bytes.withBytes(0..<min(NIfTILayout.two.size, bytes.count)) {
      unsafe Array($0)
    }
    return try ParsedNIfTI(start, path: path)
  }

  private func stored(
    _ parsed: ParsedNIfTI, _ bytes: InputBytes, _ path: String
  ) throws -> StoredVolumes {
    let header = parsed.header
    guard let type = NIfTIHeader.storedTypes[header.dataType] else {
      throw VolumeFileError(
        .unsupported("voxel type \(header.dataType) (colour or complex)"), path: path)
    }
    try checkSizes(header.dimensions, type, offset: header.dataOffset, bytes, path: path)
    let shape = header.dimensions + Array(repeating: 1, count: max(0, 3 - header.dimensions.count))
    let size = GridDimensions(columns: shape[0], rows: shape[1], slices: shape[2])
    let place = header.place
    var format = StoredFormat(type: type, isSwapped: parsed.isSwapped)
    // A slope of 0 means that there is neither (nifti1.h); one that is no number says nothing.
    if header.slope != 0, header.slope.isFinite, header.intercept.isFinite {
      (format.slope, format.intercept) = (header.slope, header.intercept)
    }
    return StoredVolumes(
      bytes: bytes, offset: header.dataOffset, format: format,
      geometry: try grid(size, place.map, path), phases: shape[3...].reduce(1, *),
      attributes: VolumeAttributes(unit: header.unit, hasPatientFrame: place.hasPatientFrame))
  }
}
