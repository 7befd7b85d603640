// Trilinear samples. Two neighbours along i are one load; the interpolation along j and k treats
// such pairs, and i comes last.

#define SG_PAIRS(at, next, a, b, c, d)                                                  \
  SV_NAME(two_of_four)(                                                                 \
      scale, (at) + o[a], (at) + o[b], (at) + o[c], (at) + o[d], k[a] + (next),         \
      k[b] + (next), k[c] + (next), k[d] + (next))

// Samples between a prefetch and its use.
#define SG_AHEAD 32

__attribute__((always_inline)) static inline void SV_NAME(linear_loop)(
    SV_NAME(Scale) scale, const SV_NAME(Voxel) *v, int64_t row, int64_t slice,
    const SGCells *cells, int32_t from, int32_t to, SGPrefetch prefetch, const SGKernel *kernel,
    float *out) {
  const SV_NAME(Voxel) *v01 = v + row, *v10 = v + slice, *v11 = v + row + slice;
  const SV_NAME(Voxel) *lead = v + kernel->lead, *lead1 = lead + kernel->leadStep;
  for (int32_t n = from; n < to; n += 8) {
    const int64_t *o = cells->offset + n;
    const int32_t *k = cells->cell[2] + n;
    for (int s = 0; s < 8 && prefetch == SG_PREFETCH_LINE; s++) {
      int64_t ahead = o[SG_AHEAD + s];
      SG_ASK_FOR(v + ahead);
      SG_ASK_FOR(v01 + ahead);
      SG_ASK_FOR(v10 + ahead);
      SG_ASK_FOR(v11 + ahead);
    }
    for (int s = 0; s < 8 && prefetch == SG_PREFETCH_LEAD; s++) {
      SG_ASK_FOR(lead + o[s]);
      SG_ASK_FOR(lead1 + o[s]);
    }
    float8 tj = *(const unaligned_float8 *)(cells->fraction[1] + n);
    float8 tk = *(const unaligned_float8 *)(cells->fraction[2] + n);
    float8 ti = *(const unaligned_float8 *)(cells->fraction[0] + n);
    // Samples 0 1 4 5 and 2 3 6 7, so that every shuffle stays within 128 bits.
    float8 tj0 = __builtin_shufflevector(tj, tj, 0, 0, 1, 1, 4, 4, 5, 5);
    float8 tj1 = __builtin_shufflevector(tj, tj, 2, 2, 3, 3, 6, 6, 7, 7);
    float8 tk0 = __builtin_shufflevector(tk, tk, 0, 0, 1, 1, 4, 4, 5, 5);
    float8 tk1 = __builtin_shufflevector(tk, tk, 2, 2, 3, 3, 6, 6, 7, 7);
    float8 near0 = SG_MIX(SG_PAIRS(v, 0, 0, 1, 4, 5), SG_PAIRS(v01, 0, 0, 1, 4, 5), tj0);
    float8 far0 = SG_MIX(SG_PAIRS(v10, 1, 0, 1, 4, 5), SG_PAIRS(v11, 1, 0, 1, 4, 5), tj0);
    float8 near1 = SG_MIX(SG_PAIRS(v, 0, 2, 3, 6, 7), SG_PAIRS(v01, 0, 2, 3, 6, 7), tj1);
    float8 far1 = SG_MIX(SG_PAIRS(v10, 1, 2, 3, 6, 7), SG_PAIRS(v11, 1, 2, 3, 6, 7), tj1);
    float8 pair0 = SG_MIX(near0, far0, tk0), pair1 = SG_MIX(near1, far1, tk1);
    float8 low = __builtin_shufflevector(pair0, pair1, 0, 2, 8, 10, 4, 6, 12, 14);
    float8 high = __builtin_shufflevector(pair0, pair1, 1, 3, 9, 11, 5, 7, 13, 15);
    *(unaligned_float8 *)(out + n) = SG_MIX(low, high, ti);
  }
}

static float SV_NAME(linear_one)(
    SV_NAME(Scale) scale, const SV_NAME(Voxel) *v, int64_t i, int64_t row, int64_t slice,
    int32_t k, float ti, float tj, float tk) {
#define SG_AT(place, next) SV_NAME(one)(scale, (place), k + (next))
  float a = SG_MIX(
      SG_MIX(SG_AT(v, 0), SG_AT(v + row, 0), tj),
      SG_MIX(SG_AT(v + slice, 1), SG_AT(v + slice + row, 1), tj), tk);
  const SV_NAME(Voxel) *w = v + i;
  float b = SG_MIX(
      SG_MIX(SG_AT(w, 0), SG_AT(w + row, 0), tj),
      SG_MIX(SG_AT(w + slice, 1), SG_AT(w + slice + row, 1), tj), tk);
#undef SG_AT
  return SG_MIX(a, b, ti);
}

static void SV_NAME(linear)(
    const SVVolume *volume, const SGKernel *kernel, SGCells *cells, int32_t count, float *out) {
  // The neighbour of the only voxel of an axis is the voxel itself.
  int64_t i = volume->size[0] > 1 ? 1 : 0;
  int64_t row = volume->stride[1], slice = volume->stride[2];
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  const SV_NAME(Voxel) *v = SV_NAME(voxels)(volume);
  int32_t whole = i ? count & ~7 : 0, n = 0;
  if (kernel->prefetch == SG_PREFETCH_LEAD) {
    SV_NAME(linear_loop)(scale, v, row, slice, cells, 0, whole, SG_PREFETCH_LEAD, kernel, out);
  } else {
    if (kernel->prefetch == SG_PREFETCH_LINE && whole > SG_AHEAD
        && FN(needs_prefetch)(cells, 0, count)) {
      n = whole - SG_AHEAD;
      SV_NAME(linear_loop)(scale, v, row, slice, cells, 0, n, SG_PREFETCH_LINE, kernel, out);
    }
    SV_NAME(linear_loop)(scale, v, row, slice, cells, n, whole, SG_PREFETCH_NONE, kernel, out);
  }
  for (n = whole; n < count; n++) {
    out[n] = SV_NAME(linear_one)(
        scale, v + cells->offset[n], i, row, slice, cells->cell[2][n], cells->fraction[0][n],
        cells->fraction[1][n], cells->fraction[2][n]);
  }
}

#undef SG_PAIRS
#undef SG_AHEAD
