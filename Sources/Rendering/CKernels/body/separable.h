// Axis-aligned pictures and grids: the weights of a row, a column or a plane are the same for
// all its samples.

static void FN(blend_rows)(
    float *out, const float *const *rows, const float *weights, int32_t taps, int64_t count) {
  if (taps == 1) {
    memcpy(out, rows[0], (size_t)count * sizeof(float));
  } else if (taps == 2) {
    const float *a = rows[0], *b = rows[1];
    float t = weights[1];
    for (int64_t n = 0; n < count; n++) out[n] = SG_MIX(a[n], b[n], t);
  } else {
    for (int64_t n = 0; n < count; n++) out[n] = rows[0][n] * weights[0];
    for (int32_t t = 1; t < taps; t++) {
      const float *row = rows[t];
      float weight = weights[t];
      for (int64_t n = 0; n < count; n++) out[n] += row[n] * weight;
    }
  }
}

// Rows of a grid follow each other in memory: what some rows further on lies in is asked for, since
// the CPU begins to foresee anew at each page.
#define SG_ROWS_AHEAD 2048

__attribute__((always_inline)) static inline void FN(blend_some_of_four)(
    float *out, const float *a, const float *b, const float *c, const float *d, float tj,
    float tk, int64_t from, int64_t to) {
  for (int64_t n = from; n < to; n++) {
    float near = SG_MIX(a[n], b[n], tj), far = SG_MIX(c[n], d[n], tj);
    out[n] = SG_MIX(near, far, tk);
  }
}

static void FN(blend_four)(
    float *out, const float *a, const float *b, const float *c, const float *d, float tj,
    float tk, int64_t count) {
  int64_t n = 0;
  // A line of memory at a time.
  for (; n + 16 <= count; n += 16) {
    SG_ASK_FOR(a + n + SG_ROWS_AHEAD);
    SG_ASK_FOR(c + n + SG_ROWS_AHEAD);
    FN(blend_some_of_four)(out, a, b, c, d, tj, tk, n, n + 16);
  }
  FN(blend_some_of_four)(out, a, b, c, d, tj, tk, n, count);
}
#undef SG_ROWS_AHEAD

static void FN(resample_linear)(
    float *out, const float *row, const int32_t *first, const float *weights, int64_t count) {
  int64_t n = 0;
  for (; n + 4 <= count; n += 4) {
    const int32_t *o = first + n;
    double4 pairs = {
        *(const unaligned_double *)(row + o[0]), *(const unaligned_double *)(row + o[1]),
        *(const unaligned_double *)(row + o[2]), *(const unaligned_double *)(row + o[3])};
    float8 all = (float8)pairs, w = *(const unaligned_float8 *)(weights + 2 * n);
    float4 a = __builtin_shufflevector(all, all, 0, 2, 4, 6);
    float4 b = __builtin_shufflevector(all, all, 1, 3, 5, 7);
    float4 t = __builtin_shufflevector(w, w, 1, 3, 5, 7);
    *(unaligned_float4 *)(out + n) = SG_MIX(a, b, t);
  }
  for (; n < count; n++) {
    const float *at = row + first[n];
    out[n] = SG_MIX(at[0], at[1], weights[2 * n + 1]);
  }
}

static void FN(resample_row)(
    float *out, const float *row, const int32_t *first, const float *weights, int32_t taps,
    int64_t count) {
  if (taps == 1) {
    for (int64_t n = 0; n < count; n++) out[n] = row[first[n]];
  } else if (taps == 2) {
    FN(resample_linear)(out, row, first, weights, count);
  } else {
    for (int64_t n = 0; n < count; n++) {
      const float *at = row + first[n], *w = weights + n * taps;
      float sum = at[0] * w[0];
      for (int32_t t = 1; t < taps; t++) sum += at[t] * w[t];
      out[n] = sum;
    }
  }
}

