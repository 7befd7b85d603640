import Geometry
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import RayCasting

@Suite struct `Rays leap over blocks` {
  /// 1000 in one half, 100 in the other; five blocks along each axis.
  private func volume() throws -> Volume {
    try Volume(geometry: try TestGrid.axial.geometry(40, 40, 40)) { i, _, _ in
      i < 20 ? 1000 : 100
    }
  }

  private func distances(_ opacity: [(value: Double, opacity: Double)]) throws -> [UInt8] {
    let function = TransferFunction(
      opacity: opacity.map { TransferFunction.OpacityPoint(value: $0.value, opacity: $0.opacity) },
      color: [TransferFunction.ColorPoint(value: 0, color: [1, 1, 1])])
    let renderer = Renderer(try volume())
    let context = WorkContext()
    return try renderer.tables(
      of: RenderStyle(function), step: 1, blocks: renderer.blocks(context), context: context
    ).distances
  }

  @Test func `whose values lie below all that is seen`() throws {
    let distances = try distances([(200, 0), (900, 0.5)])
    #expect(distances.first == 0)
    #expect(distances.last == 2)
  }

  @Test func `whose values lie above all that is seen`() throws {
    let distances = try distances([(50, 0.5), (300, 0.5), (400, 0)])
    #expect(distances.first == 2)
    #expect(distances.last == 0)
  }

  @Test func `but not where the curve ends visible`() throws {
    let isAllVisible = try distances([(200, 0.1), (900, 0.5)]).allSatisfy { $0 == 0 }
    #expect(isAllVisible)
  }
}
