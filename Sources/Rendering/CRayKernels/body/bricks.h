// Bricks: the voxels of a block of cells with their gradients side by side, made when a ray comes
// by. A sample then takes value and gradient from four loads, and the rays that follow find them in
// the cache.

SR_INLINE void FN(find_spots)(const SRBlocks *blocks, const SRCells *cells, SRSpots *spots) {
  const int32_t low = SR_SLOTS - 1, within = (1 << SV_BLOCK_SHIFT) - 1;
  int8 offset = {0};
  for (int axis = 2; axis >= 0; axis--) {
    spots->block[axis] = cells->cell[axis] >> SV_BLOCK_SHIFT;
    offset = offset * SR_EDGE + (cells->cell[axis] & within);
  }
  const int8 *b = spots->block;
  spots->number = (b[2] * (int32_t)blocks->blocks[1] + b[1]) * (int32_t)blocks->blocks[0] + b[0];
  spots->slot = ((b[2] & low) * SR_SLOTS + (b[1] & low)) * SR_SLOTS + (b[0] & low);
  spots->offset = spots->slot * (int32_t)(sizeof(SRBrick) / sizeof(float)) + offset * 4;
}

// Sees to the brick of one lane; returns 0 if its slot is taken by another that is still needed.
SR_INLINE int FN(provide_brick)(
    const SVVolume *volume, const SRBlocks *blocks, SRBricks *bricks, const SRSpots *spots,
    int lane) {
  int32_t slot = spots->slot[lane], name = spots->number[lane] + 1;
  if (bricks->names[slot] != name) {
    if (bricks->needs[slot] == bricks->need) return 0;
    int64_t block[3] = {spots->block[0][lane], spots->block[1][lane], spots->block[2][lane]};
    FN(lay_brick)(volume, blocks, block, bricks->bricks + slot);
    bricks->names[slot] = name;
  }
  bricks->needs[slot] = bricks->need;
  return 1;
}

// Sees to the bricks of eight samples; returns 0 if a slot is taken. `visible` becomes the lanes in
// visible blocks; the other samples count for nothing.
SR_INLINE int FN(provide_bricks)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRSpots *spots, uint32_t *visible) {
  *visible = 0;
  for (uint32_t rest = 255; rest;) {
    int lane = __builtin_ctz(rest);
    int32_t number = spots->number[lane];
    uint32_t same = FN(lanes)(spots->number == number);
    rest &= ~same;
    if (blocks->isSkipping && distances[number] != 0) continue;
    *visible |= same;
    if (!FN(provide_brick)(volume, blocks, bricks, spots, lane)) return 0;
  }
  return 1;
}

// The value and the gradient of lane `lane`.
SR_INLINE float4 FN(mix_cell)(
    const SRBricks *bricks, int8 offset, const float8 *fractions, int lane) {
  const int row = SR_EDGE * 4, slice = SR_EDGE * SR_EDGE * 4;
  const float *p = (const float *)bricks->bricks + offset[lane];
  float ti = fractions[0][lane], tj = fractions[1][lane], tk = fractions[2][lane];
#define SR_PAIR(away) (*(const unaligned_float8 *)(p + (away)))
  float8 near = SR_MIX(SR_PAIR(0), SR_PAIR(row), tj);
  float8 far = SR_MIX(SR_PAIR(slice), SR_PAIR(slice + row), tj);
#undef SR_PAIR
  float8 pair = SR_MIX(near, far, tk);
  float4 low = __builtin_shufflevector(pair, pair, 0, 1, 2, 3);
  float4 high = __builtin_shufflevector(pair, pair, 4, 5, 6, 7);
  return SR_MIX(low, high, ti);
}

// Values and gradients (per voxel along i, j, k) of eight samples whose bricks are there.
SR_INLINE void FN(sample_bricks)(
    const SRBricks *bricks, int8 offset, const float8 *fractions, float8 *sampled) {
  float4 rows[8];
#pragma clang loop unroll(full)
  for (int lane = 0; lane < 8; lane++) rows[lane] = FN(mix_cell)(bricks, offset, fractions, lane);
  FN(turn_rows)(rows, sampled);
}

// The same for samples far apart, whose bricks take each other's slots; returns the visible lanes.
static uint32_t FN(sample_scattered)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRSpots *spots, const float8 *fractions, float8 *sampled) {
  float4 rows[8] = {{0}};
  uint32_t visible = 0;
  for (int lane = 0; lane < 8; lane++) {
    if (blocks->isSkipping && distances[spots->number[lane]] != 0) continue;
    visible |= 1u << lane;
    bricks->need++;
    (void)FN(provide_brick)(volume, blocks, bricks, spots, lane);
    rows[lane] = FN(mix_cell)(bricks, spots->offset, fractions, lane);
  }
  FN(turn_rows)(rows, sampled);
  return visible;
}
