// Projections: the largest, the smallest or the mean of a ray's samples.

SR_INLINE float8 FN(join)(float8 best, float8 v, int isMaximum) {
  // A comparison with NaN is false.
  return isMaximum ? SR_SELECT(v > best, v, best) : SR_SELECT(v < best, v, best);
}

SR_INLINE float FN(extreme_lane)(float8 v, int isMaximum) {
  v = FN(join)(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3), isMaximum);
  v = FN(join)(v, __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5), isMaximum);
  v = FN(join)(v, __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6), isMaximum);
  return v[0];
}

// Whether nothing within a bound can improve on `best`.
SR_INLINE int FN(is_hopeless)(
    const SRBlocks *blocks, const float *lowest, const float *highest, int64_t block, float best,
    int isMaximum) {
  if (!blocks->isSkipping) return 0;
  return isMaximum ? highest[block] <= best : lowest[block] >= best;
}

// If the block or the group of blocks of sample m cannot improve on `best`, returns the first
// sample behind it, else m.
SR_INLINE int64_t FN(skip_hopeless)(
    const SRVolume *volume, const SRBlocks *blocks, const SRRay *ray, int64_t m, float best,
    int isMaximum) {
  int64_t cell[3], low[3], end[3];
  for (int axis = 0; axis < 3; axis++) cell[axis] = FN(clamped_cell)(volume, ray, axis, m);
  int64_t b[3] = {
      cell[0] >> SR_BLOCK_SHIFT, cell[1] >> SR_BLOCK_SHIFT, cell[2] >> SR_BLOCK_SHIFT};
  int64_t block = (b[2] * blocks->blocks[1] + b[1]) * blocks->blocks[0] + b[0];
  if (!FN(is_hopeless)(blocks, blocks->lowest, blocks->highest, block, best, isMaximum)) return m;
  int64_t g[3] = {b[0] >> SR_GROUP_SHIFT, b[1] >> SR_GROUP_SHIFT, b[2] >> SR_GROUP_SHIFT};
  int64_t group = (g[2] * blocks->groups[1] + g[1]) * blocks->groups[0] + g[0];
  int isGroup = FN(is_hopeless)(
      blocks, blocks->groupLowest, blocks->groupHighest, group, best, isMaximum);
  int shift = SR_BLOCK_SHIFT + (isGroup ? SR_GROUP_SHIFT : 0);
  for (int axis = 0; axis < 3; axis++) {
    low[axis] = cell[axis] >> shift << shift;
    end[axis] = low[axis] + ((int64_t)1 << shift);
  }
  return FN(leave)(volume, ray, low, end, m);
}

// Asks memory for the voxels of eight samples.
SR_INLINE void FN(fetch)(const SRVolume *volume, const SRCells *cells) {
  ulong8 offsets = FN(offsets)(volume, cells);
  int64_t row = volume->stride[1], slice = volume->stride[2];
  for (int lane = 0; lane < 8; lane++) {
    const float *p = volume->voxels + offsets[lane];
    __builtin_prefetch(p);
    __builtin_prefetch(p + row);
    __builtin_prefetch(p + slice);
    __builtin_prefetch(p + slice + row);
  }
}

SR_INLINE void FN(approach)(const SRVolume *volume, SRSeeker *s) {
  s->isInner = s->m >= s->ray.inner && s->m + 8 <= s->ray.innerEnd;
  if (!s->isInner) return;
  FN(locate_inner)(&s->ray, s->m, &s->cells);
  FN(fetch)(volume, &s->cells);
}

// Goes on to the next samples that may improve on what is found; returns 0 if there are none.
SR_INLINE int FN(seek)(
    const SRVolume *volume, const SRBlocks *blocks, SRSeeker *s, int isMaximum) {
  while (s->m < s->ray.count) {
    int64_t next = FN(skip_hopeless)(volume, blocks, &s->ray, s->m, s->found, isMaximum);
    if (next == s->m) {
      FN(approach)(volume, s);
      return 1;
    }
    s->m = next;
  }
  return 0;
}

SR_INLINE void FN(take)(
    const SRVolume *volume, const SRBlocks *blocks, SRSeeker *s, int isMaximum) {
  float8 v;
  if (!s->isInner) {
    v = FN(sample_any)(volume, blocks, &s->ray, s->m, &s->cells);
  } else if (volume->validity) {
    v = FN(blend_carefully)(volume, blocks, &s->cells);
  } else {
    v = FN(blend)(volume, &s->cells);
  }
  s->best = FN(join)(s->best, v, isMaximum);
  s->found = FN(extreme_lane)(s->best, isMaximum);
}

