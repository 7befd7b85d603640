import DICOMCoding
public import DICOMModel
public import Files
public import WorkScheduling

extension VolumeLoader {
  /// Returns the attributes of a file, without the bytes of its pixel data.
  ///
  /// The path may lead into an archive, as reports tell it; the archive is then unpacked again.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - context: What the call may use.
  /// - Returns: As ``attributes(of:context:)``.
  /// - Throws: ``LoadError`` if the file cannot be read or is no data set.
  public func attributes(
    ofFile path: String, context: WorkContext = WorkContext()
  ) throws(LoadError) -> DataSet {
    let lookup = PackedLookup(
      limits: unpackingLimits(context), reader: headerScan(context).reader, context: context)
    do {
      return try attributes(of: lookup.location(of: path).source, context: context)
    } catch let error as LoadError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// Returns the attributes of a data set.
  ///
  /// Of a file that is not small the pixel data is left unread: its element says how many bytes
  /// there are and has none, and what follows it is left out.
  ///
  /// - Parameters:
  ///   - source: The data set.
  ///   - context: What the call may use.
  /// - Returns: The attributes, with those of sequences.
  /// - Throws: ``LoadError`` if the source cannot be read or is no data set.
  public func attributes(
    of source: ByteSource, context: WorkContext = WorkContext()
  ) throws(LoadError) -> DataSet {
    do {
      let file = try source.open()
      return try small(file, context: context) ?? unread(file, context: context)
    } catch let error as FileReadingError {
      throw .unreadable(path: source.name, reason: error.description)
    } catch {
      throw .damaged(path: source.name, reason: "\(error)")
    }
  }

  /// The whole data set of a small file; nil for others, deflated ones that inflate to more
  /// included.
  private func small(_ file: ByteReader, context: WorkContext) throws -> DataSet? {
    let most = min(64 << 20, context.limits.availableBytes / 8)
    guard file.count <= most else { return nil }
    var reader = headerScan(context).reader
    reader.limits.inflatedBytes = min(reader.limits.inflatedBytes, most)
    let bytes = try file.bytes(at: 0, count: file.count)
    do throws(DataSetError) {
      return try reader.readWhole(bytes).dataSet
    } catch {
      if case .inflatedTooLong = error.reason { return nil }
      throw error
    }
  }

  /// What precedes the pixel data, and its element without bytes.
  private func unread(_ file: ByteReader, context: WorkContext) throws -> DataSet {
    let parsed = try headerScan(context).parse(file)
    guard let pixels = parsed.pixelData, !parsed.transferSyntax.isDeflated else {
      return parsed.dataSet
    }
    return parsed.dataSet.adding(
      DataElement(tag: pixels.tag, vr: pixels.vr, content: try pixels.content(in: file)))
  }
}

extension PixelDataLocation {
  /// Where the value lies in a file, whose bytes nobody has read.
  fileprivate func content(in file: ByteReader) throws -> DataElement.Content {
    let available = max(0, file.count - offset)
    if let length { return .stored(offset: offset, count: min(length, available)) }
    let fragments = try EncapsulatedPixelData(length: available, offset: offset) {
      try file.bytes(at: offset + $0.lowerBound, count: $0.count)
    }
    let end = fragments.fragments.last?.upperBound ?? fragments.firstItemOffset
    return .storedFragments(offset: offset, count: end - offset)
  }
}

extension DataSet {
  /// The data set with one more element behind all others.
  fileprivate func adding(_ element: DataElement) -> DataSet {
    var longer = self
    longer.node.elements.append(element)
    return longer
  }
}
