// The yardstick: an oblique plane and an oblique maximum projection as plain C with OpenMP, by the same algorithm as
// Sagitta's loops: the part of a row or ray inside the volume is found first, then the inner loop has no checks; the
// projection steps over blocks whose maximum cannot matter. What Swift and Dispatch cost or save shows beside it.
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16 };

typedef struct {
  const float *voxels;
  int64_t ni, nj, nk;
} Volume;

static inline float cell(const Volume *v, int64_t offset, float a, float b, float c) {
  const float *p = v->voxels + offset;
  int64_t row = v->ni, slice = v->ni * v->nj;
  float x00 = p[0] + a * (p[1] - p[0]);
  float x10 = p[row] + a * (p[row + 1] - p[row]);
  float x01 = p[slice] + a * (p[slice + 1] - p[slice]);
  float x11 = p[slice + row] + a * (p[slice + row + 1] - p[slice + row]);
  float y0 = x00 + b * (x10 - x00), y1 = x01 + b * (x11 - x01);
  return y0 + c * (y1 - y0);
}

// The n for which start + n * step lies in [0, size - 1) along all axes.
static void clip(const Volume *v, const double *start, const double *step, int64_t count, int64_t *first, int64_t *end) {
  double low = 0, high = (double)count - 1, size[3] = {(double)v->ni, (double)v->nj, (double)v->nk};
  for (int axis = 0; axis < 3; axis++) {
    double last = size[axis] - 1 - 1e-9;
    if (fabs(step[axis]) < 1e-12) {
      if (start[axis] < 0 || start[axis] > last) high = -1;
      continue;
    }
    double a = -start[axis] / step[axis], b = (last - start[axis]) / step[axis];
    low = fmax(low, fmin(a, b));
    high = fmin(high, fmax(a, b));
  }
  *first = (int64_t)ceil(low);
  *end = high < low ? *first : (int64_t)floor(high) + 1;
}

// size × size samples at start + column * right + row * down, all in voxels; NaN outside the outer voxel centres.
void yardstick_plane(
    const float *voxels, const int64_t *size, const double *start, const double *right, const double *down, int64_t edge,
    float *out, int threads) {
  Volume v = {voxels, size[0], size[1], size[2]};
#pragma omp parallel for schedule(static, 8) num_threads(threads)
  for (int64_t row = 0; row < edge; row++) {
    double at[3];
    for (int axis = 0; axis < 3; axis++) at[axis] = start[axis] + (double)row * down[axis];
    int64_t first, end;
    clip(&v, at, right, edge, &first, &end);
    float *line = out + row * edge;
    for (int64_t n = 0; n < edge; n++)
      if (n < first || n >= end) line[n] = NAN;
    for (int64_t n = first; n < end; n++) {
      double x = at[0] + (double)n * right[0], y = at[1] + (double)n * right[1], z = at[2] + (double)n * right[2];
      int64_t i = (int64_t)x, j = (int64_t)y, k = (int64_t)z;
      int64_t offset = (k * v.nj + j) * v.ni + i;
      int64_t ahead = n + 32 < end ? n + 32 : n;
      int64_t pi = (int64_t)(at[0] + (double)ahead * right[0]), pj = (int64_t)(at[1] + (double)ahead * right[1]);
      int64_t pk = (int64_t)(at[2] + (double)ahead * right[2]);
      __builtin_prefetch(v.voxels + (pk * v.nj + pj) * v.ni + pi);
      __builtin_prefetch(v.voxels + ((pk + 1) * v.nj + pj) * v.ni + pi);
      line[n] = cell(&v, offset, (float)(x - (double)i), (float)(y - (double)j), (float)(z - (double)k));
    }
  }
}

