// Neighbouring rays that go into the depth together, eight of them a lane each: what is done for one
// is done for all, and their voxels lie side by side.

// Prepares the rays of four columns and two rows from (x, y) on, as far as the tile has them.
static void FN(prepare_bundle)(
    const SVVolume *volume, const SRFrame *frame, SRTile tile, int32_t x, int32_t y, SRWay *ways,
    SRBundle *bundle) {
  bundle->lanes = 0;
  for (int lane = 0; lane < 8; lane++) {
    int32_t column = x + lane % SR_ACROSS, row = y + lane / SR_ACROSS;
    SRRay *ray = bundle->rays + lane;
    SRWay *way = ways + (frame->isPerspective ? lane : 0);
    int isThere = column < tile.endColumn && row < tile.endRow;
    if (isThere && FN(prepare_ray)(volume, frame, column, row, 0, way, ray)) {
      bundle->lanes |= 1u << lane;
    } else {
      ray->count = 0;
    }
  }
}

// Finds between which lines and samples those of some rays lie that have samples; without any, the
// beam ends before it begins.
static void FN(find_beam)(const SRRay *rays, int32_t count, SRBeam *beam) {
  *beam = (SRBeam){.first = INT64_MAX, .end = INT64_MIN, .isTight = 1};
  for (const SRRay *ray = rays; ray < rays + count; ray++) {
    int64_t first = (int64_t)ray->first, end = first + ray->count;
    if (ray->count == 0) continue;
    beam->first = first < beam->first ? first : beam->first;
    beam->end = end > beam->end ? end : beam->end;
  }
  if (beam->first > beam->end) return;
  for (int axis = 0; axis < 3; axis++) {
    beam->low[axis] = beam->lowStep[axis] = INT64_MAX;
    beam->high[axis] = beam->highStep[axis] = INT64_MIN;
  }
  for (const SRRay *ray = rays; ray < rays + count; ray++) {
    if (ray->count == 0) continue;
    for (int axis = 0; axis < 3; axis++) {
      int64_t step = ray->way->step[axis];
      if (step > SR_FAR || step < -SR_FAR) beam->isTight = 0;
      if (!beam->isTight) return;
      int64_t place = ray->start[axis] - step * ((int64_t)ray->first - beam->first);
      beam->low[axis] = place < beam->low[axis] ? place : beam->low[axis];
      beam->high[axis] = place > beam->high[axis] ? place : beam->high[axis];
      beam->lowStep[axis] = step < beam->lowStep[axis] ? step : beam->lowStep[axis];
      beam->highStep[axis] = step > beam->highStep[axis] ? step : beam->highStep[axis];
    }
  }
}

// Finds where the rays of a bundle go; lanes without a ray go where another does.
static void FN(lay_bundle)(SRBundle *bundle) {
  const SRRay *any = bundle->rays + __builtin_ctz(bundle->lanes);
  FN(find_beam)(bundle->rays, 8, &bundle->beam);
  bundle->inner = INT64_MIN, bundle->innerEnd = INT64_MAX;
  for (int lane = 0; lane < 8; lane++) {
    const SRRay *ray = bundle->rays[lane].count ? bundle->rays + lane : any;
    int64_t inner = (int64_t)ray->first + ray->inner;
    int64_t innerEnd = (int64_t)ray->first + ray->innerEnd;
    bundle->inner = inner > bundle->inner ? inner : bundle->inner;
    bundle->innerEnd = innerEnd < bundle->innerEnd ? innerEnd : bundle->innerEnd;
    for (int axis = 0; axis < 3 && bundle->beam.isTight; axis++) {
      int64_t step = ray->way->step[axis];
      int64_t place = ray->start[axis] - step * ((int64_t)ray->first - bundle->beam.first);
      bundle->whole[axis][lane] = (int32_t)(place >> 31);
      bundle->part[axis][lane] = (uint32_t)(place & SR_FRACTION);
      bundle->wholeStep[axis][lane] = (int32_t)(step >> 31);
      bundle->partStep[axis][lane] = (uint32_t)(step & SR_FRACTION);
    }
  }
}

