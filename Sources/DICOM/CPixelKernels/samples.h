// The loops, written once and compiled for each CPU level.

#define SG_LANES 16

// STORE is what becomes of a vector of words, STORE_ONE of a single one, in an array of OUT.
#define SG_EACH(NAME, WORD, OUT, STORE, STORE_ONE)                                               \
  static SGSampleRange FN(NAME)(const void *samples, OUT *restrict values, size_t count,         \
                                SGSampleMap map) {                                               \
    typedef WORD words __attribute__((vector_size(SG_LANES * 2)));                               \
    typedef uint16_t bits __attribute__((vector_size(SG_LANES * 2)));                            \
    typedef float floats __attribute__((vector_size(SG_LANES * 4)));                             \
    typedef bits unaligned_bits __attribute__((aligned(1), may_alias));                          \
    typedef uint16_t unaligned_word __attribute__((aligned(1), may_alias));                      \
    typedef floats unaligned_floats __attribute__((aligned(4), may_alias));                      \
    const uint16_t up = (uint16_t)map.up, down = (uint16_t)map.down;                             \
    const unaligned_word *source = samples;                                                      \
    const WORD first = (WORD)((WORD)(source[0] << up) >> down);                                  \
    words lows = (words){} + first, highs = lows;                                                \
    size_t n = 0;                                                                                \
    for (; n + SG_LANES <= count; n += SG_LANES) {                                               \
      const words word = (words)(*(const unaligned_bits *)(source + n) << up) >> (WORD)down;     \
      lows = __builtin_elementwise_min(lows, word);                                              \
      highs = __builtin_elementwise_max(highs, word);                                            \
      STORE;                                                                                     \
    }                                                                                            \
    WORD low = first, high = first;                                                              \
    for (int lane = 0; lane < SG_LANES; lane++) {                                                \
      low = lows[lane] < low ? lows[lane] : low;                                                 \
      high = highs[lane] > high ? highs[lane] : high;                                            \
    }                                                                                            \
    for (; n < count; n++) {                                                                     \
      const WORD word = (WORD)((WORD)(source[n] << up) >> down);                                 \
      low = word < low ? word : low;                                                             \
      high = word > high ? word : high;                                                          \
      values[n] = STORE_ONE;                                                                     \
    }                                                                                            \
    return (SGSampleRange){low, high};                                                           \
  }

#define SG_CONVERT(NAME, WORD)                                                                   \
  SG_EACH(NAME, WORD, float,                                                                     \
          *(unaligned_floats *)(values + n) =                                                    \
              __builtin_convertvector(word, floats) * map.slope + map.intercept,                 \
          (float)word * map.slope + map.intercept)

#define SG_SHIFT(NAME, WORD)                                                                     \
  SG_EACH(NAME, WORD, uint16_t, *(unaligned_bits *)(values + n) = (bits)word, (uint16_t)word)

SG_CONVERT(unsigned16, uint16_t)
SG_CONVERT(signed16, int16_t)
SG_SHIFT(shiftUnsigned16, uint16_t)
SG_SHIFT(shiftSigned16, int16_t)

static const SGPixelKernels FN(kernels) = {
    FN(unsigned16), FN(signed16), FN(shiftUnsigned16), FN(shiftSigned16)};

#undef SG_EACH
#undef SG_CONVERT
#undef SG_SHIFT
#undef SG_LANES
