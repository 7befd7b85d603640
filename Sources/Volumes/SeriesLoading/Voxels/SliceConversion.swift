import DICOMImaging
import DICOMModel
import PixelCoding
import VolumeModel

/// Turns the stored samples of a slice into modality values, whatever their kind.
struct SliceConversion {
  let slice: SliceSource
  /// How the samples lie in memory.
  let format: PixelFormat
  let byteOrder: ByteOrder

  /// Converts all samples.
  ///
  /// - Parameters:
  ///   - bytes: The samples of the slice.
  ///   - values: Receives one value for each, padding included.
  ///   - validity: Receives one bit for each; empty if no slice of the volume can be invalid.
  /// - Returns: The range of the valid values, or nil if there are none.
  func convert(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>,
    validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Float>? {
    if case .realWorld(let mapping)? = slice.mapping {
      return unsafe convert(bytes, through: mapping, into: values, validity: validity)
    }
    let pixels = slice.header.pixels
    guard pixels.samples == .integer else {
      let conversion = FloatConversion(
        isDouble: pixels.samples == .double, byteOrder: byteOrder, padding: pixels.floatPadding)
      return unsafe scale(
        values, range: conversion.convert(bytes, into: values, validity: validity))
    }
    let rescale = slice.frame.rescale
    let table = slice.frame.modalityLUT
    let conversion = NativeConversion(
      format: format, byteOrder: byteOrder, slope: rescale.slope * (table == nil ? slice.scale : 1),
      intercept: rescale.intercept * (table == nil ? slice.scale : 1), padding: pixels.padding)
    let stored = unsafe conversion.convert(bytes, into: values, validity: validity)
    // In a volume with padding, a slice without keeps all its voxels.
    if pixels.padding == nil { unsafe MaskWords.fill(validity, count: format.pixelCount) }
    if let table { return unsafe scale(values, range: map(values, through: table, validity)) }
    return stored.map { range in
      let ends = [range.lowerBound, range.upperBound].map(conversion.modalityValue)
      return min(ends[0], ends[1])...max(ends[0], ends[1])
    }
  }

  /// Stores the slice's integers as they are.
  ///
  /// - Parameters:
  ///   - bytes: The samples of the slice.
  ///   - words: Receives one word for each, padding included.
  ///   - validity: As in ``convert(_:into:validity:)``.
  ///   - integers: What the words must be.
  /// - Returns: The range of the valid values, or nil if there are none.
  /// - Throws: ``UnfitIntegers`` if the samples are others than the header says.
  func store(
    _ bytes: UnsafeRawBufferPointer, into words: UnsafeMutableBufferPointer<UInt16>,
    validity: UnsafeMutableBufferPointer<UInt64>, as integers: StoredIntegers
  ) throws(UnfitIntegers) -> ClosedRange<Float>? {
    let padding = slice.header.pixels.padding
    let rescale = slice.wordRescale
    let conversion = NativeConversion(
      format: format, byteOrder: byteOrder, slope: rescale.slope, intercept: rescale.intercept,
      padding: padding)
    guard conversion.fitsWords, format.isSigned == integers.isSigned else { throw UnfitIntegers() }
    let stored = unsafe conversion.store(bytes, into: words, validity: validity)
    if padding == nil { unsafe MaskWords.fill(validity, count: format.pixelCount) }
    return stored.map { range in
      let ends = [range.lowerBound, range.upperBound].map(conversion.modalityValue)
      return min(ends[0], ends[1])...max(ends[0], ends[1])
    }
  }

  /// How many whole stored values of more than 24 bits the floats made of them do not hold; scaled
  /// ones are measured values, which are rounded anyway.
  func roundedCount(
    _ bytes: UnsafeRawBufferPointer, values: UnsafeBufferPointer<Float>
  ) -> Int {
    let pixels = slice.header.pixels
    let rescale = slice.frame.rescale
    guard format.bitsStored > 24, pixels.samples == .integer, rescale.slope == 1,
      rescale.intercept == 0, slice.mapping == nil, slice.frame.modalityLUT == nil,
      slice.tile == nil
    else { return 0 }
    let stored = unsafe NativeConversion(format: format, byteOrder: byteOrder).storedValues(bytes)
    return values.indices.count { n in
      let exact = format.isSigned ? Int(stored[n]) : Int(UInt32(bitPattern: stored[n]))
      return unsafe Double(values[n]) != Double(exact)
    }
  }

  /// Replaces stored values, which floats hold exactly up to 24 bits, by those of a table.
  private func map(
    _ values: UnsafeMutableBufferPointer<Float>, through table: ModalityLUT,
    _ validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Float>? {
    var range: ClosedRange<Float>?
    for n in values.indices {
      let value = table.value(of: Int(unsafe values[n]))
      unsafe values[n] = value
      let isValid = unsafe validity.isEmpty || validity[n / 64] >> UInt64(n % 64) & 1 == 1
      if isValid { range = ClosedRange(covering: range, value...value) }
    }
    return range
  }
}

/// Samples of a stream are no integers of the kind that its file's header says.
struct UnfitIntegers: Error {}

extension MosaicSheet {
  /// Copies the samples of a tile out of the sheet.
  ///
  /// - Parameters:
  ///   - tile: The tile, from 0.
  ///   - bytes: The samples of the sheet.
  ///   - sampleBytes: The bytes of one sample.
  ///   - target: Receives the tile's rows one after the other.
  func copy(
    tile: Int, of bytes: UnsafeRawBufferPointer, sampleBytes: Int,
    to target: UnsafeMutableRawBufferPointer
  ) {
    let first = origin(ofTile: tile)
    let rowBytes = tileFormat.columns * sampleBytes
    let sheetRowBytes = rowBytes * tilesPerRow
    for row in 0..<tileFormat.rows {
      let start = (first.row + row) * sheetRowBytes + first.column * sampleBytes
      let place = row * rowBytes
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[place..<place + rowBytes])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + rowBytes]))
    }
  }
}
