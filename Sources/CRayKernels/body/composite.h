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

// Eight places in the table of colours.
SR_INLINE int8 FN(color_entries)(const SRLook *look, float8 v, float8 *fraction) {
  float8 zero = {0};
  float8 place = (v - look->tableStart) * look->tableScale;
  place = SR_SELECT(place > 0, place, zero);
  place = SR_SELECT(place < (float)look->tableLast, place, zero + (float)look->tableLast);
  int8 entry = __builtin_convertvector(place, int8);
  *fraction = place - __builtin_convertvector(entry, float8);
  return entry;
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
  float8 fraction;
  int8 entries = FN(color_entries)(look, v, &fraction);
  float4 seen = *(unaligned_float4 *)color;
  for (; needed; needed &= needed - 1) {
    int lane = __builtin_ctz(needed);
    const unaligned_float4 *p = (const unaligned_float4 *)look->colors + entries[lane];
    float4 c = SR_MIX(p[0], p[1], fraction[lane]);
    if (look->isShaded) c = c * lit.diffuse[lane] + lit.specular[lane];
    seen += weights[lane] * c;
  }
  *(unaligned_float4 *)color = seen;
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

// Asks memory for what samples m … m + 7 and their gradients will need; asking beyond the volume
// does no harm.
SR_INLINE void FN(fetch_ahead)(const SRVolume *volume, const SRRay *ray, int64_t m) {
  SRCells cells;
  FN(locate_inner)(ray, m, &cells);
  ulong8 offsets = FN(offsets)(volume, &cells);
  int64_t row = volume->stride[1], slice = volume->stride[2];
  for (int lane = 0; lane < 8; lane++) {
    uint64_t place = (uint64_t)volume->voxels + 4 * offsets[lane];
#define SR_FETCH(away) __builtin_prefetch((const void *)(place + (uint64_t)(4 * (away))))
    SR_FETCH(-slice), SR_FETCH(row - slice);
    SR_FETCH(-row), SR_FETCH(0), SR_FETCH(row), SR_FETCH(2 * row);
    SR_FETCH(slice - row), SR_FETCH(slice), SR_FETCH(slice + row), SR_FETCH(slice + 2 * row);
    SR_FETCH(2 * slice), SR_FETCH(2 * slice + row);
#undef SR_FETCH
  }
}

// Goes on from sample *m to the end of the ray, at most up to sample `until`; returns whether the
// ray goes on behind it.
static int FN(composite_part)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances, const SRLook *look,
    const SRRay *ray, int64_t until, int64_t *place, float *color) {
  SRCells cells;
  int64_t m = *place;
  until = until < ray->count ? until : ray->count;
  while (m < until) {
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
      if (look->isShaded) FN(fetch_ahead)(volume, ray, m + 8);
      FN(add_samples)(volume, look, ray, m, v, &cells, opacity, mask, color);
      if (1 - color[3] >= SR_OPAQUE) return 0;
    }
    m += 8;
  }
  *place = m;
  return m < ray->count;
}

// Rays of a small square go into the depth together, so that what one has fetched from memory
// serves the others.
static void FN(composite_packet)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRLook *look, SRTile packet, SRRay *rays,
    float (*colors)[4]) {
  int64_t places[SR_PACKET * SR_PACKET];
  int32_t goingOn[SR_PACKET * SR_PACKET], count = 0, number = 0;
  for (int32_t y = packet.firstRow; y < packet.endRow; y++) {
    for (int32_t x = packet.firstColumn; x < packet.endColumn; x++, number++) {
      memcpy(colors[number], (float[4]){0, 0, 0, 1}, sizeof *colors);
      places[number] = 0;
      if (FN(prepare_ray)(volume, frame, x, y, 1, rays + number)) goingOn[count++] = number;
    }
  }
  while (count > 0) {
    // The depth of the ray that is farthest behind decides.
    double depth = INFINITY;
    for (int32_t n = 0; n < count; n++) {
      double at = rays[goingOn[n]].first + (double)places[goingOn[n]];
      depth = at < depth ? at : depth;
    }
    int32_t left = 0;
    for (int32_t n = 0; n < count; n++) {
      int32_t ray = goingOn[n];
      int64_t until = (int64_t)(depth - rays[ray].first) + SR_STRIDE;
      int isGoingOn = until <= places[ray] || FN(composite_part)(
          volume, blocks, distances, look, rays + ray, until, places + ray, colors[ray]);
      if (isGoingOn) goingOn[left++] = ray;
    }
    count = left;
  }
}

static void FN(composite)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRLook *look, SRTile tile, int64_t width, float *out) {
  SRRay rays[SR_PACKET * SR_PACKET];
  float colors[SR_PACKET * SR_PACKET][4];
  for (int32_t n = 0; n < SR_PACKET * SR_PACKET; n++) FN(begin_rays)(frame, rays + n);
  for (int32_t y = tile.firstRow; y < tile.endRow; y += SR_PACKET) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x += SR_PACKET) {
      SRTile packet = {x, x + SR_PACKET, y, y + SR_PACKET};
      packet.endColumn = packet.endColumn < tile.endColumn ? packet.endColumn : tile.endColumn;
      packet.endRow = packet.endRow < tile.endRow ? packet.endRow : tile.endRow;
      FN(composite_packet)(volume, blocks, distances, frame, look, packet, rays, colors);
      const float *color = colors[0];
      for (int32_t row = y; row < packet.endRow; row++) {
        for (int32_t column = x; column < packet.endColumn; column++, color += 4) {
          float *pixel = out + 4 * ((row - tile.firstRow) * width + column - tile.firstColumn);
          memcpy(pixel, color, 4 * sizeof *color);
          pixel[3] = 1 - pixel[3];
        }
      }
    }
  }
}
