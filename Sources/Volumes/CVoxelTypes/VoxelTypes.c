#include "CVoxelTypes.h"

#include <float.h>
#include <math.h>
#include <string.h>

// Little-endian machines only, as everywhere in this package (x86-64 and arm64).

static uint16_t swap2(uint16_t word) { return __builtin_bswap16(word); }
static uint32_t swap4(uint32_t word) { return __builtin_bswap32(word); }
static uint64_t swap8(uint64_t word) { return __builtin_bswap64(word); }
static uint8_t swap1(uint8_t word) { return word; }

// One loop for each type, byte order and whether there is a scale: each is a vector loop.
#define READ(NAME, TYPE, WORD, SWAP)                                                                    \
  static void NAME(int isSwapped, double slope, double intercept, const uint8_t *stored, float *values, \
                   size_t count) {                                                                      \
    if (!isSwapped && slope == 1 && intercept == 0) {                                                   \
      for (size_t n = 0; n < count; n++) {                                                              \
        TYPE voxel;                                                                                     \
        memcpy(&voxel, stored + n * sizeof voxel, sizeof voxel);                                        \
        values[n] = (float)voxel;                                                                       \
      }                                                                                                 \
    } else {                                                                                            \
      for (size_t n = 0; n < count; n++) {                                                              \
        WORD word;                                                                                      \
        TYPE voxel;                                                                                     \
        memcpy(&word, stored + n * sizeof word, sizeof word);                                           \
        if (isSwapped) word = SWAP(word);                                                               \
        memcpy(&voxel, &word, sizeof voxel);                                                            \
        /* Scaling a double that is no float would round twice. */                                      \
        values[n] = slope == 1 && intercept == 0 ? (float)voxel : (float)(slope * (double)voxel + intercept); \
      }                                                                                                 \
    }                                                                                                   \
  }

READ(readInt8, int8_t, uint8_t, swap1)
READ(readUInt8, uint8_t, uint8_t, swap1)
READ(readInt16, int16_t, uint16_t, swap2)
READ(readUInt16, uint16_t, uint16_t, swap2)
READ(readInt32, int32_t, uint32_t, swap4)
READ(readUInt32, uint32_t, uint32_t, swap4)
READ(readInt64, int64_t, uint64_t, swap8)
READ(readUInt64, uint64_t, uint64_t, swap8)
READ(readFloat32, float, uint32_t, swap4)
READ(readFloat64, double, uint64_t, swap8)

