// Kernels of four and more taps an axis: piecewise cubic ones from their coefficients, others
// from a table. The third axis of an irregular stack has two taps instead, with linear weights.

// One sample; `v` is the first tap's voxel, `first` its slice.
__attribute__((always_inline)) static inline float SV_NAME(cubic_one)(
    SV_NAME(Scale) scale, const SGKernel *kernel, int32_t tapsK, const SV_NAME(Voxel) *v,
    int64_t row, int64_t slice, int64_t first, float ti, float tj, float tk) {
  float wi[4], wj[4], wk[4];
  FN(cubic_weights)(kernel, 4, ti, wi);
  FN(cubic_weights)(kernel, 4, tj, wj);
  FN(cubic_weights)(kernel, tapsK, tk, wk);
  float4 sum = {0, 0, 0, 0};
  for (int32_t k = 0; k < tapsK; k++) {
    const SV_NAME(Voxel) *at = v + slice * k;
    float4 inner = SV_NAME(four)(scale, at, first + k) * wj[0];
    inner += SV_NAME(four)(scale, at + row, first + k) * wj[1];
    inner += SV_NAME(four)(scale, at + 2 * row, first + k) * wj[2];
    inner += SV_NAME(four)(scale, at + 3 * row, first + k) * wj[3];
    sum += inner * wk[k];
  }
  sum *= *(unaligned_float4 *)wi;
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

// Four voxels along i of each of two places.
SV_INLINE float8 SV_NAME(four_of_two)(
    SV_NAME(Scale) scale, const SV_NAME(Voxel) *a, const SV_NAME(Voxel) *b, int64_t sliceA,
    int64_t sliceB) {
#if SV_KIND == SV_KIND_WORDS
  (void)sliceA, (void)sliceB;
  sv_short8 words = __builtin_shufflevector(
      *(const sv_four_words *)a, *(const sv_four_words *)b, 0, 1, 2, 3, 4, 5, 6, 7);
  return SV_NAME(valued)(scale, SV_NAME(extended)(words));
#else
  float4 x = SV_NAME(four)(scale, a, sliceA), y = SV_NAME(four)(scale, b, sliceB);
  return __builtin_shufflevector(x, y, 0, 1, 2, 3, 4, 5, 6, 7);
#endif
}

// Two samples at once, each in four lanes of its own: half the arithmetic where vectors hold eight.
// Their sums are those of `cubic_one`, bit for bit.
__attribute__((always_inline)) static inline void SV_NAME(cubic_two)(
    SV_NAME(Scale) scale, const SGKernel *kernel, const SV_NAME(Voxel) *a,
    const SV_NAME(Voxel) *b, int64_t row, int64_t slice, const int32_t *first, const float *ti,
    const float *tj, const float *tk, float *out) {
  const unaligned_float4 *c = (const unaligned_float4 *)kernel->coefficients;
#define SG_BOTH(x, y) __builtin_shufflevector((float4)(x), (float4)(y), 0, 1, 2, 3, 4, 5, 6, 7)
#define SG_TAP(w, n) __builtin_shufflevector(w, w, n, n, n, n, n + 4, n + 4, n + 4, n + 4)
#define SG_LOAD(away) SV_NAME(four_of_two)(scale, x + (away), y + (away), p, q)
  float8 c0 = SG_BOTH(c[0], c[0]), c1 = SG_BOTH(c[1], c[1]);
  float8 c2 = SG_BOTH(c[2], c[2]), c3 = SG_BOTH(c[3], c[3]);
#define SG_WEIGHTS(w, t)                                                                      \
  float8 w##_at = {t[0], t[0], t[0], t[0], t[1], t[1], t[1], t[1]};                           \
  float8 w = ((c3 * w##_at + c2) * w##_at + c1) * w##_at + c0
  SG_WEIGHTS(wi, ti);
  SG_WEIGHTS(wj, tj);
  SG_WEIGHTS(wk, tk);
  float8 wj0 = SG_TAP(wj, 0), wj1 = SG_TAP(wj, 1), wj2 = SG_TAP(wj, 2), wj3 = SG_TAP(wj, 3);
  float8 sum = {0, 0, 0, 0, 0, 0, 0, 0};
#define SG_SLICE(n)                                                                           \
  {                                                                                           \
    const SV_NAME(Voxel) *x = a + slice * n, *y = b + slice * n;                              \
    const int64_t p = first[0] + n, q = first[1] + n;                                         \
    float8 inner = SG_LOAD(0) * wj0;                                                          \
    inner += SG_LOAD(row) * wj1;                                                              \
    inner += SG_LOAD(2 * row) * wj2;                                                          \
    inner += SG_LOAD(3 * row) * wj3;                                                          \
    sum += inner * SG_TAP(wk, n);                                                             \
  }
  SG_SLICE(0) SG_SLICE(1) SG_SLICE(2) SG_SLICE(3)
  sum *= wi;
  float8 pairs = sum + __builtin_shufflevector(sum, sum, 1, 0, 3, 2, 5, 4, 7, 6);
  out[0] = pairs[0] + pairs[2];
  out[1] = pairs[4] + pairs[6];
#undef SG_BOTH
#undef SG_TAP
#undef SG_LOAD
#undef SG_WEIGHTS
#undef SG_SLICE
}

__attribute__((always_inline)) static inline float SV_NAME(table_one)(
    SV_NAME(Scale) scale, const SGKernel *kernel, int32_t tapsJ, int32_t tapsK,
    const SV_NAME(Voxel) *v, int64_t row, int64_t slice, int64_t first, float ti, float tj,
    float tk) {
  float wi[8], wj[8], wk[8];
  FN(table_weights)(kernel, 8, ti, wi);
  FN(table_weights)(kernel, tapsJ, tj, wj);
  FN(table_weights)(kernel, tapsK, tk, wk);
  float8 sum = {0, 0, 0, 0, 0, 0, 0, 0};
  for (int32_t k = 0; k < tapsK; k++) {
    const SV_NAME(Voxel) *at = v + slice * k;
    float8 inner = SV_NAME(eight)(scale, at, first + k) * wj[0];
    for (int32_t j = 1; j < tapsJ; j++) {
      inner += SV_NAME(eight)(scale, at + row * j, first + k) * wj[j];
    }
    sum += inner * wk[k];
  }
  sum *= *(unaligned_float8 *)wi;
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

// One sample some of whose taps lie beyond the volume: the same sum over a copy of the taps.
static float SV_NAME(wide_at_border)(
    const SVVolume *volume, const SGKernel *kernel, const SGCells *cells, int32_t n) {
  float block[SG_MAX_TAPS * SG_MAX_TAPS * SG_MAX_TAPS];
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  int64_t at[3][SG_MAX_TAPS];
  for (int axis = 0; axis < 3; axis++) {
    int32_t before = kernel->taps[axis] / 2 - 1;
    for (int t = 0; t < SG_MAX_TAPS; t++) {
      at[axis][t] = FN(border)(
          cells->cell[axis][n] - before + t, volume->size[axis], kernel->border);
    }
  }
  for (int k = 0; k < kernel->taps[2]; k++) {
    for (int j = 0; j < kernel->taps[1]; j++) {
      const SV_NAME(Voxel) *row = SV_NAME(voxels)(volume) + at[2][k] * volume->stride[2]
          + at[1][j] * volume->stride[1];
      float *target = block + (k * SG_MAX_TAPS + j) * SG_MAX_TAPS;
      for (int i = 0; i < SG_MAX_TAPS; i++) {
        target[i] = SV_NAME(one)(scale, row + at[0][i], at[2][k]);
      }
    }
  }
  float ti = cells->fraction[0][n], tj = cells->fraction[1][n], tk = cells->fraction[2][n];
  int64_t row = SG_MAX_TAPS, slice = SG_MAX_TAPS * SG_MAX_TAPS;
  FN(Scale_floats) none = {0};
  return kernel->kind == SG_CUBIC
      ? FN(cubic_one_floats)(none, kernel, kernel->taps[2], block, row, slice, 0, ti, tj, tk)
      : FN(table_one_floats)(
            none, kernel, kernel->taps[1], kernel->taps[2], block, row, slice, 0, ti, tj, tk);
}

#define SG_WIDE_AHEAD 32

// Asks for the lines of memory that a sample a little further on needs.
__attribute__((always_inline)) static inline void SV_NAME(prefetch_taps)(
    const SV_NAME(Voxel) *v, int64_t row, int64_t slice, int32_t tapsJ, int32_t tapsK) {
  for (int32_t k = 0; k < tapsK; k++) {
    for (int32_t j = 0; j < tapsJ; j++) __builtin_prefetch(v + slice * k + row * j);
  }
}

// Samples all of whose taps are voxels.
static void SV_NAME(wide_inside)(
    const SVVolume *volume, const SGKernel *kernel, const SGCells *cells, int32_t from,
    int32_t to, float *out) {
  int64_t row = volume->stride[1], slice = volume->stride[2];
  int32_t taps = kernel->taps[1], tapsK = kernel->taps[2];
  int32_t before = tapsK / 2 - 1;
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  const SV_NAME(Voxel) *voxels = SV_NAME(voxels)(volume);
  const SV_NAME(Voxel) *v =
      voxels - (kernel->taps[0] / 2 - 1) - (taps / 2 - 1) * row - before * slice;
  const float *ti = cells->fraction[0], *tj = cells->fraction[1], *tk = cells->fraction[2];
  const int64_t *o = cells->offset;
  const int32_t *k = cells->cell[2];
  if (kernel->kind == SG_CUBIC && tapsK == 4) {
    int32_t n = from;
    for (; n + 2 <= to; n += 2) {
      if (kernel->prefetch == SG_PREFETCH_LEAD) {
        const SV_NAME(Voxel) *lead = voxels + o[n] + kernel->lead;
        for (int t = -1; t < 3; t++) SG_ASK_FOR(lead + kernel->leadStep * t);
      } else if (
          (n & 2) == 0 && kernel->prefetch == SG_PREFETCH_LINE && n + SG_WIDE_AHEAD < to) {
        SV_NAME(prefetch_taps)(v + o[n + SG_WIDE_AHEAD], row, slice, 4, 4);
      }
      const int32_t first[2] = {k[n] - before, k[n + 1] - before};
      SV_NAME(cubic_two)(
          scale, kernel, v + o[n], v + o[n + 1], row, slice, first, ti + n, tj + n, tk + n,
          out + n);
    }
    for (; n < to; n++) {
      out[n] = SV_NAME(cubic_one)(
          scale, kernel, 4, v + o[n], row, slice, k[n] - before, ti[n], tj[n], tk[n]);
    }
  } else if (kernel->kind == SG_CUBIC) {
    for (int32_t n = from; n < to; n++) {
      out[n] = SV_NAME(cubic_one)(
          scale, kernel, tapsK, v + o[n], row, slice, k[n] - before, ti[n], tj[n], tk[n]);
    }
  } else {
    for (int32_t n = from; n < to; n++) {
      out[n] = SV_NAME(table_one)(
          scale, kernel, taps, tapsK, v + o[n], row, slice, k[n] - before, ti[n], tj[n], tk[n]);
    }
  }
}

static void SV_NAME(wide)(
    const SVVolume *volume, const SGKernel *kernel, const SGCells *cells, int32_t count,
    float *out) {
  // Cells change in one direction along a line, so the inner samples are one run of them.
  int32_t first = 0, last = count;
  for (int axis = 0; axis < 3; axis++) {
    int32_t taps = kernel->taps[axis], before = taps / 2 - 1;
    // Along i whole vectors are loaded, of weight 0 beyond the taps.
    int32_t loaded = axis == 0 && taps > 4 ? SG_MAX_TAPS : taps;
    int64_t top = volume->size[axis] - (loaded - before);
    const int32_t *cell = cells->cell[axis];
    while (first < last && (cell[first] < before || cell[first] > top)) first++;
    while (last > first && (cell[last - 1] < before || cell[last - 1] > top)) last--;
  }
  for (int32_t n = 0; n < first; n++) {
    out[n] = SV_NAME(wide_at_border)(volume, kernel, cells, n);
  }
  SV_NAME(wide_inside)(volume, kernel, cells, first, last, out);
  for (int32_t n = last; n < count; n++) {
    out[n] = SV_NAME(wide_at_border)(volume, kernel, cells, n);
  }
}
#undef SG_WIDE_AHEAD