// Finds the extremes of neighbouring rays together: while memory brings what one needs, others are
// served. `hints` are the samples at which the rays one row above had theirs: trying these first
// makes most blocks hopeless. What is found does not depend on them.
SR_INLINE void FN(extremes)(
    const SRVolume *volume, const SRBlocks *blocks, SRSeeker *seekers, int32_t count,
    int64_t *hints, int isMaximum) {
  SRSeeker *seeking[SR_PACKET];
  int32_t left = 0;
  for (SRSeeker *s = seekers; s < seekers + count; s++) {
    if (s->ray.count == 0) continue;
    int64_t hint = hints[s - seekers] - (int64_t)s->ray.first, last = s->ray.count - 8;
    hint = hint > last ? last : hint;
    s->best = (float8){0} + (isMaximum ? -INFINITY : INFINITY);
    s->m = hint < 0 ? 0 : hint;
    FN(approach)(volume, s);
    seeking[left++] = s;
  }
  for (int32_t n = 0; n < left; n++) {
    FN(take)(volume, blocks, seeking[n], isMaximum);
    seeking[n]->m = 0;
  }
  while (left > 0) {
    int32_t count = left;
    left = 0;
    for (int32_t n = 0; n < count; n++) {
      if (FN(seek)(volume, blocks, seeking[n], isMaximum)) seeking[left++] = seeking[n];
    }
    for (int32_t n = 0; n < left; n++) {
      SRSeeker *s = seeking[n];
      float before = s->found;
      FN(take)(volume, blocks, s, isMaximum);
      if (s->found != before) hints[s - seekers] = s->m + (int64_t)s->ray.first;
      s->m += 8;
    }
  }
}

// The number of the first sample with the value `extreme`.
static float FN(first_depth)(
    const SRVolume *volume, const SRBlocks *blocks, const SRRay *ray, float extreme,
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
    float8 v = FN(sample)(volume, blocks, ray, m, &cells);
    for (int lane = 0; lane < 8; lane++) {
      if (v[lane] == extreme) return (float)(ray->first + (double)(m + lane));
    }
    m += 8;
  }
  return NAN;
}

// The mean along the ray's way through the volume; the outermost samples stand for what is left
// of it.
static float FN(mean)(const SRVolume *volume, const SRBlocks *blocks, const SRRay *ray) {
  SRCells cells;
  double8 sum = {0};
  double weight = 0;
  for (int64_t m = 0; m < ray->count; m += 8) {
    float8 v = FN(sample)(volume, blocks, ray, m, &cells), zero = {0};
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

// Up to SR_PACKET rays of one row.
SR_INLINE void FN(project_few)(
    const SRVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRSeeker *seekers, int32_t x, int32_t y, int32_t count, int64_t *hints, float *out,
    float *depths) {
  for (int32_t n = 0; n < count; n++) {
    SRSeeker *s = seekers + n;
    if (!FN(prepare_ray)(volume, frame, x + n, y, 0, &s->way, &s->ray)) s->ray.count = 0;
  }
  int isMaximum = blend == SR_MAXIMUM;
  if (blend != SR_MEAN) FN(extremes)(volume, blocks, seekers, count, hints, isMaximum);
  for (int32_t n = 0; n < count; n++) {
    const SRRay *ray = &seekers[n].ray;
    float value = NAN, depth = NAN;
    if (ray->count > 0) {
      value = blend == SR_MEAN ? FN(mean)(volume, blocks, ray) : seekers[n].found;
      // Zeros of both signs are equal, so which came first must not show.
      value = isinf(value) ? NAN : value + 0.0f;
    }
    if (depths && value == value && blend != SR_MEAN) {
      depth = FN(first_depth)(volume, blocks, ray, value, isMaximum);
    }
    out[n] = value;
    if (depths) depths[n] = depth;
  }
}

SR_INLINE void FN(project_tile)(
    const SRVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, float *out, float *depths) {
  SRSeeker seekers[SR_PACKET];
  for (int n = 0; n < SR_PACKET; n++) FN(begin_rays)(frame, &seekers[n].way);
  for (int32_t x = tile.firstColumn; x < tile.endColumn; x += SR_PACKET) {
    int64_t hints[SR_PACKET] = {0};
    int32_t count = tile.endColumn - x < SR_PACKET ? tile.endColumn - x : SR_PACKET;
    for (int32_t y = tile.firstRow; y < tile.endRow; y++) {
      int64_t place = y * width + x;
      FN(project_few)(
          volume, blocks, frame, blend, seekers, x, y, count, hints, out + place,
          depths ? depths + place : NULL);
    }
  }
}

static void FN(project)(
    const SRVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, float *out, float *depths) {
  if (blend == SR_MAXIMUM) {
    FN(project_tile)(volume, blocks, frame, SR_MAXIMUM, tile, width, out, depths);
  } else if (blend == SR_MINIMUM) {
    FN(project_tile)(volume, blocks, frame, SR_MINIMUM, tile, width, out, depths);
  } else {
    FN(project_tile)(volume, blocks, frame, SR_MEAN, tile, width, out, depths);
  }
}
