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
SR_INLINE int64_t FN(leap_hopeless)(
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

// `hint` is the sample at which a neighbouring ray had its extreme: trying it first makes most
// blocks hopeless. What is found does not depend on it.
SR_INLINE float FN(extreme)(
    const SRVolume *volume, const SRBlocks *blocks, const SRRay *ray, int64_t *hint,
    int isMaximum) {
  SRCells cells;
  float8 best = (float8){0} + (isMaximum ? -INFINITY : INFINITY);
  int64_t m = *hint - (int64_t)ray->first;
  m = m > ray->count - 8 ? ray->count - 8 : m;
  m = m < 0 ? 0 : m;
  best = FN(join)(best, FN(sample)(volume, blocks, ray, m, &cells), isMaximum);
  float found = FN(extreme_lane)(best, isMaximum);
  for (m = 0; m < ray->count;) {
    int64_t next = FN(leap_hopeless)(volume, blocks, ray, m, found, isMaximum);
    if (next > m) {
      m = next;
      continue;
    }
    best = FN(join)(best, FN(sample)(volume, blocks, ray, m, &cells), isMaximum);
    float now = FN(extreme_lane)(best, isMaximum);
    if (now != found) *hint = m + (int64_t)ray->first;
    found = now;
    m += 8;
  }
  return found;
}

// The number of the first sample with the value `extreme`.
static float FN(first_depth)(
    const SRVolume *volume, const SRBlocks *blocks, const SRRay *ray, float extreme,
    int isMaximum) {
  SRCells cells;
  // Blocks whose bound is the extreme itself may hold it.
  float below = nextafterf(extreme, isMaximum ? -INFINITY : INFINITY);
  for (int64_t m = 0; m < ray->count;) {
    int64_t next = FN(leap_hopeless)(volume, blocks, ray, m, below, isMaximum);
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

SR_INLINE void FN(project_tile)(
    const SRVolume *volume, const SRBlocks *blocks, const SRFrame *frame, SRBlend blend,
    SRTile tile, int64_t width, float *out, float *depths) {
  SRRay ray;
  FN(begin_rays)(frame, &ray);
  int64_t hint = 0;
  for (int32_t y = tile.firstRow; y < tile.endRow; y++) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x++) {
      float value = NAN, depth = NAN;
      if (FN(prepare_ray)(volume, frame, x, y, 0, &ray)) {
        value = blend == SR_MEAN
            ? FN(mean)(volume, blocks, &ray)
            : FN(extreme)(volume, blocks, &ray, &hint, blend == SR_MAXIMUM);
        // Zeros of both signs are equal, so which came first must not show.
        value = isinf(value) ? NAN : value + 0.0f;
        if (depths && value == value && blend != SR_MEAN) {
          depth = FN(first_depth)(volume, blocks, &ray, value, blend == SR_MAXIMUM);
        }
      }
      out[y * width + x] = value;
      if (depths) depths[y * width + x] = depth;
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
