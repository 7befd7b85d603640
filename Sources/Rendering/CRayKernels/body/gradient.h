// Central differences of the trilinear field, one voxel to either side along each axis: the
// same as interpolating the differences of voxels. At the boundary they become one-sided.

SR_INLINE float FN(slope)(const SRVolume *volume, int axis, int64_t at) {
  if (axis == 2 && volume->sliceSlopes) return volume->sliceSlopes[at];
  int64_t size = volume->size[axis];
  return size == 1 ? 0 : at == 0 || at == size - 1 ? 1 : 0.5f;
}

// A voxel beyond the boundary gives way to the last one, a voxel that holds nothing to the closest
// of those that the sample is made of.
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

static void FN(gather_neighbours)(
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

// The gradient of one lane, per voxel along i, j, k.
static void FN(gradient_of_lane)(
    const SRVolume *volume, const SRCells *cells, int lane, float8 *gradient) {
  SRNeighbours n;
  float g[3];
  FN(gather_neighbours)(volume, cells, lane, &n);
  FN(differences)(
      &n, cells->fraction[0][lane], cells->fraction[1][lane], cells->fraction[2][lane], g);
  for (int axis = 0; axis < 3; axis++) gradient[axis][lane] = g[axis];
}
