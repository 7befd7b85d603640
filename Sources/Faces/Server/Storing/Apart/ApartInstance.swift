import DICOMCoding
import DICOMModel
import WebServices

/// An instance whose attributes have come, and whose long values come each for itself.
struct ApartInstance {
  private let attributes: ReferringDataSet
  /// What names its values.
  let allLocations: Set<String>
  /// What is still to come.
  private var missing: Set<String>
  private var values: [String: [ApartValue]] = [:]

  init(_ attributes: ReferringDataSet) {
    self.attributes = attributes
    allLocations = Set(attributes.locations)
    missing = allLocations
  }

  /// Whether nothing is missing.
  var isWhole: Bool { missing.isEmpty }

  /// Takes a value, or a frame of compressed pixels.
  mutating func take(_ value: ApartValue, at location: String) {
    values[location, default: []].append(value)
    let isFrame = location == pixelLocation && !value.isNative
    let wanted = isFrame ? ApartPixels.frameCount(attributes.dataSet) : 1
    if (values[location]?.count ?? 0) >= wanted { missing.remove(location) }
  }

  /// Which instance it is.
  var identity: StoreResponse.Stored? {
    guard let instance = attributes.dataSet.uid(.sopInstanceUID) else { return nil }
    return StoreResponse.Stored(
      sopClass: attributes.dataSet.uid(.sopClassUID) ?? "", sopInstance: instance)
  }

  private var pixelLocation: String? {
    attributes.references.first { $0.tag == .pixelData }?.location
  }

  /// The instance as a file, in pieces; nil if its values do not make one.
  func file() -> [[UInt8]]? {
    guard !attributes.isDamaged, let dataSet = filled() else { return nil }
    guard let inline = dataSet.bytes(.pixelData), !inline.isEmpty || pixelLocation != nil else {
      return (try? Part10Writer().file(dataSet, transferSyntax: .explicitVRLittleEndian)).map {
        [$0]
      }
    }
    let came = pixelLocation.flatMap { values[$0] }
    let parts = came ?? [ApartValue(type: nil, bytes: Array(inline))]
    guard let pixels = ApartPixels(parts, of: dataSet) else { return nil }
    return try? Self.file(dataSet, pixels)
  }

  /// All attributes with their values but the pixels; nil where a value is none.
  private func filled() -> DataSet? {
    var isDamaged = false
    let pixels = pixelLocation
    let dataSet = attributes.filled { reference in
      if reference.location == pixels, reference.tag == .pixelData { return nil }
      guard let parts = values[reference.location], parts.count == 1, parts[0].isNative else {
        isDamaged = true
        return nil
      }
      return parts[0].bytes
    }
    return isDamaged ? nil : dataSet
  }

  private static func file(
    _ whole: DataSet, _ pixels: ApartPixels
  ) throws(WriteError) -> [[UInt8]] {
    let writer = Part10Writer()
    let syntax = pixels.transferSyntax
    var before = whole
    var behind = DataSet()
    for element in whole.elements where element.tag >= .pixelData {
      before.remove(element.tag)
      if element.tag > .pixelData { behind.copy(element.tag, from: whole) }
    }
    let start = try writer.beginning(
      of: before, transferSyntax: syntax, pixelData: pixels.vr(in: whole), length: pixels.length)
    return [try writer.head(of: whole, transferSyntax: syntax) + start]
      + pixels.pieces + [try writer.dataSet(behind, transferSyntax: syntax)]
  }
}
