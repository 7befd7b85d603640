// Light that goes from cell to cell in one direction.

SR_INLINE float8 FN(exp2)(float8 x);

// From the cells that the light comes from (null beyond the volume) to a row; cell x gets it from x + d.
SR_INLINE void FN(sweep_row)(
    int64_t count, int64_t d, const float *before, const float *depths, float scale, float *row) {
  if (!before) {
    for (int64_t x = 0; x < count; x++) row[x] = 1;
    return;
  }
  for (int64_t x = 0; x < count; x += 8) {
    float8 from = {1, 1, 1, 1, 1, 1, 1, 1}, depth = {0};
    int isInner = x + d >= 0 && x + d + 8 <= count && x + 8 <= count;
    if (isInner) {
      from = *(const unaligned_float8 *)(before + x + d);
      depth = *(const unaligned_float8 *)(depths + x + d);
    }
    for (int lane = 0; lane < 8 && !isInner; lane++) {
      int64_t at = x + lane + d;
      if (at < 0 || at >= count) continue;
      from[lane] = before[at], depth[lane] = depths[at];
    }
    float8 through = from * FN(exp2)(depth * scale);
    if (isInner) {
      *(unaligned_float8 *)(row + x) = through;
      continue;
    }
    for (int lane = 0; lane < 8 && x + lane < count; lane++) row[x + lane] = through[lane];
  }
}

// Along a row itself: one cell after the other.
static void FN(sweep_along)(
    int64_t count, int64_t d, const float *depths, float scale, float *row) {
  float light = 1;
  for (int64_t n = 0; n < count; n++) {
    int64_t x = d > 0 ? count - 1 - n : n;
    row[x] = light;
    float8 depth = {depths[x] * scale};
    light *= FN(exp2)(depth)[0];
  }
}

static void FN(sweep_light)(
    const int64_t *size, const float *depths, const int64_t *toward, double length,
    float *light) {
  int64_t slice = size[0] * size[1];
  // Of e to the power of -depth * length.
  float scale = (float)(-1.4426950408889634 * length);
  for (int64_t n = 0; n < size[2]; n++) {
    int64_t k = toward[2] > 0 ? size[2] - 1 - n : n;
    for (int64_t r = 0; r < size[1]; r++) {
      int64_t j = toward[1] > 0 ? size[1] - 1 - r : r, before = j + toward[1], layer = k + toward[2];
      int isThere = before >= 0 && before < size[1] && layer >= 0 && layer < size[2];
      int64_t from = layer * slice + before * size[0];
      float *row = light + k * slice + j * size[0];
      if (toward[1] == 0 && toward[2] == 0) {
        FN(sweep_along)(size[0], toward[0], depths + from, scale, row);
      } else {
        FN(sweep_row)(
            size[0], toward[0], isThere ? light + from : NULL, depths + (isThere ? from : 0), scale,
            row);
      }
    }
  }
}
