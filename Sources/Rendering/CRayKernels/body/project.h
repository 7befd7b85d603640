// Projections: the largest, the smallest or the mean of a ray's samples.

// Asks memory for the voxels of a lump. They come as close as the second cache only: rows and slices
// lie powers of two apart, so that the first has no room for as many of them.
SR_INLINE void SV_NAME(fetch)(const SVVolume *volume, const SRLump *lump) {
  int64_t behind = volume->stride[1] + volume->stride[2];
  for (int n = 0; n < 8; n++) {
    for (int lane = 0; lane < 8; lane++) {
      const SV_NAME(Voxel) *p = SV_NAME(voxels)(volume) + lump->cells[n].offset[lane];
      __builtin_prefetch(p, 0, SR_NEAR);
      __builtin_prefetch(p + behind, 0, SR_NEAR);
    }
  }
}

// Takes the samples of the lumps that wait.
SR_INLINE void SV_NAME(take)(const SVVolume *volume, SRSquare *square, int isMaximum) {
  for (SRLump *lump = square->lumps; lump < square->lumps + square->waiting; lump++) {
    SRBundle *bundle = lump->bundle;
    float8 best = bundle->best;
#pragma clang loop unroll(disable)
    for (int n = 0; n < 8; n++) {
      best = FN(join)(best, SV_NAME(blend)(volume, lump->cells + n), isMaximum);
    }
    FN(note_best)(bundle, best, isMaximum);
  }
  square->waiting = 0;
}

// Samples m … end - 1 of the frame, ray by ray: beside the boundary, and among voxels that hold
// nothing.
static void SV_NAME(take_alone)(
    const SVVolume *volume, const SRBlocks *blocks, SRBundle *bundle, int64_t m, int64_t end,
    int isMaximum) {
  SRCells cells;
  float8 best = bundle->best, none = (float8){0} + (isMaximum ? -INFINITY : INFINITY);
  for (uint32_t rest = bundle->lanes; rest; rest &= rest - 1) {
    int lane = __builtin_ctz(rest);
    const SRRay *ray = bundle->rays + lane;
    int64_t first = (int64_t)ray->first, n = m > first ? m - first : 0;
    int64_t last = end - first < ray->count ? end - first : ray->count;
    while (n < last) {
      int64_t next = FN(skip_hopeless)(volume, blocks, ray, n, best[lane], isMaximum);
      if (next == n) {
        float8 v = FN(join)(none, SV_NAME(sample)(volume, ray, n, &cells), isMaximum);
        float found = FN(extreme_lane)(v, isMaximum);
        best[lane] = (isMaximum ? found > best[lane] : found < best[lane]) ? found : best[lane];
        next = n + 8;
      }
      n = next;
    }
  }
  FN(note_best)(bundle, best, isMaximum);
}

// The samples of a bundle from m on, eight of each ray.
SR_INLINE void SV_NAME(look)(
    const SVVolume *volume, const SRBlocks *blocks, SRSquare *square, SRBundle *bundle, int64_t m,
    int isMaximum) {
  int isMixed;
  if (bundle->beam.isTight) {
    int64_t low[3], high[3];
    FN(box_of_beam)(volume, &bundle->beam, m, m + 7, low, high);
    float bound = FN(bound_of_box)(
        blocks, volume->validity.blockContainsInvalid, low, high, isMaximum, &isMixed);
    if (FN(is_no_better)(bound, bundle->found, isMaximum)) return;
  }
  if (!bundle->beam.isTight || isMixed || m < bundle->inner || m + 8 > bundle->innerEnd) {
    SV_NAME(take_alone)(volume, blocks, bundle, m, m + 8, isMaximum);
    return;
  }
  SRLump *lump = square->lumps + square->waiting++;
  lump->bundle = bundle;
  FN(locate_bundle)(volume, bundle, m, lump->cells);
  SV_NAME(fetch)(volume, lump);
  if (square->waiting == SR_LUMPS) SV_NAME(take)(volume, square, isMaximum);
}

// Finds the extremes of the rays of a square. What is found does not depend on the order.
SR_INLINE void SV_NAME(extremes)(
    const SVVolume *volume, const SRBlocks *blocks, SRSquare *square, int isMaximum) {
  FN(lay_stretches)(volume, blocks, square, isMaximum);
  for (int32_t s = 0; s < square->stretches; s++) {
    int64_t first = square->firsts[s], end = first + square->length;
    for (SRBundle *b = square->bundles; b < square->bundles + square->count; b++) {
      if (FN(is_no_better)(square->bounds[s], b->found, isMaximum)) continue;
      int64_t last = end < b->beam.end ? end : b->beam.end;
      int64_t m = first > b->beam.first ? first : b->beam.first & ~(int64_t)7;
      for (; m < last; m += 8) {
        SV_NAME(look)(volume, blocks, square, b, m, isMaximum);
      }
    }
  }
  SV_NAME(take)(volume, square, isMaximum);
}

