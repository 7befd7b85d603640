import Places
import Testing

@Suite struct `Places` {
  private func reason(_ text: String, in book: PlaceBook = PlaceBook()) -> PlaceError? {
    do throws(PlaceError) {
      _ = try Place(text, in: book)
      return nil
    } catch {
      return error
    }
  }

  @Test func `have a host, a port, and a title if there is one`() throws {
    let whole = try Place("dicom://ARCHIVE@pacs.example:11112")
    #expect(whole.calledTitle == "ARCHIVE" && whole.host == "pacs.example" && whole.port == 11112)
    #expect(!whole.isSecure && whole.target == PlaceTarget())
    let bare = try Place("dicom://10.0.0.7:104")
    #expect(bare.calledTitle == nil && bare.host == "10.0.0.7" && bare.port == 104)
    #expect(try Place("dicoms://h:2762").isSecure)
    #expect(try Place("DICOMS://h:2762") == Place("dicoms://h:2762"))
    #expect(try Place("dicom://ABCDEFGHIJKLMNOP@h:1").calledTitle?.count == 16)
    #expect(try Place("dicom://h:65535").port == 65535)
  }

  @Test func `may be at an IPv6 address`() throws {
    let place = try Place("dicom://A@[2001:db8::1]:104/1.2")
    #expect(place.host == "2001:db8::1" && place.port == 104 && place.target.study == "1.2")
  }

  @Test func `may mean a study, a series or an instance`() throws {
    let targets = [
      "": PlaceTarget(), "/": PlaceTarget(), "/1.2": PlaceTarget(study: "1.2"),
      "/1.2/": PlaceTarget(study: "1.2"),
      "/1.2/1.3": PlaceTarget(study: "1.2", series: "1.3"),
      "/1.2/1.3/1.4": PlaceTarget(study: "1.2", series: "1.3", instance: "1.4"),
    ]
    for (path, target) in targets { #expect(try Place("dicom://h:1" + path).target == target) }
  }

  @Test func `that are wrong are refused with the reason`() {
    let port = "host and port are missing, as in dicom://host:104"
    let title = "an AE title has 1 to 16 ASCII characters, no space and no backslash"
    let wrong = [
      "http://h:1": "places begin with dicom://, dicoms://, http://, https:// or @NAME",
      "h:104": "places begin with dicom://, dicoms://, http://, https:// or @NAME",
      "dicom://": port,
      "dicom://h": port, "dicom://h:": port, "dicom://:104": port, "dicom://h:0": port,
      "dicom://h:65536": port, "dicom://h:-1": port, "dicom://h:1x": port,
      "dicom://h:99999999999999999999": port, "dicom://@h:1": title,
      "dicom://ABCDEFGHIJKLMNOPQ@h:1": title, "dicom://A B@h:1": title,
      "dicom://A\\B@h:1": title, "dicom://MÜNCHEN@h:1": title, "dicom://h:1/x": "'x' is no UID",
      "dicom://h:1/1.2/../..": "'..' is no UID", "dicom://h:1/1..2": "'1..2' is no UID",
      "dicom://h:1/1/2/3/4": "study, series and instance are all that follows",
      "dicom://h:1/" + String(repeating: "1", count: 65):
        "'" + String(repeating: "1", count: 65) + "' is no UID",
    ]
    for (text, why) in wrong {
      #expect(reason(text)?.reason == .malformed(why), "\(text)")
      #expect(reason(text)?.description == "'\(text)' is no place: \(why)")
    }
  }

  @Test func `are meant, though written badly, by what begins as they do`() {
    for text in ["dicom://", "dicoms://x", "DICOM://x", "@", "@pacs/1.2"] {
      #expect(Place.isMeant(by: text), "\(text)")
    }
    for text in ["folder", "./@pacs", "dicom", "dicom:/x", "", "x@y"] {
      #expect(!Place.isMeant(by: text), "\(text)")
    }
  }

  @Test func `may have names, whose target stands behind a slash`() throws {
    let book = try PlaceBook(
      text: "[pacs]\nurl = \"dicoms://ARCHIVE@h:2762/1.9\"", name: "places.toml")
    #expect(try Place("@pacs", in: book) == Place("dicoms://ARCHIVE@h:2762/1.9"))
    #expect(try Place("@pacs/1.2/1.3", in: book) == Place("dicoms://ARCHIVE@h:2762/1.2/1.3"))
    #expect(reason("@pax", in: book)?.reason == .unknownName(known: ["pacs"]))
    #expect(reason("@pax")?.description == "there is no place '@pax'; no places have names")
    #expect(reason("@pacs/x", in: book)?.reason == .malformed("'x' is no UID"))
  }
}
