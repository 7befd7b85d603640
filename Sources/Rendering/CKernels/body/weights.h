// Weights of wide kernels, and what they take beyond the volume.

// Weights of four taps; also the two of a linear axis.
__attribute__((always_inline)) static inline void FN(cubic_weights)(
    const SGKernel *kernel, int32_t taps, float t, float *weights) {
  if (taps == 2) {
    weights[0] = 1 - t, weights[1] = t;
    return;
  }
  const unaligned_float4 *c = (const unaligned_float4 *)kernel->coefficients;
  *(unaligned_float4 *)weights = ((c[3] * t + c[2]) * t + c[1]) * t + c[0];
}

__attribute__((always_inline)) static inline void FN(table_weights)(
    const SGKernel *kernel, int32_t taps, float t, float *weights) {
  if (taps == 2) {
    weights[0] = 1 - t, weights[1] = t;
    return;
  }
  float place = t * SG_TABLE_PHASES;
  int32_t phase = (int32_t)place;
  if (phase >= SG_TABLE_PHASES) phase = SG_TABLE_PHASES - 1;
  const float *low = kernel->table + phase * SG_MAX_TAPS;
  float8 a = *(const unaligned_float8 *)low;
  float8 b = *(const unaligned_float8 *)(low + SG_MAX_TAPS);
  *(unaligned_float8 *)weights = SG_MIX(a, b, place - (float)phase);
}

// The tap's voxel along one axis.
static int64_t FN(border)(int64_t at, int64_t size, SGBorder border) {
  if (border == SG_CLAMP || size == 1) return at < 0 ? 0 : at >= size ? size - 1 : at;
  // Mirrored about the outermost centres, as often as it takes.
  int64_t period = 2 * (size - 1);
  at %= period;
  if (at < 0) at += period;
  return at < size ? at : period - at;
}
