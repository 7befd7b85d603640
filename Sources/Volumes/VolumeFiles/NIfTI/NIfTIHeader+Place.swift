import Compression
import Files
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
  /// The sform if its code is not 0, since only it can hold shear; else the qform if its code is
  /// not 0; else the voxel sizes along R, A and S (NIfTI's method 1). Some writers leave an sform
  /// that does not span space beside a good qform: then the qform counts.
  func place(path: String) throws(VolumeFileError) -> VolumePlace {
    guard sformCode > 0 else {
      if let place = try qformPlace(path: path) { return place }
      return try methodOne(path: path)
    }
    let map = map(
      [0, 1, 2].map { SIMD3(sform[$0], sform[4 + $0], sform[8 + $0]) },
      origin: SIMD3(sform[3], sform[7], sform[11]))
    if map.inverse != nil, map.origin.isFinite {
      return VolumePlace(map, attributes: VolumeAttributes(unit: unit, hasPatientFrame: true))
    }
    guard var place = try qformPlace(path: path), place.map.inverse != nil,
      place.map.origin.isFinite
    else {
      throw VolumeFileError(
        .malformed("the sform does not span space: \(sform)"), path: path, offset: layout.sform)
    }
    place.nonconformance = "the sform does not span space: the qform was taken"
    return place
  }

  /// The place that the qform says; nil if its code is 0.
  private func qformPlace(path: String) throws(VolumeFileError) -> VolumePlace? {
    guard qformCode > 0 else { return nil }
    let steps = try steps(path: path)
    let columns = NIfTIRotation(quaternion: quaternion, qfac: qfac).columns
    return VolumePlace(
      map((0..<3).map { columns[$0] * steps[$0] }, origin: qoffset),
      attributes: VolumeAttributes(unit: unit, hasPatientFrame: true))
  }

  private func methodOne(path: String) throws(VolumeFileError) -> VolumePlace {
    let steps = try steps(path: path)
    let columns = [SIMD3(steps[0], 0, 0), SIMD3(0, steps[1], 0), SIMD3(0, 0, steps[2])]
    return VolumePlace(
      map(columns, origin: .zero), attributes: VolumeAttributes(unit: unit, hasPatientFrame: false))
  }

  /// The voxel sizes, which only an axis of one voxel may leave open.
  private func steps(path: String) throws(VolumeFileError) -> [Double] {
    let lengths = dimensions + [1, 1]
    for axis in 0..<3 where !(abs(pixelSizes[axis]) > 0) || !pixelSizes[axis].isFinite {
      guard lengths[axis] == 1, pixelSizes[axis] == 0 else {
        throw VolumeFileError(
          .malformed("a voxel size of \(pixelSizes[axis])"), path: path,
          offset: layout.pixelSizes)
      }
    }
    return (0..<3).map { pixelSizes[$0] == 0 ? 1 : abs(pixelSizes[$0]) }
  }

  /// Whether there are a slope and an intercept that cannot be used; several writers say by NaN that
  /// there is no slope.
  var lacksUsableScale: Bool {
    slope != 0 && !slope.isNaN && !(slope.isFinite && intercept.isFinite)
  }

  /// The intent of voxels that are indices into a list of names.
  static let labelIntent = 1002

  /// Whether the fifth axis, or the fourth of FSL's fields, counts components of one value.
  var holdsVectors: Bool {
    let components = dimensions.count > 4 ? dimensions[4] : 1
    switch intent {
    // Matrices, displacements, vectors, points, triangles, quaternions; RGB and RGBA.
    case 1004...1010, 2003, 2004: return components > 1
    // FSL's displacement fields and their coefficients.
    case 2006...2009: return dimensions.count > 3 && dimensions[3] == 3 || components == 3
    default: return false
    }
  }

  /// When the phases were taken, if the fourth axis is time in a known unit.
  var times: PhaseTimes? {
    let seconds = [8: 1.0, 16: 1e-3, 24: 1e-6][units & 0x38]
    guard let seconds, dimensions.count > 3, pixelSizes.count > 3, pixelSizes[3] > 0,
      pixelSizes[3].isFinite, timeOffset.isFinite
    else { return nil }
    return PhaseTimes(first: timeOffset * seconds, step: pixelSizes[3] * seconds)
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
  static let storedTypes: [Int: VoxelType] = [
    2: .uint8, 4: .int16, 8: .int32, 16: .float32, 64: .float64, 256: .int8, 512: .uint16,
    768: .uint32, 1024: .int64, 1280: .uint64,
  ]

  /// What other codes mean, for people.
  static let otherTypes: [Int: String] = [
    1: "single bits", 32: "complex numbers", 128: "colours", 1536: "128-bit floats",
    1792: "complex numbers", 2048: "complex numbers", 2304: "colours",
  ]
}

extension VolumeFileReader {
  /// Finds the voxels of a single NIfTI file, in gzip or not.
  func openNIfTI(_ source: ByteSource, format: VolumeFileFormat) throws -> VolumeFile {
    let path = source.name
    let file = try ByteReader.opening(source)
    let parsed = try ParsedNIfTI(file)
    guard !parsed.isPair else {
      throw VolumeFileError(
        .unsupported("the header of a pair under this name; call it .hdr and .img"), path: path)
    }
    return try nifti(parsed, voxels: file, path: path, format: format, paths: [path])
  }

