// From the numbers of eight samples of a ray to cells and fractions.

SR_INLINE int64_t FN(place)(const SRRay *ray, int axis, int64_t m) {
  return ray->start[axis] + ray->way->step[axis] * m;
}

// Samples m … m + 7, all of them between the outermost centres.
SR_INLINE void FN(locate_inner)(const SRRay *ray, int64_t m, SRCells *cells) {
  for (int axis = 0; axis < 3; axis++) {
    int64_t base = FN(place)(ray, axis, m);
    uint8 part = ray->way->lanePart[axis] + (uint32_t)(base & SR_FRACTION);
    cells->cell[axis] = ray->way->laneWhole[axis] + (int32_t)(base >> 31) + (int8)(part >> 31);
    int8 fraction = (int8)(part & (uint32_t)SR_FRACTION);
    cells->fraction[axis] = __builtin_convertvector(fraction, float8) * SR_UNIT;
  }
}

// Any samples: clamped to the outermost centres, the last of which is fraction 1 of the last
// cell. An axis of one voxel has cell 0, fraction 0.
static void FN(locate_any)(
    const SVVolume *volume, const SRRay *ray, int64_t m, SRCells *cells) {
  FN(locate_inner)(ray, m, cells);
  int axes = volume->slicePlaces ? 2 : 3;
  for (int axis = 0; axis < axes; axis++) {
    int32_t last = (int32_t)(volume->size[axis] > 1 ? volume->size[axis] - 2 : 0);
    float8 zero = {0}, one = zero + 1, t = cells->fraction[axis];
    int8 cell = cells->cell[axis];
    t = SR_SELECT(cell < 0, zero, t);
    t = SR_SELECT(cell > last, volume->size[axis] > 1 ? one : zero, t);
    cell = (cell >= 0) & cell;
    cells->cell[axis] = (int8)(((cell > last) & last) | (~(cell > last) & cell));
    cells->fraction[axis] = t;
  }
  if (axes == 3) return;
  int32_t cell = 0;
  for (int lane = 0; lane < 8; lane++) {
    float fraction;
    double place = (double)FN(place)(ray, 2, m + lane) * 0x1p-31;
    sv_locate_slice(volume, place, cell, &cell, &fraction);
    cells->cell[2][lane] = cell;
    cells->fraction[2][lane] = fraction;
  }
}

// Places of the cells' first voxels in memory.
SR_INLINE void FN(find_offsets)(const SVVolume *volume, SRCells *cells) {
  // 32-bit factors: one multiplication of vectors each.
  uint64_t row = (uint32_t)volume->stride[1], slice = (uint32_t)volume->stride[2];
  ulong8 i = __builtin_convertvector((uint8)cells->cell[0], ulong8);
  ulong8 j = __builtin_convertvector((uint8)cells->cell[1], ulong8);
  ulong8 k = __builtin_convertvector((uint8)cells->cell[2], ulong8);
  *(unaligned_ulong8 *)cells->offset = i + j * row + k * slice;
}

// The lanes of a mask as bits.
SR_INLINE uint32_t FN(lanes)(int8 mask) {
  bool8 bits = __builtin_convertvector(mask < 0, bool8);
  return (uint32_t)__builtin_bit_cast(uint8_t, bits);
}