// The number of the first sample with the value `extreme`.
static float SV_NAME(first_depth)(
    const SVVolume *volume, const SRBlocks *blocks, const SRRay *ray, float extreme,
    int isMaximum) {
  SRCells cells;
  // Blocks whose bound is the extreme itself may hold it.
  float below = nextafterf(extreme, isMaximum ? -INFINITY : INFINITY);
  for (int64_t m = 0; m < ray->count;) {
    int64_t next = FN(skip_hopeless)(volume, blocks, ray, m, below, isMaximum);
    if (next > m) {
      m = next;
      continue;
    }
    float8 v = SV_NAME(sample)(volume, ray, m, &cells);
    for (int lane = 0; lane < 8; lane++) {
      if (v[lane] == extreme) return (float)(ray->first + (double)(m + lane));
    }
    m += 8;
  }
  return NAN;
}

// The mean along the ray's way through the volume; the outermost samples stand for what is left
// of it.
static float SV_NAME(mean)(const SVVolume *volume, const SRRay *ray) {
  SRCells cells;
  double8 sum = {0};
  double weight = 0;
  for (int64_t m = 0; m < ray->count; m += 8) {
    float8 v = SV_NAME(sample)(volume, ray, m, &cells), zero = {0};
    float8 counted = SR_SELECT(v == v, zero + 1, zero);
    if (m == 0) counted[0] *= ray->firstWeight;
    if (ray->count > 1 && ray->count <= m + 8) counted[ray->count - 1 - m] *= ray->lastWeight;
    v = SR_SELECT(v == v, v, zero);
    sum += __builtin_convertvector(v * counted, double8);
    for (int lane = 0; lane < 8; lane++) weight += (double)counted[lane];
  }
  double total = 0;
  for (int lane = 0; lane < 8; lane++) total += sum[lane];
  return weight > 0 ? (float)(total / weight) : NAN;
}

// The value of one ray, and where it has it.
SR_INLINE void SV_NAME(finish_ray)(
    const SVVolume *volume, const SRBlocks *blocks, SRBlend blend, const SRRay *ray, float extreme,
    float *out, float *depth) {
  float value = NAN;
  if (ray->count > 0) {
    value = blend == SR_MEAN ? SV_NAME(mean)(volume, ray) : extreme;
    // Zeros of both signs are equal, so which came first must not show.
    value = isinf(value) ? NAN : value + 0.0f;
  }
  *out = value;
  if (!depth) return;
  *depth = NAN;
  if (value == value && blend != SR_MEAN) {
    *depth = SV_NAME(first_depth)(volume, blocks, ray, value, blend == SR_MAXIMUM);
  }
}

SR_INLINE void SV_NAME(project_square)(
    const SVVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, SRSquare *square, float *out, float *depths) {
  square->count = 0;
  for (int32_t y = tile.firstRow; y < tile.endRow; y += 8 / SR_ACROSS) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x += SR_ACROSS) {
      SRBundle *bundle = square->bundles + square->count;
      SRWay *ways = square->ways + (frame->isPerspective ? 8 * square->count : 0);
      bundle->column = x, bundle->row = y;
      FN(prepare_bundle)(volume, frame, tile, x, y, ways, bundle);
      square->count++;
    }
  }
  if (blend != SR_MEAN) {
    SV_NAME(extremes)(volume, blocks, square, blend == SR_MAXIMUM);
  }
  for (SRBundle *b = square->bundles; b < square->bundles + square->count; b++) {
    for (int lane = 0; lane < 8; lane++) {
      int32_t column = b->column + lane % SR_ACROSS, row = b->row + lane / SR_ACROSS;
      if (column >= tile.endColumn || row >= tile.endRow) continue;
      int64_t place = row * width + column;
      SV_NAME(finish_ray)(
          volume, blocks, blend, b->rays + lane, b->best[lane], out + place,
          depths ? depths + place : NULL);
    }
  }
}

SR_INLINE void SV_NAME(project_tile)(
    const SVVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, float *out, float *depths) {
  SRSquare square;
  FN(begin_rays)(frame, square.ways);
  square.waiting = 0;
  int32_t edge = frame->isPerspective ? SR_FANNED_SQUARE : SR_SQUARE;
  for (int32_t y = tile.firstRow; y < tile.endRow; y += edge) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x += edge) {
      SRTile part = {x, x + edge, y, y + edge};
      part.endColumn = part.endColumn < tile.endColumn ? part.endColumn : tile.endColumn;
      part.endRow = part.endRow < tile.endRow ? part.endRow : tile.endRow;
      SV_NAME(project_square)(
          volume, blocks, frame, blend, part, width, &square, out, depths);
    }
  }
}

static void SV_NAME(project)(
    const SVVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, float *out, float *depths) {
  if (blend == SR_MAXIMUM) {
    SV_NAME(project_tile)(volume, blocks, frame, SR_MAXIMUM, tile, width, out, depths);
  } else if (blend == SR_MINIMUM) {
    SV_NAME(project_tile)(volume, blocks, frame, SR_MINIMUM, tile, width, out, depths);
  } else {
    SV_NAME(project_tile)(volume, blocks, frame, SR_MEAN, tile, width, out, depths);
  }
}
