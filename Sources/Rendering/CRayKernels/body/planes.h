// Projections along a voxel axis: whole rows of voxels, in the order of memory.

// A row of voxels, NaN where they hold nothing; `copy` is used where there are such.
static const float *FN(row_of)(const SVVolume *volume, int64_t j, int64_t k, float *copy) {
  int64_t count = volume->size[0];
  const float *row = volume->voxels + j * volume->stride[1] + k * volume->stride[2];
  if (!volume->validity.words || sv_row_is_valid(volume, j, k)) return row;
  for (int64_t i = 0; i < count; i++) copy[i] = sv_is_valid(volume, i, j, k) ? row[i] : NAN;
  return copy;
}

// A row in slice k, between two rows of it.
static const float *FN(row_in_slice)(
    const SVVolume *volume, const SRPlace *j, int64_t k, float *copies, float *mixed) {
  int64_t count = volume->size[0];
  const float *near = FN(row_of)(volume, j->cell, k, copies);
  if (j->t == 0) return near;
  const float *far = FN(row_of)(volume, j->cell + 1, k, copies + count);
  for (int64_t i = 0; i < count; i++) mixed[i] = SR_MIX(near[i], far[i], j->t);
  return mixed;
}

// A row between the voxels; six rows of scratch.
SR_INLINE const float *FN(row_between)(
    const SVVolume *volume, const SRPlace *j, const SRPlace *k, float *scratch) {
  int64_t count = volume->size[0];
  const float *near = FN(row_in_slice)(volume, j, k->cell, scratch, scratch + 2 * count);
  if (k->t == 0) return near;
  const float *far = FN(row_in_slice)(
      volume, j, k->cell + 1, scratch + 3 * count, scratch + 5 * count);
  float *mixed = scratch + 2 * count;
  for (int64_t i = 0; i < count; i++) mixed[i] = SR_MIX(near[i], far[i], k->t);
  return mixed;
}

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

// Several rows at once: what is kept is read and written once for them.
static void FN(keep_extremes_of_rows)(
    float *best, const float *const *rows, int64_t count, int isMaximum) {
  int64_t n = 0;
  for (; n + 8 <= count; n += 8) {
    unaligned_float8 *kept = (unaligned_float8 *)(best + n);
    float8 v = *kept;
    for (int r = 0; r < SR_PLANES; r++) {
      v = FN(join)(v, *(const unaligned_float8 *)(rows[r] + n), isMaximum);
    }
    *kept = v;
  }
  for (; n < count; n++) {
    for (int r = 0; r < SR_PLANES; r++) FN(keep_extremes)(best + n, rows[r] + n, 1, isMaximum);
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

static void FN(project_rows)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t first, int64_t end,
    float *rows, float *out, float *depths) {
  for (int64_t slow = first; slow < end; slow++) {
    for (int64_t fast = 0; fast < axis->fastCount; fast++) {
      int64_t at = slow * axis->slowStride + fast * axis->fastStride;
      out[at] = NAN;
      if (depths) depths[at] = NAN;
      const SRPlace *j = axis->fast + fast, *k = axis->slow + slow;
      if (j->cell < 0 || k->cell < 0 || axis->alongCount == 0) continue;
      FN(project_row)(
          FN(row_between)(volume, j, k, rows), axis, blend, out + at, depths ? depths + at : NULL);
    }
  }
}

// Along j or k: the row of one plane for one line of the picture, as wide as what is gathered.
SR_INLINE const float *FN(plane_row)(
    const SVVolume *volume, const SRAxis *axis, int64_t slow, int64_t plane, float *rows) {
  const SRPlace *along = axis->along + plane, *line = axis->slow + slow;
  const float *row = axis->axis == 1 ? FN(row_between)(volume, along, line, rows)
                                     : FN(row_between)(volume, line, along, rows);
  if (axis->isExact) return row;
  float *picked = rows + 6 * volume->size[0];
  for (int64_t n = 0; n < axis->fastCount; n++) {
    picked[n] = axis->fast[n].cell < 0 ? NAN : FN(at_place)(row, axis->fast + n);
  }
  return picked;
}

static void FN(finish_line)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t slow, int64_t width,
    const float *best, const double *sums, float *rows, float *out, float *depths) {
  for (int64_t n = 0; n < axis->fastCount; n++) {
    int64_t at = slow * axis->slowStride + n * axis->fastStride;
    int64_t from = axis->isExact ? axis->fast[n].cell : n;
    out[at] = NAN;
    if (depths) depths[at] = NAN;
    if (from < 0 || axis->fast[n].cell < 0 || axis->slow[slow].cell < 0) continue;
    if (blend != SR_MEAN) out[at] = FN(finished)(best[from]);
    else if (sums[width + from] > 0) out[at] = (float)(sums[from] / sums[width + from]);
  }
  if (!depths || blend == SR_MEAN || axis->slow[slow].cell < 0) return;
  for (int64_t plane = axis->alongCount - 1; plane >= 0; plane--) {
    const float *row = FN(plane_row)(volume, axis, slow, plane, rows);
    for (int64_t n = 0; n < axis->fastCount; n++) {
      int64_t at = slow * axis->slowStride + n * axis->fastStride;
      int64_t from = axis->isExact ? axis->fast[n].cell : n;
      if (from >= 0 && row[from] == out[at]) depths[at] = (float)axis->along[plane].depth;
    }
  }
}

