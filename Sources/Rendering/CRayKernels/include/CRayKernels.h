// The innermost loops of projection and ray casting, one set for each CPU level. The results of
// all levels are bit-identical: no operation is fused, and none is reordered.
//
// Nothing here checks its arguments: the Swift module RayCasting is the only caller and sees to
// the preconditions. Inside a ray, positions are voxel indices as fixed-point numbers with 31
// fraction bits; sample m of a ray lies at start + m * step, whoever asks and in whatever order.

#ifndef SAGITTA_CRAYKERNELS_H
#define SAGITTA_CRAYKERNELS_H

#include "CVolumes.h"

#include <stdint.h>

/// Blocks along the edge of a group of blocks, as a power of two.
#define SR_GROUP_SHIFT 2
/// The largest distance to a visible block that is told apart.
#define SR_FARTHEST 15
/// The opacity at which a ray ends.
#define SR_OPAQUE 0.9995f

/// Lowest and highest valid values of blocks of cells, neighbours included. Block (x, y, z)
/// covers the cells that begin at voxels [8x, 8x + 8) and so on; groups are 4x4x4 blocks.
/// Empty blocks have lowest = +inf, highest = -inf. Bounds are wide enough for rounding.
typedef struct {
  int64_t blocks[3];
  int64_t groups[3];
  const float *lowest;
  const float *highest;
  const float *groupLowest;
  const float *groupHighest;
  /// Voxels beyond those of its cells that a block's range takes in, for wide kernels.
  int32_t margin;
  /// 0 keeps all blocks: for tests.
  int32_t isSkipping;
} SRBlocks;

/// The rays of one frame. Ray (x, y) belongs to the centre of column x and row y; supersampled
/// frames have more columns and rows.
typedef struct {
  int32_t isPerspective;
  int32_t planeCount;
  /// Orthographic: the place of sample 0 of ray (0, 0), and its changes, in voxels.
  double origin[3], column[3], row[3];
  /// Orthographic: from sample to sample, in voxels.
  double step[3];
  /// Perspective: the eye in voxels; sample 0 of every ray.
  double eye[3];
  /// Perspective: the direction of ray (0, 0) in mm, and its changes.
  double forward[3], rightward[3], downward[3];
  /// Millimetres from sample to sample.
  double stepLength;
  /// Kept is a*i + b*j + c*k + d >= 0, four numbers a plane, i j k in voxels.
  const double *planes;
} SRFrame;

typedef enum { SR_MAXIMUM, SR_MINIMUM, SR_MEAN } SRBlend;

/// A rectangle of rays.
typedef struct {
  int32_t firstColumn, endColumn, firstRow, endRow;
} SRTile;

/// A place between voxel `cell` and the next one: t of the way, in [0, 1); cell -1 is outside.
typedef struct {
  int32_t cell;
  float t;
  /// What a place along the rays counts in a mean, and where it lies, in mm.
  double weight, depth;
} SRPlace;

/// Rays along a voxel axis through a picture whose sides lie along the other two.
typedef struct {
  /// The voxel axis of the rays: 0, 1 or 2.
  int32_t axis;
  /// 1 if all `fast` places are voxels.
  int32_t isExact;
  /// The picture's coordinates along the first of the other two axes, and along the second.
  int64_t fastCount, slowCount;
  const SRPlace *fast, *slow;
  /// Places along the rays, in their order; all but the first and the last are neighbours.
  int64_t alongCount;
  const SRPlace *along;
  /// From pixel to pixel of the output, in floats.
  int64_t fastStride, slowStride;
} SRAxis;

/// A cubic kernel between voxels or coefficients, as polynomials of the fraction t between the
/// second and the third of four taps.
typedef struct {
  /// What each tap counts: those of t^0, t^1, t^2 and t^3.
  float weights[4][4];
  /// What each difference from tap to tap counts in the change: those of t^0, t^1 and t^2; the
  /// fourth of each is unused.
  float slopes[3][4];
  /// Whether taps beyond the volume are mirrored; else they take the closest voxel.
  int32_t isMirrored;
} SRCubic;

/// Set in a label's code where the label is so thin that the weights around its voxel would lose it.
#define SR_THIN 0x8000
/// What such voxels count.
#define SR_THIN_WEIGHT 4.0f

/// Numbers that name something: bodies, each with its surface. A place belongs to the code that counts
/// most around it, with the weights of the cubic B-spline.
typedef struct {
  /// The code of each voxel, 0 for nothing, i fastest; the outermost four along each axis are 0.
  const uint16_t *codes;
  int64_t size[3];
  /// From places among the volume's voxels to places among these: three rows of four.
  double fromVolume[12];
  /// Rows from patient mm to these voxels: the linear part.
  double patientToVoxel[9];
  /// How far around a surface its normal is made, in voxels.
  double reach[3];
  /// Blocks of 8x8x8 cells, and for each how many around it hold nothing, as `distances` of a volume.
  int64_t blocks[3];
  const uint8_t *distances;
  /// 0 keeps all blocks: for tests.
  int32_t isSkipping;
  int32_t isShaded;
  float ambient, diffuse, specular, shininess;
  /// Four floats a code: red, green, blue and opacity.
  const float *colors;
} SRLabels;

/// How much light comes to places of the volume from all around: a number for each cell of some voxels.
typedef struct {
  int64_t size[3];
  /// Cells in a voxel (along k in evenly spaced slices).
  float perVoxel[3];
  /// What is left of the light in each cell, 0 … 1.
  const float *light;
} SROcclusion;

