import Compression
import DICOMCoding
public import DICOMImaging
import DICOMModel
public import Files
import PixelCoding
public import VolumeModel

extension SecondaryCapture {
  /// Writes an object of pictures that are made one after the other: the same bytes as of all of them
  /// at once, while memory holds one.
  ///
  /// What identifiers follow from is known with the last picture only, and stands before the first:
  /// pixels wait in a temporary file.
  ///
  /// - Parameters:
  ///   - count: How many pictures there are.
  ///   - sink: Where the bytes go.
  ///   - source: The images that they are made of; nil if there are no DICOM images.
  ///   - derivation: What was done.
  ///   - details: What else is known.
  ///   - options: How objects are written.
  ///   - series: Series Instance UID of the series to join; nil for a new one.
  ///   - picture: Makes a picture, from 0; called once for each, in order. All have one size and kind.
  /// - Returns: Series Instance UID.
  /// - Throws: ``DerivedObjectError``, `WriteError`, `FileWritingError`, what `picture`, the encoder and
  ///   the sink's function throw.
  @discardableResult
  public static func write(
    _ count: Int, to sink: ByteSink, from source: SourceImages?, by derivation: Derivation,
    details: Details = Details(), options: DerivedObjectOptions, series: String? = nil,
    picture: (Int) throws -> Raster
  ) throws -> String {
    guard count > 0 else { throw DerivedObjectError.nothingToWrite }
    let first = try picture(0)
    let plan = try CapturePlan(
      first, count: count, details: details, syntax: options.transferSyntax)
    let pixels = try WaitingPixels(plan, isDeterministic: options.identifiers.isDeterministic)
    var identity = plan.identity(source: source, derivation: derivation, options: options)
    try pixels.take(first, identity: &identity)
    for number in 1..<max(count, 1) {
      let next = try picture(number)
      guard plan.holds(next) else { throw DerivedObjectError.picturesDiffer(index: number) }
      try pixels.take(next, identity: &identity)
    }
    plan.finish(&identity, options: options)
    var builder = ObjectBuilder(
      source, options: options, derivation: derivation,
      seriesUID: series ?? options.identifiers.uid(of: identity))
    plan.describe(in: &builder)
    try builder.identify(identity, part: plan.part) { try pixels.addNative(to: &$0) }
    plan.encoding.describe(in: &builder.set, photometric: plan.sopClass.photometric)
    try pixels.write(builder.set, to: sink)
    return builder.seriesUID
  }
}

/// Pixels of pictures that wait for the header of their object.
private final class WaitingPixels {
  private let plan: CapturePlan
  private let isDeterministic: Bool
  /// As they are in the object.
  private let encoded: TemporaryFile
  /// As identifiers follow from them, where that is something else.
  private let native: TemporaryFile?
  private var lengths: [Int] = []

  /// Bytes that are copied at a time.
  private static let pieceBytes = 1 << 20

  init(_ plan: CapturePlan, isDeterministic: Bool) throws {
    self.plan = plan
    self.isDeterministic = isDeterministic
    encoded = try TemporaryFile()
    native = isDeterministic && plan.encoding.isEncapsulated ? try TemporaryFile() : nil
  }

  func take(_ picture: Raster, identity: inout StableHash) throws {
    let bytes = picture.nativeBytes
    if isDeterministic { identity.update(bytes) }
    try native?.append(bytes)
    let frame = try plan.encoding.encoded(bytes)
    lengths.append(frame.count)
    try encoded.append(frame)
  }

  func addNative(to hash: inout StableHash) throws {
    try Self.forEachPiece(of: native ?? encoded) { hash.update($0) }
  }

  /// Writes the object: its attributes, and the pixels behind them.
  func write(_ set: DataSet, to sink: ByteSink) throws {
    let syntax = plan.encoding.transferSyntax
    let writer = Part10Writer()
    let count = encoded.count
    let head = try writer.beginning(
      of: set, transferSyntax: syntax, pixelData: plan.encoding.representation,
      length: plan.encoding.isEncapsulated ? nil : count + count % 2)
    let output = try ObjectOutput(
      sink, head: writer.head(of: set, transferSyntax: syntax), isDeflated: syntax.isDeflated)
    try output.add(head)
    try plan.encoding.isEncapsulated ? addItems(output.add) : addNative(output.add)
    try output.finish()
  }

  private func addNative(_ add: ([UInt8]) throws -> Void) throws {
    try Self.forEachPiece(of: encoded, body: add)
    if !encoded.count.isMultiple(of: 2) { try add([0]) }
  }

  private func addItems(_ add: ([UInt8]) throws -> Void) throws {
    var table = DataSet()
    table.set(.pixelData, fragments: [], offsets: PixelEncoding.offsets(lengths))
    try add(Array(table.bytes(.pixelData) ?? []))
    var start = 0
    for length in lengths {
      // One fragment as a list of one, without the empty table before it.
      var item = DataSet()
      item.set(.pixelData, fragments: [try encoded.bytes(start..<start + length)])
      try add(Array((item.bytes(.pixelData) ?? []).dropFirst(8)))
      start += length
    }
    try add(Part10Writer.encapsulatedEnd)
  }

  private static func forEachPiece(
    of file: TemporaryFile, body: ([UInt8]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: file.count, by: pieceBytes) {
      try body(try file.bytes(start..<min(file.count, start + pieceBytes)))
    }
  }
}

/// A file in the making, whose data set may be deflated on the way.
private final class ObjectOutput {
  private var file: ByteWriter?
  private let deflating: DeflatingStream?
  /// Bytes of the data set that were written.
  private var count = 0

  init(_ sink: ByteSink, head: [UInt8], isDeflated: Bool) throws {
    file = try sink.open()
    deflating = isDeflated ? try DeflatingStream(.raw) : nil
    try file?.write(head)
  }

  /// Adds bytes of the data set.
  func add(_ bytes: [UInt8]) throws { try write(deflating?.add(bytes) ?? bytes) }

  func finish() throws {
    if let deflating {
      try write(deflating.finish())
      // A deflated stream is padded to an even length (PS3.5 A.5).
      if !count.isMultiple(of: 2) { try write([0]) }
    }
    if let file = file.take() { try file.finish() }
  }

  private func write(_ bytes: [UInt8]) throws {
    count += bytes.count
    try file?.write(bytes)
  }
}
