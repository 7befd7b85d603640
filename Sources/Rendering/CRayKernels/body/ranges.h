// Lowest and highest valid values of blocks.

// Joins one row of voxels to the lowest and highest of the rows before it.
static void SV_NAME(join_row)(
    const SVVolume *volume, int64_t j, int64_t k, float *low, float *high) {
  int64_t count = volume->size[0];
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  const SV_NAME(Voxel) *row =
      SV_NAME(voxels)(volume) + j * volume->stride[1] + k * volume->stride[2];
  if (volume->validity.words && !sv_row_is_valid(volume, j, k)) {
    for (int64_t i = 0; i < count; i++) {
      if (!sv_is_valid(volume, i, j, k)) continue;
      float value = SV_NAME(one)(scale, row + i, k);
      low[i] = value < low[i] ? value : low[i];
      high[i] = value > high[i] ? value : high[i];
    }
    return;
  }
  for (int64_t i = 0; i < count; i++) {
    float value = SV_NAME(one)(scale, row + i, k);
    low[i] = value < low[i] ? value : low[i];
    high[i] = value > high[i] ? value : high[i];
  }
}

// Bounds with room for the rounding of an interpolation; exact where all values are equal.
static void SV_NAME(store_range)(float low, float high, float *lowest, float *highest) {
  float size = fabsf(low) > fabsf(high) ? fabsf(low) : fabsf(high);
  float slack = low < high ? size * 0x1p-20f : 0;
  *lowest = low - slack;
  *highest = high + slack;
}

static void SV_NAME(block_ranges)(
    const SVVolume *volume, const SRBlocks *blocks, int64_t z, float *rows, float *lowest,
    float *highest) {
  int64_t count = volume->size[0], edge = 1 << SV_BLOCK_SHIFT, margin = blocks->margin;
  int64_t across = blocks->blocks[0], down = blocks->blocks[1];
  float *low = rows, *high = rows + count;
  for (int64_t y = 0; y < down; y++) {
    int64_t place = y * across;
    for (int64_t i = 0; i < count; i++) low[i] = INFINITY, high[i] = -INFINITY;
    int64_t k = z * edge - margin, firstRow = y * edge - margin;
    for (k = k < 0 ? 0 : k; k <= (z + 1) * edge + margin && k < volume->size[2]; k++) {
      int64_t j = firstRow < 0 ? 0 : firstRow;
      for (; j <= (y + 1) * edge + margin && j < volume->size[1]; j++) {
        SV_NAME(join_row)(volume, j, k, low, high);
      }
    }
    for (int64_t x = 0; x < across; x++) {
      float a = INFINITY, b = -INFINITY;
      int64_t i = x * edge - margin;
      for (i = i < 0 ? 0 : i; i <= (x + 1) * edge + margin && i < count; i++) {
        a = low[i] < a ? low[i] : a;
        b = high[i] > b ? high[i] : b;
      }
      SV_NAME(store_range)(a, b, lowest + place + x, highest + place + x);
    }
  }
}
