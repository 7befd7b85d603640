// Prints what the innermost loops of sampling and of rays make of a small volume, as one sum of all
// bits a line: the same lines for every architecture and every CPU level.
#include "CKernels.h"
#include "CRayKernels.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { size = 70, side = 48, blocks = ((size - 2) >> SV_BLOCK_SHIFT) + 1 };
enum { groups = (blocks + 3) / 4, entries = 4096, values = 2048 };

// Memory that may be read a little beyond its end.
static void *memory(size_t bytes) {
  void *place = aligned_alloc(64, (bytes + 4096 + 63) / 64 * 64);
  if (!place) abort();
  memset(place, 0, (bytes + 4096 + 63) / 64 * 64);
  return place;
}

static void show(const char *name, SVStorage storage, const void *bits, size_t bytes) {
  uint64_t sum = 14695981039346656037u;
  for (size_t n = 0; n < bytes; n++) sum = (sum ^ ((const uint8_t *)bits)[n]) * 1099511628211u;
  printf("%-18s %d %016" PRIx64 "\n", name, storage, sum);
}

// A noisy ball of bone in soft tissue in air, as words.
static uint16_t word_at(int x, int y, int z, uint32_t *random) {
  double dx = x - size / 2.0, dy = y - size / 2.0, dz = z - size / 2.0;
  double r = dx * dx + dy * dy + dz * dz;
  *random = *random * 1664525u + 1013904223u;
  return (uint16_t)((r < 400 ? 1800 : r < 900 ? 1100 : 60) + (*random >> 26));
}

static SVVolume volume_of(SVStorage storage) {
  static SVRescale rescales[size + 1];
  SVVolume v = {.storage = storage, .stride = {1, size, size * size}};
  uint16_t *words = memory(sizeof(uint16_t) * size * size * size);
  float *floats = memory(sizeof(float) * size * size * size);
  uint32_t random = 1;
  for (int n = 0; n < size * size * size; n++) {
    words[n] = word_at(n % size, n / size % size, n / (size * size), &random);
    floats[n] = (float)words[n] - 1024;
  }
  for (int k = 0; k <= size; k++) rescales[k] = (SVRescale){0.97 + k * 1e-3, -1024};
  v.voxels = floats;
  v.words = (SVWords){words, 0x4b000000, -8388608.0f - 1024, 0, rescales};
  for (int axis = 0; axis < 3; axis++) {
    v.size[axis] = size, v.lowest[axis] = -0.5, v.end[axis] = size - 0.5;
    v.fixedLowest[axis] = -((int64_t)1 << 30);
    v.fixedEnd[axis] = ((int64_t)size << 31) - ((int64_t)1 << 30);
    v.patientToVoxel[4 * axis] = 1;
  }
  return v;
}

static void sample(const SGKernels *loops, const SVVolume *volume) {
  const double from[3] = {-4.3, 60.7, 20.1}, by[3] = {0.31, -0.22, 0.08};
  int64_t start[3], step[3];
  for (int axis = 0; axis < 3; axis++) {
    start[axis] = (int64_t)(from[axis] * 0x1p31), step[axis] = (int64_t)(by[axis] * 0x1p31);
  }
  SGKernel kernels[] = {
      {.kind = SG_NEAREST, .taps = {1, 1, 1}},
      {.kind = SG_LINEAR, .taps = {2, 2, 2}},
      {.kind = SG_CUBIC,
       .taps = {4, 4, 4},
       .coefficients = {
           {0, 1, 0, 0}, {-0.5, 0, 0.5, 0}, {1, -2.5, 2, -0.5}, {-0.5, 1.5, -1.5, 0.5}}}};
  const char *names[] = {"nearest", "linear", "catmull-rom"};
  float *out = memory(sizeof(float) * SG_LINE_CAPACITY);
  for (int n = 0; n < 3; n++) {
    loops->line(volume, kernels + n, start, step, 300, out);
    show(names[n], volume->storage, out, sizeof(float) * 300);
  }
}

static void treat_rows(const SGKernels *loops, const SVVolume *volume) {
  const float *v = volume->voxels, *rows[4] = {v, v + 5000, v + 9000, v + 20000};
  const float weights[4] = {-0.1f, 0.6f, 0.7f, -0.2f};
  float *out = memory(sizeof(float) * values), *lines = memory(sizeof(float) * size * size);
  double *sums = memory(sizeof(double) * values);
  loops->blendRows(out, rows, weights, 4, values - 3);
  show("blend rows", 0, out, sizeof(float) * values);
  loops->blendFour(out, rows[0], rows[1], rows[2], rows[3], 0.3f, 0.7f, values - 3);
  show("blend four", 0, out, sizeof(float) * values);
  loops->keepMaximum(out, v + 100, values - 3);
  loops->keepMinimum(out, v + 30000, values - 3);
  show("keep", 0, out, sizeof(float) * values);
  loops->addWeighted(sums, out, v + 100, 0.3f, values - 3);
  show("add", 0, sums, sizeof(double) * values);
  memcpy(lines, v, sizeof(float) * size * size);
  loops->prefilterAcross(lines, size, size, size);
  loops->prefilterAlong(lines, size, size, size);
  show("prefilter", 0, lines, sizeof(float) * size * size);
}

