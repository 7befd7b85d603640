public import VolumeFiles

extension AnnotationRequest {
  /// The writer of value files, which name the series only if that is asked for.
  public var valueWriter: VolumeFileWriter {
    VolumeFileWriter(encoding: VoxelEncoding(namesSeries: showIdentity))
  }
}
