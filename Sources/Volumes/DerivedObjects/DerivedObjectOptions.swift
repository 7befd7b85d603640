public import DICOMModel

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// How derived objects are written, whatever they hold.
public struct DerivedObjectOptions: Sendable {
  /// How data set and pixels are encoded: native, RLE, JPEG-LS or JPEG 2000, always lossless.
  public var transferSyntax = TransferSyntax.explicitVRLittleEndian
  /// Whether patient, people, places and dates are left out (PS3.15 E.2), with new identifiers
  /// for everything.
  public var isAnonymous = false
  /// Where the new identifiers come from.
  public var identifiers = ObjectIdentifiers()
  /// When the objects are made; nil leaves the clock out, so that equal input gives equal bytes.
  public var creation: Date?
  /// Series Description; nil for one that says what was done.
  public var seriesDescription: String?
  /// Series Number; nil for a hundred times the source's, and ``seriesOffset``.
  public var seriesNumber: Int?
  /// Which of several series that are derived together this is, from 1.
  public var seriesOffset = 1
  /// The program that makes the objects, for General Equipment.
  public var software: Software

  /// A program.
  public struct Software: Hashable, Sendable {
    /// Manufacturer.
    public var manufacturer: String
    /// Manufacturer's Model Name.
    public var model: String
    /// Software Versions.
    public var version: String

    /// Names a program.
    public init(manufacturer: String, model: String, version: String) {
      self.manufacturer = manufacturer
      self.model = model
      self.version = version
    }
  }

  /// The usual way: Explicit VR Little Endian, random identifiers, no clock.
  public init(software: Software) {
    self.software = software
  }
}
