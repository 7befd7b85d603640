// Which label a place belongs to: the one that counts most among the 4x4x4 voxels around it, with the
// weights of the cubic B-spline, so that surfaces have no steps.

// The voxels around a place, and what each row of four counts.
typedef struct {
  int32_t codes[64];
  float4 weights[16];
} FN(LabelTaps);

// Weights of four taps, t of the way from the second to the third.
SR_INLINE float4 FN(spline_weights)(float t) {
  float s = 1 - t;
  float4 w = {s * s * s, (3 * t - 6) * t * t + 4, (3 * s - 6) * s * s + 4, t * t * t};
  return w * (1.0f / 6);
}

// The cell and the fraction of a place; beyond the outermost voxels there is nothing, as there.
SR_INLINE void FN(label_cell)(
    const SRLabels *labels, const SRLabelled *l, double place, int64_t *cell, float *fraction) {
  for (int axis = 0; axis < 3; axis++) {
    double p = l->start[axis] + l->step[axis] * place, top = (double)(labels->size[axis] - 3);
    p = p > 1 ? p : 1;
    p = p < top ? p : top;
    cell[axis] = (int64_t)p;
    fraction[axis] = (float)(p - (double)cell[axis]);
  }
}

// The 16 rows of codes around a cell; returns whether all of them are the same.
SR_INLINE int FN(label_rows)(const SRLabels *labels, const int64_t *cell, uint64_t *rows) {
  int64_t row = labels->size[0], slice = row * labels->size[1];
  const uint16_t *first =
      labels->codes + (cell[0] - 1) + (cell[1] - 1) * row + (cell[2] - 1) * slice;
  uint64_t differing = 0;
  for (int n = 0; n < 16; n++) {
    memcpy(rows + n, first + (n >> 2) * slice + (n & 3) * row, sizeof *rows);
    differing |= rows[n] ^ rows[0];
  }
  return !(differing | (rows[0] ^ (rows[0] << 16 | rows[0] >> 48)));
}

static void FN(label_taps)(
    const uint64_t *rows, float4 x, float4 y, float4 z, FN(LabelTaps) *taps) {
  for (int n = 0; n < 16; n++) {
    float4 weights = x * (y[n & 3] * z[n >> 2]);
    for (int i = 0; i < 4; i++) {
      uint32_t code = (uint32_t)(rows[n] >> (16 * i)) & 0xffff;
      if (code & SR_THIN) weights[i] *= SR_THIN_WEIGHT;
      taps->codes[4 * n + i] = (int32_t)(code & ~SR_THIN & 0xffff);
    }
    taps->weights[n] = weights;
  }
}

SR_INLINE float FN(sum4)(float4 v) { return (v[0] + v[1]) + (v[2] + v[3]); }

// What all voxels count, and what those of one code do.
SR_INLINE float FN(weight_of_all)(const FN(LabelTaps) *taps) {
  float4 sum = {0};
  for (int n = 0; n < 16; n++) sum += taps->weights[n];
  return FN(sum4)(sum);
}

SR_INLINE float FN(weight_of_code)(const FN(LabelTaps) *taps, int32_t code) {
  typedef int32_t int4 __attribute__((vector_size(16), aligned(4)));
  float4 sum = {0};
  for (int n = 0; n < 16; n++) {
    int4 same = *(const int4 *)(taps->codes + 4 * n) == code;
    sum += (float4)((int4)taps->weights[n] & same);
  }
  return FN(sum4)(sum);
}

// The label of a place; of two that count the same, the one with the smaller code.
static int32_t FN(label_at)(const SRLabels *labels, const SRLabelled *l, double place) {
  int64_t cell[3];
  float t[3];
  uint64_t rows[16];
  FN(label_cell)(labels, l, place, cell, t);
  if (FN(label_rows)(labels, cell, rows)) return (int32_t)(rows[0] & 0xffff & ~SR_THIN);
  FN(LabelTaps) taps;
  FN(label_taps)(
      rows, FN(spline_weights)(t[0]), FN(spline_weights)(t[1]), FN(spline_weights)(t[2]), &taps);
  float all = FN(weight_of_all)(&taps), best = -1, left = all;
  int32_t winner = 0, seen[64], count = 0;
  for (int n = 0; n < 64 && best <= left; n++) {
    int32_t code = taps.codes[n], isSeen = 0;
    for (int32_t k = 0; k < count && !isSeen; k++) isSeen = seen[k] == code;
    if (isSeen) continue;
    seen[count++] = code;
    float weight = FN(weight_of_code)(&taps, code);
    left -= weight;
    if (weight > best || (weight == best && code < winner)) best = weight, winner = code;
  }
  return winner;
}

// Places along each axis that a normal is made of.
#define SR_NORMAL_TAPS 8

// Which voxels the places lie in, what they count, and what they count in the change along the axis.
typedef struct {
  int64_t at[3][SR_NORMAL_TAPS];
  float weights[3][SR_NORMAL_TAPS], slopes[3][SR_NORMAL_TAPS];
} FN(NormalTaps);

static void FN(normal_taps)(
    const SRLabels *labels, const SRLabelled *l, double place, FN(NormalTaps) *taps) {
  for (int axis = 0; axis < 3; axis++) {
    double p = l->start[axis] + l->step[axis] * place, last = (double)(labels->size[axis] - 1);
    for (int n = 0; n < SR_NORMAL_TAPS; n++) {
      float away = (float)(2 * n + 1 - SR_NORMAL_TAPS) / SR_NORMAL_TAPS;
      float weight = (1 - away * away) * (1 - away * away);
      double at = p + (double)away * labels->reach[axis] + 0.5;
      at = at > 0 ? at : 0;
      taps->at[axis][n] = (int64_t)(at < last ? at : last);
      taps->weights[axis][n] = weight;
      taps->slopes[axis][n] = away * weight / (float)labels->reach[axis];
    }
  }
}

// Where more of a code lies around a place, as a change along the voxels of the labels: a sum over what lies
// as far around along all axes, so that thick slices leave few steps in the light.
static void FN(label_normal)(
    const SRLabels *labels, const SRLabelled *l, double place, int32_t code, float *normal) {
  int64_t row = labels->size[0], slice = row * labels->size[1];
  FN(NormalTaps) taps;
  FN(normal_taps)(labels, l, place, &taps);
  for (int axis = 0; axis < 3; axis++) normal[axis] = 0;
  for (int c = 0; c < SR_NORMAL_TAPS; c++) {
    for (int b = 0; b < SR_NORMAL_TAPS; b++) {
      const uint16_t *codes = labels->codes + taps.at[1][b] * row + taps.at[2][c] * slice;
      float count = 0, change = 0;
      for (int a = 0; a < SR_NORMAL_TAPS; a++) {
        float same = (codes[taps.at[0][a]] & (0xffff ^ SR_THIN)) == code;
        count += same * taps.weights[0][a];
        change += same * taps.slopes[0][a];
      }
      normal[0] += change * taps.weights[1][b] * taps.weights[2][c];
      normal[1] += count * taps.slopes[1][b] * taps.weights[2][c];
      normal[2] += count * taps.weights[1][b] * taps.slopes[2][c];
    }
  }
}
