import Files
import VolumeModel

extension VolumeFileWriter {
  /// Writes a folder of levels of detail, in chunks.
  func writeOMEZarr(_ voxels: VoxelBytes, to sink: ByteSink) throws {
    guard let path = sink.path else { throw VolumeFileError(.needsFolder, path: sink.name) }
    let array = voxels.array
    let documents = OMEZarrDocuments(
      array: array, encoding: encoding, type: voxels.type,
      pyramid: OMEZarrPyramid(array.geometry),
      chunking: OMEZarrChunking(array.geometry.dimensions, type: voxels.type))
    let folder = try FolderOutput(at: path)
    try folder.write(documents.image(), to: "zarr.json")
    for level in documents.pyramid.levels.indices {
      try folder.write(documents.level(level), to: "\(level)/zarr.json")
    }
    let first = OMEZarrLevelWriter(
      0, documents: documents, folder: folder, context: voxels.context)
    try unsafe voxels.forEachPiece { try unsafe first.append($0) }
    try folder.finish()
  }
}
