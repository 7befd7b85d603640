// The innermost loops of sampling, one set for each CPU level. The results of all levels are
// bit-identical: no operation is fused, and none is reordered.
//
// Nothing here checks its arguments: the Swift module Sampling is the only caller and sees to
// the preconditions. Positions are voxel indices as fixed-point numbers with 31 fraction bits.

#ifndef SAGITTA_CKERNELS_H
#define SAGITTA_CKERNELS_H

#include "CVolumes.h"

#include <stdint.h>

/// Samples that one call of `line` takes at most; also bounds the drift of the steps.
#define SG_LINE_CAPACITY 512

/// Taps of the widest kernel along one axis.
#define SG_MAX_TAPS 8

/// Steps between two voxels in a table of kernel weights.
#define SG_TABLE_PHASES 512

/// Upper halves that one call of `countLower` looks for.
#define SG_COUNTED_UPPERS 4

typedef enum { SG_NEAREST, SG_LINEAR, SG_CUBIC, SG_TABLE } SGKernelKind;

/// What to do with a tap beyond the volume.
typedef enum { SG_CLAMP, SG_MIRROR } SGBorder;

/// Which memory to ask for before it is needed.
typedef enum {
  /// None: the cache holds all.
  SG_PREFETCH_NONE,
  /// What samples further on in the line need, where the CPU does not foresee it.
  SG_PREFETCH_LINE,
  /// What a later line needs that this one does not.
  SG_PREFETCH_LEAD
} SGPrefetch;

typedef struct {
  SGKernelKind kind;
  SGBorder border;
  /// Taps along each axis: 1, 2, 4, 6 or 8; the third differs on an irregular stack.
  int32_t taps[3];
  /// SG_CUBIC: coefficients[power][tap] of the four pieces of the kernel.
  float coefficients[4][4];
  /// SG_TABLE: SG_TABLE_PHASES + 1 rows of SG_MAX_TAPS weights, the unused last ones 0.
  const float *table;
  SGPrefetch prefetch;
  /// SG_PREFETCH_LEAD: from a sample's cell to the voxel that a later line will need first, and
  /// from there across the direction in which the lines move.
  int64_t lead;
  int64_t leadStep;
} SGKernel;

/// One CPU level's loops.
typedef struct {
  /// Writes the samples at start + n * step, NaN outside and beside invalid voxels.
  /// count <= SG_LINE_CAPACITY; positions stay below 2^62.
  void (*line)(
      const SVVolume *volume, const SGKernel *kernel, const int64_t *start, const int64_t *step,
      int32_t count, float *out);

  /// result = max/min(result, row), samples that are NaN left out.
  void (*keepMaximum)(float *result, const float *row, int64_t count);
  void (*keepMinimum)(float *result, const float *row, int64_t count);
  /// sum += weight * row and weights += weight where row is a number.
  void (*addWeighted)(
      double *sum, float *weights, const float *row, float weight, int64_t count);

  /// Widens [*least, *most] to the values that are numbers; returns whether any is not.
  int32_t (*valueRange)(const float *values, int64_t count, float *least, float *most);

  /// out[n] = sum over t of weights[t] * rows[t][n]; taps 1 copies, taps 2 is
  /// a + weights[1] * (b - a).
  void (*blendRows)(
      float *out, const float *const *rows, const float *weights, int32_t taps, int64_t count);
  /// out[n] between the rows a and b by tj, c and d by tj, and these two by tk.
  void (*blendFour)(
      float *out, const float *a, const float *b, const float *c, const float *d, float tj,
      float tk, int64_t count);
  /// The same as blendRows for rows of a volume's words, which begin at the voxels `first` of
  /// `slices`. taps 1 has a weight of 1.
  void (*blendVoxels)(
      const SVVolume *volume, const int64_t *first, const int32_t *slices, const float *weights,
      int32_t taps, int64_t count, float *out);
  /// out[n] = sum over t of weights[n * taps + t] * row[first[n] + t]; taps 2 as above.
  void (*resampleRow)(
      float *out, const float *row, const int32_t *first, const float *weights, int32_t taps,
      int64_t count);
  /// out[c * outStride + r] = in[r * inStride + c] for r < rows, c < columns. `stream` writes
  /// past the cache where alignment allows; `finishStream` must follow.
  void (*transpose)(
      float *out, int64_t outStride, const float *in, int64_t inStride, int64_t rows,
      int64_t columns, int32_t stream);
  /// Copies past the cache; `finishStream` must follow.
  void (*streamRow)(float *out, const float *in, int64_t count);
  /// Makes what was written past the cache visible to other threads.
  void (*finishStream)(void);

  /// Turns samples into cubic B-spline coefficients along an axis: `lines` lines of `count`
  /// samples, `stride` apart, that lie side by side in memory.
  void (*prefilterAcross)(float *samples, int64_t count, int64_t stride, int64_t lines);
  /// The same for `lines` lines that are stored one after the other, `stride` apart.
  void (*prefilterAlong)(float *samples, int64_t count, int64_t stride, int64_t lines);

  /// counts[u]++ for each value whose bits have the upper half u. `valid` has a bit for each
  /// value, least significant first, 0 behind the last one, and leaves out those whose is 0; null
  /// leaves out none.
  void (*countUpper)(
      const float *values, int64_t count, const uint64_t *valid, int64_t *counts);
  /// counts[n << 16 | l]++ for each value whose bits have the lower half l and the upper half
  /// uppers[n], the first of SG_COUNTED_UPPERS that is equal.
  void (*countLower)(
      const float *values, int64_t count, const uint64_t *valid, const uint32_t *uppers,
      int64_t *counts);
} SGKernels;

/// The loops for any CPU of the architecture.
const SGKernels *sg_kernels_baseline(void);

/// The loops for x86-64 CPUs with AVX2, which the caller sees to; null on other architectures.
const SGKernels *sg_kernels_avx2(void);

#endif
