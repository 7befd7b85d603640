#ifndef CPIXELKERNELS_H
#define CPIXELKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// How 16-bit samples of the machine's byte order become floats: the word is shifted up by `up`
/// and back down by `down`, then value = slope · word + intercept.
typedef struct {
  int32_t up;
  int32_t down;
  float slope;
  float intercept;
} SGSampleMap;

/// The smallest and largest shifted word.
typedef struct {
  int32_t low;
  int32_t high;
} SGSampleRange;

/// Converts `count` ≥ 1 samples at `samples`, which need no alignment.
typedef SGSampleRange (*SGSampleConversion)(
    const void *_Nonnull samples, float *_Nonnull values, size_t count, SGSampleMap map);

/// Stores the shifted words of `count` ≥ 1 samples, which need no alignment.
typedef SGSampleRange (*SGSampleShift)(
    const void *_Nonnull samples, uint16_t *_Nonnull words, size_t count, SGSampleMap map);

/// The loops of one CPU level.
typedef struct {
  SGSampleConversion _Nonnull unsigned16;
  SGSampleConversion _Nonnull signed16;
  SGSampleShift _Nonnull shiftUnsigned16;
  SGSampleShift _Nonnull shiftSigned16;
} SGPixelKernels;

/// Loops that every CPU of the architecture runs.
const SGPixelKernels *_Nonnull sg_pixel_kernels_baseline(void);

/// Loops for CPUs with AVX2, which the caller sees to; NULL on other architectures.
const SGPixelKernels *_Nullable sg_pixel_kernels_avx2(void);

#endif
