// Eight trilinear samples of a ray.

SR_INLINE float8 FN(pairs)(const float *a, const float *b, const float *c, const float *d) {
  double4 four = {
      *(const unaligned_double *)a, *(const unaligned_double *)b, *(const unaligned_double *)c,
      *(const unaligned_double *)d};
  return (float8)four;
}

// One load fetches two neighbours along i; they part ways after the mixing along j and k.
SR_INLINE float8 FN(blend)(const SVVolume *volume, const SRCells *cells) {
  ulong8 offsets = FN(offsets)(volume, cells);
  const float *v = volume->voxels;
  int64_t row = volume->stride[1], slice = volume->stride[2], diagonal = row + slice;
  const float *p0 = v + offsets[0], *p1 = v + offsets[1], *p2 = v + offsets[2];
  const float *p3 = v + offsets[3], *p4 = v + offsets[4], *p5 = v + offsets[5];
  const float *p6 = v + offsets[6], *p7 = v + offsets[7];
  // Lanes 0 1 4 5 and 2 3 6 7 lie together: then one shuffle within halves sorts them.
#define SR_PAIRS(name, at) \
  float8 name##A = FN(pairs)(p0 + (at), p1 + (at), p4 + (at), p5 + (at)); \
  float8 name##B = FN(pairs)(p2 + (at), p3 + (at), p6 + (at), p7 + (at));
  SR_PAIRS(near, 0)
  SR_PAIRS(below, row)
  SR_PAIRS(behind, slice)
  SR_PAIRS(both, diagonal)
#undef SR_PAIRS
  float8 tj = cells->fraction[1], tk = cells->fraction[2];
  float8 tjA = __builtin_shufflevector(tj, tj, 0, 0, 1, 1, 4, 4, 5, 5);
  float8 tjB = __builtin_shufflevector(tj, tj, 2, 2, 3, 3, 6, 6, 7, 7);
  float8 tkA = __builtin_shufflevector(tk, tk, 0, 0, 1, 1, 4, 4, 5, 5);
  float8 tkB = __builtin_shufflevector(tk, tk, 2, 2, 3, 3, 6, 6, 7, 7);
  float8 frontA = SR_MIX(nearA, belowA, tjA), frontB = SR_MIX(nearB, belowB, tjB);
  float8 backA = SR_MIX(behindA, bothA, tjA), backB = SR_MIX(behindB, bothB, tjB);
  float8 mixA = SR_MIX(frontA, backA, tkA), mixB = SR_MIX(frontB, backB, tkB);
  float8 low = __builtin_shufflevector(mixA, mixB, 0, 2, 8, 10, 4, 6, 12, 14);
  float8 high = __builtin_shufflevector(mixA, mixB, 1, 3, 9, 11, 5, 7, 13, 15);
  return SR_MIX(low, high, cells->fraction[0]);
}

// Whether no voxel with a weight is invalid.
static int FN(cell_is_valid)(const SVVolume *volume, const SRCells *cells, int lane) {
  int64_t cell[3];
  float fraction[3];
  for (int axis = 0; axis < 3; axis++) {
    cell[axis] = cells->cell[axis][lane];
    fraction[axis] = cells->fraction[axis][lane];
  }
  return sv_cell_is_valid(volume, cell, fraction);
}

// Whether the block of a lane's cell holds voxels that are not valid.
SR_INLINE int FN(contains_invalid)(const SVVolume *volume, const SRCells *cells, int lane) {
  int64_t block = sv_block_of_cell(
      &volume->validity, cells->cell[0][lane], cells->cell[1][lane], cells->cell[2][lane]);
  return volume->validity.blockContainsInvalid[block];
}

// A voxel without a weight must not count at all: it may hold any number, or none.
SR_INLINE float FN(mix_strictly)(float a, float b, float t) {
  return t == 0 ? a : t == 1 ? b : SR_MIX(a, b, t);
}

// One sample among voxels some of which hold nothing.
static float FN(blend_lane)(const SVVolume *volume, const SRCells *cells, int lane) {
  int64_t along = volume->size[0] > 1, row = volume->stride[1], slice = volume->stride[2];
  const float *p = volume->voxels + cells->cell[0][lane] + cells->cell[1][lane] * row +
      cells->cell[2][lane] * slice;
  float t[3], mixed[2][2];
  for (int axis = 0; axis < 3; axis++) t[axis] = cells->fraction[axis][lane];
  for (int k = 0; k < 2; k++) {
    for (int j = 0; j < 2; j++) {
      const float *q = p + j * row + k * slice;
      mixed[k][j] = FN(mix_strictly)(q[0], q[along], t[0]);
    }
  }
  return FN(mix_strictly)(
      FN(mix_strictly)(mixed[0][0], mixed[0][1], t[1]),
      FN(mix_strictly)(mixed[1][0], mixed[1][1], t[1]), t[2]);
}

// Eight samples, NaN where a voxel with a weight holds nothing.
__attribute__((noinline)) static float8 FN(blend_carefully)(
    const SVVolume *volume, const SRCells *cells) {
  float8 v = FN(blend)(volume, cells);
  for (int lane = 0; lane < 8; lane++) {
    int containsInvalid = volume->validity.words && FN(contains_invalid)(volume, cells, lane);
    // The second voxel of a pair belongs to another row where a row has only one.
    if (containsInvalid || volume->size[0] == 1) v[lane] = FN(blend_lane)(volume, cells, lane);
    if (containsInvalid && !FN(cell_is_valid)(volume, cells, lane)) v[lane] = NAN;
  }
  return v;
}

// Samples m … m + 7 wherever they lie; NaN for those that do not count.
__attribute__((noinline)) static float8 FN(sample_any)(
    const SVVolume *volume, const SRRay *ray, int64_t m, SRCells *cells) {
  FN(locate_any)(volume, ray, m, cells);
  float8 v = FN(blend_carefully)(volume, cells);
  for (int lane = 0; lane < 8; lane++) {
    if (m + lane < 0 || m + lane >= ray->count) v[lane] = NAN;
  }
  return v;
}

SR_INLINE float8 FN(sample)(
    const SVVolume *volume, const SRRay *ray, int64_t m, SRCells *cells) {
  if (m < ray->inner || m + 8 > ray->innerEnd) {
    return FN(sample_any)(volume, ray, m, cells);
  }
  FN(locate_inner)(ray, m, cells);
  return volume->validity.words ? FN(blend_carefully)(volume, cells) : FN(blend)(volume, cells);
}
