// A line of samples, from positions to values.

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

static void FN(interpolate)(
    const SVVolume *volume, const SGKernel *kernel, SGCells *cells, int32_t count, float *out) {
  if (kernel->kind == SG_NEAREST) FN(cells_nearest)(cells, count, volume->size);
  FN(offsets)(cells, count, volume);
  if (kernel->kind == SG_NEAREST) {
    for (int32_t n = 0; n < count; n++) out[n] = volume->voxels[cells->offset[n]];
  } else if (kernel->kind == SG_LINEAR) {
    FN(linear)(volume, kernel, cells, count, out);
  } else {
    FN(wide)(volume, kernel, cells, count, out);
  }
}

static void FN(line)(
    const SVVolume *volume, const SGKernel *kernel, const int64_t *start, const int64_t *step,
    int32_t count, float *out) {
  int32_t first, last;
  FN(clip)(volume, start, step, count, &first, &last);
  for (int32_t n = 0; n < first; n++) out[n] = NAN;
  for (int32_t n = last; n < count; n++) out[n] = NAN;
  if (first == last) return;

  int64_t inner[3];
  for (int axis = 0; axis < 3; axis++) inner[axis] = start[axis] + step[axis] * first;
  SGCells cells;
  FN(locate)(volume, inner, step, last - first, &cells);
  if (!volume->validity.words) {
    FN(interpolate)(volume, kernel, &cells, last - first, out + first);
    return;
  }
  uint8_t invalid[SG_LINE_CAPACITY];
  FN(mark_invalid)(volume, &cells, last - first, invalid);
  FN(interpolate)(volume, kernel, &cells, last - first, out + first);
  for (int32_t n = 0; n < last - first; n++) {
    if (invalid[n]) out[first + n] = NAN;
  }
}
