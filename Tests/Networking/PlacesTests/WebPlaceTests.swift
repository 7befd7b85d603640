import Places
import TestSupport
import Testing

@Suite struct `Places of the web` {
  private static let accepted: [(String, base: String, PlaceTarget)] = [
    ("http://h", "http://h", PlaceTarget()), ("HTTPS://h:8443/", "https://h:8443", PlaceTarget()),
    ("http://h:8042/dicom-web", "http://h:8042/dicom-web", PlaceTarget()),
    ("http://h/a/b/", "http://h/a/b", PlaceTarget()),
    ("http://h/a/studies", "http://h/a", PlaceTarget()),
    ("http://[::1]:80/a/studies/1.2", "http://[::1]:80/a", PlaceTarget(study: "1.2")),
    ("https://[::1]", "https://[::1]", PlaceTarget()),
    (
      "http://h/a/studies/1.2/series/3", "http://h/a", PlaceTarget(study: "1.2", series: "3")
    ),
    (
      "http://h/studies/1/series/2/instances/3", "http://h",
      PlaceTarget(study: "1", series: "2", instance: "3")
    ),
  ]

  @Test(arguments: accepted.indices)
  func `are read as they are written`(n: Int) throws {
    let (text, base, target) = Self.accepted[n]
    let place = try WebPlace(text)
    #expect(WebPlace.isMeant(by: text) && Place.isMeant(by: text))
    #expect(place.base == base && place.target == target)
    #expect(place.isSecure == base.hasPrefix("https"))
    #expect(try WebPlace(place.description) == place)
  }

  @Test(arguments: [
    "http://", "http:///a", "http://:80/a", "http://h:x/a", "http://h:0/a", "http://h:70000",
    "http://name:word@h/a", "http://h/a?b=c", "http://h/a#b", "http://h/a b", "http://h/\u{e4}",
    "http://h/studies/x", "http://h/studies/1/series", "http://h/studies/1/instances/2",
    "http://h/studies/1/series/2/instances/3/frames/1", "http://h/studies/..", "dicom://h:1",
  ]) func `that make no sense are refused`(text: String) {
    #expect(throws: PlaceError.self) { try WebPlace(text) }
  }

  @Test func `may have names, and what is needed to log in`() throws {
    let book = try PlaceBook(
      text: """
        [web]
        url = "https://h/dicom-web"
        token-file = "token"
        user = "me"
        password-file = "password"
        [archive]
        url = "dicom://h:104"
        """, name: "list")
    let entry = try book.entry(named: "web")
    #expect(entry.tokenFile == "token" && entry.user == "me" && entry.passwordFile == "password")
    #expect(WebPlace.isMeant(by: "@web/1.2", in: book))
    #expect(!WebPlace.isMeant(by: "@archive", in: book) && !WebPlace.isMeant(by: "@none", in: book))
    let place = try WebPlace("@web/1.2/3.4", in: book)
    #expect(place.description == "https://h/dicom-web/studies/1.2/series/3.4")
    #expect(throws: PlaceError.self) { try WebPlace("@archive", in: book) }
    #expect(throws: PlaceError.self) { try WebPlace("@none", in: book) }
  }
}
