// The loops, written once and compiled for each CPU level; compilers vectorise them.

#define SG_CONVERT(NAME, WORD)                                                                   \
  static SGSampleRange FN(NAME)(const void *samples, float *values, size_t count,                \
                                SGSampleMap map) {                                               \
    typedef WORD unaligned __attribute__((aligned(1), may_alias));                               \
    const unaligned *words = samples;                                                            \
    const uint16_t up = (uint16_t)map.up, down = (uint16_t)map.down;                             \
    WORD low = (WORD)(WORD)((uint16_t)words[0] << up) >> down, high = low;                       \
    for (size_t n = 0; n < count; n++) {                                                         \
      const WORD word = (WORD)((WORD)((uint16_t)words[n] << up) >> down);                        \
      low = word < low ? word : low;                                                             \
      high = word > high ? word : high;                                                          \
      values[n] = (float)word * map.slope + map.intercept;                                       \
    }                                                                                            \
    return (SGSampleRange){low, high};                                                           \
  }

SG_CONVERT(unsigned16, uint16_t)
SG_CONVERT(signed16, int16_t)

static const SGPixelKernels FN(kernels) = {FN(unsigned16), FN(signed16)};

#undef SG_CONVERT
