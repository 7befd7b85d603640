// Which samples of a line lie in the volume, and where.

// Returns by how many of `count` samples the line's part inside the volume is shorter at its
// beginning and end.
static void FN(clip)(
    const SVVolume *volume, const int64_t *start, const int64_t *step, int32_t count,
    int32_t *first, int32_t *last) {
  *first = 0, *last = count;
  for (int axis = 0; axis < 3; axis++) {
    int32_t a, b;
    FN(range)(start[axis], step[axis], count, volume->fixedLowest[axis], volume->fixedEnd[axis],
        &a, &b);
    if (a > *first) *first = a;
    if (b < *last) *last = b;
  }
  if (*first >= *last) *first = *last = count;
}

static void FN(locate)(
    const SVVolume *volume, const int64_t *start, const int64_t *step, int32_t count,
    SGCells *cells) {
  for (int axis = 0; axis < 3; axis++) {
    if (axis == 2 && volume->slicePlaces) {
      FN(cells_irregular)(
          volume, start[2], step[2], count, cells->cell[2], cells->fraction[2]);
    } else {
      FN(cells)(
          start[axis], step[axis], count, volume->size[axis], cells->cell[axis],
          cells->fraction[axis]);
    }
  }
}

// Whether the samples of a line leave a row of voxels so often that the CPU does not foresee
// their addresses.
static int FN(needs_prefetch)(const SGCells *cells, int32_t first, int32_t last) {
#define SG_WAY(axis) (cells->cell[axis][last - 1] - cells->cell[axis][first])
  int32_t j = SG_WAY(1), k = SG_WAY(2);
  return (j < 0 ? -j : j) + (k < 0 ? -k : k) > (last - first) / 8;
#undef SG_WAY
}
