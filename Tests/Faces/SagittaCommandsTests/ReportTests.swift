import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

@Suite struct ReportTests {
  @Test func `the page holds every volume with three pictures`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let path = folder.path("report.html")
    let run = Run("report", series, "-o", path, "--json")
    #expect(run.status == 0 && run.errors.isEmpty)
    let html = try String(contentsOfFile: path, encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
    #expect(html.components(separatedBy: "data:image/png").count == 4)
    #expect(html.contains("<h1>series</h1>") && !html.contains(folder.path + "/series</h1>"))
    let outputs = try run.json()["outputs"] as? [[String: Any]]
    #expect(outputs?.first?["path"] as? String == path)
    #expect(outputs?.first?["volumes"] as? Int == 1)
  }

  @Test func `without pixels there are no pictures`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let path = folder.path("report.html")
    #expect(Run("report", series, "-o", path, "--headers-only").status == 0)
    #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("data:image"))
  }

  @Test func `an input without a volume has a page too, and ends with 65`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("notes".utf8), as: "in/notes.txt")
    let path = folder.path("report.html")
    let run = Run("report", folder.path("in"), "-o", path)
    #expect(run.status == 65 && run.isOneLine && run.errors.contains(path))
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("not-dicom"))
  }

  @Test func `a report is a page: other names are wrong usage`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let run = Run("report", series, "-o", folder.path("report.pdf"))
    #expect(run.status == 64 && run.isOneLine)
    #expect(Run("report", folder.path("nowhere"), "-o", folder.path("a.html")).status == 66)
    #expect(Run("report", series, "-o", folder.path("no/folder/a.html")).status == 73)
  }
}
