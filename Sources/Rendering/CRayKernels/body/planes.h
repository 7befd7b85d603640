// Projections along a voxel axis: whole rows of voxels, in the order of memory.

// A row of values, NaN where voxels hold nothing; `copy` is used where there are such, and for words.
static const float *SV_NAME(row_of)(const SVVolume *volume, int64_t j, int64_t k, float *copy) {
  int64_t count = volume->size[0];
  int64_t first = j * volume->stride[1] + k * volume->stride[2];
#if SV_KIND == SV_KIND_FLOATS
  const float *row = volume->voxels + first;
#else
  const float *row = copy;
  SV_NAME(copy)(SV_NAME(scale)(volume), SV_NAME(voxels)(volume) + first, k, count, copy);
#endif
  if (!volume->validity.words || sv_row_is_valid(volume, j, k)) return row;
  for (int64_t i = 0; i < count; i++) copy[i] = sv_is_valid(volume, i, j, k) ? row[i] : NAN;
  return copy;
}

// A row in slice k, between two rows of it.
static const float *SV_NAME(row_in_slice)(
    const SVVolume *volume, const SRPlace *j, int64_t k, float *copies, float *mixed) {
  int64_t count = volume->size[0];
  const float *near = SV_NAME(row_of)(volume, j->cell, k, copies);
  if (j->t == 0) return near;
  const float *far = SV_NAME(row_of)(volume, j->cell + 1, k, copies + count);
  for (int64_t i = 0; i < count; i++) mixed[i] = SR_MIX(near[i], far[i], j->t);
  return mixed;
}

// A row between the voxels; six rows of scratch.
SR_INLINE const float *SV_NAME(row_between)(
    const SVVolume *volume, const SRPlace *j, const SRPlace *k, float *scratch) {
  int64_t count = volume->size[0];
  const float *near = SV_NAME(row_in_slice)(volume, j, k->cell, scratch, scratch + 2 * count);
  if (k->t == 0) return near;
  const float *far = SV_NAME(row_in_slice)(
      volume, j, k->cell + 1, scratch + 3 * count, scratch + 5 * count);
  float *mixed = scratch + 2 * count;
  for (int64_t i = 0; i < count; i++) mixed[i] = SR_MIX(near[i], far[i], k->t);
  return mixed;
}

// Several rows at once: what is kept is read and written once for them.
static void SV_NAME(keep_extremes_of_rows)(
    SV_NAME(Scale) scale, float *best, const SV_NAME(Voxel) *const *rows, const int32_t *slices,
    int64_t count, int isMaximum) {
  int64_t n = 0;
  for (; n + 8 <= count; n += 8) {
    unaligned_float8 *kept = (unaligned_float8 *)(best + n);
    float8 v = *kept;
    for (int r = 0; r < SR_PLANES; r++) {
      v = FN(join)(v, SV_NAME(eight)(scale, rows[r] + n, slices[r]), isMaximum);
    }
    *kept = v;
  }
  for (; n < count; n++) {
    for (int r = 0; r < SR_PLANES; r++) {
      float value = SV_NAME(one)(scale, rows[r] + n, slices[r]);
      FN(keep_extremes)(best + n, &value, 1, isMaximum);
    }
  }
}

static void SV_NAME(project_rows)(
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
          SV_NAME(row_between)(volume, j, k, rows), axis, blend, out + at, depths ? depths + at : NULL);
    }
  }
}

// Along j or k: the row of one plane for one line of the picture, as wide as what is gathered.
SR_INLINE const float *SV_NAME(plane_row)(
    const SVVolume *volume, const SRAxis *axis, int64_t slow, int64_t plane, float *rows) {
  const SRPlace *along = axis->along + plane, *line = axis->slow + slow;
  const float *row = axis->axis == 1 ? SV_NAME(row_between)(volume, along, line, rows)
                                     : SV_NAME(row_between)(volume, line, along, rows);
  if (axis->isExact) return row;
  float *picked = rows + 6 * volume->size[0];
  for (int64_t n = 0; n < axis->fastCount; n++) {
    picked[n] = axis->fast[n].cell < 0 ? NAN : FN(at_place)(row, axis->fast + n);
  }
  return picked;
}