  /// Finds the voxels of a pair of files, named by either of them.
  func openNIfTIPair(_ source: ByteSource) throws -> VolumeFile {
    guard let path = source.path else {
      let header = try ByteReader.opening(source)
      return try nifti(
        ParsedNIfTI(header), voxels: header, path: source.name, format: .niftiPair,
        paths: [source.name])
    }
    let stem = String(
      (path.lowercased().hasSuffix(".gz") ? path.dropLast(3) : path[...]).dropLast(4))
    let isUpper = path.hasSuffix(".HDR") || path.hasSuffix(".IMG")
    let headerPath = stem + (isUpper ? ".HDR" : ".hdr")
    let header = try ByteReader.opening(.file(headerPath))
    let parsed = try ParsedNIfTI(header)
    guard parsed.isPair else {
      return try nifti(
        parsed, voxels: header, path: headerPath, format: .niftiPair, paths: [headerPath])
    }
    let imagePath = stem + (isUpper ? ".IMG" : ".img")
    // Some programs pack the voxels alone.
    let image = try voxels(imagePath) ?? voxels(imagePath + ".gz")
    guard let image else { throw VolumeFileError(.missing, path: imagePath) }
    return try nifti(
      parsed, voxels: image, path: headerPath, format: .niftiPair, paths: [headerPath, image.name])
  }

  /// Opens the file of voxels beside a header, which may be a link; gives nil if there is none.
  private func voxels(_ path: String) throws(VolumeFileError) -> ByteReader? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = String(path.dropFirst(folder.count))
    guard allowsOutsideData || ResolvedPlace.isBelow(name, folder: folder) else {
      throw VolumeFileError(.dataFileOutside(name), path: path)
    }
    return try ByteReader.openingIfThere(path)
  }

  private func nifti(
    _ parsed: ParsedNIfTI, voxels: ByteReader, path: String, format: VolumeFileFormat,
    paths: [String]
  ) throws -> VolumeFile {
    let header = parsed.header
    guard let type = NIfTIHeader.storedTypes[header.dataType] else {
      let words = NIfTIHeader.otherTypes[header.dataType] ?? "an unknown type of voxels"
      throw VolumeFileError(.unsupported("\(words) (type \(header.dataType))"), path: path)
    }
    // Some writers leave 0.
    guard [0, type.size * 8].contains(parsed.bitsPerVoxel) else {
      throw VolumeFileError(
        .malformed("\(parsed.bitsPerVoxel) bits a voxel, but the type is \(type)"), path: path)
    }
    var stored = StoredFormat(type: type, isSwapped: parsed.isSwapped)
    // A slope of 0 means that there is neither (nifti1.h); one that is no number says nothing.
    if header.slope != 0, header.slope.isFinite, header.intercept.isFinite {
      stored.slope = header.slope
      stored.intercept = header.intercept
    }
    guard !header.holdsVectors else {
      throw VolumeFileError(
        .unsupported("vectors or colours (intent \(header.intent)): they are no values"),
        path: path, offset: header.layout.intent)
    }
    let size = try dimensions(header.dimensions, path: path, offset: header.layout.dimensions)
    let phases = try phases(header.dimensions.dropFirst(3), path: path)
    let offset = parsed.dataOffset(
      fileSize: voxels.count, voxelBytes: storedBytes(size, phases: phases, type: type))
    let source: VoxelSource =
      try voxels.isGzip
      ? .deflated([FileRun(voxels)], .gzip, skip: header.dataOffset)
      : .plain([FileRun(voxels, from: offset)])
    var place = try header.place(path: path)
    place.holdsLabels = header.intent == NIfTIHeader.labelIntent
    if header.lacksUsableScale {
      place.nonconformance =
        "slope \(header.slope) and intercept \(header.intercept) make no sense: values are as stored"
    }
    return try file(
      path, format: format, paths: paths, size: size, phases: phases, times: header.times,
      place: place, stored: stored, source: source)
  }

  /// Everything beyond the third axis counts as phases.
  func phases(_ lengths: some Sequence<Int>, path: String) throws(VolumeFileError) -> Int {
    var count = 1
    for length in lengths {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow, product < 1 << 32 else {
        throw VolumeFileError(.malformed("\(length) phases"), path: path)
      }
      count = product
    }
    return count
  }
}

extension ByteReader {
  /// Whether the file is in gzip, by its first bytes.
  var isGzip: Bool {
    get throws(VolumeFileError) {
      guard count >= 2 else { return false }
      return try read(0..<2) == [0x1F, 0x8B]
    }
  }

  /// At most so many bytes from the beginning, unpacked if the file is in gzip.
  func beginning(_ most: Int) throws -> [UInt8] {
    guard try isGzip else { return try read(0..<min(most, count)) }
    let packed = try read(0..<min(most + 4096, count))
    do {
      return try Inflation.prefix(of: packed, format: .gzip, limit: most).bytes
    } catch {
      throw VolumeFileError(error, path: name)
    }
  }
}
