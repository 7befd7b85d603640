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