static void SV_NAME(finish_line)(
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
    const float *row = SV_NAME(plane_row)(volume, axis, slow, plane, rows);
    for (int64_t n = 0; n < axis->fastCount; n++) {
      int64_t at = slow * axis->slowStride + n * axis->fastStride;
      int64_t from = axis->isExact ? axis->fast[n].cell : n;
      if (from >= 0 && row[from] == out[at]) depths[at] = (float)axis->along[plane].depth;
    }
  }
}

#if SV_KIND != SV_KIND_FLOATS
// Extremes of a row of words, joined while they are converted; returns 0 if it lies between voxels,
// or voxels hold nothing.
SR_INLINE int SV_NAME(gather_row)(
    const SVVolume *volume, const SRAxis *axis, int isMaximum, int64_t slow, int64_t plane,
    float *best) {
  const SRPlace *along = axis->along + plane, *line = axis->slow + slow;
  const SRPlace *j = axis->axis == 1 ? along : line, *k = axis->axis == 1 ? line : along;
  if (!axis->isExact || j->t != 0 || k->t != 0 || volume->validity.words) return 0;
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  const SV_NAME(Voxel) *row =
      SV_NAME(voxels)(volume) + j->cell * volume->stride[1] + k->cell * volume->stride[2];
  int64_t count = volume->size[0], n = 0;
  for (; n + 8 <= count; n += 8) {
    unaligned_float8 *kept = (unaligned_float8 *)(best + n);
    *kept = FN(join)(*kept, SV_NAME(eight)(scale, row + n, k->cell), isMaximum);
  }
  for (; n < count; n++) {
    float value = SV_NAME(one)(scale, row + n, k->cell);
    FN(keep_extremes)(best + n, &value, 1, isMaximum);
  }
  return 1;
}
#endif

static void SV_NAME(gather_plane)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t slow, int64_t plane,
    int64_t width, float *rows, float *best, double *sums) {
  if (axis->slow[slow].cell < 0) return;
#if SV_KIND != SV_KIND_FLOATS
  int isMaximum = blend == SR_MAXIMUM;
  if (blend != SR_MEAN && SV_NAME(gather_row)(volume, axis, isMaximum, slow, plane, best)) return;
#endif
  const float *row = SV_NAME(plane_row)(volume, axis, slow, plane, rows);
  if (blend == SR_MEAN) {
    FN(add_weighted)(sums, sums + width, row, axis->along[plane].weight, width);
  } else {
    FN(keep_extremes)(best, row, width, blend == SR_MAXIMUM);
  }
}

// Extremes of SR_PLANES slices; returns 0 if this line lies between voxels.
SR_INLINE int SV_NAME(gather_slices)(
    const SVVolume *volume, const SRAxis *axis, int isMaximum, int64_t slow, int64_t plane,
    float *best) {
  const SRPlace *line = axis->slow + slow;
  if (line->cell < 0) return 1;
  if (line->t != 0) return 0;
  const SV_NAME(Voxel) *rows[SR_PLANES];
  int32_t slices[SR_PLANES];
  for (int64_t n = 0; n < SR_PLANES; n++) {
    slices[n] = axis->along[plane + n].cell;
    rows[n] = SV_NAME(voxels)(volume) + line->cell * volume->stride[1] +
        slices[n] * volume->stride[2];
  }
  SV_NAME(keep_extremes_of_rows)(
      SV_NAME(scale)(volume), best, rows, slices, volume->size[0], isMaximum);
  return 1;
}

static void SV_NAME(gather_planes)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t slow, int64_t plane,
    int64_t planes, int64_t width, float *rows, float *best, double *sums) {
  if (planes == SR_PLANES && SV_NAME(gather_slices)(volume, axis, blend == SR_MAXIMUM, slow, plane, best)) return;
  for (int64_t n = plane; n < plane + planes; n++) {
    SV_NAME(gather_plane)(volume, axis, blend, slow, n, width, rows, best, sums);
  }
}

static void SV_NAME(project_planes)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t first, int64_t end,
    float *rows, float *best, double *sums, float *out, float *depths) {
  if (axis->axis == 0) {
    SV_NAME(project_rows)(volume, axis, blend, first, end, rows, out, depths);
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
        SV_NAME(gather_planes)(
            volume, axis, blend, first + line, plane, planes, width, rows, best + line * width,
            sums + 2 * line * width);
      }
      plane += planes;
    }
  }
  for (int64_t line = 0; line < lines; line++) {
    SV_NAME(finish_line)(
        volume, axis, blend, first + line, width, best + line * width, sums + 2 * line * width,
        rows, out, depths);
  }
}
