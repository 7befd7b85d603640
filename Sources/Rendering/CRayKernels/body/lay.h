// Making a brick of the voxels of a block of cells.

// The difference of a voxel's two neighbours along an axis; where there is none, or none that holds
// anything, the voxel itself stands for it.
static float SV_NAME(difference)(
    const SVVolume *volume, const int64_t *at, int axis, const SV_NAME(Voxel) *voxel) {
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  float values[2];
  for (int side = 0; side < 2; side++) {
    int64_t away = side ? 1 : -1, next[3] = {at[0], at[1], at[2]};
    next[axis] += away;
    int isThere = next[axis] >= 0 && next[axis] < volume->size[axis];
    if (isThere && volume->validity.words) isThere = sv_is_valid(volume, next[0], next[1], next[2]);
    values[side] = isThere ? SV_NAME(one)(scale, voxel + away * volume->stride[axis], next[2])
                           : SV_NAME(one)(scale, voxel, at[2]);
  }
  return values[1] - values[0];
}

// A brick at the boundary or beside voxels that hold nothing; behind the last voxel stands itself.
static void SV_NAME(lay_carefully)(const SVVolume *volume, const int64_t *first, SRBrick *brick) {
  for (int64_t n = 0; n < SR_EDGE * SR_EDGE * SR_EDGE; n++) {
    int64_t within[3] = {n % SR_EDGE, n / SR_EDGE % SR_EDGE, n / (SR_EDGE * SR_EDGE)};
    int64_t at[3], offset = 0;
    for (int axis = 0; axis < 3; axis++) {
      int64_t last = volume->size[axis] - 1, place = first[axis] + within[axis];
      at[axis] = place < last ? place : last;
      offset += at[axis] * volume->stride[axis];
    }
    const SV_NAME(Voxel) *voxel = SV_NAME(voxels)(volume) + offset;
    float *out = brick->voxels[within[2]][within[1]][within[0]];
    out[0] = SV_NAME(one)(SV_NAME(scale)(volume), voxel, at[2]);
    for (int axis = 0; axis < 3; axis++) {
      float difference = SV_NAME(difference)(volume, at, axis, voxel);
      out[1 + axis] = difference * FN(slope)(volume, axis, at[axis]);
    }
  }
}

// A brick all of whose voxels have neighbours: rows of eight and one more.
static void SV_NAME(lay_quickly)(const SVVolume *volume, const int64_t *first, SRBrick *brick) {
  int64_t row = volume->stride[1], slice = volume->stride[2];
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
#define SR_EIGHT(away, next) SV_NAME(eight)(scale, p + (away), at + (next))
#define SR_ONE_AT(away, next) SV_NAME(one)(scale, p + (away), at + (next))
  for (int64_t k = 0; k < SR_EDGE; k++) {
    int64_t at = first[2] + k;
    float slope = FN(slope)(volume, 2, at);
    float4 slopes = {1, 0.5f, 0.5f, slope};
    for (int64_t j = 0; j < SR_EDGE; j++) {
      const SV_NAME(Voxel) *p =
          SV_NAME(voxels)(volume) + first[0] + (first[1] + j) * row + at * slice;
      float8 alongI = SR_EIGHT(1, 0) - SR_EIGHT(-1, 0);
      float8 alongJ = SR_EIGHT(row, 0) - SR_EIGHT(-row, 0);
      float8 alongK = SR_EIGHT(slice, 1) - SR_EIGHT(-slice, -1);
      FN(interleave)(
          SR_EIGHT(0, 0), alongI * 0.5f, alongJ * 0.5f, alongK * slope, brick->voxels[k][j][0]);
      p += 8;
      float4 behind = {
          SR_ONE_AT(0, 0), SR_ONE_AT(1, 0), SR_ONE_AT(row, 0), SR_ONE_AT(slice, 1)};
      float4 before = {0, SR_ONE_AT(-1, 0), SR_ONE_AT(-row, 0), SR_ONE_AT(-slice, -1)};
      *(unaligned_float4 *)brick->voxels[k][j][8] = (behind - before) * slopes;
    }
  }
#undef SR_EIGHT
#undef SR_ONE_AT
}

// Asks memory for the voxels of a brick and their neighbours, all at once.
SR_INLINE void SV_NAME(fetch_brick)(const SVVolume *volume, const int64_t *first) {
  int64_t row = volume->stride[1], slice = volume->stride[2];
  const SV_NAME(Voxel) *p =
      SV_NAME(voxels)(volume) + first[0] + first[1] * row + first[2] * slice;
  for (int64_t k = -1; k <= SR_EDGE; k++) {
    for (int64_t j = -1; j <= SR_EDGE; j++) {
      __builtin_prefetch(p + j * row + k * slice - 1, 0, SR_NEAR);
      __builtin_prefetch(p + j * row + k * slice + SR_EDGE, 0, SR_NEAR);
    }
  }
}

__attribute__((noinline)) static void SV_NAME(lay_brick)(
    const SVVolume *volume, const SRBlocks *blocks, const int64_t *block, SRBrick *brick) {
  int64_t first[3];
  for (int axis = 0; axis < 3; axis++) first[axis] = block[axis] << SV_BLOCK_SHIFT;
  if (FN(has_neighbours)(volume, blocks, block)) {
    SV_NAME(fetch_brick)(volume, first);
    SV_NAME(lay_quickly)(volume, first, brick);
  } else {
    SV_NAME(lay_carefully)(volume, first, brick);
  }
}
