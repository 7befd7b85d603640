// From visible blocks to the number of blocks around the others that are not.

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
