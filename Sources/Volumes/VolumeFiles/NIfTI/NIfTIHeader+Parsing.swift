import Files

/// A NIfTI header read from a file, and what only files say.
struct ParsedNIfTI: Hashable, Sendable {
  var header: NIfTIHeader
  /// Whether the numbers are in the order that this machine does not use.
  var isSwapped: Bool
  /// Whether the voxels lie in a file of their own (`.img`).
  var isPair: Bool
  /// As the header says; 0 if it does not.
  var bitsPerVoxel: Int
}

extension ParsedNIfTI {
  /// Bytes before the first voxel of a plain file.
  ///
  /// A header that says its own size leaves out the four bytes that tell extensions, or forgets
  /// them; the size of the file tells which.
  func dataOffset(fileSize: Int, voxelBytes: Int?) -> Int {
    let stated = header.dataOffset
    let end = header.layout.size
    guard !isPair, stated == end, let voxelBytes, fileSize == end + 4 + voxelBytes else {
      return stated
    }
    return end + 4
  }

  /// Reads the header at the beginning of a file.
  init(_ file: ByteReader) throws {
    try self.init(file.beginning(NIfTILayout.two.size), path: file.name)
  }

  /// Reads a header of either version, in either byte order.
  init(_ bytes: [UInt8], path: String) throws(VolumeFileError) {
    guard let (layout, isSwapped) = Self.layout(of: bytes) else {
      throw VolumeFileError(
        .malformed("it begins with neither 348 nor 540, NIfTI's header sizes"), path: path,
        offset: 0)
    }
    guard bytes.count >= layout.size else {
      throw VolumeFileError(.truncated(needed: layout.size, available: bytes.count), path: path)
    }
    let magic = String(decoding: bytes[layout.magic..<layout.magic + 3], as: UTF8.self)
    guard ["n+1", "ni1", "n+2", "ni2"].contains(magic), bytes[layout.magic + 3] == 0 else {
      throw VolumeFileError(
        .unsupported("Analyze without NIfTI's mark, which does not say left from right"),
        path: path, offset: layout.magic)
    }
    let fields = Fields(bytes: bytes, layout: layout, isSwapped: isSwapped)
    self.isSwapped = isSwapped
    isPair = magic.hasPrefix("ni")
    bitsPerVoxel = Int(fields.integer(Int16.self, offset: layout.bitsPerVoxel))
    header = try fields.header(path: path, isPair: isPair)
  }

  private static func layout(of bytes: [UInt8]) -> (NIfTILayout, isSwapped: Bool)? {
    guard bytes.count >= 4 else { return nil }
    let size = bytes[..<4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    for layout in [NIfTILayout.one, .two] {
      if size == UInt32(layout.size) { return (layout, false) }
      if size.byteSwapped == UInt32(layout.size) { return (layout, true) }
    }
    return nil
  }

  /// Numbers at their places; the bytes hold the whole header.
  private struct Fields {
    let bytes: [UInt8]
    let layout: NIfTILayout
    let isSwapped: Bool

    func integer<Number: FixedWidthInteger>(_ type: Number.Type, offset: Int) -> Number {
      let field = bytes[offset..<offset + MemoryLayout<Number>.size]
      let number = field.reversed().reduce(Number.zero) {
        $0 << 8 | Number(truncatingIfNeeded: $1)
      }
      return isSwapped ? number.byteSwapped : number
    }

    func real(_ offset: Int, index: Int = 0) -> Double {
      let place = offset + index * layout.realSize
      return switch layout.version {
      case .one: Double(Float(bitPattern: integer(UInt32.self, offset: place)))
      case .two: Double(bitPattern: integer(UInt64.self, offset: place))
      }
    }

    func code(_ offset: Int) -> Int {
      switch layout.version {
      case .one: Int(integer(Int16.self, offset: offset))
      case .two: Int(integer(Int32.self, offset: offset))
      }
    }

    func dimension(_ index: Int) -> Int {
      let place = layout.dimensions + index * layout.dimensionSize
      return switch layout.version {
      case .one: Int(integer(Int16.self, offset: place))
      case .two: Int(integer(Int64.self, offset: place))
      }
    }

    func dimensions(path: String) throws(VolumeFileError) -> [Int] {
      let axes = dimension(0)
      guard (1...7).contains(axes) else {
        throw VolumeFileError(
          .malformed("\(axes) axes"), path: path, offset: layout.dimensions)
      }
      let lengths = (1...axes).map(dimension)
      guard lengths.allSatisfy({ $0 > 0 }) else {
        throw VolumeFileError(
          .malformed("dimensions \(lengths)"), path: path, offset: layout.dimensions)
      }
      return lengths
    }

    func dataOffset(path: String, isPair: Bool) throws(VolumeFileError) -> Int {
      let first = isPair ? 0 : layout.size + 4
      let offset: Int? =
        switch layout.version {
        case .one: Int(exactly: real(layout.dataOffset).rounded(.towardZero))
        case .two: Int(integer(Int64.self, offset: layout.dataOffset))
        }
      // Some writers leave 0 for "right behind the header".
      if offset == 0 { return first }
      // Some writers leave out the four bytes that tell extensions, and say so.
      guard let offset, offset >= (isPair ? 0 : layout.size) else {
        throw VolumeFileError(
          .malformed("voxels that begin inside the header"), path: path, offset: layout.dataOffset)
      }
      return offset
    }

    func header(path: String, isPair: Bool) throws(VolumeFileError) -> NIfTIHeader {
      let dimensions = try dimensions(path: path)
      let text = bytes[layout.description..<layout.description + 80].prefix { $0 != 0 }
      let units =
        layout.version == .one
        ? Int(bytes[layout.units]) : Int(integer(Int32.self, offset: layout.units))
      return NIfTIHeader(
        dimensions: dimensions, dataType: Int(integer(Int16.self, offset: layout.dataType)),
        pixelSizes: (1...max(3, dimensions.count)).map { real(layout.pixelSizes, index: $0) },
        qfac: real(layout.pixelSizes), dataOffset: try dataOffset(path: path, isPair: isPair),
        slope: real(layout.slope), intercept: real(layout.intercept), units: units,
        timeOffset: real(layout.timeOffset),
        qformCode: code(layout.qformCode),
        quaternion: SIMD3(
          real(layout.quaternion), real(layout.quaternion, index: 1),
          real(layout.quaternion, index: 2)),
        qoffset: SIMD3(
          real(layout.qoffset), real(layout.qoffset, index: 1), real(layout.qoffset, index: 2)),
        sformCode: code(layout.sformCode),
        sform: (0..<12).map { real(layout.sform, index: $0) },
        description: String(decoding: text, as: UTF8.self), intent: code(layout.intent))
    }
  }
}
