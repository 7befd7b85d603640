import DICOMCoding
import DICOMModel

extension ObjectBuilder {
  /// Gives the object its SOP Instance UID; everything but the pixels is set.
  ///
  /// A deterministic one follows from all that the object says: two objects share it only if they
  /// are the same.
  ///
  /// - Parameters:
  ///   - identity: What tells the series from others.
  ///   - part: What tells the object from others of the series.
  ///   - pixels: The native pixels of each frame.
  /// - Throws: `WriteError` if a value is too long.
  mutating func identify(
    _ identity: StableHash, part: String, pixels: [[UInt8]]
  ) throws {
    try identify(identity, part: part) { hash in
      for frame in pixels { hash.update(frame) }
    }
  }

  /// The same for pixels that are added when they are needed.
  mutating func identify(
    _ identity: StableHash, part: String, addPixels: (inout StableHash) throws -> Void
  ) throws {
    var hash = identity
    hash.update(part)
    if options.identifiers.isDeterministic {
      set.set(.sopInstanceUID, bytes: [])
      hash.update(try Part10Writer().dataSet(set, transferSyntax: .explicitVRLittleEndian))
      try addPixels(&hash)
    }
    set.set(.sopInstanceUID, string: options.identifiers.uid(of: hash))
  }
}

extension StableHash {
  /// The hash of values, bit by bit.
  init(_ values: [Float]) {
    self.init()
    for value in values {
      let bits = value.bitPattern
      update([0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> $0) })
    }
  }

  /// Adds what was asked for of objects.
  mutating func update(_ options: DerivedObjectOptions) {
    update(options.transferSyntax.uid)
    update("\(options.isAnonymous) \(options.seriesOffset)")
    update("\(options.seriesDescription ?? "") \(options.seriesNumber ?? -1)")
    update("\(options.software)")
  }
}
