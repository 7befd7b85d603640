// Projections of rows of values.

SR_INLINE float FN(at_place)(const float *row, const SRPlace *place) {
  const float *p = row + place->cell;
  return place->t == 0 ? p[0] : SR_MIX(p[0], p[1], place->t);
}

// A comparison with NaN is false.
static void FN(keep_extremes)(float *best, const float *row, int64_t count, int isMaximum) {
  if (isMaximum) {
    for (int64_t n = 0; n < count; n++) best[n] = row[n] > best[n] ? row[n] : best[n];
  } else {
    for (int64_t n = 0; n < count; n++) best[n] = row[n] < best[n] ? row[n] : best[n];
  }
}

static void FN(add_weighted)(
    double *sums, double *weights, const float *row, double weight, int64_t count) {
  for (int64_t n = 0; n < count; n++) {
    int isNumber = row[n] == row[n];
    sums[n] += isNumber ? (double)row[n] * weight : 0;
    weights[n] += isNumber ? weight : 0;
  }
}

static float FN(row_extreme)(const float *row, int64_t count, int isMaximum) {
  float8 start = (float8){0} + (isMaximum ? -INFINITY : INFINITY);
  // Eight chains, since each waits for its last comparison.
  float8 best[8] = {start, start, start, start, start, start, start, start};
  int64_t n = 0;
  for (; n + 64 <= count; n += 64) {
    for (int chain = 0; chain < 8; chain++) {
      float8 v = *(const unaligned_float8 *)(row + n + 8 * chain);
      best[chain] = FN(join)(best[chain], v, isMaximum);
    }
  }
  for (; n + 8 <= count; n += 8) best[0] = FN(join)(best[0], *(const unaligned_float8 *)(row + n), isMaximum);
  for (int half = 4; half > 0; half /= 2) {
    for (int chain = 0; chain < half; chain++) {
      best[chain] = FN(join)(best[chain], best[chain + half], isMaximum);
    }
  }
  float result = FN(extreme_lane)(best[0], isMaximum);
  for (; n < count; n++) {
    if (isMaximum ? row[n] > result : row[n] < result) result = row[n];
  }
  return result;
}

// No sample gives NaN; zeros of both signs are equal.
SR_INLINE float FN(finished)(float best) { return isinf(best) ? NAN : best + 0.0f; }

// Along i: one row of voxels for each ray.
static void FN(project_row)(
    const float *row, const SRAxis *axis, SRBlend blend, float *out, float *depth) {
  int isMaximum = blend == SR_MAXIMUM;
  if (blend == SR_MEAN) {
    double sum = 0, weight = 0;
    for (int64_t n = 0; n < axis->alongCount; n++) {
      float v = FN(at_place)(row, axis->along + n);
      if (v == v) sum += (double)v * axis->along[n].weight, weight += axis->along[n].weight;
    }
    *out = weight > 0 ? (float)(sum / weight) : NAN;
    return;
  }
  // The voxels between the ends are neighbours; the ends may lie between voxels.
  int64_t last = axis->alongCount - 1;
  int32_t a = axis->along[0].cell, b = axis->along[last].cell;
  int64_t low = a < b ? a : b, high = a < b ? b : a;
  float best = FN(at_place)(row, axis->along), end = FN(at_place)(row, axis->along + last);
  best = best == best ? best : isMaximum ? -INFINITY : INFINITY;
  best = (isMaximum ? end > best : end < best) ? end : best;
  if (high > low) {
    float inner = FN(row_extreme)(row + low + 1, high - low, isMaximum);
    best = (isMaximum ? inner > best : inner < best) ? inner : best;
  }
  *out = FN(finished)(best);
  for (int64_t n = 0; depth && best == *out && n <= last; n++) {
    if (FN(at_place)(row, axis->along + n) != best) continue;
    *depth = (float)axis->along[n].depth;
    return;
  }
}

// Whether slices serve as they are, SR_PLANES of them from `plane` on.
SR_INLINE int FN(are_slices)(const SVVolume *volume, const SRAxis *axis, int64_t plane) {
  if (axis->axis != 2 || volume->validity.words || !axis->isExact || plane + SR_PLANES > axis->alongCount) return 0;
  for (int64_t n = plane; n < plane + SR_PLANES; n++) {
    if (axis->along[n].t != 0) return 0;
  }
  return 1;
}
