// The loops for each kind of storage, and those that choose among them.

#define SV_KIND SV_KIND_FLOATS
#define SV_NAME(name) FN(name##_floats)
#include "stored.h"
#undef SV_KIND
#undef SV_NAME

#define SV_KIND SV_KIND_WORDS
#define SV_NAME(name) FN(name##_words)
#include "stored.h"
#undef SV_KIND
#undef SV_NAME

#define SV_KIND SV_KIND_SCALED_WORDS
#define SV_NAME(name) FN(name##_scaled_words)
#include "stored.h"
#undef SV_KIND
#undef SV_NAME

static void FN(line)(
    const SVVolume *volume, const SGKernel *kernel, const int64_t *start, const int64_t *step,
    int32_t count, float *out) {
  switch (volume->storage) {
    case SV_FLOATS: FN(line_floats)(volume, kernel, start, step, count, out); break;
    case SV_WORDS: FN(line_words)(volume, kernel, start, step, count, out); break;
    case SV_SCALED_WORDS: FN(line_scaled_words)(volume, kernel, start, step, count, out); break;
  }
}

static void FN(blend_voxels)(
    const SVVolume *volume, const int64_t *first, const int32_t *slices, const float *weights,
    int32_t taps, int64_t count, float *out) {
  if (volume->storage == SV_WORDS) {
    FN(blend_voxels_words)(volume, first, slices, weights, taps, count, out);
  } else {
    FN(blend_voxels_scaled_words)(volume, first, slices, weights, taps, count, out);
  }
}
