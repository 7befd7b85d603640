// What bricks are made with, whatever voxels are.

// Four rows of eight become eight voxels of four floats.
SR_INLINE void FN(interleave)(float8 v, float8 i, float8 j, float8 k, float *out) {
  float8 vi = __builtin_shufflevector(v, i, 0, 8, 1, 9, 4, 12, 5, 13);
  float8 jk = __builtin_shufflevector(j, k, 0, 8, 1, 9, 4, 12, 5, 13);
  float8 viHigh = __builtin_shufflevector(v, i, 2, 10, 3, 11, 6, 14, 7, 15);
  float8 jkHigh = __builtin_shufflevector(j, k, 2, 10, 3, 11, 6, 14, 7, 15);
  float8 a = __builtin_shufflevector(vi, jk, 0, 1, 8, 9, 4, 5, 12, 13);
  float8 b = __builtin_shufflevector(vi, jk, 2, 3, 10, 11, 6, 7, 14, 15);
  float8 c = __builtin_shufflevector(viHigh, jkHigh, 0, 1, 8, 9, 4, 5, 12, 13);
  float8 d = __builtin_shufflevector(viHigh, jkHigh, 2, 3, 10, 11, 6, 7, 14, 15);
  unaligned_float8 *to = (unaligned_float8 *)out;
  to[0] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
  to[1] = __builtin_shufflevector(c, d, 0, 1, 2, 3, 8, 9, 10, 11);
  to[2] = __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
  to[3] = __builtin_shufflevector(c, d, 4, 5, 6, 7, 12, 13, 14, 15);
}

// Whether all voxels of a block of cells have neighbours that hold something.
static int FN(has_neighbours)(
    const SVVolume *volume, const SRBlocks *blocks, const int64_t *block) {
  for (int axis = 0; axis < 3; axis++) {
    int64_t first = block[axis] << SV_BLOCK_SHIFT;
    if (first == 0 || first + SR_EDGE >= volume->size[axis]) return 0;
  }
  if (!volume->validity.words) return 1;
  for (int64_t z = block[2] - 1; z <= block[2] + 1; z++) {
    for (int64_t y = block[1] - 1; y <= block[1] + 1; y++) {
      for (int64_t x = block[0] - 1; x <= block[0] + 1; x++) {
        int64_t number = (z * blocks->blocks[1] + y) * blocks->blocks[0] + x;
        if (volume->validity.blockContainsInvalid[number]) return 0;
      }
    }
  }
  return 1;
}
