// Rows of words on their way to values: what blend_rows does for floats.

// out[n] = sum over t of weights[t] * value n from voxel first[t] on, which lies in slice slices[t];
// taps 1 has a weight of 1, taps 2 is a + weights[1] * (b - a).
static void SV_NAME(blend_voxels)(
    const SVVolume *volume, const int64_t *first, const int32_t *slices, const float *weights,
    int32_t taps, int64_t count, float *out) {
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  const SV_NAME(Voxel) *v = volume->words.first;
  if (taps == 1) {
    SV_NAME(copy)(scale, v + first[0], slices[0], count, out);
    return;
  }
#define SG_EIGHT(t) SV_NAME(eight)(scale, v + first[t] + n, slices[t])
#define SG_ONE_OF(t) SV_NAME(one)(scale, v + first[t] + n, slices[t])
  int64_t n = 0;
  if (taps == 2) {
    float t = weights[1];
    for (; n + 8 <= count; n += 8) {
      float8 a = SG_EIGHT(0), b = SG_EIGHT(1);
      *(unaligned_float8 *)(out + n) = SG_MIX(a, b, t);
    }
    for (; n < count; n++) {
      float a = SG_ONE_OF(0), b = SG_ONE_OF(1);
      out[n] = SG_MIX(a, b, t);
    }
    return;
  }
  for (; n + 8 <= count; n += 8) {
    float8 sum = SG_EIGHT(0) * weights[0];
    for (int32_t t = 1; t < taps; t++) sum += SG_EIGHT(t) * weights[t];
    *(unaligned_float8 *)(out + n) = sum;
  }
  for (; n < count; n++) {
    float sum = SG_ONE_OF(0) * weights[0];
    for (int32_t t = 1; t < taps; t++) sum += SG_ONE_OF(t) * weights[t];
    out[n] = sum;
  }
#undef SG_EIGHT
#undef SG_ONE_OF
}