// Adds the rays of another beam.
static void FN(widen_beam)(SRBeam *beam, const SRBeam *other) {
  int64_t first = beam->first < other->first ? beam->first : other->first;
  beam->end = beam->end > other->end ? beam->end : other->end;
  beam->isTight &= other->isTight;
  for (int axis = 0; axis < 3 && beam->isTight; axis++) {
    int64_t before = beam->first - first, otherBefore = other->first - first;
    // Rays that part on their way come from within what their steps allow.
    int64_t low = beam->low[axis] - before * beam->highStep[axis];
    int64_t high = beam->high[axis] - before * beam->lowStep[axis];
    int64_t otherLow = other->low[axis] - otherBefore * other->highStep[axis];
    int64_t otherHigh = other->high[axis] - otherBefore * other->lowStep[axis];
    beam->low[axis] = low < otherLow ? low : otherLow;
    beam->high[axis] = high > otherHigh ? high : otherHigh;
    int64_t lowStep = other->lowStep[axis], highStep = other->highStep[axis];
    beam->lowStep[axis] = beam->lowStep[axis] < lowStep ? beam->lowStep[axis] : lowStep;
    beam->highStep[axis] = beam->highStep[axis] > highStep ? beam->highStep[axis] : highStep;
  }
  beam->first = first;
}

// The cells between which samples `first` to `last` of a beam lie.
SR_INLINE void FN(box_of_beam)(
    const SVVolume *volume, const SRBeam *beam, int64_t first, int64_t last, int64_t *low,
    int64_t *high) {
  int64_t m = first - beam->first, n = last - beam->first;
  for (int axis = 0; axis < 3; axis++) {
    int64_t a = beam->low[axis] + beam->lowStep[axis] * (beam->lowStep[axis] < 0 ? n : m);
    int64_t b = beam->high[axis] + beam->highStep[axis] * (beam->highStep[axis] < 0 ? m : n);
    low[axis] = FN(cell_of_place)(volume, axis, a);
    high[axis] = FN(cell_of_place)(volume, axis, b);
  }
}

// How many samples on from sample m of a beam its lines reach the planes before and behind some
// cells along an axis.
SR_INLINE double FN(samples_within)(
    const SVVolume *volume, const SRBeam *beam, int axis, int64_t low, int64_t end, int64_t m) {
  int64_t away = m - beam->first, lowStep = beam->lowStep[axis], highStep = beam->highStep[axis];
  double samples = (double)(beam->end - m);
  if (highStep > 0) {
    int64_t place = beam->high[axis] + highStep * away;
    double n = (double)(FN(cell_place)(volume, axis, end) - place) / (double)highStep;
    samples = n < samples ? n : samples;
  }
  if (lowStep < 0) {
    int64_t place = beam->low[axis] + lowStep * away;
    double n = (double)(FN(cell_place)(volume, axis, low) - place) / (double)lowStep;
    samples = n < samples ? n : samples;
  }
  return samples;
}

// A sample of the frame before which no ray of a beam comes to a visible block: what all of them
// may skip together, as long as it is much.
static int64_t FN(skip_together)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRBeam *beam) {
  int64_t m = beam->first;
  if (!blocks->isSkipping || !beam->isTight) return m;
  while (m < beam->end) {
    int64_t low[3], high[3];
    FN(box_of_beam)(volume, beam, m, m, low, high);
    for (int axis = 0; axis < 3; axis++) {
      low[axis] >>= SV_BLOCK_SHIFT, high[axis] >>= SV_BLOCK_SHIFT;
    }
    int64_t d = SR_FARTHEST;
    for (int64_t z = low[2]; z <= high[2]; z++) {
      for (int64_t y = low[1]; y <= high[1]; y++) {
        const uint8_t *row = distances + (z * blocks->blocks[1] + y) * blocks->blocks[0];
        for (int64_t x = low[0]; x <= high[0]; x++) d = row[x] < d ? row[x] : d;
      }
    }
    double samples = (double)(beam->end - m);
    for (int axis = 0; axis < 3; axis++) {
      double n = FN(samples_within)(
          volume, beam, axis, (low[axis] - d + 1) * (1 << SV_BLOCK_SHIFT),
          (high[axis] + d) * (1 << SV_BLOCK_SHIFT), m);
      samples = n < samples ? n : samples;
    }
    if (d == 0 || samples < 8) break;
    m += (int64_t)(samples - 0x1p-30) + 1;
  }
  return m;
}

