// Samples in whose linear cell an invalid voxel has weight become NaN, whatever the kernel.

static int FN(valid_at)(const SGVolume *volume, int64_t i, int64_t j, int64_t k) {
  int64_t within = j * volume->size[0] + i;
  uint64_t word = volume->validity[k * volume->wordsPerSlice + (within >> 6)];
  return (word >> (within & 63)) & 1;
}

static int FN(cell_is_valid)(const SGVolume *volume, const SGCells *cells, int32_t n) {
  int64_t first[3], last[3];
  for (int axis = 0; axis < 3; axis++) {
    int64_t cell = cells->cell[axis][n];
    float t = cells->fraction[axis][n];
    first[axis] = t == 1 ? cell + 1 : cell;
    last[axis] = t == 0 ? cell : cell + 1;
  }
  for (int64_t k = first[2]; k <= last[2]; k++) {
    for (int64_t j = first[1]; j <= last[1]; j++) {
      for (int64_t i = first[0]; i <= last[0]; i++) {
        if (!FN(valid_at)(volume, i, j, k)) return 0;
      }
    }
  }
  return 1;
}

// Needs the cells of linear interpolation.
static void FN(mark_invalid)(
    const SGVolume *volume, const SGCells *cells, int32_t count, uint8_t *invalid) {
  int64_t columns = (volume->size[0] + 7) >> 3, rows = (volume->size[1] + 7) >> 3;
  for (int32_t n = 0; n < count; n++) {
    int64_t i = cells->cell[0][n] >> 3, j = cells->cell[1][n] >> 3, k = cells->cell[2][n] >> 3;
    uint8_t suspect = volume->suspects[(k * rows + j) * columns + i];
    invalid[n] = suspect && !FN(cell_is_valid)(volume, cells, n);
  }
}
