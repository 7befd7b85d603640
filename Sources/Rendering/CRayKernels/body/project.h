// Projections: the largest, the smallest or the mean of a ray's samples.

// Asks memory for the voxels of eight samples.
SR_INLINE void SV_NAME(fetch)(const SVVolume *volume, const SRCells *cells) {
  ulong8 offsets = FN(offsets)(volume, cells);
  int64_t row = volume->stride[1], slice = volume->stride[2];
  for (int lane = 0; lane < 8; lane++) {
    const SV_NAME(Voxel) *p = SV_NAME(voxels)(volume) + offsets[lane];
    __builtin_prefetch(p);
    __builtin_prefetch(p + row);
    __builtin_prefetch(p + slice);
    __builtin_prefetch(p + slice + row);
  }
}

SR_INLINE void SV_NAME(approach)(const SVVolume *volume, SRSeeker *s) {
  s->isInner = s->m >= s->ray.inner && s->m + 8 <= s->ray.innerEnd;
  if (!s->isInner) return;
  FN(locate_inner)(&s->ray, s->m, &s->cells);
  SV_NAME(fetch)(volume, &s->cells);
}

// Goes on to the next samples that may improve on what is found; returns 0 if there are none.
SR_INLINE int SV_NAME(seek)(
    const SVVolume *volume, const SRBlocks *blocks, SRSeeker *s, int isMaximum) {
  while (s->m < s->ray.count) {
    int64_t next = FN(skip_hopeless)(volume, blocks, &s->ray, s->m, s->found, isMaximum);
    if (next == s->m) {
      SV_NAME(approach)(volume, s);
      return 1;
    }
    s->m = next;
  }
  return 0;
}

SR_INLINE void SV_NAME(take)(
    const SVVolume *volume, SRSeeker *s, int isMaximum) {
  float8 v;
  if (!s->isInner) {
    v = SV_NAME(sample_any)(volume, &s->ray, s->m, &s->cells);
  } else if (volume->validity.words) {
    v = SV_NAME(blend_carefully)(volume, &s->cells);
  } else {
    v = SV_NAME(blend)(volume, &s->cells);
  }
  s->best = FN(join)(s->best, v, isMaximum);
  s->found = FN(extreme_lane)(s->best, isMaximum);
}

// Finds the extremes of neighbouring rays together: while memory brings what one needs, others are
// served. `hints` are the samples at which the rays one row above had theirs: trying these first
// makes most blocks hopeless. What is found does not depend on them.
SR_INLINE void SV_NAME(extremes)(
    const SVVolume *volume, const SRBlocks *blocks, SRSeeker *seekers, int32_t count,
    int64_t *hints, int isMaximum) {
  SRSeeker *seeking[SR_PACKET];
  int32_t left = 0;
  for (SRSeeker *s = seekers; s < seekers + count; s++) {
    if (s->ray.count == 0) continue;
    int64_t hint = hints[s - seekers] - (int64_t)s->ray.first, last = s->ray.count - 8;
    hint = hint > last ? last : hint;
    s->best = (float8){0} + (isMaximum ? -INFINITY : INFINITY);
    s->m = hint < 0 ? 0 : hint;
    SV_NAME(approach)(volume, s);
    seeking[left++] = s;
  }
  for (int32_t n = 0; n < left; n++) {
    SV_NAME(take)(volume, seeking[n], isMaximum);
    seeking[n]->m = 0;
  }
  while (left > 0) {
    int32_t count = left;
    left = 0;
    for (int32_t n = 0; n < count; n++) {
      if (SV_NAME(seek)(volume, blocks, seeking[n], isMaximum)) seeking[left++] = seeking[n];
    }
    for (int32_t n = 0; n < left; n++) {
      SRSeeker *s = seeking[n];
      float before = s->found;
      SV_NAME(take)(volume, s, isMaximum);
      if (s->found != before) hints[s - seekers] = s->m + (int64_t)s->ray.first;
      s->m += 8;
    }
  }
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

// Up to SR_PACKET rays of one row.
SR_INLINE void SV_NAME(project_few)(
    const SVVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRSeeker *seekers, int32_t x, int32_t y, int32_t count, int64_t *hints, float *out,
    float *depths) {
  for (int32_t n = 0; n < count; n++) {
    SRSeeker *s = seekers + n;
    if (!FN(prepare_ray)(volume, frame, x + n, y, 0, &s->way, &s->ray)) s->ray.count = 0;
  }
  int isMaximum = blend == SR_MAXIMUM;
  if (blend != SR_MEAN) SV_NAME(extremes)(volume, blocks, seekers, count, hints, isMaximum);
  for (int32_t n = 0; n < count; n++) {
    const SRRay *ray = &seekers[n].ray;
    float value = NAN, depth = NAN;
    if (ray->count > 0) {
      value = blend == SR_MEAN ? SV_NAME(mean)(volume, ray) : seekers[n].found;
      // Zeros of both signs are equal, so which came first must not show.
      value = isinf(value) ? NAN : value + 0.0f;
    }
    if (depths && value == value && blend != SR_MEAN) {
      depth = SV_NAME(first_depth)(volume, blocks, ray, value, isMaximum);
    }
    out[n] = value;
    if (depths) depths[n] = depth;
  }
}

SR_INLINE void SV_NAME(project_tile)(
    const SVVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, float *out, float *depths) {
  SRSeeker seekers[SR_PACKET];
  for (int n = 0; n < SR_PACKET; n++) FN(begin_rays)(frame, &seekers[n].way);
  for (int32_t x = tile.firstColumn; x < tile.endColumn; x += SR_PACKET) {
    int64_t hints[SR_PACKET] = {0};
    int32_t count = tile.endColumn - x < SR_PACKET ? tile.endColumn - x : SR_PACKET;
    for (int32_t y = tile.firstRow; y < tile.endRow; y++) {
      int64_t place = y * width + x;
      SV_NAME(project_few)(
          volume, blocks, frame, blend, seekers, x, y, count, hints, out + place,
          depths ? depths + place : NULL);
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
