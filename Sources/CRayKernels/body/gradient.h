// Central differences of the trilinear field, one voxel to either side along each axis: the
// same as interpolating the differences of voxels. At the rim they become one-sided.

// Rows of four voxels i-1 … i+2 around a cell; the corners of the 4x4 rows are not needed.
#ifndef SR_NEIGHBOURS
#define SR_NEIGHBOURS
typedef struct {
  float4 row[4][4];
  float slopes[3][2];
} SRNeighbours;
#endif

SR_INLINE float FN(slope)(const SRVolume *volume, int axis, int64_t at) {
  if (axis == 2 && volume->sliceSlopes) return volume->sliceSlopes[at];
  int64_t size = volume->size[axis];
  return size == 1 ? 0 : at == 0 || at == size - 1 ? 1 : 0.5f;
}

// A voxel beyond the rim gives way to the last one, a voxel that holds nothing to the closest of
// those that the sample is made of.
static float FN(neighbour)(
    const SRVolume *volume, const SRCells *cells, int lane, int a, int b, int c) {
  int64_t offset[3] = {a, b, c}, at[3];
  for (int axis = 0; axis < 3; axis++) {
    int64_t top = volume->size[axis] - 1, p = cells->cell[axis][lane] + offset[axis];
    at[axis] = p < 0 ? 0 : p > top ? top : p;
  }
  if (volume->validity && !FN(is_valid)(volume, at[0], at[1], at[2])) {
    for (int axis = 0; axis < 3; axis++) {
      float t = cells->fraction[axis][lane];
      int64_t low = cells->cell[axis][lane] + (t == 1), high = cells->cell[axis][lane] + (t > 0);
      at[axis] = at[axis] < low ? low : at[axis] > high ? high : at[axis];
    }
  }
  return volume->voxels[at[0] + at[1] * volume->stride[1] + at[2] * volume->stride[2]];
}

static void FN(gather_any)(
    const SRVolume *volume, const SRCells *cells, int lane, SRNeighbours *n) {
  for (int c = 0; c < 4; c++) {
    for (int b = 0; b < 4; b++) {
      if ((b == 0 || b == 3) && (c == 0 || c == 3)) continue;
      for (int a = 0; a < 4; a++) {
        n->row[c][b][a] = FN(neighbour)(volume, cells, lane, a - 1, b - 1, c - 1);
      }
    }
  }
  for (int axis = 0; axis < 3; axis++) {
    int64_t at = cells->cell[axis][lane], next = at + 1 < volume->size[axis] ? at + 1 : at;
    n->slopes[axis][0] = FN(slope)(volume, axis, at);
    n->slopes[axis][1] = FN(slope)(volume, axis, next);
  }
}

// Differences per voxel along i, j, k.
SR_INLINE void FN(differences)(
    const SRNeighbours *n, float ti, float tj, float tk, float *gradient) {
  const float4(*r)[4] = n->row;
  float4 near = SR_MIX(r[1][1], r[1][2], tj), far = SR_MIX(r[2][1], r[2][2], tj);
  float4 m = SR_MIX(near, far, tk);
  gradient[0] = SR_MIX((m[2] - m[0]) * n->slopes[0][0], (m[3] - m[1]) * n->slopes[0][1], ti);
  float4 jNear = SR_MIX(
      (r[1][2] - r[1][0]) * n->slopes[1][0], (r[1][3] - r[1][1]) * n->slopes[1][1], tj);
  float4 jFar = SR_MIX(
      (r[2][2] - r[2][0]) * n->slopes[1][0], (r[2][3] - r[2][1]) * n->slopes[1][1], tj);
  float4 j = SR_MIX(jNear, jFar, tk);
  gradient[1] = SR_MIX(j[1], j[2], ti);
  float4 before = SR_MIX(r[0][1], r[0][2], tj), behind = SR_MIX(r[3][1], r[3][2], tj);
  float4 k = SR_MIX((far - before) * n->slopes[2][0], (behind - near) * n->slopes[2][1], tk);
  gradient[2] = SR_MIX(k[1], k[2], ti);
}

