// A line of samples, from positions to values.

static void SV_NAME(interpolate)(
    const SVVolume *volume, const SGKernel *kernel, SGCells *cells, int32_t count, float *out) {
  if (kernel->kind == SG_NEAREST) FN(cells_nearest)(cells, count, volume->size);
  FN(offsets)(cells, count, volume);
  if (kernel->kind == SG_NEAREST) {
    SV_NAME(Scale) scale = SV_NAME(scale)(volume);
    const SV_NAME(Voxel) *v = SV_NAME(voxels)(volume);
    for (int32_t n = 0; n < count; n++) {
      out[n] = SV_NAME(one)(scale, v + cells->offset[n], cells->cell[2][n]);
    }
  } else if (kernel->kind == SG_LINEAR) {
    SV_NAME(linear)(volume, kernel, cells, count, out);
  } else {
    SV_NAME(wide)(volume, kernel, cells, count, out);
  }
}

static void SV_NAME(line)(
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
    SV_NAME(interpolate)(volume, kernel, &cells, last - first, out + first);
    return;
  }
  uint8_t invalid[SG_LINE_CAPACITY];
  FN(mark_invalid)(volume, &cells, last - first, invalid);
  SV_NAME(interpolate)(volume, kernel, &cells, last - first, out + first);
  for (int32_t n = 0; n < last - first; n++) {
    if (invalid[n]) out[first + n] = NAN;
  }
}
