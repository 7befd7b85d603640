import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@Suite struct `A process that forks` {
  @Test func `after it used the engine goes on using it in the child`() throws {
    let folder = try TemporaryFolder()
    let series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 40, rows: 36, slices: 30),
      spacing: SIMD3(3, 3.5, 4))
    try series.write(to: folder.path("series"))
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "forked-use")
    let result = try Program.run(program, [folder.path("series")])
    #expect(result.status == 0, "\(result.errors)")
  }
}