// The cells of eight samples of each ray from sample m of the frame on, which lie between the
// outermost centres.
SR_INLINE void FN(locate_bundle)(
    const SVVolume *volume, const SRBundle *bundle, int64_t m, SRCells *cells) {
  uint64_t away = (uint64_t)(m - bundle->beam.first);
  for (int axis = 0; axis < 3; axis++) {
    ulong8 part = __builtin_convertvector(bundle->part[axis], ulong8) +
        __builtin_convertvector(bundle->partStep[axis], ulong8) * (uint64_t)(uint32_t)away;
    uint8 whole = (uint8)bundle->whole[axis] + (uint8)bundle->wholeStep[axis] * (uint32_t)away;
    whole += __builtin_convertvector(part >> 31, uint8);
    uint8 rest = __builtin_convertvector(part & (uint64_t)SR_FRACTION, uint8);
    for (int n = 0; n < 8; n++) {
      cells[n].cell[axis] = (int8)whole;
      cells[n].fraction[axis] = __builtin_convertvector((int8)rest, float8) * SR_UNIT;
      rest += bundle->partStep[axis];
      whole += (uint8)bundle->wholeStep[axis] + (rest >> 31);
      rest &= (uint32_t)SR_FRACTION;
    }
  }
  for (int n = 0; n < 8; n++) FN(find_offsets)(volume, cells + n);
}

SR_INLINE int FN(is_no_better)(float bound, float best, int isMaximum) {
  return isMaximum ? bound <= best : bound >= best;
}

// Notes the extremes of a bundle's rays.
SR_INLINE void FN(note_best)(SRBundle *bundle, float8 best, int isMaximum) {
  float8 other = (float8){0} + (isMaximum ? INFINITY : -INFINITY);
  bundle->best = best;
  // The easiest to improve on is the other extreme.
  best = SR_SELECT(FN(mask_of)(bundle->lanes), best, other);
  bundle->found = FN(extreme_lane)(best, !isMaximum);
}

// Cuts the way of a square of rays into stretches and sorts them.
static void FN(lay_stretches)(
    const SVVolume *volume, const SRBlocks *blocks, SRSquare *square, int isMaximum) {
  SRBeam all = {0};
  int32_t count = 0;
  square->stretches = 0;
  for (int32_t n = 0; n < square->count; n++) {
    SRBundle *bundle = square->bundles + n;
    FN(note_best)(bundle, (float8){0} + (isMaximum ? -INFINITY : INFINITY), isMaximum);
    if (!bundle->lanes) continue;
    FN(lay_bundle)(bundle);
    if (count++) FN(widen_beam)(&all, &bundle->beam); else all = bundle->beam;
  }
  if (count == 0) return;
  int64_t first = all.first & ~(int64_t)7, samples = all.end - first;
  int64_t length = (samples + 8 * SR_STRETCHES - 1) / (8 * SR_STRETCHES) * 8;
  square->length = length > 16 ? length : 16;
  for (int64_t m = first; m < all.end; m += square->length) {
    int64_t low[3], high[3], last = m + square->length < all.end ? m + square->length : all.end;
    float bound = isMaximum ? INFINITY : -INFINITY;
    int isMixed;
    if (all.isTight) {
      int64_t begin = m > all.first ? m : all.first;
      FN(box_of_beam)(volume, &all, begin, last - 1, low, high);
      bound = FN(bound_of_box)(blocks, NULL, low, high, isMaximum, &isMixed);
    }
    int32_t n = square->stretches++;
    for (; n > 0 && !FN(is_no_better)(bound, square->bounds[n - 1], isMaximum); n--) {
      square->bounds[n] = square->bounds[n - 1], square->firsts[n] = square->firsts[n - 1];
    }
    square->bounds[n] = bound, square->firsts[n] = m;
  }
}
