// Samples and gradients of cubic kernels: four taps an axis, and the changes of their weights.
// Along the slices of an irregular stack values are linear, and changes are differences over two
// gaps, mixed.

// What the taps around a place count.
typedef struct {
  float4 weights[3];
  // What the differences from tap to tap count in the change along the axis.
  float4 slopes[3];
} SV_NAME(Taps);

SR_INLINE void SV_NAME(weigh_taps)(
    const SVVolume *volume, const SRCubic *cubic, const SRCells *cells, int lane,
    SV_NAME(Taps) *taps) {
  const unaligned_float4 *w = (const unaligned_float4 *)cubic->weights;
  const unaligned_float4 *s = (const unaligned_float4 *)cubic->slopes;
  for (int axis = 0; axis < 3; axis++) {
    float t = cells->fraction[axis][lane];
    taps->weights[axis] = ((w[3] * t + w[2]) * t + w[1]) * t + w[0];
    taps->slopes[axis] = (s[2] * t + s[1]) * t + s[0];
  }
  if (!volume->slicePlaces) return;
  float t = cells->fraction[2][lane];
  int64_t at = cells->cell[2][lane], next = at + 1 < volume->size[2] ? at + 1 : at;
  float before = (1 - t) * FN(slope)(volume, 2, at), behind = t * FN(slope)(volume, 2, next);
  taps->weights[2] = (float4){0, 1 - t, t, 0};
  taps->slopes[2] = (float4){before, before + behind, behind, 0};
}

// Where a tap beyond the volume lies.
SR_INLINE int64_t SV_NAME(tap_at)(
    const SVVolume *volume, const SRCubic *cubic, int axis, int64_t at) {
  int64_t last = volume->size[axis] - 1;
  int isMirrored = cubic->isMirrored && !(axis == 2 && volume->slicePlaces);
  if (isMirrored) at = at < 0 ? -at : at > last ? 2 * last - at : at;
  return at < 0 ? 0 : at > last ? last : at;
}

// The 4x4 rows of taps of a sample, some of which lie beyond the volume.
static void SV_NAME(gather_taps)(
    const SVVolume *volume, const SRCubic *cubic, const SRCells *cells, int lane,
    float4 rows[4][4]) {
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  int64_t at[3][4];
  for (int axis = 0; axis < 3; axis++) {
    for (int n = 0; n < 4; n++) {
      at[axis][n] = SV_NAME(tap_at)(volume, cubic, axis, cells->cell[axis][lane] - 1 + n);
    }
  }
  for (int k = 0; k < 4; k++) {
    for (int j = 0; j < 4; j++) {
      const SV_NAME(Voxel) *row = SV_NAME(voxels)(volume) + at[2][k] * volume->stride[2] +
          at[1][j] * volume->stride[1];
      for (int i = 0; i < 4; i++) {
        rows[k][j][i] = SV_NAME(one)(scale, row + at[0][i], at[2][k]);
      }
    }
  }
}

SR_INLINE void SV_NAME(load_taps)(
    const SVVolume *volume, const SRCubic *cubic, const SRCells *cells, int lane,
    float4 rows[4][4]) {
  int64_t cell[3];
  int isInside = 1;
  for (int axis = 0; axis < 3; axis++) {
    cell[axis] = cells->cell[axis][lane];
    isInside &= cell[axis] >= 1 && cell[axis] + 2 < volume->size[axis];
  }
  if (!isInside) {
    SV_NAME(gather_taps)(volume, cubic, cells, lane, rows);
    return;
  }
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  const SV_NAME(Voxel) *first = SV_NAME(voxels)(volume) + (cell[0] - 1) +
      (cell[1] - 1) * volume->stride[1] + (cell[2] - 1) * volume->stride[2];
#pragma clang loop unroll(full)
  for (int k = 0; k < 4; k++) {
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++) {
      rows[k][j] = SV_NAME(four)(
          scale, first + k * volume->stride[2] + j * volume->stride[1], cell[2] - 1 + k);
    }
  }
}

