// Voxels that hold nothing.

// Whether no voxel with a weight is invalid.
static int FN(cell_is_valid)(const SVVolume *volume, const SRCells *cells, int lane) {
  int64_t cell[3];
  float fraction[3];
  for (int axis = 0; axis < 3; axis++) {
    cell[axis] = cells->cell[axis][lane];
    fraction[axis] = cells->fraction[axis][lane];
  }
  return sv_cell_is_valid(volume, cell, fraction);
}

// Whether the block of a lane's cell holds voxels that are not valid.
SR_INLINE int FN(contains_invalid)(const SVVolume *volume, const SRCells *cells, int lane) {
  int64_t block = sv_block_of_cell(
      &volume->validity, cells->cell[0][lane], cells->cell[1][lane], cells->cell[2][lane]);
  return volume->validity.blockContainsInvalid[block];
}

// A voxel without a weight must not count at all: it may hold any number, or none.
SR_INLINE float FN(mix_strictly)(float a, float b, float t) {
  return t == 0 ? a : t == 1 ? b : SR_MIX(a, b, t);
}
