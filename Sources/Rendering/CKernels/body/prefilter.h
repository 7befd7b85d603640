// Cubic B-spline coefficients of samples (Unser, Aldroubi, Eden 1993): a causal and an
// anticausal recursion with the pole sqrt(3) - 2, mirrored about the outermost samples.

#define SG_POLE (-0.26794919243112270f)
// pole^17 < 2e-10: beyond a float's digits.
#define SG_HORIZON 17
// Lines side by side that stay in the first-level cache.
#define SG_SIDE_BY_SIDE 64

// Lines that are turned at once: two vectors, as one alone waits for itself.
#define SG_TURNED 16

// Up to SG_SIDE_BY_SIDE lines; sample n of line l is at samples[n * stride + l].
__attribute__((always_inline)) static inline void FN(prefilter_lines)(
    float *samples, int64_t count, int64_t stride, int64_t lines) {
  float state[SG_SIDE_BY_SIDE], power = 1;
  const float gain = 6;
  for (int64_t l = 0; l < lines; l++) state[l] = 0;
  // The causal start: the mirrored line's sum of samples times powers of the pole.
  int64_t period = 2 * (count - 1);
  for (int64_t n = 0; n < SG_HORIZON; n++) {
    int64_t at = n % period;
    const float *row = samples + (at < count ? at : period - at) * stride;
    for (int64_t l = 0; l < lines; l++) state[l] += power * row[l];
    power *= SG_POLE;
  }
  for (int64_t l = 0; l < lines; l++) samples[l] = state[l] *= gain;
  for (int64_t n = 1; n < count; n++) {
    float *row = samples + n * stride;
    for (int64_t l = 0; l < lines; l++) row[l] = state[l] = gain * row[l] + SG_POLE * state[l];
  }
  float *last = samples + (count - 1) * stride;
  const float start = SG_POLE / (SG_POLE * SG_POLE - 1);
  for (int64_t l = 0; l < lines; l++) {
    last[l] = state[l] = start * (last[l] + SG_POLE * (last - stride)[l]);
  }
  for (int64_t n = count - 2; n >= 0; n--) {
    float *row = samples + n * stride;
    for (int64_t l = 0; l < lines; l++) row[l] = state[l] = SG_POLE * (state[l] - row[l]);
  }
}

static void FN(prefilter_strip)(float *samples, int64_t count, int64_t stride, int64_t lines) {
  // The usual numbers as constants, for which loops over lines become plain vectors.
  if (lines == SG_SIDE_BY_SIDE) {
    FN(prefilter_lines)(samples, count, stride, SG_SIDE_BY_SIDE);
  } else if (lines == SG_TURNED) {
    FN(prefilter_lines)(samples, count, stride, SG_TURNED);
  } else {
    FN(prefilter_lines)(samples, count, stride, lines);
  }
}

static void FN(prefilter_across)(
    float *samples, int64_t count, int64_t stride, int64_t lines) {
  if (count < 2) return;
  for (int64_t l = 0; l < lines; l += SG_SIDE_BY_SIDE) {
    int64_t width = lines - l < SG_SIDE_BY_SIDE ? lines - l : SG_SIDE_BY_SIDE;
    FN(prefilter_strip)(samples + l, count, stride, width);
  }
}

// Some lines become side by side in a scratch, very long ones are treated one by one.
static void FN(prefilter_along)(
    float *samples, int64_t count, int64_t stride, int64_t lines) {
  enum { longest = 2048, scratchCount = longest * SG_TURNED / 2 };
  if (count < 2) return;
  float scratch[scratchCount];
  int64_t most = count > longest ? 1 : count * SG_TURNED > scratchCount ? 8 : SG_TURNED;
  for (int64_t l = 0; l < lines; l += most) {
    float *line = samples + l * stride;
    int64_t width = lines - l < most ? lines - l : most;
    if (most == 1) {
      FN(prefilter_strip)(line, count, 1, 1);
      continue;
    }
    FN(transpose)(scratch, most, line, stride, width, count, 0);
    FN(prefilter_strip)(scratch, count, most, width);
    FN(transpose)(line, stride, scratch, most, count, width, 0);
  }
}

#undef SG_POLE
#undef SG_HORIZON
#undef SG_SIDE_BY_SIDE
#undef SG_TURNED
