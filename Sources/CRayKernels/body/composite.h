// Front-to-back compositing.

// Eight answers of a table of floats.
SR_INLINE float8 FN(look_up)(const float *table, float start, float scale, int32_t last, float8 v) {
  float8 zero = {0};
  float8 place = (v - start) * scale;
  // NaN becomes 0.
  place = SR_SELECT(place > 0, place, zero);
  place = SR_SELECT(place < (float)last, place, zero + (float)last);
  int8 entry = __builtin_convertvector(place, int8);
  float8 t = place - __builtin_convertvector(entry, float8);
  const float *p[8];
  for (int lane = 0; lane < 8; lane++) p[lane] = table + entry[lane];
  float8 a = FN(pairs)(p[0], p[1], p[4], p[5]), b = FN(pairs)(p[2], p[3], p[6], p[7]);
  float8 low = __builtin_shufflevector(a, b, 0, 2, 8, 10, 4, 6, 12, 14);
  float8 high = __builtin_shufflevector(a, b, 1, 3, 9, 11, 5, 7, 13, 15);
  return SR_MIX(low, high, t);
}

SR_INLINE float4 FN(color)(const SRLook *look, float v) {
  float place = (v - look->tableStart) * look->tableScale;
  place = place > 0 ? place : 0;
  place = place < (float)look->tableLast ? place : (float)look->tableLast;
  int32_t entry = (int32_t)place;
  const unaligned_float4 *p = (const unaligned_float4 *)(look->colors + 4 * (int64_t)entry);
  float4 a = p[0], b = p[1];
  return SR_MIX(a, b, place - (float)entry);
}

SR_INLINE uint32_t FN(lanes)(int8 mask) {
  int8 bits = {1, 2, 4, 8, 16, 32, 64, 128};
  return (uint32_t)__builtin_reduce_or(mask & bits);
}

// Opacities of one step from those of one unit; the outermost samples stand for their part.
SR_INLINE float8 FN(correct)(
    const SRLook *look, const SRRay *ray, int64_t m, float8 opacity) {
  float8 zero = {0}, exponent = zero + 1;
  int isGradient = look->gradientOpacities != NULL;
  int isEnd = m == 0 || m + 8 >= ray->count;
  if (!isGradient && !isEnd) return opacity;
  if (isGradient) exponent *= look->unitsPerStep;
  if (m == 0) exponent[0] *= ray->firstWeight;
  if (ray->count > 1 && m + 8 >= ray->count) exponent[ray->count - 1 - m] *= ray->lastWeight;
  float8 changed = 1 - FN(power)(1 - opacity, exponent);
  return isGradient ? changed : SR_SELECT(exponent == 1, opacity, changed);
}

// Adds eight samples to a ray; `color` ends with what light still passes.
SR_INLINE void FN(add_samples)(
    const SRVolume *volume, const SRLook *look, const SRRay *ray, int64_t m, float8 v,
    const SRCells *cells, float8 opacity, uint32_t mask, float *color) {
  float8 g[3];
  SRLit lit;
  float weights[8];
  int isGradient = look->gradientOpacities != NULL;
  if (isGradient) {
    FN(gradients)(volume, cells, mask, g);
    FN(to_patient)(volume, g);
    lit.magnitude = FN(magnitude)(g);
    opacity *= FN(look_up)(
        look->gradientOpacities, look->gradientStart, look->gradientScale, look->gradientLast,
        lit.magnitude);
    mask &= FN(lanes)((int8)(opacity > 0));
    if (!mask) return;
  }
  opacity = FN(correct)(look, ray, m, opacity);
  // How far the ray comes is known from the opacities alone.
  float passing = color[3];
  uint32_t needed = 0;
  for (uint32_t rest = mask; rest && 1 - passing < SR_OPAQUE; rest &= rest - 1) {
    int lane = __builtin_ctz(rest);
    needed |= 1u << lane;
    weights[lane] = passing * opacity[lane];
    passing *= 1 - opacity[lane];
  }
  if (look->isShaded) {
    if (!isGradient) {
      FN(gradients)(volume, cells, needed, g);
      FN(to_patient)(volume, g);
      lit.magnitude = FN(magnitude)(g);
    }
    FN(light)(look, ray, g, &lit);
  }
  for (; needed; needed &= needed - 1) {
    int lane = __builtin_ctz(needed);
    float4 c = FN(color)(look, v[lane]);
    if (look->isShaded) c = c * lit.diffuse[lane] + lit.specular[lane];
    for (int n = 0; n < 3; n++) color[n] += weights[lane] * c[n];
  }
  color[3] = passing;
}

// The first sample behind the invisible blocks around sample m, or m.
SR_INLINE int64_t FN(leap_invisible)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances, const SRRay *ray,
    int64_t m) {
  if (!blocks->isSkipping) return m;
  int64_t b[3], low[3], end[3];
  for (int axis = 0; axis < 3; axis++) {
    b[axis] = FN(clamped_cell)(volume, ray, axis, m) >> SR_BLOCK_SHIFT;
  }
  int64_t d = distances[(b[2] * blocks->blocks[1] + b[1]) * blocks->blocks[0] + b[0]];
  if (d == 0) return m;
  for (int axis = 0; axis < 3; axis++) {
    low[axis] = (b[axis] - d + 1) * (1 << SR_BLOCK_SHIFT);
    end[axis] = (b[axis] + d) * (1 << SR_BLOCK_SHIFT);
  }
  return FN(leave)(volume, ray, low, end, m);
}

static void FN(composite_ray)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances, const SRLook *look,
    const SRRay *ray, float *color) {
  SRCells cells;
  for (int64_t m = 0; m < ray->count;) {
    int64_t next = FN(leap_invisible)(volume, blocks, distances, ray, m);
    if (next > m) {
      m = next;
      continue;
    }
    float8 v = FN(sample)(volume, blocks, ray, m, &cells), zero = {0};
    float8 opacity = FN(look_up)(
        look->opacities, look->tableStart, look->tableScale, look->tableLast, v);
    opacity = SR_SELECT(v == v, opacity, zero);
    uint32_t mask = FN(lanes)((int8)(opacity > 0));
    if (mask) {
      FN(add_samples)(volume, look, ray, m, v, &cells, opacity, mask, color);
      if (1 - color[3] >= SR_OPAQUE) return;
    }
    m += 8;
  }
}

static void FN(composite)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRLook *look, SRTile tile, int64_t width, float *out) {
  SRRay ray;
  FN(begin_rays)(frame, &ray);
  for (int32_t y = tile.firstRow; y < tile.endRow; y++) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x++) {
      float color[4] = {0, 0, 0, 1};
      if (FN(prepare_ray)(volume, frame, x, y, 1, &ray)) {
        FN(composite_ray)(volume, blocks, distances, look, &ray, color);
      }
      color[3] = 1 - color[3];
      memcpy(
          out + 4 * ((y - tile.firstRow) * width + x - tile.firstColumn), color, sizeof color);
    }
  }
}
