// What the innermost loops see of a volume: one description for sampling and for rays, and what all
// of them ask of it.
//
// Nothing here checks its arguments: the Swift modules that fill a description see to the
// preconditions. Nothing here multiplies and adds floats either, so that the results are the same
// for every set of CPU instructions; what turns words into values is CVoxelLoads.h.

#ifndef SAGITTA_CVOLUMES_H
#define SAGITTA_CVOLUMES_H

#include "CVoxelLoads.h"

#include <stdint.h>

/// Cells along the edge of a block of cells, as a power of two.
#define SV_BLOCK_SHIFT 3

/// How voxels are stored.
typedef enum {
  /// 32-bit floats in the machine's own byte order.
  SV_FLOATS,
  /// 16-bit words that are values but for a whole number that is added: no float rounds it.
  SV_WORDS,
  /// 16-bit words whose slices have a rescale each: value = slope * word + intercept in double
  /// precision, rounded once.
  SV_SCALED_WORDS
} SVStorage;

/// What turns the words of a slice into values.
typedef struct {
  double slope;
  double intercept;
} SVRescale;

/// 16-bit words, and what turns them into values.
typedef struct {
  /// i fastest, then j, then k.
  const uint16_t *first;
  /// What a word's 16 bits are xored with: the bits of the float 2^23, which make a float of that and
  /// the word, and the sign bit of signed words, which adds 2^15 to them.
  uint32_t magic;
  /// SV_WORDS: what is added then.
  float offset;
  /// SV_SCALED_WORDS: the sign bit of signed words, and what is added to remove what that adds.
  int32_t sign;
  /// SV_SCALED_WORDS: the rescale of each slice, and once more that of the last.
  const SVRescale *rescales;
} SVWords;

/// Which voxels hold a measured value. All pointers are null where all voxels do.
typedef struct {
  /// One bit a voxel, 1 for valid, each slice from a word of its own.
  const uint64_t *words;
  int64_t wordsPerSlice;
  /// One byte a row of voxels, row after row and slice after slice: 0 where all are valid.
  const uint8_t *rowContainsInvalid;
  /// One byte for each block of 8x8x8 cells: 0 where all voxels of its cells are valid. A cell lies
  /// between a voxel and the next one of each axis, and the only voxel of an axis is one.
  const uint8_t *blockContainsInvalid;
  /// Blocks along each axis.
  int64_t blocks[3];
} SVValidity;

/// A volume. Memory may be read 64 bytes beyond the last voxel.
typedef struct {
  SVStorage storage;
  /// SV_FLOATS: i fastest, then j, then k.
  const float *voxels;
  /// The others.
  SVWords words;
  int64_t size[3];
  /// From a voxel to its neighbour along each axis, in voxels and below 2^32; 0 along j and k where
  /// there is only one.
  int64_t stride[3];
  /// A place is inside when lowest <= place < end along each axis, in voxels (along k in evenly
  /// spaced slices).
  double lowest[3];
  double end[3];
  /// The same as fixed-point numbers with 31 fraction bits.
  int64_t fixedLowest[3];
  int64_t fixedEnd[3];
  /// For an irregular stack the places of its slices among evenly spaced ones; else null.
  const double *slicePlaces;
  /// What a difference of the voxels before and behind one along k is multiplied by, for each slice
  /// of an irregular stack; else null.
  const float *sliceSlopes;
  SVValidity validity;
  /// Rows from patient mm to voxels (evenly spaced slices): the linear part.
  double patientToVoxel[9];
} SVVolume;

/// Turns `count` words of a slice, from place `first` on, into values.
void sv_values_of_words(
    const SVWords *words, SVStorage storage, int64_t first, int64_t count, int64_t slice,
    float *values);

/// The last of the places 0 … count - 2 that is not behind `place`; 0 before all of them.
///
/// `near` is where to look first. The places grow, and count >= 2.
static inline int64_t sv_slice_before(
    const double *places, int64_t count, double place, int64_t near) {
  int64_t low = 0, high = count - 1;
  if (places[near] <= place) {
    if (near == count - 2 || !(places[near + 1] <= place)) return near;
    low = near + 1;
    if (low == count - 2 || !(places[low + 1] <= place)) return low;
  } else {
    high = near > 1 ? near : 1;
  }
  while (high - low > 1) {
    int64_t middle = (low + high) / 2;
    if (places[middle] <= place) low = middle; else high = middle;
  }
  return low;
}

/// The slice before a place among evenly spaced slices, and the part of the way to the next: 0 to 1,
/// which hold beyond the outermost slices, too. `near` is where to look first.
static inline void sv_locate_slice(
    const SVVolume *volume, double place, int64_t near, int32_t *slice, float *fraction) {
  const double *places = volume->slicePlaces;
  int64_t before = sv_slice_before(places, volume->size[2], place, near);
  double t = (place - places[before]) / (places[before + 1] - places[before]);
  // Within rounding of a slice is on it.
  t = t < 0x1p-31 ? 0 : t > 1 - 0x1p-31 ? 1 : t;
  *slice = (int32_t)before;
  *fraction = (float)t;
}

/// Whether voxel (i, j, k) is valid. Not all of them are.
static inline int sv_is_valid(const SVVolume *volume, int64_t i, int64_t j, int64_t k) {
  const SVValidity *validity = &volume->validity;
  int64_t within = j * volume->size[0] + i;
  return (validity->words[k * validity->wordsPerSlice + (within >> 6)] >> (within & 63)) & 1;
}

/// Whether all voxels of row (j, k) are valid. Not all of the volume's are.
static inline int sv_row_is_valid(const SVVolume *volume, int64_t j, int64_t k) {
  return !volume->validity.rowContainsInvalid[k * volume->size[1] + j];
}

/// Whether all voxels that have weight at a place between voxels are valid. Not all of the
/// volume's are valid.
///
/// `cell` is the voxel before the place along each axis, `fraction` the way to the next: at 0 and at
/// 1 only one of the two has weight.
static inline int sv_cell_is_valid(
    const SVVolume *volume, const int64_t *cell, const float *fraction) {
  int64_t first[3], last[3];
  for (int axis = 0; axis < 3; axis++) {
    first[axis] = fraction[axis] == 1 ? cell[axis] + 1 : cell[axis];
    last[axis] = fraction[axis] == 0 ? cell[axis] : cell[axis] + 1;
  }
  for (int64_t k = first[2]; k <= last[2]; k++) {
    for (int64_t j = first[1]; j <= last[1]; j++) {
      for (int64_t i = first[0]; i <= last[0]; i++) {
        if (!sv_is_valid(volume, i, j, k)) return 0;
      }
    }
  }
  return 1;
}

/// The number of the block in which a cell lies.
static inline int64_t sv_block_of_cell(
    const SVValidity *validity, int64_t i, int64_t j, int64_t k) {
  int64_t x = i >> SV_BLOCK_SHIFT, y = j >> SV_BLOCK_SHIFT, z = k >> SV_BLOCK_SHIFT;
  return (z * validity->blocks[1] + y) * validity->blocks[0] + x;
}

#endif
