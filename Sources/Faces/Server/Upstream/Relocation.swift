/// Data sets in JSON whose addresses lead to this server, and not past it: those of what can be retrieved
/// (0008,1190), and those of long values.
enum Relocation {
  /// The bytes with other addresses.
  ///
  /// - Parameters:
  ///   - json: The data sets, as an archive sends them.
  ///   - base: Where this service is.
  /// - Returns: The same, where addresses have `/studies/` in them behind another base.
  static func relocated(_ json: [UInt8], to base: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.count)
    var start = 0
    var isAddress = false
    var place = 0
    while place < json.count {
      guard json[place] == quote else {
        // An object ends: what follows is another attribute.
        if json[place] == 0x7D { isAddress = false }
        place += 1
        continue
      }
      let end = endOfText(json, from: place + 1)
      let text = json[(place + 1)..<end]
      if isAddress, let own = relocated(text, to: base) {
        result += json[start...place] + own
        start = end
      } else if text.elementsEqual(bulkData) || text.elementsEqual(retrieveURL) {
        isAddress = true
      }
      place = end + 1
    }
    return start == 0 ? json : result + json[start...]
  }

  private static let quote = UInt8(ascii: "\"")
  private static let bulkData = Array("BulkDataURI".utf8)
  private static let retrieveURL = Array("00081190".utf8)
  private static let studies = Array("/studies/".utf8)

  private static func endOfText(_ json: [UInt8], from first: Int) -> Int {
    var place = first
    while place < json.count, json[place] != quote {
      place += json[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place, json.count)
  }

  /// An address below the new base; nil for a text that is none, or a relative one.
  private static func relocated(_ text: ArraySlice<UInt8>, to base: String) -> [UInt8]? {
    guard text.starts(with: "http".utf8) else { return nil }
    // JSON may have slashes behind a backslash.
    let plain = text.filter { $0 != UInt8(ascii: "\\") }
    let last = plain.count - studies.count
    guard last >= 0 else { return nil }
    for n in 0...last where plain[n..<n + studies.count].elementsEqual(studies) {
      return Array(base.utf8) + plain[n...]
    }
    return nil
  }
}
