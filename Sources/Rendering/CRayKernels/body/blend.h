// Eight trilinear samples of a ray.

// One load fetches two neighbours along i; they part ways after the mixing along j and k.
SR_INLINE float8 SV_NAME(blend)(const SVVolume *volume, const SRCells *cells) {
  const uint64_t *offsets = cells->offset;
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  const SV_NAME(Voxel) *v = SV_NAME(voxels)(volume);
  int64_t row = volume->stride[1], slice = volume->stride[2], diagonal = row + slice;
  const SV_NAME(Voxel) *p0 = v + offsets[0], *p1 = v + offsets[1], *p2 = v + offsets[2];
  const SV_NAME(Voxel) *p3 = v + offsets[3], *p4 = v + offsets[4], *p5 = v + offsets[5];
  const SV_NAME(Voxel) *p6 = v + offsets[6], *p7 = v + offsets[7];
  int8 k = cells->cell[2];
  // Lanes 0 1 4 5 and 2 3 6 7 lie together: then one shuffle within halves sorts them.
#define SR_PAIRS(name, at, next) \
  float8 name##A = SV_NAME(two_of_four)( \
      scale, p0 + (at), p1 + (at), p4 + (at), p5 + (at), k[0] + (next), k[1] + (next), \
      k[4] + (next), k[5] + (next)); \
  float8 name##B = SV_NAME(two_of_four)( \
      scale, p2 + (at), p3 + (at), p6 + (at), p7 + (at), k[2] + (next), k[3] + (next), \
      k[6] + (next), k[7] + (next));
  SR_PAIRS(near, 0, 0)
  SR_PAIRS(below, row, 0)
  SR_PAIRS(behind, slice, 1)
  SR_PAIRS(both, diagonal, 1)
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

// One sample among voxels some of which hold nothing.
static float SV_NAME(blend_lane)(const SVVolume *volume, const SRCells *cells, int lane) {
  int64_t along = volume->size[0] > 1, row = volume->stride[1], slice = volume->stride[2];
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  int64_t first = cells->cell[2][lane];
  const SV_NAME(Voxel) *p = SV_NAME(voxels)(volume) + cells->cell[0][lane] +
      cells->cell[1][lane] * row + first * slice;
  float t[3], mixed[2][2];
  for (int axis = 0; axis < 3; axis++) t[axis] = cells->fraction[axis][lane];
  for (int k = 0; k < 2; k++) {
    for (int j = 0; j < 2; j++) {
      const SV_NAME(Voxel) *q = p + j * row + k * slice;
      mixed[k][j] = FN(mix_strictly)(
          SV_NAME(one)(scale, q, first + k), SV_NAME(one)(scale, q + along, first + k), t[0]);
    }
  }
  return FN(mix_strictly)(
      FN(mix_strictly)(mixed[0][0], mixed[0][1], t[1]),
      FN(mix_strictly)(mixed[1][0], mixed[1][1], t[1]), t[2]);
}

// Eight samples, NaN where a voxel with a weight holds nothing.
__attribute__((noinline)) static float8 SV_NAME(blend_carefully)(
    const SVVolume *volume, const SRCells *cells) {
  float8 v = SV_NAME(blend)(volume, cells);
  for (int lane = 0; lane < 8; lane++) {
    int containsInvalid = volume->validity.words && FN(contains_invalid)(volume, cells, lane);
    // The second voxel of a pair belongs to another row where a row has only one.
    if (containsInvalid || volume->size[0] == 1) v[lane] = SV_NAME(blend_lane)(volume, cells, lane);
    if (containsInvalid && !FN(cell_is_valid)(volume, cells, lane)) v[lane] = NAN;
  }
  return v;
}

// Samples m … m + 7 wherever they lie; NaN for those that do not count.
__attribute__((noinline)) static float8 SV_NAME(sample_any)(
    const SVVolume *volume, const SRRay *ray, int64_t m, SRCells *cells) {
  FN(locate_any)(volume, ray, m, cells);
  FN(find_offsets)(volume, cells);
  float8 v = SV_NAME(blend_carefully)(volume, cells);
  for (int lane = 0; lane < 8; lane++) {
    if (m + lane < 0 || m + lane >= ray->count) v[lane] = NAN;
  }
  return v;
}

SR_INLINE float8 SV_NAME(sample)(
    const SVVolume *volume, const SRRay *ray, int64_t m, SRCells *cells) {
  if (m < ray->inner || m + 8 > ray->innerEnd) {
    return SV_NAME(sample_any)(volume, ray, m, cells);
  }
  FN(locate_inner)(ray, m, cells);
  FN(find_offsets)(volume, cells);
  return volume->validity.words ? SV_NAME(blend_carefully)(volume, cells) : SV_NAME(blend)(volume, cells);
}
