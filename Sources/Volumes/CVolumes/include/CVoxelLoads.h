// Loads of voxels, whatever they are stored as. Loops include this once for each kind of storage,
// with SV_KIND the kind (one of those below) and SV_NAME(name) the name of what is made for it;
// fused multiplication must be off. Loops for floats become what they would be without it.
//
// Every load takes the slices of the voxels, which only words with a rescale a slice need.

#ifndef SV_LOAD_TYPES
#define SV_LOAD_TYPES

#include <stdint.h>

#define SV_KIND_FLOATS 0
#define SV_KIND_WORDS 1
#define SV_KIND_SCALED_WORDS 2

typedef float sv_float4 __attribute__((vector_size(16)));
typedef float sv_float8 __attribute__((vector_size(32)));
typedef double sv_double4 __attribute__((vector_size(32)));
typedef double sv_double8 __attribute__((vector_size(64)));
typedef uint16_t sv_short4 __attribute__((vector_size(8)));
typedef uint16_t sv_short8 __attribute__((vector_size(16)));
typedef int32_t sv_int4 __attribute__((vector_size(16)));
typedef int32_t sv_int8 __attribute__((vector_size(32)));
typedef double sv_two_floats __attribute__((aligned(4), may_alias));
typedef sv_float4 sv_four_floats __attribute__((aligned(4), may_alias));
typedef sv_float8 sv_eight_floats __attribute__((aligned(4), may_alias));
typedef int32_t sv_two_words __attribute__((aligned(2), may_alias));
typedef sv_short4 sv_four_words __attribute__((aligned(2), may_alias));
typedef sv_short8 sv_eight_words __attribute__((aligned(2), may_alias));

#define SV_INLINE __attribute__((always_inline)) static inline

#endif

#ifdef SV_KIND
#if SV_KIND == SV_KIND_FLOATS

typedef float SV_NAME(Voxel);

/// What turns voxels into values: nothing.
typedef struct {
  int32_t unused;
} SV_NAME(Scale);

SV_INLINE const float *SV_NAME(voxels)(const SVVolume *volume) { return volume->voxels; }

SV_INLINE SV_NAME(Scale) SV_NAME(scale)(const SVVolume *volume) {
  (void)volume;
  return (SV_NAME(Scale)){0};
}

SV_INLINE float SV_NAME(one)(SV_NAME(Scale) scale, const float *p, int64_t slice) {
  (void)scale, (void)slice;
  return *p;
}

SV_INLINE sv_float4 SV_NAME(four)(SV_NAME(Scale) scale, const float *p, int64_t slice) {
  (void)scale, (void)slice;
  return *(const sv_four_floats *)p;
}

SV_INLINE sv_float8 SV_NAME(eight)(SV_NAME(Scale) scale, const float *p, int64_t slice) {
  (void)scale, (void)slice;
  return *(const sv_eight_floats *)p;
}

SV_INLINE sv_float8 SV_NAME(two_of_four)(
    SV_NAME(Scale) scale, const float *a, const float *b, const float *c, const float *d,
    int64_t sliceA, int64_t sliceB, int64_t sliceC, int64_t sliceD) {
  (void)scale, (void)sliceA, (void)sliceB, (void)sliceC, (void)sliceD;
  return (sv_float8)(sv_double4){
      *(const sv_two_floats *)a, *(const sv_two_floats *)b, *(const sv_two_floats *)c,
      *(const sv_two_floats *)d};
}

#else

typedef uint16_t SV_NAME(Voxel);

SV_INLINE const uint16_t *SV_NAME(voxels)(const SVVolume *volume) { return volume->words.first; }

SV_INLINE sv_int8 SV_NAME(extended)(sv_short8 words) {
  return __builtin_convertvector(words, sv_int8);
}

SV_INLINE sv_int8 SV_NAME(gathered)(
    const uint16_t *a, const uint16_t *b, const uint16_t *c, const uint16_t *d) {
  sv_int4 pairs = {
      *(const sv_two_words *)a, *(const sv_two_words *)b, *(const sv_two_words *)c,
      *(const sv_two_words *)d};
  return SV_NAME(extended)((sv_short8)pairs);
}

#if SV_KIND == SV_KIND_WORDS

/// What turns words into values.
typedef struct {
  uint32_t magic;
  float offset;
} SV_NAME(Scale);

SV_INLINE SV_NAME(Scale) SV_NAME(scale)(const SVVolume *volume) {
  return (SV_NAME(Scale)){volume->words.magic, volume->words.offset};
}

SV_INLINE float SV_NAME(one)(SV_NAME(Scale) scale, const uint16_t *p, int64_t slice) {
  (void)slice;
  return __builtin_bit_cast(float, *p ^ scale.magic) + scale.offset;
}

