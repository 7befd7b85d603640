import Foundation
import TestSupport
import Testing

@Suite struct PeersTests {
  @Test func `sample volumes lie in the repository`() {
    let sums = Repository.volumes.appending(path: "SHA256SUMS")
    #expect(FileManager.default.fileExists(atPath: sums.path))
  }

  @Test func `programs give status, output and errors`() throws {
    let shell = URL(filePath: "/bin/sh")
    let result = try Program.run(shell, ["-c", "echo out; echo err >&2; exit 3"])
    #expect(result.status == 3)
    #expect(String(decoding: result.output, as: UTF8.self) == "out\n")
    #expect(result.errors == "err\n")
  }

  @Test func `long output on both streams does not block`() throws {
    let shell = URL(filePath: "/bin/sh")
    let script = "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"
    let result = try Program.run(shell, ["-c", script])
    #expect(result.output.count == 300_000)
    #expect(result.errors.utf8.count == 300_000)
  }

  @Test(.needsPeers) func `two peers agree on the sample CT`() throws {
    let folder = Repository.volumes.appending(path: "ct-chest").path
    let byDefinition: PeerVolume = try Peers.answer(of: "reference_volume", folder)
    let bySimpleITK: PeerVolume = try Peers.answer(of: "simpleitk_volume", folder)
    #expect(byDefinition.dimensions == [512, 512, 69])
    #expect(byDefinition.sha256 == bySimpleITK.sha256)
    #expect(byDefinition.affine == bySimpleITK.affine)
  }

  @Test(.needsPeers) func `a failing peer says why`() {
    #expect {
      let _: PeerVolume = try Peers.answer(of: "reference_volume", "no such folder")
    } throws: { error in
      guard case PeerError.failed(_, let status, let errors) = error else { return false }
      return status == 1 && errors.contains("Error")
    }
  }
}