/// How values become colour and opacity.
typedef struct {
  /// Table entry e holds the answer for the value tableStart + e / tableScale; beyond the table
  /// the outermost entries hold.
  float tableStart, tableScale;
  int32_t tableLast;
  /// tableLast + 1 entries of eight floats: red, green, blue and opacity, and what is to be added
  /// to them on the way to the next entry. Opacities are those of one step, or of one unit when
  /// gradients take part.
  const float *entries;
  /// The same for gradient magnitudes, per mm; null without.
  const float *gradientOpacities;
  float gradientStart, gradientScale;
  int32_t gradientLast;
  /// Steps in a unit of opacity: the exponent of an opacity's correction.
  float unitsPerStep;
  int32_t isShaded;
  float ambient, diffuse, specular, shininess;
  /// Towards the light, length 1, patient; unused with a head light.
  int32_t isHeadLight;
  float light[3];
  /// For isosurfaces.
  float isoValue;
  float isoColor[3];
  /// The kernel that samples are made by; null for the linear one. `composite` takes none.
  const SRCubic *cubic;
  /// For ways between two samples instead of samples, which `composite` does not know: for each two
  /// of pairLast + 1 values red, green and blue (times opacity) and opacity of a way from the one,
  /// which chooses the row, to the other; null for samples. Entry e is for the value tableStart +
  /// e / pairScale.
  const float *pairs;
  /// The same of ways so thin that nothing in them weakens anything: red, green and blue times
  /// optical depth, and optical depth.
  const float *thinPairs;
  int32_t pairLast;
  float pairScale;
  /// How many blocks a way may lead beyond that of its first sample; 0 for samples.
  int32_t reach;
  /// Bodies that are seen together with the volume; null without.
  const SRLabels *labels;
  /// What light is multiplied by; null for light that comes everywhere.
  const SROcclusion *occlusion;
} SRStyle;

/// Memory in which composite keeps what it computes of a volume's voxels: `sr_bricks_size` bytes on
/// an address that is a multiple of 32, all 0 before they serve first. It belongs to one volume for
/// good, whatever the frame and the style, and to one thread at a time.
typedef struct SRBricks SRBricks;

/// One CPU level's loops.
typedef struct {
  /// Fills the ranges of the layer of blocks with the third coordinate `z`; the arrays hold that
  /// layer, `rows` two rows of voxels.
  void (*blockRanges)(
      const SVVolume *volume, const SRBlocks *blocks, int64_t z, float *rows, float *lowest,
      float *highest);

  /// Turns 0 (visible) and SR_FARTHEST (invisible) into the number of blocks to the closest
  /// visible one, diagonal steps counting 1. `scratch` is as large as `distances`.
  void (*spreadDistances)(const int64_t *blocks, uint8_t *distances, uint8_t *scratch);

  /// Writes one value for each ray of the tile, NaN where no sample counts; `out` is the whole
  /// frame, `width` rays wide. `depths` may be null; else the number of the first sample that
  /// has the extreme value, as the distance in samples from sample 0 of the frame.
  void (*project)(
      const SVVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
      SRTile tile, int64_t width, float *out, float *depths);

  /// The same for the lines [first, end) of rays along a voxel axis: places between voxels and
  /// the voxels' planes instead of samples; `depths` in mm. `rows` holds six rows of voxels and
  /// one of the picture; `best` a row of either, whichever is longer, for each line, `sums` two.
  void (*projectPlanes)(
      const SVVolume *volume, const SRAxis *axis, SRBlend blend, int64_t first, int64_t end,
      float *rows, float *best, double *sums, float *out, float *depths);

  /// Writes red, green, blue (multiplied by opacity) and opacity of each ray of the tile; `out`
  /// belongs to the first ray of the tile, `width` is the length of its rows in rays.
  /// `distances` says of each block how many blocks around it are invisible: 0 itself visible,
  /// d all blocks less than d away are invisible.
  void (*composite)(
      const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
      const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out);

  /// The same ray by ray, without bricks: for every kernel, and for ways between samples.
  void (*compositeFinely)(
      const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
      const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out);

  /// The same for the first surface where the value reaches `isoValue`.
  void (*isosurface)(
      const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
      const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out);

  /// Fills the layer `z` of cells with what they keep of light, as optical depth per mm: the mean of eight
  /// places in each. Opacities of the style are those of a layer of `length` mm; with `isSurface`, what
  /// reaches the style's value keeps all of it. `planes` as in a frame.
  void (*cellDepths)(
      const SVVolume *volume, const SRStyle *style, const SROcclusion *cells, double length,
      int32_t isSurface, const double *planes, int32_t planeCount, int64_t z, float *out);

  /// Fills `light` with what comes to each cell from the direction of the neighbour `toward`, `length` mm
  /// away.
  void (*sweepLight)(
      const int64_t *size, const float *depths, const int64_t *toward, double length, float *light);

  /// What the ways over `length` pieces gather, one from each of the first count - length + 1 pieces on:
  /// red, green, blue and opacity, from front to back. `parts` holds four rows of `count` numbers and eight
  /// more: red, green, blue (times opacity) and opacity of each piece; `isBack` turns ways round.
  void (*gatherWays)(
      const double *parts, int64_t count, int64_t length, int32_t isBack, float *out);

  /// Averages `samples` x `samples` rays for each pixel over a background and writes bytes:
  /// red, green, blue. `columns` pixels from `rays`, whose rows are `width` rays long.
  void (*finishRow)(
      const float *rays, int64_t width, int32_t samples, const float *background, int64_t columns,
      uint8_t *out);
} SRKernels;

/// Bytes of an SRBricks.
int64_t sr_bricks_size(void);

/// The loops for any CPU of the architecture.
const SRKernels *sr_kernels_baseline(void);

/// The loops for x86-64 CPUs with AVX2, which the caller sees to; null on other architectures.
const SRKernels *sr_kernels_avx2(void);

#endif
