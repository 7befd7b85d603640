#include "CVolumes.h"

// Vectors are wider than what the baseline has registers for; no caller sees them.
#pragma clang diagnostic ignored "-Wpsabi"

// A value is the same for every set of CPU instructions.
#pragma clang fp contract(off)

#define SV_KIND SV_KIND_WORDS
#define SV_NAME(name) name##_words
#include "CVoxelLoads.h"
#undef SV_KIND
#undef SV_NAME

#define SV_KIND SV_KIND_SCALED_WORDS
#define SV_NAME(name) name##_scaled_words
#include "CVoxelLoads.h"
#undef SV_KIND
#undef SV_NAME

void sv_values_of_words(
    const SVWords *words, SVStorage storage, int64_t first, int64_t count, int64_t slice,
    float *values) {
  SVVolume volume = {.words = *words};
  if (storage == SV_WORDS) {
    copy_words(scale_words(&volume), words->first + first, slice, count, values);
  } else {
    copy_scaled_words(scale_scaled_words(&volume), words->first + first, slice, count, values);
  }
}
