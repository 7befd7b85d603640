import Foundation
import TestSupport
import Testing

/// Instances in one file, as people make and use it.
@Suite struct `Parcels of instances` {
  private static let volume = Repository.root.appending(path: "Volumes/mr-head")

  private func voxels(of input: String, in folder: TemporaryFolder, as name: String) async throws
    -> Data
  {
    let output = folder.path("\(name).npy")
    let result = try await NetworkPrograms.run("mip", input, "-o", output)
    #expect(result.status == 0, "\(result.errors)")
    return try Data(contentsOf: URL(filePath: output))
  }

  @Test(arguments: ["zip", "eml"], [false, true])
  func `are inputs with the same voxels, and say whose they are only if asked to`(
    form: String, showsIdentity: Bool
  ) async throws {
    let folder = try TemporaryFolder()
    let parcel = folder.path("parcel.\(form)")
    let words = ["send", Self.volume.path, "-o", parcel, "--json"]
    let sent = try await NetworkPrograms.run(words + (showsIdentity ? ["--show-identity"] : []))
    #expect(sent.status == 0 && sent.text.contains("\"instances\" : 96"), "\(sent.errors)")
    #expect(
      try await voxels(of: parcel, in: folder, as: "parcel")
        == voxels(of: Self.volume.path, in: folder, as: "folder"))
    let info = try await NetworkPrograms.run("info", parcel, "--show-identity")
    #expect(info.text.contains("Jane_Doe") == showsIdentity, "\(info.text)")
  }

  @Test(.needsTool("dcmdump"), .needsTool("unzip"))
  func `have directories that other programs read`() async throws {
    let folder = try TemporaryFolder()
    let parcel = folder.path("parcel.zip")
    let sent = try await NetworkPrograms.run(
      "send", Self.volume.path, Repository.root.appending(path: "Volumes/ct-chest").path, "-o",
      parcel)
    #expect(sent.status == 0, "\(sent.errors)")
    let set = folder.path("set")
    let unpacked = try await apart { try Peers.run(tool: "unzip", "-q", parcel, "-d", set) }
    #expect(unpacked.status == 0, "\(unpacked.errors)")
    let dump = try await apart { try Peers.run(tool: "dcmdump", "\(set)/DICOMDIR") }
    #expect(dump.status == 0 && !dump.errors.contains("E:"), "\(dump.errors)")
    #expect(dump.text.components(separatedBy: "[IMAGE]").count == 1 + 165)
    let read = try await apart { try Peers.answer(of: "file_set", set, as: [String: Int].self) }
    #expect(read == ["instances": 165, "readable": 165, "series": 2])
  }

  @Test func `have one of two forms, and something in them`() async throws {
    let folder = try TemporaryFolder()
    let form = try await NetworkPrograms.run(
      "send", Self.volume.path, "-o", folder.path("parcel.rar"))
    #expect(form.status == 64 && form.errors.contains(".zip"))
    try folder.write("nothing".utf8, as: "note.txt")
    let empty = try await NetworkPrograms.run(
      "send", folder.path("note.txt"), "-o", folder.path("parcel.zip"))
    #expect(empty.status == 65, "\(empty.errors)")
    #expect(try !folder.names.contains("parcel.zip"))
    let flag = try await NetworkPrograms.run("send", Self.volume.path, "@a", "--show-identity")
    #expect(flag.status == 64 && flag.errors.contains("--output"))
  }

  @Test func `that are no messages say so`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("no message".utf8, as: "note.eml")
    let result = try await NetworkPrograms.run("info", path)
    #expect(result.status == 65 && result.errors.contains("no mail message"), "\(result.errors)")
    let none = try await NetworkPrograms.run("info", folder.path("none.eml"))
    #expect(none.status == 66, "\(none.errors)")
  }
}
