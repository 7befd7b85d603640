import Places
import TestSupport
import Testing

@Suite struct `Lists of places` {
  private func fault(_ text: String) -> String? {
    do throws(PlaceError) {
      _ = try PlaceBook(text: text, name: "list")
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `have everything that is said of a place`() throws {
    let book = try PlaceBook(
      text: """
        # the archive
        [pacs]   # of the hospital
        url = "dicoms://ARCHIVE@pacs.example:2762"
          aet='RESEARCH' # ours
        tls-ca = "ca # no comment.pem"
        tls-cert = 'C:\\certificates\\own.pem'
        tls-key = "own's key.pem"
        move-to = "10.0.0.7:11113"
        charset = "ISO_IR 100"
        lenient-get = "yes"

        [Second_place-2]
        url\t=\t"dicom://h:104"
        """, name: "list")
    #expect(book.names == ["Second_place-2", "pacs"])
    let entry = try book.entry(named: "pacs")
    #expect(entry.url == "dicoms://ARCHIVE@pacs.example:2762" && entry.title == "RESEARCH")
    #expect(entry.authorities == "ca # no comment.pem")
    #expect(entry.certificate == "C:\\certificates\\own.pem" && entry.key == "own's key.pem")
    #expect(entry.moveTo == "10.0.0.7:11113" && entry.characterSet == "ISO_IR 100")
    #expect(entry.lenientGet == "yes")
    let second = try book.entry(named: "Second_place-2")
    #expect(second.url == "dicom://h:104" && second.title == nil && second.moveTo == nil)
  }

  @Test func `are the same with the ends of lines of other systems, and may be empty`() throws {
    let lines = ["[a]", "url = \"dicom://h:1\"", ""]
    #expect(
      try PlaceBook(text: lines.joined(separator: "\r\n"), name: "list")
        == PlaceBook(text: lines.joined(separator: "\n"), name: "list"))
    #expect(try PlaceBook(text: "", name: "list").names.isEmpty)
    #expect(try PlaceBook(text: " \n# nothing\n", name: "list").names.isEmpty)
  }

  @Test func `say which line is wrong`() {
    let url = "url = \"dicom://h:1\""
    let line = "neither [NAME] nor key = \"value\""
    let wrong = [
      "\(url)": "line 1: a value stands before the first [NAME]",
      "[a]\n\(url)\ncolour = \"red\"":
        "line 3: 'colour' is not known; known are url, aet, token-file, user, "
        + "password-file, tls-ca, tls-cert, tls-key, move-to, charset, lenient-get",
      "[a]\n\(url)\n\n[a]\n\(url)": "line 4: [a] is there twice", "[a]": "[a] has no url",
      "[a]\naet = \"X\"": "[a] has no url", "[a]\nurl = \"\"": "[a] has no url",
      "[a": "line 1: \(line)", "[]": "line 1: \(line)", "[a b]": "line 1: \(line)",
      "[a.b]": "line 1: \(line)", "[a] x": "line 1: \(line)", "[a]\nurl": "line 2: \(line)",
      "[a]\nurl = dicom://h:1": "line 2: \(line)", "[a]\nurl = \"dicom": "line 2: \(line)",
      "[a]\nurl = \"a\" \"b\"": "line 2: \(line)", "[a]\nurl = 'a\"": "line 2: \(line)",
      "[a]\nurl = \"a\\tb\"": "line 2: \(line)", "[a]\nurl =": "line 2: \(line)",
    ]
    for (text, why) in wrong { #expect(fault(text) == "list: \(why)", "\(text)") }
  }

  @Test func `refuse what is said twice of a place`() {
    let twice = "[a]\nurl = \"dicom://h:1\"\nurl = \"dicom://i:1\""
    #expect(fault(twice) == "list: line 3: 'url' is there twice")
  }

  @Test func `are read from files, which have to be there and of a list's length`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("[a]\nurl = \"dicom://h:1\"\n".utf8, as: "places.toml")
    #expect(try PlaceBook(path: path).names == ["a"])
    let missing = #expect(throws: PlaceError.self) {
      try PlaceBook(path: folder.path("none.toml"))
    }
    #expect(missing?.description.hasPrefix(folder.path("none.toml") + ": cannot be read") == true)
    let long = try folder.write([UInt8](repeating: 0x0A, count: 1 << 20), as: "long.toml")
    let tooLong = #expect(throws: PlaceError.self) { try PlaceBook(path: long) }
    #expect(tooLong?.description == "\(long): a list of places is shorter")
  }
}
