// Voxels as files store them, to and from floats: the loops of VolumeFiles that look at every voxel.

#ifndef SAGITTA_VOXEL_TYPES_H
#define SAGITTA_VOXEL_TYPES_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  sagitta_int8,
  sagitta_uint8,
  sagitta_int16,
  sagitta_uint16,
  sagitta_int32,
  sagitta_uint32,
  sagitta_int64,
  sagitta_uint64,
  sagitta_float32,
  sagitta_float64
} sagitta_voxel_type;

/// Turns stored voxels, at any address, into slope × stored + intercept, computed in double precision
/// unless slope is 1 and intercept 0.
void sagitta_voxels_to_floats(sagitta_voxel_type type, int isSwapped, double slope, double intercept,
                              const void *stored, float *values, size_t count);

/// Stores floats as little-endian voxels.
///
/// Returns the place of the first value that the type cannot hold exactly, `count` if there is none; what
/// is stored from there on is undefined.
size_t sagitta_floats_to_voxels(sagitta_voxel_type type, const float *values, void *stored, size_t count);

/// Stores floats as the whole numbers nearest to (value − intercept) / slope, little endian, taken to the
/// nearest end of the type.
///
/// Returns the place of the first value that is not finite, `count` if there is none.
size_t sagitta_floats_to_scaled_voxels(sagitta_voxel_type type, double slope, double intercept,
                                       const float *values, void *stored, size_t count);

/// Finds the smallest and largest of the values that are finite; leaves `low` and `high` alone where they
/// reach further. Returns how many are not finite.
size_t sagitta_float_range(const float *values, size_t count, float *low, float *high);

/// Counts the whole numbers that changed when stored voxels, at any address, became these floats.
size_t sagitta_rounded_voxels(sagitta_voxel_type type, int isSwapped, const void *stored,
                              const float *values, size_t count);

/// Puts the first bytes of all voxels beside each other, then the second ones, and so on.
void sagitta_shuffle_voxels(const uint8_t *voxels, size_t size, size_t count, uint8_t *out);

/// Adds the values of a line that are finite to `count` sums, and counts them there: of each value by itself,
/// or of each two that follow each other.
void sagitta_add_to_means(const float *line, int isHalved, double *sums, double *counts, size_t count);

/// Makes means of sums; NaN of none. Whole numbers are the nearest, halves the even one.
void sagitta_means(const double *sums, const double *counts, int isRounded, float *means, size_t count);

/// Finds the value that stands in most places of each of `count` boxes, of several the smallest; NaN of none.
/// `lines` holds up to four rows of `length` values: a box has one or two values that follow each other of each.
void sagitta_commonest(const float *lines, size_t length, size_t rows, int isHalved, float *values, size_t count);

#endif