static void FN(gather_plane)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t slow, int64_t plane,
    int64_t width, float *rows, float *best, double *sums) {
  if (axis->slow[slow].cell < 0) return;
  const float *row = FN(plane_row)(volume, axis, slow, plane, rows);
  if (blend == SR_MEAN) {
    FN(add_weighted)(sums, sums + width, row, axis->along[plane].weight, width);
  } else {
    FN(keep_extremes)(best, row, width, blend == SR_MAXIMUM);
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

// Extremes of SR_PLANES slices; returns 0 if this line lies between voxels.
SR_INLINE int FN(gather_slices)(
    const SVVolume *volume, const SRAxis *axis, int isMaximum, int64_t slow, int64_t plane,
    float *best) {
  const SRPlace *line = axis->slow + slow;
  if (line->cell < 0) return 1;
  if (line->t != 0) return 0;
  const float *rows[SR_PLANES];
  for (int64_t n = 0; n < SR_PLANES; n++) {
    rows[n] = volume->voxels + line->cell * volume->stride[1] +
        axis->along[plane + n].cell * volume->stride[2];
  }
  FN(keep_extremes_of_rows)(best, rows, volume->size[0], isMaximum);
  return 1;
}

static void FN(gather_planes)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t slow, int64_t plane,
    int64_t planes, int64_t width, float *rows, float *best, double *sums) {
  if (planes == SR_PLANES && FN(gather_slices)(volume, axis, blend == SR_MAXIMUM, slow, plane, best)) return;
  for (int64_t n = plane; n < plane + planes; n++) {
    FN(gather_plane)(volume, axis, blend, slow, n, width, rows, best, sums);
  }
}

static void FN(project_planes)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t first, int64_t end,
    float *rows, float *best, double *sums, float *out, float *depths) {
  if (axis->axis == 0) {
    FN(project_rows)(volume, axis, blend, first, end, rows, out, depths);
    return;
  }
  int64_t width = axis->isExact ? volume->size[0] : axis->fastCount, lines = end - first;
  for (int64_t n = 0; n < lines * width; n++) best[n] = blend == SR_MAXIMUM ? -INFINITY : INFINITY;
  if (blend == SR_MEAN) memset(sums, 0, (size_t)(2 * lines * width) * sizeof(double));
  // Neighbouring rows follow each other in memory: those of one slice are taken together.
  int64_t linesAtOnce = axis->axis == 2 ? lines : 1;
  for (int64_t from = 0; from < lines; from += linesAtOnce) {
    for (int64_t plane = 0; plane < axis->alongCount;) {
      int64_t planes = blend != SR_MEAN && FN(are_slices)(volume, axis, plane) ? SR_PLANES : 1;
      for (int64_t line = from; line < from + linesAtOnce; line++) {
        FN(gather_planes)(
            volume, axis, blend, first + line, plane, planes, width, rows, best + line * width,
            sums + 2 * line * width);
      }
      plane += planes;
    }
  }
  for (int64_t line = 0; line < lines; line++) {
    FN(finish_line)(
        volume, axis, blend, first + line, width, best + line * width, sums + 2 * line * width,
        rows, out, depths);
  }
}
