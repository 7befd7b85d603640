public import DerivedObjects
public import Views

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Results as DICOM objects.
public struct DerivedSeriesRequest: Codable, Hashable, Sendable {
  /// How the objects are encoded.
  public var encoding: DerivedEncoding
  /// Whether finished pictures are written, as secondary capture, in place of calibrated values.
  public var asPicture: Bool
  /// Whether patient, people, places and dates are left out, with new identifiers throughout.
  public var isAnonymous: Bool
  /// Whether identifiers follow from the input, and no clock is written.
  public var isDeterministic: Bool
  /// Series Description; nil for one that says what was done.
  public var seriesDescription: String?
  /// Series Number of the first series; nil for one made of the source's.
  public var seriesNumber: Int?

  /// Creates a request.
  public init(
    encoding: DerivedEncoding = .explicit, asPicture: Bool = false, isAnonymous: Bool = false,
    isDeterministic: Bool = false, seriesDescription: String? = nil, seriesNumber: Int? = nil
  ) {
    self.encoding = encoding
    self.asPicture = asPicture
    self.isAnonymous = isAnonymous
    self.isDeterministic = isDeterministic
    self.seriesDescription = seriesDescription
    self.seriesNumber = seriesNumber
  }

  /// The most characters of a Series Description (PS3.5 6.2, LO).
  public static let longestDescription = 64

  /// Refuses what DICOM cannot hold.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    if let text = seriesDescription, text.count > Self.longestDescription {
      throw RequestError(
        .outOfRange, field: "dicom.seriesDescription",
        sentence:
          "`dicom.seriesDescription` has \(text.count) characters; DICOM holds \(Self.longestDescription) of them"
      )
    }
    if let seriesNumber, seriesNumber < 1 {
      throw RequestError(
        .outOfRange, field: "dicom.seriesNumber",
        sentence: "`dicom.seriesNumber` \(seriesNumber) is below 1")
    }
  }

  /// The options of one of several series that are made together.
  ///
  /// - Parameters:
  ///   - index: The series, from 0.
  ///   - software: The program, for General Equipment.
  ///   - run: What the identifiers of one run have in common; not used where they follow from the
  ///     input.
  ///   - time: When the objects are made; not used where they are deterministic.
  /// - Returns: The options.
  public func options(
    ofSeries index: Int = 0, software: DerivedObjectOptions.Software,
    run: ObjectIdentifiers = ObjectIdentifiers(), time: Date = Date()
  ) -> DerivedObjectOptions {
    var options = DerivedObjectOptions(software: software)
    options.transferSyntax = encoding.transferSyntax
    options.isAnonymous = isAnonymous
    options.identifiers = isDeterministic ? .deterministic : run
    options.creation = isDeterministic ? nil : time
    options.seriesDescription = seriesDescription
    options.seriesNumber = seriesNumber
    return options.forSeries(index)
  }
}

extension DerivedObjectOptions {
  /// The options of one of several series that are made together, from 0.
  public func forSeries(_ index: Int) -> DerivedObjectOptions {
    var options = self
    options.seriesOffset += index
    options.seriesNumber = seriesNumber.map { $0 + index }
    return options
  }
}

extension DerivedSeriesRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = Self()
    self.init(
      encoding: try fields.value(.encoding, default: standard.encoding),
      asPicture: try fields.value(.asPicture, default: standard.asPicture),
      isAnonymous: try fields.value(.isAnonymous, default: standard.isAnonymous),
      isDeterministic: try fields.value(.isDeterministic, default: standard.isDeterministic),
      seriesDescription: try fields.value(.seriesDescription),
      seriesNumber: try fields.value(.seriesNumber))
  }
}
