public import DICOMModel

/// A Part 10 file or a bare data set, as far as it was read.
public struct ParsedFile: Sendable {
  /// The meta group, (0002,xxxx); empty when the file has none.
  public var meta: DataSet

  /// How the data set and the pixel data are encoded: what the meta group says, unless the bytes
  /// contradict it.
  public var transferSyntax: TransferSyntax

  /// The data set; after `Part10Reader.read(prefix:streamLength:)` the part before pixel data.
  public var dataSet: DataSet

  /// Where the pixel data is; nil when there is none at the top level.
  public var pixelData: PixelDataLocation?

  /// What was wrong and got over.
  public var nonconformances: [ParseNonconformance]

  /// A result put together by hand, for tests and for objects made in memory.
  public init(
    meta: DataSet, transferSyntax: TransferSyntax, dataSet: DataSet,
    pixelData: PixelDataLocation?, nonconformances: [ParseNonconformance] = []
  ) {
    self.meta = meta
    self.transferSyntax = transferSyntax
    self.dataSet = dataSet
    self.pixelData = pixelData
    self.nonconformances = nonconformances
  }
}

/// Where the value of the pixel data lies.
public struct PixelDataLocation: Hashable, Sendable {
  /// Pixel Data, Float Pixel Data or Double Float Pixel Data.
  public var tag: Tag

  /// The representation as declared, OW in Implicit VR.
  public var vr: VR

  /// Bytes from the start of the stream to the first byte of the value; for a deflated syntax, from
  /// the start of the inflated data set.
  public var offset: Int

  /// Bytes of the value as declared, to be checked against the stream; nil when undefined, which
  /// means fragments.
  public var length: Int?

  /// The order of bytes in words of the value.
  public var byteOrder: ByteOrder

  /// A location.
  public init(tag: Tag, vr: VR, offset: Int, length: Int?, byteOrder: ByteOrder) {
    self.tag = tag
    self.vr = vr
    self.offset = offset
    self.length = length
    self.byteOrder = byteOrder
  }
}
