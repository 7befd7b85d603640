import DICOMModel

extension Encoding {
  /// The encoding that a transfer syntax prescribes for the elements.
  init(_ syntax: TransferSyntax) {
    self.init(isExplicit: syntax.isExplicit, byteOrder: syntax.byteOrder)
  }

  /// The encoding that the first element of a data set shows; nil when it shows none.
  ///
  /// The first element's group is low, so that its byte order shows. Its tag has to be in the
  /// dictionary, unless it is certain that the bytes are DICOM; a group length is in it for every
  /// group, and counts only where data sets begin (a NIfTI header looks like one of group 015C).
  init?(
    firstElement bytes: RawSpan, at position: Int, streamLength: Int, isCertain: Bool
  ) {
    guard position <= bytes.byteCount - 8 else { return nil }
    let little = bytes.uint16(position, order: .littleEndian)
    let big = bytes.uint16(position, order: .bigEndian)
    let order: ByteOrder = little <= big ? .littleEndian : .bigEndian
    let tag = bytes.tag(position, order: order)
    let isStray = tag.isGroupLength && tag.group > 0x0008
    let isKnown = isCertain || DataDictionary.vr(tag) != nil && !isStray
    if isKnown, VR(bytes.byte(position + 4), bytes.byte(position + 5)) != nil {
      self.init(isExplicit: true, byteOrder: order)
      return
    }
    let length = bytes.uint32(position + 4, order: .littleEndian)
    let fits = length == .max || Int(length) <= streamLength - position - 8
    guard isKnown, order == .littleEndian, fits else { return nil }
    self = .implicitLittle
  }

  /// The native transfer syntax with this encoding.
  var transferSyntax: TransferSyntax {
    switch (isExplicit, byteOrder) {
    case (false, _): .implicitVRLittleEndian
    case (true, .littleEndian): .explicitVRLittleEndian
    case (true, .bigEndian): .explicitVRBigEndian
    }
  }
}
