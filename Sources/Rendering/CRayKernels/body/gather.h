// What ways over many pieces gather: eight ways at a time, which begin at neighbouring pieces.

static void FN(gather_ways)(
    const double *parts, int64_t count, int64_t length, int32_t isBack, float *out) {
  const int64_t row = count + 8;
  for (int64_t low = 0; low + length <= count; low += 8) {
    double8 zero = {0}, passing = zero + 1, seen[4] = {{0}};
    for (int64_t n = 0; n < length; n++) {
      const double *p = parts + low + (isBack ? length - 1 - n : n);
      // What lies behind what is as good as opaque is not seen.
      ulong8 goesOn = (ulong8)(passing >= 1e-7);
      for (int k = 0; k < 4; k++) {
        double8 part = *(const unaligned_double8 *)(p + k * row);
        seen[k] += (double8)((ulong8)(part * passing) & goesOn);
      }
      passing *= 1 - *(const unaligned_double8 *)(p + 3 * row);
      if ((n & 15) == 15) {
        int isAny = 0;
        for (int lane = 0; lane < 8; lane++) isAny |= passing[lane] >= 1e-7;
        if (!isAny) break;
      }
    }
    for (int lane = 0; lane < 8 && low + lane + length <= count; lane++) {
      for (int k = 0; k < 4; k++) out[4 * (low + lane) + k] = (float)seen[k][lane];
    }
  }
}