// The maximum of every block of 16³ cells, one voxel of the next block included; x fastest.
void yardstick_blocks(const float *voxels, const int64_t *size, float *maxima, int threads) {
  int64_t ni = size[0], nj = size[1], nk = size[2];
  int64_t bi = (ni + BLOCK - 1) / BLOCK, bj = (nj + BLOCK - 1) / BLOCK, bk = (nk + BLOCK - 1) / BLOCK;
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int64_t z = 0; z < bk; z++)
    for (int64_t y = 0; y < bj; y++)
      for (int64_t x = 0; x < bi; x++) {
        float most = -INFINITY;
        for (int64_t k = z * BLOCK; k <= (z + 1) * BLOCK && k < nk; k++)
          for (int64_t j = y * BLOCK; j <= (y + 1) * BLOCK && j < nj; j++)
            for (int64_t i = x * BLOCK; i <= (x + 1) * BLOCK && i < ni; i++) {
              float value = voxels[(k * nj + j) * ni + i];
              most = value > most ? value : most;
            }
        maxima[(z * bj + y) * bi + x] = most;
      }
}

typedef struct {
  int64_t first, end;
  float most;
} Stretch;

// The samples of a ray, cut where it leaves a block.
static int stretches(
    const Volume *v, const float *maxima, const double *at, const double *step, int64_t first, int64_t end,
    Stretch *found) {
  int64_t bi = (v->ni + BLOCK - 1) / BLOCK, bj = (v->nj + BLOCK - 1) / BLOCK;
  int count = 0;
  for (int64_t n = first; n < end;) {
    int64_t block[3];
    double leave = (double)end;
    for (int axis = 0; axis < 3; axis++) {
      double p = at[axis] + (double)n * step[axis];
      block[axis] = (int64_t)p / BLOCK;
      if (fabs(step[axis]) < 1e-12) continue;
      double edge = (double)((block[axis] + (step[axis] > 0)) * BLOCK);
      leave = fmin(leave, (edge - at[axis]) / step[axis]);
    }
    int64_t next = (int64_t)ceil(leave);
    if (next <= n) next = n + 1;
    if (next > end) next = end;
    found[count++] = (Stretch){n, next, maxima[(block[2] * bj + block[1]) * bi + block[0]]};
    n = next;
  }
  return count;
}

static float sampled(const Volume *v, const double *at, const double *step, Stretch s, float most) {
  for (int64_t n = s.first; n < s.end; n++) {
    double x = at[0] + (double)n * step[0], y = at[1] + (double)n * step[1], z = at[2] + (double)n * step[2];
    int64_t i = (int64_t)x, j = (int64_t)y, k = (int64_t)z;
    float value = cell(
        v, (k * v->nj + j) * v->ni + i, (float)(x - (double)i), (float)(y - (double)j), (float)(z - (double)k));
    most = value > most ? value : most;
  }
  return most;
}

// The largest of `samples` values along each ray; the block with the highest maximum goes first.
void yardstick_mip(
    const float *voxels, const int64_t *size, const float *maxima, const double *start, const double *right,
    const double *down, const double *step, int64_t edge, int64_t samples, float *out, int threads) {
  Volume v = {voxels, size[0], size[1], size[2]};
#pragma omp parallel num_threads(threads)
  {
    Stretch *found = malloc(sizeof(Stretch) * (size_t)samples);
#pragma omp for schedule(static, 1)
    for (int64_t row = 0; row < edge; row++)
      for (int64_t column = 0; column < edge; column++) {
        double at[3];
        for (int axis = 0; axis < 3; axis++)
          at[axis] = start[axis] + (double)row * down[axis] + (double)column * right[axis];
        int64_t first, end;
        clip(&v, at, step, samples, &first, &end);
        float most = NAN;
        if (first < end) {
          int count = stretches(&v, maxima, at, step, first, end, found), best = 0;
          for (int n = 1; n < count; n++)
            if (found[n].most > found[best].most) best = n;
          most = sampled(&v, at, step, found[best], -INFINITY);
          for (int n = 0; n < count; n++)
            if (n != best && found[n].most > most) most = sampled(&v, at, step, found[n], most);
        }
        out[row * edge + column] = most;
      }
    free(found);
  }
}
