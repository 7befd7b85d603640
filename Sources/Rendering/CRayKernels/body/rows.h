// Rows of pixels.

static uint8_t FN(byte)(float v) {
  float scaled = v * 255 + 0.5f;
  return scaled > 0 ? scaled < 255 ? (uint8_t)scaled : 255 : 0;
}

static void FN(finish_row)(
    const float *rays, int64_t width, int32_t samples, const float *background, int64_t columns,
    uint8_t *out) {
  float part = 1.0f / (float)(samples * samples);
  for (int64_t column = 0; column < columns; column++) {
    float4 sum = {0, 0, 0, 0};
    for (int32_t y = 0; y < samples; y++) {
      for (int32_t x = 0; x < samples; x++) {
        sum += *(const unaligned_float4 *)(rays + 4 * (y * width + column * samples + x));
      }
    }
    sum *= part;
    for (int n = 0; n < 3; n++) {
      out[3 * column + n] = FN(byte)(sum[n] + (1 - sum[3]) * background[n]);
    }
  }
}
