// Trilinear samples. Two neighbours along i are one 64-bit load; the interpolation along j
// and k treats such pairs, and i comes last.

#define SG_PAIRS(at, a, b, c, d)                                                        \
  ((float8)(double4){                                                                   \
      *(const unaligned_double *)((at) + o[a]), *(const unaligned_double *)((at) + o[b]), \
      *(const unaligned_double *)((at) + o[c]), *(const unaligned_double *)((at) + o[d])})

// Samples between a prefetch and its use.
#define SG_AHEAD 32

__attribute__((always_inline)) static inline void FN(linear_loop)(
    const float *v, int64_t row, int64_t slice, const SGCells *cells, int32_t from, int32_t to,
    SGPrefetch prefetch, const SGKernel *kernel, float *out) {
  const float *v01 = v + row, *v10 = v + slice, *v11 = v + row + slice;
  const float *lead = v + kernel->lead, *lead1 = lead + kernel->leadStep;
  for (int32_t n = from; n < to; n += 8) {
    const int64_t *o = cells->offset + n;
    // Neighbouring samples share lines of memory: every other one is asked for.
    for (int s = 0; s < 8 && prefetch == SG_PREFETCH_LINE; s += 2) {
      int64_t ahead = o[SG_AHEAD + s];
      __builtin_prefetch(v + ahead);
      __builtin_prefetch(v01 + ahead);
      __builtin_prefetch(v10 + ahead);
      __builtin_prefetch(v11 + ahead);
    }
    for (int s = 0; s < 8 && prefetch == SG_PREFETCH_LEAD; s += 2) {
      __builtin_prefetch(lead + o[s]);
      __builtin_prefetch(lead1 + o[s]);
    }
    float8 tj = *(const unaligned_float8 *)(cells->fraction[1] + n);
    float8 tk = *(const unaligned_float8 *)(cells->fraction[2] + n);
    float8 ti = *(const unaligned_float8 *)(cells->fraction[0] + n);
    // Samples 0 1 4 5 and 2 3 6 7, so that every shuffle stays within 128 bits.
    float8 tj0 = __builtin_shufflevector(tj, tj, 0, 0, 1, 1, 4, 4, 5, 5);
    float8 tj1 = __builtin_shufflevector(tj, tj, 2, 2, 3, 3, 6, 6, 7, 7);
    float8 tk0 = __builtin_shufflevector(tk, tk, 0, 0, 1, 1, 4, 4, 5, 5);
    float8 tk1 = __builtin_shufflevector(tk, tk, 2, 2, 3, 3, 6, 6, 7, 7);
    float8 near0 = SG_MIX(SG_PAIRS(v, 0, 1, 4, 5), SG_PAIRS(v01, 0, 1, 4, 5), tj0);
    float8 far0 = SG_MIX(SG_PAIRS(v10, 0, 1, 4, 5), SG_PAIRS(v11, 0, 1, 4, 5), tj0);
    float8 near1 = SG_MIX(SG_PAIRS(v, 2, 3, 6, 7), SG_PAIRS(v01, 2, 3, 6, 7), tj1);
    float8 far1 = SG_MIX(SG_PAIRS(v10, 2, 3, 6, 7), SG_PAIRS(v11, 2, 3, 6, 7), tj1);
    float8 pair0 = SG_MIX(near0, far0, tk0), pair1 = SG_MIX(near1, far1, tk1);
    float8 low = __builtin_shufflevector(pair0, pair1, 0, 2, 8, 10, 4, 6, 12, 14);
    float8 high = __builtin_shufflevector(pair0, pair1, 1, 3, 9, 11, 5, 7, 13, 15);
    *(unaligned_float8 *)(out + n) = SG_MIX(low, high, ti);
  }
}

static float FN(linear_one)(
    const float *v, int64_t i, int64_t row, int64_t slice, float ti, float tj, float tk) {
  float a = SG_MIX(SG_MIX(v[0], v[row], tj), SG_MIX(v[slice], v[slice + row], tj), tk);
  const float *w = v + i;
  float b = SG_MIX(SG_MIX(w[0], w[row], tj), SG_MIX(w[slice], w[slice + row], tj), tk);
  return SG_MIX(a, b, ti);
}

// Whether the samples of a line leave a row of voxels so often that the CPU does not foresee
// their addresses.
static int FN(needs_prefetch)(const SGCells *cells, int32_t first, int32_t last) {
#define SG_WAY(axis) (cells->cell[axis][last - 1] - cells->cell[axis][first])
  int32_t j = SG_WAY(1), k = SG_WAY(2);
  return (j < 0 ? -j : j) + (k < 0 ? -k : k) > (last - first) / 8;
#undef SG_WAY
}

static void FN(linear)(
    const SVVolume *volume, const SGKernel *kernel, SGCells *cells, int32_t count, float *out) {
  // The neighbour of the only voxel of an axis is the voxel itself.
  int64_t i = volume->size[0] > 1 ? 1 : 0;
  int64_t row = volume->stride[1], slice = volume->stride[2];
  const float *v = volume->voxels;
  int32_t whole = i ? count & ~7 : 0, n = 0;
  if (kernel->prefetch == SG_PREFETCH_LEAD) {
    FN(linear_loop)(v, row, slice, cells, 0, whole, SG_PREFETCH_LEAD, kernel, out);
  } else {
    if (kernel->prefetch == SG_PREFETCH_LINE && whole > SG_AHEAD
        && FN(needs_prefetch)(cells, 0, count)) {
      n = whole - SG_AHEAD;
      FN(linear_loop)(v, row, slice, cells, 0, n, SG_PREFETCH_LINE, kernel, out);
    }
    FN(linear_loop)(v, row, slice, cells, n, whole, SG_PREFETCH_NONE, kernel, out);
  }
  for (n = whole; n < count; n++) {
    out[n] = FN(linear_one)(
        v + cells->offset[n], i, row, slice, cells->fraction[0][n], cells->fraction[1][n],
        cells->fraction[2][n]);
  }
}

#undef SG_PAIRS
#undef SG_AHEAD
