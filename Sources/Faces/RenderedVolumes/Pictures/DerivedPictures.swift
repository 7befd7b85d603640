import SagittaEngine

/// What a DICOM object is made of.
enum DerivedPictures {
  /// A plane of values, and the window that viewers begin with.
  case planes(DerivedSeriesMaker.Planes, window: DisplayWindow?)
  /// Finished pictures, the frames of one secondary capture.
  case pictures(DerivedSeriesMaker.Pictures)
}