// Stores that leave the cache alone: a target larger than the cache is not read before it is
// written, which saves a third of the traffic.
#define SG_STORE(stream, at, value)                                                           \
  if (stream) __builtin_nontemporal_store(value, (float8 *)(at));                             \
  else *(unaligned_float8 *)(at) = value

static void FN(stream_row)(float *out, const float *in, int64_t count) {
  while (count > 0 && ((uintptr_t)out & 31)) *out++ = *in++, count--;
  int64_t n = 0;
  for (; n + 8 <= count; n += 8) {
    float8 value = *(const unaligned_float8 *)(in + n);
    SG_STORE(1, out + n, value);
  }
  for (; n < count; n++) out[n] = in[n];
}

static void FN(finish_stream)(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

// Eight columns of eight rows.
__attribute__((always_inline)) static inline void FN(transpose_tile)(
    float *out, int64_t outStride, const float *in, int64_t inStride, int stream) {
#define SG_ROW(r) float8 a##r = *(const unaligned_float8 *)(in + (r) * inStride)
  SG_ROW(0); SG_ROW(1); SG_ROW(2); SG_ROW(3); SG_ROW(4); SG_ROW(5); SG_ROW(6); SG_ROW(7);
#undef SG_ROW
#define SG_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define SG_HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
  float8 b0 = SG_LOW(a0, a1), b1 = SG_HIGH(a0, a1), b2 = SG_LOW(a2, a3), b3 = SG_HIGH(a2, a3);
  float8 b4 = SG_LOW(a4, a5), b5 = SG_HIGH(a4, a5), b6 = SG_LOW(a6, a7), b7 = SG_HIGH(a6, a7);
#define SG_EVEN(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define SG_ODD(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
  float8 c0 = SG_EVEN(b0, b2), c1 = SG_ODD(b0, b2), c2 = SG_EVEN(b1, b3), c3 = SG_ODD(b1, b3);
  float8 c4 = SG_EVEN(b4, b6), c5 = SG_ODD(b4, b6), c6 = SG_EVEN(b5, b7), c7 = SG_ODD(b5, b7);
#define SG_COLUMN(c, a, b)                                                                    \
  {                                                                                           \
    float8 low = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);                     \
    float8 high = __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);                  \
    SG_STORE(stream, out + (c) * outStride, low);                                             \
    SG_STORE(stream, out + ((c) + 4) * outStride, high);                                      \
  }
  SG_COLUMN(0, c0, c4) SG_COLUMN(1, c1, c5) SG_COLUMN(2, c2, c6) SG_COLUMN(3, c3, c7)
#undef SG_LOW
#undef SG_HIGH
#undef SG_EVEN
#undef SG_ODD
#undef SG_COLUMN
}

__attribute__((always_inline)) static inline void FN(transpose_tiles)(
    float *out, int64_t outStride, const float *in, int64_t inStride, int64_t rows,
    int64_t columns, int stream) {
  int64_t c = 0;
  // All rows of eight columns first: whole lines of the target are written at once.
  for (; c + 8 <= columns; c += 8) {
    int64_t r = 0;
    for (; r + 8 <= rows; r += 8) {
      FN(transpose_tile)(
          out + c * outStride + r, outStride, in + r * inStride + c, inStride, stream);
    }
    for (; r < rows; r++) {
      for (int64_t l = 0; l < 8; l++) out[(c + l) * outStride + r] = in[r * inStride + c + l];
    }
  }
  for (; c < columns; c++) {
    for (int64_t r = 0; r < rows; r++) out[c * outStride + r] = in[r * inStride + c];
  }
}

static void FN(transpose)(
    float *out, int64_t outStride, const float *in, int64_t inStride, int64_t rows,
    int64_t columns, int32_t stream) {
  if (stream && ((uintptr_t)out & 31) == 0 && (outStride & 7) == 0) {
    FN(transpose_tiles)(out, outStride, in, inStride, rows, columns, 1);
  } else {
    FN(transpose_tiles)(out, outStride, in, inStride, rows, columns, 0);
  }
}
#undef SG_STORE
