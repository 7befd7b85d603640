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