SR_INLINE float4 SV_NAME(mix_rows)(const float4 *rows, float4 w) {
  return (rows[0] * w[0] + rows[1] * w[1]) + (rows[2] * w[2] + rows[3] * w[3]);
}

// Differences instead of the rows themselves: where all are the same there is no change at all.
SR_INLINE float4 SV_NAME(change_of_rows)(const float4 *rows, float4 s) {
  return ((rows[1] - rows[0]) * s[0] + (rows[2] - rows[1]) * s[1]) + (rows[3] - rows[2]) * s[2];
}

SR_INLINE float SV_NAME(mix_row)(float4 row, float4 w) {
  row *= w;
  return (row[0] + row[1]) + (row[2] + row[3]);
}

static float SV_NAME(cubic_value)(
    const SVVolume *volume, const SRCubic *cubic, const SRCells *cells, int lane) {
  SV_NAME(Taps) taps;
  float4 rows[4][4], slices[4];
  SV_NAME(weigh_taps)(volume, cubic, cells, lane, &taps);
  SV_NAME(load_taps)(volume, cubic, cells, lane, rows);
  for (int k = 0; k < 4; k++) slices[k] = SV_NAME(mix_rows)(rows[k], taps.weights[1]);
  return SV_NAME(mix_row)(SV_NAME(mix_rows)(slices, taps.weights[2]), taps.weights[0]);
}

// The gradient of one lane, per voxel along i, j, k; a change that rounding may have made is none.
static void SV_NAME(cubic_gradient)(
    const SVVolume *volume, const SRCubic *cubic, const SRCells *cells, int lane,
    float8 *gradient) {
  SV_NAME(Taps) taps;
  float4 rows[4][4], slices[4], changes[4];
  SV_NAME(weigh_taps)(volume, cubic, cells, lane, &taps);
  SV_NAME(load_taps)(volume, cubic, cells, lane, rows);
  for (int k = 0; k < 4; k++) {
    slices[k] = SV_NAME(mix_rows)(rows[k], taps.weights[1]);
    changes[k] = SV_NAME(change_of_rows)(rows[k], taps.slopes[1]);
  }
  float4 row = SV_NAME(mix_rows)(slices, taps.weights[2]), s = taps.slopes[0];
  float g[3] = {
      ((row[1] - row[0]) * s[0] + (row[2] - row[1]) * s[1]) + (row[3] - row[2]) * s[2],
      SV_NAME(mix_row)(SV_NAME(mix_rows)(changes, taps.weights[2]), taps.weights[0]),
      SV_NAME(mix_row)(SV_NAME(change_of_rows)(slices, taps.slopes[2]), taps.weights[0])};
  float least = fabsf(SV_NAME(mix_row)(row, taps.weights[0])) * 0x1p-18f;
  int isFlat = fabsf(g[0]) <= least && fabsf(g[1]) <= least && fabsf(g[2]) <= least;
  for (int axis = 0; axis < 3; axis++) gradient[axis][lane] = isFlat ? 0 : g[axis];
}

// Samples m ... m + 7; NaN for those that do not count.
__attribute__((noinline)) static float8 SV_NAME(sample_cubic)(
    const SVVolume *volume, const SRCubic *cubic, const SRRay *ray, int64_t m, SRCells *cells) {
  if (m >= ray->inner && m + 8 <= ray->innerEnd) {
    FN(locate_inner)(ray, m, cells);
  } else {
    FN(locate_any)(volume, ray, m, cells);
  }
  float8 v = {0};
  for (int lane = 0; lane < 8; lane++) {
    int isValid = m + lane >= 0 && m + lane < ray->count;
    if (isValid && volume->validity.words && FN(contains_invalid)(volume, cells, lane)) {
      isValid = FN(cell_is_valid)(volume, cells, lane);
    }
    v[lane] = isValid ? SV_NAME(cubic_value)(volume, cubic, cells, lane) : NAN;
  }
  return v;
}
