// Lowest and highest valid values of blocks.

// Joins one row of voxels to the lowest and highest of the rows before it.
static void FN(join_row)(
    const SVVolume *volume, int64_t j, int64_t k, float *low, float *high) {
  int64_t count = volume->size[0];
  const float *row = volume->voxels + j * volume->stride[1] + k * volume->stride[2];
  if (volume->validity.words && !sv_row_is_valid(volume, j, k)) {
    for (int64_t i = 0; i < count; i++) {
      if (!sv_is_valid(volume, i, j, k)) continue;
      low[i] = row[i] < low[i] ? row[i] : low[i];
      high[i] = row[i] > high[i] ? row[i] : high[i];
    }
    return;
  }
  for (int64_t i = 0; i < count; i++) {
    low[i] = row[i] < low[i] ? row[i] : low[i];
    high[i] = row[i] > high[i] ? row[i] : high[i];
  }
}

// Bounds with room for the rounding of an interpolation; exact where all values are equal.
static void FN(store_range)(float low, float high, float *lowest, float *highest) {
  float size = fabsf(low) > fabsf(high) ? fabsf(low) : fabsf(high);
  float slack = low < high ? size * 0x1p-20f : 0;
  *lowest = low - slack;
  *highest = high + slack;
}

static void FN(block_ranges)(
    const SVVolume *volume, const SRBlocks *blocks, int64_t z, float *rows, float *lowest,
    float *highest) {
  int64_t count = volume->size[0], edge = 1 << SV_BLOCK_SHIFT;
  int64_t across = blocks->blocks[0], down = blocks->blocks[1];
  float *low = rows, *high = rows + count;
  for (int64_t y = 0; y < down; y++) {
    int64_t place = y * across;
    for (int64_t i = 0; i < count; i++) low[i] = INFINITY, high[i] = -INFINITY;
    for (int64_t k = z * edge; k <= (z + 1) * edge && k < volume->size[2]; k++) {
      for (int64_t j = y * edge; j <= (y + 1) * edge && j < volume->size[1]; j++) {
        FN(join_row)(volume, j, k, low, high);
      }
    }
    for (int64_t x = 0; x < across; x++) {
      float a = INFINITY, b = -INFINITY;
      for (int64_t i = x * edge; i <= (x + 1) * edge && i < count; i++) {
        a = low[i] < a ? low[i] : a;
        b = high[i] > b ? high[i] : b;
      }
      FN(store_range)(a, b, lowest + place + x, highest + place + x);
    }
  }
}

// One axis of the distances: `stride` bytes to the next block, `count` blocks, `lines` neighbouring
// lines that are treated together.
static void FN(spread_axis)(
    uint8_t *out, const uint8_t *in, int64_t count, int64_t stride, int64_t lines) {
  for (int64_t n = 0; n < count; n++) {
    uint8_t *to = out + n * stride;
    memcpy(to, in + n * stride, (size_t)lines);
    for (int64_t r = 1; r < SR_FARTHEST; r++) {
      // Nothing beyond the volume is visible.
      const uint8_t *a = n - r >= 0 ? in + (n - r) * stride : NULL;
      const uint8_t *b = n + r < count ? in + (n + r) * stride : NULL;
      if (!a && !b) break;
      a = a ? a : b;
      b = b ? b : a;
      uint8_t least = (uint8_t)r;
      for (int64_t line = 0; line < lines; line++) {
        uint8_t nearer = a[line] < b[line] ? a[line] : b[line];
        nearer = nearer > least ? nearer : least;
        to[line] = to[line] < nearer ? to[line] : nearer;
      }
    }
  }
}

// Along a row of blocks: two passes, since rows are short.
static void FN(spread_row)(uint8_t *row, int64_t count) {
  for (int64_t x = 1; x < count; x++) {
    uint8_t nearer = (uint8_t)(row[x - 1] + 1);
    row[x] = row[x] < nearer ? row[x] : nearer;
  }
  for (int64_t x = count - 2; x >= 0; x--) {
    uint8_t nearer = (uint8_t)(row[x + 1] + 1);
    row[x] = row[x] < nearer ? row[x] : nearer;
  }
}

static void FN(spread_distances)(const int64_t *blocks, uint8_t *distances, uint8_t *scratch) {
  int64_t slice = blocks[0] * blocks[1];
  for (int64_t row = 0; row < blocks[1] * blocks[2]; row++) {
    FN(spread_row)(distances + row * blocks[0], blocks[0]);
  }
  for (int64_t z = 0; z < blocks[2]; z++) {
    FN(spread_axis)(
        scratch + z * slice, distances + z * slice, blocks[1], blocks[0], blocks[0]);
  }
  FN(spread_axis)(distances, scratch, blocks[2], slice, slice);
}
