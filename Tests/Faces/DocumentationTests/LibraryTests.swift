import Foundation
import Sagitta
import TestSupport
import Testing

@Suite struct `The library` {
  private static let head = Repository.volumes.appending(path: "mr-head")

  @Test func `says in its errors' localised descriptions what is wrong`() {
    let errors: [any Error] = [
      LoadError.notFound(path: "x"), WorkCancelled(),
      ImageFileError.noSequence(.jpeg), PixelCodingError.unsupportedBitsAllocated(7),
      StoredImageError(.noPixelData, path: "x"),
      RayCastingError.nothingLeft,
    ]
    for error in errors {
      #expect(error.localizedDescription == "\(error)")
      #expect((error as? any LocalizedError)?.errorDescription == "\(error)")
    }
  }

  @Test func `takes paths and URLs alike`() async throws {
    let byURL = try await VolumeLoader().load(from: Self.head)
    let byPath = try await VolumeLoader().load(from: Self.head.path)
    #expect(byURL.volumes.map(\.geometry) == byPath.volumes.map(\.geometry))
    #expect(try VolumeLoader().scan([Self.head]).volumes.count == byURL.volumes.count)
    let folder = try TemporaryFolder()
    let raster = Raster(width: 1, height: 2, samples: .gray8([1, 2]))
    try raster.write(to: folder.url.appending(path: "a.png"))
    try raster.write(to: folder.path("b.png"))
    #expect(try folder.bytes("a.png") == folder.bytes("b.png"))
    try byURL.largest.write(to: folder.url.appending(path: "a.nii"))
    try byURL.largest.write(to: folder.path("b.nii"))
    #expect(try folder.bytes("a.nii") == folder.bytes("b.nii"))
  }

  @Test func `projects a volume in one line, as a renderer does`() async throws {
    let volume = try await VolumeLoader().load(from: Self.head).largest
    let image = try volume.projection(from: .left)
    let letters = image.geometry.sideLetters
    #expect(letters.left == "A" && letters.top == "H")
    let seen = image.values.filter { !$0.isNaN }
    // Samples between voxels lie below the highest voxel, half a voxel away at most.
    let highest = try #require(volume.valueRange?.upperBound)
    let found = try #require(seen.max())
    #expect(found <= highest && found > 0.9 * highest)
    #expect(image.geometry.pixelWidth == volume.geometry.finestSpacing)
    let coarse = try volume.projection(from: .left, blend: .mean, pixel: 4)
    #expect(coarse.geometry.pixelWidth == 4)
  }

  @Test func `chooses the volume that the program would`() async throws {
    let study = try await VolumeLoader().load(from: Self.head)
    #expect(study.largest.dimensions.voxelCount == study.volumes.map(\.dimensions.voxelCount).max())
  }
}
