#if os(Linux)
  import DICOMCoding
  import DICOMModel
  import DICOMNetwork
  import Foundation
  import TestSupport
  import Testing

  @Suite struct `The memory of send` {
    /// The most kilobytes that a process has had so far; 0 once it is over.
    private static func most(_ process: Process) -> Int {
      let status = try? String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
      return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    @Test func `is bounded, however large an instance is`() async throws {
      let folder = try TemporaryFolder()
      var dataSet = DataSet()
      dataSet.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
      dataSet.set(.sopInstanceUID, string: "1.2.3.4")
      dataSet.set(.studyInstanceUID, string: "1.2")
      dataSet.set(.seriesInstanceUID, string: "1.2.3")
      dataSet.set(.pixelData, vr: .ow, bytes: [UInt8](repeating: 7, count: 300 << 20))
      let path = try folder.write(
        Part10Writer().file(dataSet, transferSyntax: .explicitVRLittleEndian), as: "large.dcm")
      try await NetworkPrograms.withNode(StoreFolder(folder.path("store"))) { place in
        let process = Process()
        process.executableURL = NetworkPrograms.sagitta
        process.arguments = ["send", path, place, "--quiet"]
        try process.run()
        var most = 0
        while process.isRunning {
          most = max(most, Self.most(process))
          try await Task.sleep(for: .milliseconds(2))
        }
        #expect(process.terminationStatus == 0)
        #expect(most > 10_000 && most <= 64 << 10, "\(most) kB")
      }
    }
  }
#endif
