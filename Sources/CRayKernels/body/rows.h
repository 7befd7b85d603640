// Rows of voxels and pixels.

static void FN(keep_maximum)(float *result, const float *row, int64_t count) {
  for (int64_t n = 0; n < count; n++) result[n] = row[n] > result[n] ? row[n] : result[n];
}

static void FN(keep_minimum)(float *result, const float *row, int64_t count) {
  for (int64_t n = 0; n < count; n++) result[n] = row[n] < result[n] ? row[n] : result[n];
}

static void FN(add_weighted)(
    double *sum, double *weights, const float *row, double weight, int64_t count) {
  for (int64_t n = 0; n < count; n++) {
    int isNumber = row[n] == row[n];
    sum[n] += isNumber ? (double)row[n] * weight : 0;
    weights[n] += isNumber ? weight : 0;
  }
}

SR_INLINE float FN(row_extreme)(const float *row, int64_t count, int isMaximum) {
  float8 start = (float8){0} + (isMaximum ? -INFINITY : INFINITY);
  // Four chains, since each waits for its last comparison.
  float8 best[4] = {start, start, start, start};
  int64_t n = 0;
  for (; n + 32 <= count; n += 32) {
    for (int chain = 0; chain < 4; chain++) {
      float8 v = *(const unaligned_float8 *)(row + n + 8 * chain);
      best[chain] = FN(join)(best[chain], v, isMaximum);
    }
  }
  float8 all = FN(join)(
      FN(join)(best[0], best[1], isMaximum), FN(join)(best[2], best[3], isMaximum), isMaximum);
  float result = FN(extreme_lane)(all, isMaximum);
  for (; n < count; n++) {
    if (isMaximum ? row[n] > result : row[n] < result) result = row[n];
  }
  return result;
}

static float FN(row_maximum)(const float *row, int64_t count) {
  return FN(row_extreme)(row, count, 1);
}

static float FN(row_minimum)(const float *row, int64_t count) {
  return FN(row_extreme)(row, count, 0);
}

static void FN(mix_rows)(float *out, const float *a, const float *b, float t, int64_t count) {
  if (t == 0) {
    memcpy(out, a, (size_t)count * sizeof(float));
    return;
  }
  for (int64_t n = 0; n < count; n++) out[n] = SR_MIX(a[n], b[n], t);
}

static void FN(pick_columns)(
    float *out, const float *row, const int32_t *first, const int32_t *second, const float *t,
    int64_t count) {
  for (int64_t n = 0; n < count; n++) out[n] = SR_MIX(row[first[n]], row[second[n]], t[n]);
}

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
