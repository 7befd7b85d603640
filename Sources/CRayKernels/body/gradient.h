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

SR_INLINE void FN(gather_inner)(
    const SRVolume *volume, const SRCells *cells, int lane, SRNeighbours *n) {
  int64_t row = volume->stride[1], slice = volume->stride[2];
  const float *p = volume->voxels + (int64_t)cells->cell[0][lane] - 1 +
      cells->cell[1][lane] * row + cells->cell[2][lane] * slice;
  for (int c = 0; c < 4; c++) {
    for (int b = 0; b < 4; b++) {
      if ((b == 0 || b == 3) && (c == 0 || c == 3)) continue;
      n->row[c][b] = *(const unaligned_float4 *)(p + (c - 1) * slice + (b - 1) * row);
    }
  }
  for (int axis = 0; axis < 3; axis++) n->slopes[axis][0] = n->slopes[axis][1] = 0.5f;
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

// The gradients of the lanes of `mask` in voxels, into lanes of three vectors.
SR_INLINE void FN(gradients)(
    const SRVolume *volume, const SRCells *cells, uint32_t mask, float8 *gradient) {
  SRNeighbours n;
  float result[3][8] = {{0}};
  for (; mask; mask &= mask - 1) {
    int lane = __builtin_ctz(mask), isInner = !volume->validity && !volume->slicePlaces;
    for (int axis = 0; axis < 3; axis++) {
      int64_t cell = cells->cell[axis][lane];
      isInner &= cell >= 1 && cell < volume->size[axis] - 2;
    }
    if (isInner) FN(gather_inner)(volume, cells, lane, &n);
    else FN(gather_any)(volume, cells, lane, &n);
    float g[3];
    FN(differences)(
        &n, cells->fraction[0][lane], cells->fraction[1][lane], cells->fraction[2][lane], g);
    for (int axis = 0; axis < 3; axis++) result[axis][lane] = g[axis];
  }
  for (int axis = 0; axis < 3; axis++) gradient[axis] = *(unaligned_float8 *)result[axis];
}
