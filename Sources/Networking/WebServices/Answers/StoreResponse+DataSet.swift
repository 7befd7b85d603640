public import DICOMModel

extension StoreResponse {
  /// The response as a data set.
  ///
  /// What there is none of has no sequence: some clients take an empty one of failures for failures.
  public var dataSet: DataSet {
    var dataSet = DataSet()
    dataSet.set(.retrieveURL, vr: .ur, string: retrieveURL ?? "")
    if !failed.isEmpty { dataSet.set(.failedSOPSequence, items: failed.map(\.item)) }
    if !stored.isEmpty { dataSet.set(.referencedSOPSequence, items: stored.map(\.item)) }
    if !others.isEmpty {
      dataSet.set(.otherFailuresSequence, items: others.map { Failed.item(reason: $0) })
    }
    return dataSet
  }

  /// Reads a response; items without a UID are passed over.
  public init(_ dataSet: DataSet) {
    self.init(
      stored: (dataSet.items(.referencedSOPSequence) ?? []).compactMap { Stored($0) },
      failed: (dataSet.items(.failedSOPSequence) ?? []).compactMap { Failed($0) },
      others: (dataSet.items(.otherFailuresSequence) ?? []).map { Failed.reason($0) },
      retrieveURL: dataSet.string(.retrieveURL))
  }
}

extension StoreResponse.Stored {
  fileprivate var item: DataSet {
    var item = DataSet()
    item.set(.referencedSOPClassUID, string: sopClass)
    item.set(.referencedSOPInstanceUID, string: sopInstance)
    if let retrieveURL { item.set(.retrieveURL, vr: .ur, string: retrieveURL) }
    if let warning { item.set(.warningReason, vr: .us, integer: warning & 0xFFFF) }
    return item
  }

  fileprivate init?(_ item: DataSet) {
    guard let uid = item.uid(.referencedSOPInstanceUID) else { return nil }
    self.init(
      sopClass: item.uid(.referencedSOPClassUID) ?? "", sopInstance: uid,
      retrieveURL: item.string(.retrieveURL), warning: item.integers(.warningReason)?.first)
  }
}

extension StoreResponse.Failed {
  fileprivate var item: DataSet {
    var item = Self.item(reason: reason)
    item.set(.referencedSOPClassUID, string: sopClass)
    item.set(.referencedSOPInstanceUID, string: sopInstance)
    return item
  }

  fileprivate static func item(reason: Int) -> DataSet {
    var item = DataSet()
    item.set(.failureReason, vr: .us, integer: reason & 0xFFFF)
    return item
  }

  /// A failure that has no reason is one of processing.
  fileprivate static func reason(_ item: DataSet) -> Int {
    item.integers(.failureReason)?.first ?? 0x0110
  }

  fileprivate init?(_ item: DataSet) {
    guard let uid = item.uid(.referencedSOPInstanceUID) else { return nil }
    self.init(
      sopClass: item.uid(.referencedSOPClassUID) ?? "", sopInstance: uid,
      reason: Self.reason(item))
  }
}

extension Tag {
  fileprivate static let retrieveURL = Tag(0x0008, 0x1190)
  fileprivate static let warningReason = Tag(0x0008, 0x1196)
  fileprivate static let failureReason = Tag(0x0008, 0x1197)
  fileprivate static let failedSOPSequence = Tag(0x0008, 0x1198)
  fileprivate static let referencedSOPSequence = Tag(0x0008, 0x1199)
  fileprivate static let otherFailuresSequence = Tag(0x0008, 0x119A)
}
