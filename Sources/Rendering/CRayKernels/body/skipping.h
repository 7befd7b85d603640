// Skipping of empty space, block by block. A skip ends at a sample number that depends on rounding
// only in being too short: every sample that is skipped lies in the blocks that were looked at.

// The cell of a place along an axis; the outermost cells hold beyond the volume, too.
SR_INLINE int64_t FN(cell_of_place)(const SVVolume *volume, int axis, int64_t place) {
  if (axis == 2 && volume->slicePlaces) {
    int32_t cell;
    float fraction;
    sv_locate_slice(volume, (double)place * 0x1p-31, 0, &cell, &fraction);
    return cell;
  }
  int64_t cell = place >> 31, last = volume->size[axis] - 2;
  cell = cell > last ? last : cell;
  return cell < 0 ? 0 : cell;
}

SR_INLINE int64_t FN(clamped_cell)(const SVVolume *volume, const SRRay *ray, int axis, int64_t m) {
  return FN(cell_of_place)(volume, axis, FN(place)(ray, axis, m));
}

// The place where cell `cell` of an axis begins; unbounded before the first and behind the last.
SR_INLINE int64_t FN(cell_place)(const SVVolume *volume, int axis, int64_t cell) {
  if (cell <= 0) return INT64_MIN / 2;
  if (cell >= volume->size[axis] - 1) return INT64_MAX / 2;
  if (axis == 2 && volume->slicePlaces) {
    return (int64_t)ceil(volume->slicePlaces[cell] * 0x1p31);
  }
  return cell * SR_ONE;
}

// The first sample after m outside of the cells [low, end), in which sample m lies.
SR_INLINE int64_t FN(leave)(
    const SVVolume *volume, const SRRay *ray, const int64_t *low, const int64_t *end, int64_t m) {
  double exit = (double)ray->count;
  for (int axis = 0; axis < 3; axis++) {
    int64_t cell = ray->way->step[axis] >= 0 ? end[axis] : low[axis];
    int64_t plane = FN(cell_place)(volume, axis, cell);
    double samples = (double)(plane - ray->start[axis]) * ray->way->inverse[axis];
    exit = samples < exit ? samples : exit;
  }
  // Rounding moves an exit by less than 2^-31 samples, as long as rays have fewer than 2^21.
  int64_t next = (int64_t)(exit - 0x1p-30) + 1;
  return next > m ? next : m + 1;
}

// The first sample behind the invisible blocks around sample m, or m. What lies less than `reach`
// blocks beside a visible one is not skipped.
SR_INLINE int64_t FN(skip_invisible)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, int32_t reach,
    const SRRay *ray, int64_t m) {
  if (!blocks->isSkipping) return m;
  int64_t b[3], low[3], end[3];
  for (int axis = 0; axis < 3; axis++) {
    b[axis] = FN(clamped_cell)(volume, ray, axis, m) >> SV_BLOCK_SHIFT;
  }
  int64_t d = distances[(b[2] * blocks->blocks[1] + b[1]) * blocks->blocks[0] + b[0]] - reach;
  if (d <= 0) return m;
  for (int axis = 0; axis < 3; axis++) {
    low[axis] = (b[axis] - d + 1) * (1 << SV_BLOCK_SHIFT);
    end[axis] = (b[axis] + d) * (1 << SV_BLOCK_SHIFT);
  }
  return FN(leave)(volume, ray, low, end, m);
}

// The first sample from m on that lies in a visible block; at least the number of samples if none
// does.
SR_INLINE int64_t FN(skip_all_invisible)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, int32_t reach,
    const SRRay *ray, int64_t m) {
  while (m < ray->count) {
    int64_t next = FN(skip_invisible)(volume, blocks, distances, reach, ray, m);
    if (next == m) break;
    m = next;
  }
  return m;
}
