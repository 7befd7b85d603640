// Gradients of single samples.

// A voxel beyond the boundary gives way to the last one, a voxel that holds nothing to the closest
// of those that the sample is made of.
static float SV_NAME(neighbour)(
    const SVVolume *volume, const SRCells *cells, int lane, int a, int b, int c) {
  int64_t offset[3] = {a, b, c}, at[3];
  for (int axis = 0; axis < 3; axis++) {
    int64_t top = volume->size[axis] - 1, p = cells->cell[axis][lane] + offset[axis];
    at[axis] = p < 0 ? 0 : p > top ? top : p;
  }
  if (volume->validity.words && !sv_is_valid(volume, at[0], at[1], at[2])) {
    for (int axis = 0; axis < 3; axis++) {
      float t = cells->fraction[axis][lane];
      int64_t low = cells->cell[axis][lane] + (t == 1), high = cells->cell[axis][lane] + (t > 0);
      at[axis] = at[axis] < low ? low : at[axis] > high ? high : at[axis];
    }
  }
  int64_t place = at[0] + at[1] * volume->stride[1] + at[2] * volume->stride[2];
  return SV_NAME(one)(SV_NAME(scale)(volume), SV_NAME(voxels)(volume) + place, at[2]);
}

static void SV_NAME(gather_neighbours)(
    const SVVolume *volume, const SRCells *cells, int lane, SRNeighbours *n) {
  for (int c = 0; c < 4; c++) {
    for (int b = 0; b < 4; b++) {
      if ((b == 0 || b == 3) && (c == 0 || c == 3)) continue;
      for (int a = 0; a < 4; a++) {
        n->row[c][b][a] = SV_NAME(neighbour)(volume, cells, lane, a - 1, b - 1, c - 1);
      }
    }
  }
  for (int axis = 0; axis < 3; axis++) {
    int64_t at = cells->cell[axis][lane], next = at + 1 < volume->size[axis] ? at + 1 : at;
    n->slopes[axis][0] = FN(slope)(volume, axis, at);
    n->slopes[axis][1] = FN(slope)(volume, axis, next);
  }
}

// The gradient of one lane, per voxel along i, j, k.
static void SV_NAME(gradient_of_lane)(
    const SVVolume *volume, const SRCells *cells, int lane, float8 *gradient) {
  SRNeighbours n;
  float g[3];
  SV_NAME(gather_neighbours)(volume, cells, lane, &n);
  FN(differences)(
      &n, cells->fraction[0][lane], cells->fraction[1][lane], cells->fraction[2][lane], g);
  for (int axis = 0; axis < 3; axis++) gradient[axis][lane] = g[axis];
}