SV_INLINE sv_float4 SV_NAME(four)(SV_NAME(Scale) scale, const uint16_t *p, int64_t slice) {
  (void)slice;
  sv_int4 words = __builtin_convertvector(*(const sv_four_words *)p, sv_int4);
  return (sv_float4)(words ^ (int32_t)scale.magic) + scale.offset;
}

SV_INLINE sv_float8 SV_NAME(valued)(SV_NAME(Scale) scale, sv_int8 words) {
  return (sv_float8)(words ^ (int32_t)scale.magic) + scale.offset;
}

SV_INLINE sv_float8 SV_NAME(eight)(SV_NAME(Scale) scale, const uint16_t *p, int64_t slice) {
  (void)slice;
  return SV_NAME(valued)(scale, SV_NAME(extended)(*(const sv_eight_words *)p));
}

SV_INLINE sv_float8 SV_NAME(two_of_four)(
    SV_NAME(Scale) scale, const uint16_t *a, const uint16_t *b, const uint16_t *c,
    const uint16_t *d, int64_t sliceA, int64_t sliceB, int64_t sliceC, int64_t sliceD) {
  (void)sliceA, (void)sliceB, (void)sliceC, (void)sliceD;
  return SV_NAME(valued)(scale, SV_NAME(gathered)(a, b, c, d));
}

#else

/// What turns words into values: each slice's rescale.
typedef struct {
  int32_t sign;
  const SVRescale *rescales;
} SV_NAME(Scale);

SV_INLINE SV_NAME(Scale) SV_NAME(scale)(const SVVolume *volume) {
  return (SV_NAME(Scale)){volume->words.sign, volume->words.rescales};
}

SV_INLINE float SV_NAME(one)(SV_NAME(Scale) scale, const uint16_t *p, int64_t slice) {
  SVRescale rescale = scale.rescales[slice];
  int32_t number = (*p ^ scale.sign) - scale.sign;
  return (float)((double)number * rescale.slope + rescale.intercept);
}

SV_INLINE sv_float4 SV_NAME(four)(SV_NAME(Scale) scale, const uint16_t *p, int64_t slice) {
  SVRescale rescale = scale.rescales[slice];
  sv_int4 words = __builtin_convertvector(*(const sv_four_words *)p, sv_int4);
  sv_double4 numbers = __builtin_convertvector((words ^ scale.sign) - scale.sign, sv_double4);
  return __builtin_convertvector(numbers * rescale.slope + rescale.intercept, sv_float4);
}

SV_INLINE sv_double8 SV_NAME(numbers)(SV_NAME(Scale) scale, sv_int8 words) {
  return __builtin_convertvector((words ^ scale.sign) - scale.sign, sv_double8);
}

SV_INLINE sv_float8 SV_NAME(eight)(SV_NAME(Scale) scale, const uint16_t *p, int64_t slice) {
  SVRescale rescale = scale.rescales[slice];
  sv_double8 numbers =
      SV_NAME(numbers)(scale, SV_NAME(extended)(*(const sv_eight_words *)p));
  return __builtin_convertvector(numbers * rescale.slope + rescale.intercept, sv_float8);
}

SV_INLINE sv_float8 SV_NAME(two_of_four)(
    SV_NAME(Scale) scale, const uint16_t *a, const uint16_t *b, const uint16_t *c,
    const uint16_t *d, int64_t sliceA, int64_t sliceB, int64_t sliceC, int64_t sliceD) {
  const SVRescale *r = scale.rescales;
  double s0 = r[sliceA].slope, s1 = r[sliceB].slope, s2 = r[sliceC].slope, s3 = r[sliceD].slope;
  double i0 = r[sliceA].intercept, i1 = r[sliceB].intercept;
  double i2 = r[sliceC].intercept, i3 = r[sliceD].intercept;
  sv_double8 slopes = {s0, s0, s1, s1, s2, s2, s3, s3};
  sv_double8 intercepts = {i0, i0, i1, i1, i2, i2, i3, i3};
  sv_double8 numbers = SV_NAME(numbers)(scale, SV_NAME(gathered)(a, b, c, d));
  return __builtin_convertvector(numbers * slopes + intercepts, sv_float8);
}

#endif

// The values of a run of voxels of a slice.
SV_INLINE void SV_NAME(copy)(
    SV_NAME(Scale) scale, const uint16_t *run, int64_t slice, int64_t count, float *values) {
  int64_t n = 0;
  for (; n + 8 <= count; n += 8) {
    *(sv_eight_floats *)(values + n) = SV_NAME(eight)(scale, run + n, slice);
  }
  for (; n < count; n++) values[n] = SV_NAME(one)(scale, run + n, slice);
}

#endif
#endif
