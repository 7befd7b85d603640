// The largest and the smallest of samples, and what cannot become either.

SR_INLINE float8 FN(join)(float8 best, float8 v, int isMaximum) {
  // A comparison with NaN is false.
  return isMaximum ? SR_SELECT(v > best, v, best) : SR_SELECT(v < best, v, best);
}

SR_INLINE float FN(extreme_lane)(float8 v, int isMaximum) {
  v = FN(join)(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3), isMaximum);
  v = FN(join)(v, __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5), isMaximum);
  v = FN(join)(v, __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6), isMaximum);
  return v[0];
}

// Whether nothing within a bound can improve on `best`.
SR_INLINE int FN(is_hopeless)(
    const SRBlocks *blocks, const float *lowest, const float *highest, int64_t block, float best,
    int isMaximum) {
  if (!blocks->isSkipping) return 0;
  return isMaximum ? highest[block] <= best : lowest[block] >= best;
}

// What the blocks of some cells hold at best. `isMixed` becomes 1 if they have voxels that hold
// nothing.
SR_INLINE float FN(bound_of_box)(
    const SRBlocks *blocks, const uint8_t *containsInvalid, const int64_t *low, const int64_t *high,
    int isMaximum, int *isMixed) {
  const float *bounds = isMaximum ? blocks->highest : blocks->lowest;
  float bound = isMaximum ? -INFINITY : INFINITY;
  uint8_t invalid = 0;
  int64_t end = high[0] >> SV_BLOCK_SHIFT;
  for (int64_t z = low[2] >> SV_BLOCK_SHIFT; z <= high[2] >> SV_BLOCK_SHIFT; z++) {
    for (int64_t y = low[1] >> SV_BLOCK_SHIFT; y <= high[1] >> SV_BLOCK_SHIFT; y++) {
      int64_t row = (z * blocks->blocks[1] + y) * blocks->blocks[0];
      for (int64_t x = low[0] >> SV_BLOCK_SHIFT; x <= end; x++) {
        float b = bounds[row + x];
        bound = (isMaximum ? b > bound : b < bound) ? b : bound;
        if (containsInvalid) invalid |= containsInvalid[row + x];
      }
    }
  }
  *isMixed = invalid;
  if (!blocks->isSkipping) bound = isMaximum ? INFINITY : -INFINITY;
  return bound;
}

// If the block or the group of blocks of sample m cannot improve on `best`, returns the first
// sample behind it, else m.
SR_INLINE int64_t FN(skip_hopeless)(
    const SVVolume *volume, const SRBlocks *blocks, const SRRay *ray, int64_t m, float best,
    int isMaximum) {
  int64_t cell[3], low[3], end[3];
  for (int axis = 0; axis < 3; axis++) cell[axis] = FN(clamped_cell)(volume, ray, axis, m);
  int64_t b[3] = {
      cell[0] >> SV_BLOCK_SHIFT, cell[1] >> SV_BLOCK_SHIFT, cell[2] >> SV_BLOCK_SHIFT};
  int64_t block = (b[2] * blocks->blocks[1] + b[1]) * blocks->blocks[0] + b[0];
  if (!FN(is_hopeless)(blocks, blocks->lowest, blocks->highest, block, best, isMaximum)) return m;
  int64_t g[3] = {b[0] >> SR_GROUP_SHIFT, b[1] >> SR_GROUP_SHIFT, b[2] >> SR_GROUP_SHIFT};
  int64_t group = (g[2] * blocks->groups[1] + g[1]) * blocks->groups[0] + g[0];
  int isGroup = FN(is_hopeless)(
      blocks, blocks->groupLowest, blocks->groupHighest, group, best, isMaximum);
  int shift = SV_BLOCK_SHIFT + (isGroup ? SR_GROUP_SHIFT : 0);
  for (int axis = 0; axis < 3; axis++) {
    low[axis] = cell[axis] >> shift << shift;
    end[axis] = low[axis] + ((int64_t)1 << shift);
  }
  return FN(leave)(volume, ray, low, end, m);
}
