// The contract of every coordinate in this package
//
// - Patient space is DICOM's LPS: +x towards the patient's left, +y towards the back
//   (posterior), +z towards the head. Unit: millimetre. (PS3.3 C.7.6.2.1.1)
// - Voxel space counts continuous indices in the order i (column), j (row), k (slice).
//   Whole numbers are voxel *centres*: the first voxel spans −0.5 to 0.5.
// - Pixel space counts columns and rows of a picture; the centre of the top left pixel
//   is (0, 0) and the third coordinate counts planes away from the viewer.
// - A map M carries a point p to M.x·p.x + M.y·p.y + M.z·p.z + M.origin. As a 4×4 matrix
//   in row-major order, x, y, z and origin are its four columns.
// - Everything is double precision; kernels cast to float once, at their own door.

/// A frame of reference, used only as a type tag.
///
/// Points in different spaces are different types, so the compiler rejects a voxel
/// index where patient millimetres are meant.
public protocol CoordinateSpace {}

/// Continuous voxel indices (i, j, k): column, row, slice; whole numbers are centres.
public enum VoxelSpace: CoordinateSpace {}

/// Patient coordinates in millimetres, DICOM's LPS: +x left, +y posterior, +z head.
public enum PatientSpace: CoordinateSpace {}

/// Continuous picture coordinates (column, row, plane); (0, 0, 0) is the centre of the
/// top left pixel of the first plane.
public enum PixelSpace: CoordinateSpace {}