// The rays of a picture from aside.
static SRFrame frame_of(void) {
  const double forward[3] = {0.3, 0.86, 0.41}, right[3] = {0.944, -0.329, 0};
  SRFrame f = {.stepLength = 0.5};
  for (int axis = 0; axis < 3; axis++) {
    double down = forward[(axis + 1) % 3] * right[(axis + 2) % 3]
        - forward[(axis + 2) % 3] * right[(axis + 1) % 3];
    f.step[axis] = forward[axis] / 2, f.column[axis] = right[axis], f.row[axis] = down;
    f.origin[axis] = size / 2.0 - (right[axis] + down) * side / 2;
    f.forward[axis] = forward[axis];
  }
  return f;
}

static SRStyle style_of(const float *table) {
  return (SRStyle){
      .tableStart = -1024, .tableScale = entries / 3000.0f, .tableLast = entries,
      .entries = table, .unitsPerStep = 0.5, .isShaded = 1, .ambient = 0.2f, .diffuse = 0.7f,
      .specular = 0.2f, .shininess = 20, .isHeadLight = 1, .isoValue = 300,
      .isoColor = {0.9f, 0.8f, 0.7f}};
}

// Opacity that grows from -200 on, and a colour that changes.
static float *table_of(void) {
  float *table = memory(sizeof(float) * 8 * (entries + 1));
  for (int e = 0; e <= entries; e++) {
    for (int n = 0; n < 8; n++) table[8 * e + n] = 0;
    float opacity = e < 1125 ? 0 : (float)(e - 1125) * 1e-5f;
    for (int n = 0; n < 3; n++) table[8 * e + n] = (float)(e * (n + 1) % 4097) / 4097;
    table[8 * e + 3] = opacity;
  }
  return table;
}

static SRBlocks blocks_of(const SRKernels *loops, const SVVolume *volume, int32_t margin) {
  enum { count = blocks * blocks * blocks, few = groups * groups * groups };
  float *rows = memory(sizeof(float) * 2 * size);
  float *low = memory(sizeof(float) * count), *high = memory(sizeof(float) * count);
  float *least = memory(sizeof(float) * few), *most = memory(sizeof(float) * few);
  SRBlocks layer = {.blocks = {blocks, blocks, 1}, .margin = margin};
  for (int z = 0; z < blocks; z++) {
    int64_t at = (int64_t)z * blocks * blocks;
    loops->blockRanges(volume, &layer, z, rows, low + at, high + at);
  }
  for (int n = 0; n < few; n++) least[n] = -INFINITY, most[n] = INFINITY;
  return (SRBlocks){
      .blocks = {blocks, blocks, blocks}, .groups = {groups, groups, groups}, .lowest = low,
      .highest = high, .groupLowest = least, .groupHighest = most, .isSkipping = 1};
}

static void cast(const SRKernels *loops, const SVVolume *volume) {
  enum { count = blocks * blocks * blocks };
  static const SRCubic spline = {
      .weights = {{1 / 6.0f, 4 / 6.0f, 1 / 6.0f, 0},
                  {-0.5f, 0, 0.5f, 0},
                  {0.5f, -1, 0.5f, 0},
                  {-1 / 6.0f, 0.5f, -0.5f, 1 / 6.0f}},
      .slopes = {{0.5f, 0.5f, 0, 0}, {-1, 1, 0, 0}, {0.5f, -1, 0.5f, 0}}};
  SRFrame frame = frame_of();
  SRStyle style = style_of(table_of());
  SRTile all = {0, side, 0, side};
  SRBlocks ranges = blocks_of(loops, volume, 1);
  uint8_t *distances = memory(count), *scratch = memory(count);
  SRBricks *bricks = memory((size_t)sr_bricks_size());
  float *out = memory(sizeof(float) * 4 * side * side);
  for (int n = 0; n < count; n++) distances[n] = ranges.highest[n] > -200 ? 0 : SR_FARTHEST;
  loops->spreadDistances(ranges.blocks, distances, scratch);
  show("distances", volume->storage, distances, count);
  for (SRBlend blend = SR_MAXIMUM; blend <= SR_MEAN; blend++) {
    loops->project(volume, &ranges, &frame, blend, all, side, out, NULL);
    show("project", volume->storage, out, sizeof(float) * side * side);
  }
  size_t bytes = sizeof(float) * 4 * side * side;
  loops->composite(volume, &ranges, distances, bricks, &frame, &style, all, side, out);
  show("composite", volume->storage, out, bytes);
  loops->isosurface(volume, &ranges, distances, &frame, &style, all, side, out);
  show("isosurface", volume->storage, out, bytes);
  style.cubic = &spline;
  loops->compositeFinely(volume, &ranges, distances, &frame, &style, all, side, out);
  show("composite finely", volume->storage, out, bytes);
  loops->isosurface(volume, &ranges, distances, &frame, &style, all, side, out);
  show("cubic isosurface", volume->storage, out, bytes);
}

int main(int count, char **arguments) {
  int isAVX2 = count > 1 && strcmp(arguments[1], "avx2") == 0;
  const SGKernels *sampling = isAVX2 ? sg_kernels_avx2() : sg_kernels_baseline();
  const SRKernels *rays = isAVX2 ? sr_kernels_avx2() : sr_kernels_baseline();
  for (SVStorage storage = SV_FLOATS; storage <= SV_SCALED_WORDS; storage++) {
    SVVolume volume = volume_of(storage);
    sample(sampling, &volume);
    if (storage == SV_FLOATS) treat_rows(sampling, &volume);
    cast(rays, &volume);
  }
  return 0;
}
