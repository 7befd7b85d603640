// Slabs: one row of samples joins the rows before it.

static void FN(keep_maximum)(float *result, const float *row, int64_t count) {
  // A comparison with NaN is false; a result that is still NaN gives way to anything.
  for (int64_t n = 0; n < count; n++) {
    result[n] = ((row[n] > result[n]) | (result[n] != result[n])) ? row[n] : result[n];
  }
}

static void FN(keep_minimum)(float *result, const float *row, int64_t count) {
  for (int64_t n = 0; n < count; n++) {
    result[n] = ((row[n] < result[n]) | (result[n] != result[n])) ? row[n] : result[n];
  }
}

static void FN(add_weighted)(
    double *sum, float *weights, const float *row, float weight, int64_t count) {
  for (int64_t n = 0; n < count; n++) {
    int number = row[n] == row[n];
    sum[n] += number ? (double)row[n] * weight : 0;
    weights[n] += number ? weight : 0;
  }
}

static int32_t FN(value_range)(
    const float *values, int64_t count, float *least, float *most) {
  enum { lanes = 32 };
  float low[lanes], high[lanes];
  int32_t odd[lanes];
  for (int l = 0; l < lanes; l++) low[l] = INFINITY, high[l] = -INFINITY, odd[l] = 0;
  int64_t n = 0;
  for (; n + lanes <= count; n += lanes) {
    for (int l = 0; l < lanes; l++) {
      float value = values[n + l];
      low[l] = value < low[l] ? value : low[l];
      high[l] = value > high[l] ? value : high[l];
      odd[l] |= value != value;
    }
  }
  for (; n < count; n++) {
    float value = values[n];
    low[0] = value < low[0] ? value : low[0];
    high[0] = value > high[0] ? value : high[0];
    odd[0] |= value != value;
  }
  int32_t any = 0;
  for (int l = 0; l < lanes; l++) {
    *least = low[l] < *least ? low[l] : *least;
    *most = high[l] > *most ? high[l] : *most;
    any |= odd[l];
  }
  return any;
}
