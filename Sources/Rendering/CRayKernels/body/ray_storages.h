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

// Calls the loop for the volume's storage.
#define SR_CHOOSE(name, ...)                                                                  \
  switch (volume->storage) {                                                                  \
    case SV_FLOATS: return FN(name##_floats)(__VA_ARGS__);                                    \
    case SV_WORDS: return FN(name##_words)(__VA_ARGS__);                                      \
    case SV_SCALED_WORDS: break;                                                              \
  }                                                                                           \
  return FN(name##_scaled_words)(__VA_ARGS__)

static void FN(block_ranges)(
    const SVVolume *volume, const SRBlocks *blocks, int64_t z, float *rows, float *lowest,
    float *highest) {
  SR_CHOOSE(block_ranges, volume, blocks, z, rows, lowest, highest);
}

static void FN(project)(
    const SVVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, float *out, float *depths) {
  SR_CHOOSE(project, volume, blocks, frame, blend, tile, width, out, depths);
}

static void FN(project_planes)(
    const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t first, int64_t end,
    float *rows, float *best, double *sums, float *out, float *depths) {
  SR_CHOOSE(project_planes, volume, axis, blend, first, end, rows, best, sums, out, depths);
}

static void FN(isosurface)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out) {
  SR_CHOOSE(isosurface, volume, blocks, distances, frame, style, tile, width, out);
}

static void FN(composite_finely)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out) {
  SR_CHOOSE(composite_finely, volume, blocks, distances, frame, style, tile, width, out);
}

static void FN(cell_depths)(
    const SVVolume *volume, const SRStyle *style, const SROcclusion *cells, double length,
    int32_t isSurface, const double *planes, int32_t planeCount, int64_t z, float *out) {
  SR_CHOOSE(
      cell_depths, volume, style, cells, length, isSurface, planes, planeCount, z, out);
}

static void FN(lay_brick)(
    const SVVolume *volume, const SRBlocks *blocks, const int64_t *block, SRBrick *brick) {
  SR_CHOOSE(lay_brick, volume, blocks, block, brick);
}

static float FN(blend_lane)(const SVVolume *volume, const SRCells *cells, int lane) {
  SR_CHOOSE(blend_lane, volume, cells, lane);
}

static void FN(gradient_of_lane)(
    const SVVolume *volume, const SRCells *cells, int lane, float8 *gradient) {
  SR_CHOOSE(gradient_of_lane, volume, cells, lane, gradient);
}

#undef SR_CHOOSE