void sagitta_voxels_to_floats(sagitta_voxel_type type, int isSwapped, double slope, double intercept,
                              const void *stored, float *values, size_t count) {
  switch (type) {
    case sagitta_int8: readInt8(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_uint8: readUInt8(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_int16: readInt16(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_uint16: readUInt16(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_int32: readInt32(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_uint32: readUInt32(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_int64: readInt64(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_uint64: readUInt64(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_float32: readFloat32(isSwapped, slope, intercept, stored, values, count); break;
    case sagitta_float64: readFloat64(isSwapped, slope, intercept, stored, values, count); break;
  }
}

// Runs short enough that the search for the culprit is cheap, long enough for vector loops.
enum { run = 1024 };

// LOW and HIGH are the smallest and largest floats that the type holds: converting others is undefined.
// The inner loop has no early exit, so that it becomes a vector loop.
#define WRITE(NAME, TYPE, LOW, HIGH)                                               \
  static size_t NAME(const float *values, uint8_t *stored, size_t count) {         \
    for (size_t start = 0; start < count; start += run) {                          \
      size_t end = count - start < run ? count : start + run;                      \
      int bad = 0;                                                                 \
      for (size_t n = start; n < end; n++) {                                       \
        float value = values[n];                                                   \
        int isInside = value >= LOW && value <= HIGH;                              \
        TYPE voxel = (TYPE)(isInside ? value : 0);                                 \
        bad |= !isInside | ((float)voxel != value);                                \
        memcpy(stored + n * sizeof voxel, &voxel, sizeof voxel);                   \
      }                                                                            \
      for (size_t n = start; bad && n < end; n++) {                                \
        int isInside = values[n] >= LOW && values[n] <= HIGH;                      \
        if (!isInside || (float)(TYPE)values[n] != values[n]) return n;            \
      }                                                                            \
    }                                                                              \
    return count;                                                                  \
  }

WRITE(writeInt8, int8_t, -0x1p7f, 127.0f)
WRITE(writeUInt8, uint8_t, 0.0f, 255.0f)
WRITE(writeInt16, int16_t, -0x1p15f, 32767.0f)
WRITE(writeUInt16, uint16_t, 0.0f, 65535.0f)
// The largest floats below 2^31, 2^32, 2^63 and 2^64.
WRITE(writeInt32, int32_t, -0x1p31f, 0x1.fffffep30f)
WRITE(writeUInt32, uint32_t, 0.0f, 0x1.fffffep31f)
WRITE(writeInt64, int64_t, -0x1p63f, 0x1.fffffep62f)
WRITE(writeUInt64, uint64_t, 0.0f, 0x1.fffffep63f)

size_t sagitta_floats_to_voxels(sagitta_voxel_type type, const float *values, void *stored, size_t count) {
  switch (type) {
    case sagitta_int8: return writeInt8(values, stored, count);
    case sagitta_uint8: return writeUInt8(values, stored, count);
    case sagitta_int16: return writeInt16(values, stored, count);
    case sagitta_uint16: return writeUInt16(values, stored, count);
    case sagitta_int32: return writeInt32(values, stored, count);
    case sagitta_uint32: return writeUInt32(values, stored, count);
    case sagitta_int64: return writeInt64(values, stored, count);
    case sagitta_uint64: return writeUInt64(values, stored, count);
    case sagitta_float32: memcpy(stored, values, count * sizeof *values); return count;
    case sagitta_float64:
      for (size_t n = 0; n < count; n++) {
        double voxel = values[n];
        memcpy((uint8_t *)stored + n * sizeof voxel, &voxel, sizeof voxel);
      }
      return count;
  }
  return 0;
}

#define SCALE(NAME, TYPE, LOW, HIGH)                                                            \
  static size_t NAME(double slope, double intercept, const float *values, uint8_t *stored,      \
                     size_t count) {                                                            \
    for (size_t n = 0; n < count; n++) {                                                        \
      double number = rint(((double)values[n] - intercept) / slope);                            \
      if (!isfinite(number)) return n;                                                              \
      TYPE voxel = number < LOW ? (TYPE)LOW : number > HIGH ? (TYPE)HIGH : (TYPE)number;        \
      memcpy(stored + n * sizeof voxel, &voxel, sizeof voxel);                                  \
    }                                                                                           \
    return count;                                                                               \
  }

SCALE(scaleInt8, int8_t, -0x1p7, 127.0)
SCALE(scaleUInt8, uint8_t, 0.0, 255.0)
SCALE(scaleInt16, int16_t, -0x1p15, 32767.0)
SCALE(scaleUInt16, uint16_t, 0.0, 65535.0)
SCALE(scaleInt32, int32_t, -0x1p31, 2147483647.0)
SCALE(scaleUInt32, uint32_t, 0.0, 4294967295.0)

size_t sagitta_floats_to_scaled_voxels(sagitta_voxel_type type, double slope, double intercept,
                                       const float *values, void *stored, size_t count) {
  switch (type) {
    case sagitta_int8: return scaleInt8(slope, intercept, values, stored, count);
    case sagitta_uint8: return scaleUInt8(slope, intercept, values, stored, count);
    case sagitta_int16: return scaleInt16(slope, intercept, values, stored, count);
    case sagitta_uint16: return scaleUInt16(slope, intercept, values, stored, count);
    case sagitta_int32: return scaleInt32(slope, intercept, values, stored, count);
    case sagitta_uint32: return scaleUInt32(slope, intercept, values, stored, count);
    default: return 0;
  }
}

size_t sagitta_float_range(const float *values, size_t count, float *low, float *high) {
  // Sixteen lanes that do not wait for each other; comparisons with NaN are false, so it never becomes a bound,
  // and the difference of an infinity from itself is NaN.
  enum { lanes = 16 };
  float lows[lanes], highs[lanes];
  uint32_t strange[lanes] = {0};
  for (int lane = 0; lane < lanes; lane++) {
    lows[lane] = *low;
    highs[lane] = *high;
  }
  size_t whole = count / lanes * lanes, others = 0;
  for (size_t n = 0; n < whole; n += lanes) {
    for (int lane = 0; lane < lanes; lane++) {
      float value = values[n + lane];
      lows[lane] = value < lows[lane] && value >= -FLT_MAX ? value : lows[lane];
      highs[lane] = value > highs[lane] && value <= FLT_MAX ? value : highs[lane];
      strange[lane] += value - value != 0;
    }
  }
  for (size_t n = whole; n < count; n++) {
    lows[0] = values[n] < lows[0] && values[n] >= -FLT_MAX ? values[n] : lows[0];
    highs[0] = values[n] > highs[0] && values[n] <= FLT_MAX ? values[n] : highs[0];
    others += values[n] - values[n] != 0;
  }
  for (int lane = 0; lane < lanes; lane++) {
    *low = lows[lane] < *low ? lows[lane] : *low;
    *high = highs[lane] > *high ? highs[lane] : *high;
    others += strange[lane];
  }
  return others;
}

#define COUNT(NAME, TYPE, WORD, SWAP)                                                           \
  static size_t NAME(const uint8_t *stored, int isSwapped, const float *values, size_t count) { \
    size_t rounded = 0;                                                                         \
    for (size_t n = 0; n < count; n++) {                                                        \
      WORD word;                                                                                \
      memcpy(&word, stored + n * sizeof word, sizeof word);                                     \
      if (isSwapped) word = SWAP(word);                                                         \
      TYPE exact;                                                                               \
      memcpy(&exact, &word, sizeof exact);                                                      \
      rounded += (long double)values[n] != (long double)exact;                                  \
    }                                                                                           \
    return rounded;                                                                             \
  }

COUNT(roundedInt32, int32_t, uint32_t, swap4)
COUNT(roundedUInt32, uint32_t, uint32_t, swap4)
COUNT(roundedInt64, int64_t, uint64_t, swap8)
COUNT(roundedUInt64, uint64_t, uint64_t, swap8)

// Whole numbers only: fractions are rounded in every float, and beyond 2^53 a double counts no more.
static size_t roundedDouble(const uint8_t *stored, int isSwapped, const float *values, size_t count) {
  size_t rounded = 0;
  for (size_t n = 0; n < count; n++) {
    uint64_t word;
    memcpy(&word, stored + n * sizeof word, sizeof word);
    if (isSwapped) word = swap8(word);
    double exact;
    memcpy(&exact, &word, sizeof exact);
    rounded += exact == rint(exact) && fabs(exact) <= 0x1p53 && (double)values[n] != exact;
  }
  return rounded;
}

size_t sagitta_rounded_voxels(sagitta_voxel_type type, int isSwapped, const void *stored,
                              const float *values, size_t count) {
  switch (type) {
    case sagitta_int32: return roundedInt32(stored, isSwapped, values, count);
    case sagitta_uint32: return roundedUInt32(stored, isSwapped, values, count);
    case sagitta_int64: return roundedInt64(stored, isSwapped, values, count);
    case sagitta_uint64: return roundedUInt64(stored, isSwapped, values, count);
    case sagitta_float64: return roundedDouble(stored, isSwapped, values, count);
    default: return 0;
  }
}

void sagitta_shuffle_voxels(const uint8_t *voxels, size_t size, size_t count, uint8_t *restrict out) {
  if (size == 2) {
    for (size_t n = 0; n < count; n++) {
      out[n] = voxels[2 * n];
      out[count + n] = voxels[2 * n + 1];
    }
  } else {
    for (size_t byte = 0; byte < size; byte++) {
      for (size_t n = 0; n < count; n++) out[byte * count + n] = voxels[n * size + byte];
    }
  }
}

static double finiteOrZero(float value) { return fabsf(value) <= FLT_MAX ? (double)value : 0; }
static double isFinite(float value) { return fabsf(value) <= FLT_MAX ? 1 : 0; }

void sagitta_add_to_means(const float *line, int isHalved, double *restrict sums, double *restrict counts,
                          size_t count) {
  if (isHalved) {
    for (size_t n = 0; n < count; n++) {
      sums[n] += finiteOrZero(line[2 * n]) + finiteOrZero(line[2 * n + 1]);
      counts[n] += isFinite(line[2 * n]) + isFinite(line[2 * n + 1]);
    }
  } else {
    for (size_t n = 0; n < count; n++) {
      sums[n] += finiteOrZero(line[n]);
      counts[n] += isFinite(line[n]);
    }
  }
}

void sagitta_means(const double *sums, const double *counts, int isRounded, float *restrict means,
                   size_t count) {
  // Beyond 2^51 means of floats are whole numbers.
  const double large = 0x1p51, shift = 0x1.8p52;
  for (size_t n = 0; n < count; n++) {
    double mean = sums[n] / counts[n];
    double rounded = mean + shift - shift;
    means[n] = (float)(isRounded && fabs(mean) < large ? rounded : mean);
  }
}

// The values of a box that are finite; returns how many.
static size_t valuesOfBox(const float *box, size_t length, size_t rows, size_t columns, float *values) {
  size_t found = 0;
  for (size_t row = 0; row < rows; row++) {
    for (size_t n = 0; n < columns; n++) {
      float value = box[row * length + n];
      if (isFinite(value)) values[found++] = value;
    }
  }
  return found;
}

static float commonestOf(const float *values, size_t count) {
  float best = NAN;
  size_t most = 0;
  for (size_t n = 0; n < count; n++) {
    size_t same = 0;
    for (size_t other = 0; other < count; other++) same += values[other] == values[n];
    if (same > most || (same == most && values[n] < best)) {
      most = same;
      best = values[n];
    }
    if (2 * same > count) break;
  }
  return best;
}

void sagitta_commonest(const float *lines, size_t length, size_t rows, int isHalved, float *restrict values,
                       size_t count) {
  size_t columns = isHalved ? 2 : 1;
  float box[8];
  for (size_t n = 0; n < count; n++) {
    values[n] = commonestOf(box, valuesOfBox(lines + columns * n, length, rows, columns, box));
  }
}