// What the gradient of a sample well inside needs of the voxels around, mixed along j and k: the
// values i-1 … i+2, and twice the differences along j (at i, i+1) and along k (at i, i+1).
SR_INLINE void FN(mix_around)(
    const float *p, int64_t row, int64_t slice, float tj, float tk, float4 *values,
    float4 *differences) {
  // Halves of vectors: slices k and k+1; rows j-1 … j+2.
#define SR_ROWS(a, b) \
  __builtin_shufflevector( \
      *(const unaligned_float4 *)(p + (a)), *(const unaligned_float4 *)(p + (b)), 0, 1, 2, 3, 4, \
      5, 6, 7)
  float8 r0 = SR_ROWS(-row, slice - row), r1 = SR_ROWS(0, slice);
  float8 r2 = SR_ROWS(row, slice + row), r3 = SR_ROWS(2 * row, slice + 2 * row);
  // Slices k-1 and k+2.
  float8 outer1 = SR_ROWS(-slice, 2 * slice), outer2 = SR_ROWS(row - slice, row + 2 * slice);
#undef SR_ROWS
#define SR_NEAR(v) __builtin_shufflevector(v, v, 0, 1, 2, 3)
#define SR_FAR(v) __builtin_shufflevector(v, v, 4, 5, 6, 7)
  float8 inner = SR_MIX(r1, r2, tj), along = SR_MIX(r2 - r0, r3 - r1, tj);
  float8 outer = SR_MIX(outer1, outer2, tj);
  float4 near = SR_NEAR(inner), far = SR_FAR(inner);
  float4 j = SR_MIX(SR_NEAR(along), SR_FAR(along), tk);
  float4 before = far - SR_NEAR(outer), behind = SR_FAR(outer) - near;
  float4 k = SR_MIX(before, behind, tk);
  *values = SR_MIX(near, far, tk);
  *differences = __builtin_shufflevector(j, k, 1, 2, 5, 6);
#undef SR_NEAR
#undef SR_FAR
}

// Eight rows of four become four rows of eight.
SR_INLINE void FN(transpose)(const float4 *rows, float8 *columns) {
#define SR_JOIN(a, b) __builtin_shufflevector(rows[a], rows[b], 0, 1, 2, 3, 4, 5, 6, 7)
  float8 a = SR_JOIN(0, 4), b = SR_JOIN(1, 5), c = SR_JOIN(2, 6), d = SR_JOIN(3, 7);
#undef SR_JOIN
  float8 ab = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
  float8 cd = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13);
  float8 abHigh = __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
  float8 cdHigh = __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
  columns[0] = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13);
  columns[1] = __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
  columns[2] = __builtin_shufflevector(abHigh, cdHigh, 0, 1, 8, 9, 4, 5, 12, 13);
  columns[3] = __builtin_shufflevector(abHigh, cdHigh, 2, 3, 10, 11, 6, 7, 14, 15);
}

// The gradients of lanes well inside, per voxel along i, j, k; anything in the other lanes.
SR_INLINE void FN(inner_gradients)(
    const SRVolume *volume, const SRCells *cells, uint32_t mask, float8 *gradient) {
  float4 rows[2][8] = {{{0}}};
  float8 v[4], d[4], ti = cells->fraction[0];
  ulong8 offsets = FN(offsets)(volume, cells);
  for (; mask; mask &= mask - 1) {
    int lane = __builtin_ctz(mask);
    FN(mix_around)(
        volume->voxels + offsets[lane] - 1, volume->stride[1], volume->stride[2],
        cells->fraction[1][lane], cells->fraction[2][lane], &rows[0][lane], &rows[1][lane]);
  }
  FN(transpose)(rows[0], v);
  FN(transpose)(rows[1], d);
  gradient[0] = SR_MIX(v[2] - v[0], v[3] - v[1], ti) * 0.5f;
  gradient[1] = SR_MIX(d[0], d[1], ti) * 0.5f;
  gradient[2] = SR_MIX(d[2], d[3], ti) * 0.5f;
}

// The lanes whose neighbours all lie in the volume and hold something.
SR_INLINE uint32_t FN(inner_lanes)(const SRVolume *volume, const SRCells *cells) {
  if (volume->validity || volume->slicePlaces) return 0;
  int8 inside = ~(int8){0};
  for (int axis = 0; axis < 3; axis++) {
    int32_t end = (int32_t)volume->size[axis] - 2;
    inside &= (cells->cell[axis] >= 1) & (cells->cell[axis] < end);
  }
  return FN(lanes)(inside);
}

// The gradients of the lanes of `mask`, per voxel along i, j, k.
SR_INLINE void FN(gradients)(
    const SRVolume *volume, const SRCells *cells, uint32_t mask, float8 *gradient) {
  uint32_t inner = mask & FN(inner_lanes)(volume, cells);
  FN(inner_gradients)(volume, cells, inner, gradient);
  for (uint32_t rest = mask & ~inner; rest; rest &= rest - 1) {
    SRNeighbours n;
    int lane = __builtin_ctz(rest);
    float g[3];
    FN(gather_any)(volume, cells, lane, &n);
    FN(differences)(
        &n, cells->fraction[0][lane], cells->fraction[1][lane], cells->fraction[2][lane], g);
    for (int axis = 0; axis < 3; axis++) gradient[axis][lane] = g[axis];
  }
}
