// Values and gradients of the field between voxels, whichever kernel it is made by.

SR_INLINE float8 SV_NAME(values)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray, int64_t m, SRCells *cells) {
  if (style->cubic) return SV_NAME(sample_cubic)(volume, style->cubic, ray, m, cells);
  return SV_NAME(sample)(volume, ray, m, cells);
}

// The linear field's gradient where all neighbours are there.
static void SV_NAME(gradient_inside)(
    const SVVolume *volume, const SRCells *cells, int lane, float8 *gradient) {
  SRNeighbours n;
  float g[3];
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  int64_t row = volume->stride[1], slice = volume->stride[2], k = cells->cell[2][lane] - 1;
  const SV_NAME(Voxel) *first = SV_NAME(voxels)(volume) + (cells->cell[0][lane] - 1) +
      (cells->cell[1][lane] - 1) * row + k * slice;
  for (int c = 0; c < 4; c++) {
    for (int b = 0; b < 4; b++) {
      if ((b == 0 || b == 3) && (c == 0 || c == 3)) continue;
      n.row[c][b] = SV_NAME(four)(scale, first + c * slice + b * row, k + c);
    }
  }
  for (int axis = 0; axis < 3; axis++) {
    n.slopes[axis][0] = FN(slope)(volume, axis, cells->cell[axis][lane]);
    n.slopes[axis][1] = FN(slope)(volume, axis, cells->cell[axis][lane] + 1);
  }
  FN(differences)(
      &n, cells->fraction[0][lane], cells->fraction[1][lane], cells->fraction[2][lane], g);
  for (int axis = 0; axis < 3; axis++) gradient[axis][lane] = g[axis];
}

// Whether all voxels that the linear field's gradient is made of are there and hold something.
static int SV_NAME(has_all_neighbours)(const SVVolume *volume, const SRCells *cells, int lane) {
  int64_t low[3], high[3];
  for (int axis = 0; axis < 3; axis++) {
    int64_t cell = cells->cell[axis][lane];
    if (cell < 1 || cell + 2 >= volume->size[axis]) return 0;
    low[axis] = (cell - 1) >> SV_BLOCK_SHIFT, high[axis] = (cell + 1) >> SV_BLOCK_SHIFT;
  }
  if (!volume->validity.words) return 1;
  const int64_t *blocks = volume->validity.blocks;
  for (int64_t z = low[2]; z <= high[2]; z++) {
    for (int64_t y = low[1]; y <= high[1]; y++) {
      for (int64_t x = low[0]; x <= high[0]; x++) {
        int64_t number = (z * blocks[1] + y) * blocks[0] + x;
        if (volume->validity.blockContainsInvalid[number]) return 0;
      }
    }
  }
  return 1;
}

// The gradient of one lane, per voxel along i, j, k.
static void SV_NAME(gradient)(
    const SVVolume *volume, const SRStyle *style, const SRCells *cells, int lane,
    float8 *gradient) {
  if (style->cubic) {
    SV_NAME(cubic_gradient)(volume, style->cubic, cells, lane, gradient);
  } else if (SV_NAME(has_all_neighbours)(volume, cells, lane)) {
    SV_NAME(gradient_inside)(volume, cells, lane, gradient);
  } else {
    SV_NAME(gradient_of_lane)(volume, cells, lane, gradient);
  }
}
