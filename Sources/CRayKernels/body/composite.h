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

// Colours and opacities of eight values: four rows of eight.
SR_INLINE void FN(classify)(const SRLook *look, float8 v, float8 *columns) {
  float8 zero = {0};
  float8 place = (v - look->tableStart) * look->tableScale;
  // NaN becomes 0.
  place = SR_SELECT(place > 0, place, zero);
  place = SR_SELECT(place < (float)look->tableLast, place, zero + (float)look->tableLast);
  int8 entry = __builtin_convertvector(place, int8);
  float8 t = place - __builtin_convertvector(entry, float8);
  entry *= 8;
  // Two lanes a vector, four apart: then shuffles within halves turn them.
#define SR_ENTRIES(a, away) \
  __builtin_shufflevector( \
      *(const unaligned_float4 *)(look->entries + entry[a] + (away)), \
      *(const unaligned_float4 *)(look->entries + entry[a + 4] + (away)), 0, 1, 2, 3, 4, 5, 6, 7)
#define SR_LANES(a) __builtin_shufflevector(t, t, a, a, a, a, a + 4, a + 4, a + 4, a + 4)
#define SR_ANSWER(a) (SR_ENTRIES(a, 0) + SR_LANES(a) * SR_ENTRIES(a, 4))
  FN(turn)(SR_ANSWER(0), SR_ANSWER(1), SR_ANSWER(2), SR_ANSWER(3), columns);
#undef SR_ENTRIES
#undef SR_LANES
#undef SR_ANSWER
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

// What part of the light comes from each of eight samples; `passing` ends with what goes on.
SR_INLINE float8 FN(weigh)(float8 opacity, float *passing) {
  float8 zero = {0}, one = zero + 1, through = one - opacity;
  // Products of all lanes up to each.
  through *= __builtin_shufflevector(through, one, 8, 0, 1, 2, 3, 4, 5, 6);
  through *= __builtin_shufflevector(through, one, 8, 8, 0, 1, 2, 3, 4, 5);
  through *= __builtin_shufflevector(through, one, 8, 8, 8, 8, 0, 1, 2, 3);
  float8 before = *passing * __builtin_shufflevector(through, one, 8, 0, 1, 2, 3, 4, 5, 6);
  // Samples behind what is opaque are not seen.
  int8 isSeen = before > SR_CLEAR;
  uint32_t seen = FN(lanes)(isSeen);
  *passing *= through[31 - __builtin_clz(seen | 1)];
  return SR_SELECT(isSeen, before * opacity, zero);
}

// Adds eight samples to a ray.
SR_INLINE void FN(add_samples)(
    const SRVolume *volume, const SRLook *look, const SRRay *ray, int64_t m, float8 *gradient,
    const float8 *classified, float8 opacity, SRSeen *seen) {
  SRLit lit = {0};
  float8 zero = {0};
  int isGradient = look->gradientOpacities != NULL;
  if (isGradient || look->isShaded) {
    FN(to_patient)(volume, gradient);
    lit.magnitude = FN(magnitude)(gradient);
  }
  if (isGradient) {
    opacity *= FN(look_up)(
        look->gradientOpacities, look->gradientStart, look->gradientScale, look->gradientLast,
        lit.magnitude);
    opacity = SR_SELECT(opacity == opacity, opacity, zero);
  }
  float8 weight = FN(weigh)(FN(correct)(look, ray, m, opacity), &seen->passing);
  if (!look->isShaded) {
    for (int n = 0; n < 3; n++) seen->color[n] += weight * classified[n];
    return;
  }
  FN(light)(look, ray, gradient, &lit);
  // Gradients of samples that do not count may be anything.
  int8 isSeen = weight > 0;
  float8 diffuse = SR_SELECT(isSeen, weight * lit.diffuse, zero);
  float8 specular = SR_SELECT(isSeen, weight * lit.specular, zero);
  for (int n = 0; n < 3; n++) seen->color[n] += diffuse * classified[n] + specular;
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

// The first sample from m on that lies in a visible block; at least the number of samples if none
// does.
SR_INLINE int64_t FN(leap_all_invisible)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances, const SRRay *ray,
    int64_t m) {
  while (m < ray->count) {
    int64_t next = FN(leap_invisible)(volume, blocks, distances, ray, m);
    if (next == m) break;
    m = next;
  }
  return m;
}

// Samples m … m + 7 of a ray, on their way from places to light.
#ifndef SR_EIGHT
#define SR_EIGHT
typedef struct {
  const SRRay *ray;
  SRSeen *seen;
  int64_t m;
  SRCells cells;
  SRSpots spots;
  // Lanes that count, and those of them with voxels that hold nothing.
  uint32_t counting, suspect;
  int32_t isSampled;
  // Value and gradient; red, green, blue and opacity.
  float8 sampled[4], classified[4];
} SREight;
#endif

SR_INLINE int8 FN(mask_of)(uint32_t lanes) {
  int8 bits = {1, 2, 4, 8, 16, 32, 64, 128};
  return (bits & (int32_t)lanes) != 0;
}

SR_INLINE void FN(locate_eight)(const SRVolume *volume, const SRBlocks *blocks, SREight *e) {
  const SRRay *ray = e->ray;
  e->counting = 255;
  e->isSampled = 0;
  if (e->m >= ray->inner && e->m + 8 <= ray->innerEnd) {
    FN(locate_inner)(ray, e->m, &e->cells);
  } else {
    FN(locate_any)(volume, ray, e->m, &e->cells);
    if (e->m + 8 > ray->count) e->counting >>= e->m + 8 - ray->count;
  }
  FN(find_spots)(blocks, &e->cells, &e->spots);
}

// Notes which blocks the samples lie in.
SR_INLINE void FN(note_visible)(const SRBlocks *blocks, uint32_t visible, SREight *e) {
  // A ray that has left the visible blocks may leap.
  e->seen->isVisible = visible >> 7;
  e->counting &= visible;
  e->suspect = 0;
  for (int lane = 0; blocks->suspects && lane < 8; lane++) {
    int isSuspect = e->counting >> lane & 1 && blocks->suspects[e->spots.number[lane]];
    e->suspect |= (uint32_t)isSuspect << lane;
  }
}

// Samples among voxels some of which hold nothing.
static void FN(sample_suspects)(const SRVolume *volume, SREight *e) {
  for (uint32_t rest = e->suspect; rest; rest &= rest - 1) {
    int lane = __builtin_ctz(rest);
    int isValid = FN(cell_is_valid)(volume, &e->cells, lane);
    e->sampled[0][lane] = isValid ? FN(blend_lane)(volume, &e->cells, lane) : NAN;
    if (isValid) FN(gradient_of_lane)(volume, &e->cells, lane, e->sampled + 1);
  }
}

// Brings eights to an end. Each step is done for all of them, so that the CPU need not wait for
// one's result before it begins with the next one.
static void FN(composite_eights)(
    const SRVolume *volume, const SRBricks *bricks, const SRLook *look, SREight *eights,
    int32_t count) {
  for (SREight *e = eights; e < eights + count; e++) {
    if (!e->isSampled) {
      FN(sample_bricks)(bricks, e->spots.offset, e->cells.fraction, e->sampled);
    }
    if (e->suspect) FN(sample_suspects)(volume, e);
  }
  for (SREight *e = eights; e < eights + count; e++) {
    FN(classify)(look, e->sampled[0], e->classified);
  }
  for (SREight *e = eights; e < eights + count; e++) {
    float8 value = e->sampled[0], opacity = e->classified[3], zero = {0};
    opacity = SR_SELECT(FN(mask_of)(e->counting) & (value == value), opacity, zero);
    if (!FN(lanes)((int8)(opacity > 0))) continue;
    FN(add_samples)(volume, look, e->ray, e->m, e->sampled + 1, e->classified, opacity, e->seen);
  }
}

// The rays of a small square, which go into the depth together.
#ifndef SR_GANG
#define SR_GANG
typedef struct {
  SRWay ways[SR_PACKET * SR_PACKET];
  SRRay rays[SR_PACKET * SR_PACKET];
  SRSeen seen[SR_PACKET * SR_PACKET];
  // The next sample of each ray.
  int64_t places[SR_PACKET * SR_PACKET];
  // The numbers of those that have not ended, and how many.
  int32_t goingOn[SR_PACKET * SR_PACKET], count;
  // The smallest place among them, in the numbering of the frame.
  int64_t depth;
  SREight eights[SR_EIGHTS];
  int32_t waiting;
} SRGang;
#endif

static void FN(begin_gang)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, SRTile packet, SRGang *gang) {
  int32_t number = 0;
  gang->count = gang->waiting = 0;
  for (int32_t y = packet.firstRow; y < packet.endRow; y++) {
    for (int32_t x = packet.firstColumn; x < packet.endColumn; x++, number++) {
      SRWay *way = gang->ways + (frame->isPerspective ? number : 0);
      SRRay *ray = gang->rays + number;
      SRSeen *seen = gang->seen + number;
      memset(seen, 0, sizeof *seen);
      seen->passing = 1;
      if (!FN(prepare_ray)(volume, frame, x, y, 1, way, ray)) continue;
      gang->places[number] = FN(leap_all_invisible)(volume, blocks, distances, ray, 0);
      seen->isVisible = 1;
      gang->goingOn[gang->count++] = number;
    }
  }
}

// Drops the rays that have ended, and finds the depth of those that are farthest behind.
static void FN(drop_ended)(SRGang *gang) {
  int32_t left = 0;
  gang->depth = INT64_MAX;
  for (int32_t n = 0; n < gang->count; n++) {
    int32_t number = gang->goingOn[n];
    const SRRay *ray = gang->rays + number;
    if (gang->places[number] >= ray->count || gang->seen[number].passing <= SR_CLEAR) continue;
    int64_t at = (int64_t)ray->first + gang->places[number];
    gang->depth = at < gang->depth ? at : gang->depth;
    gang->goingOn[left++] = number;
  }
  gang->count = left;
}

SR_INLINE void FN(finish_waiting)(
    const SRVolume *volume, SRBricks *bricks, const SRLook *look, SRGang *gang) {
  FN(composite_eights)(volume, bricks, look, gang->eights, gang->waiting);
  gang->waiting = 0;
  // Bricks may give way now.
  bricks->need++;
}

// Lets the eight of sample m of a ray wait for its turn.
SR_INLINE void FN(add_eight)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRLook *look, SRGang *gang, int32_t number, int64_t m) {
  uint32_t visible;
  SREight *e = gang->eights + gang->waiting;
  e->ray = gang->rays + number, e->seen = gang->seen + number, e->m = m;
  FN(locate_eight)(volume, blocks, e);
  if (!FN(provide_bricks)(volume, blocks, distances, bricks, &e->spots, &visible)) {
    // The others leave no place for its bricks: it comes after them, alone.
    SREight alone = *e;
    FN(finish_waiting)(volume, bricks, look, gang);
    e = gang->eights;
    *e = alone;
    e->isSampled = 1;
    visible = FN(sample_scattered)(
        volume, blocks, distances, bricks, &e->spots, e->cells.fraction, e->sampled);
  }
  FN(note_visible)(blocks, visible, e);
  if (++gang->waiting == SR_EIGHTS) FN(finish_waiting)(volume, bricks, look, gang);
}

// Brings all rays to the same depth. Samples are taken in eights that begin at multiples of eight,
// whatever is leapt over: so that leaping changes no sum.
static void FN(advance)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRLook *look, SRGang *gang) {
  for (int32_t n = 0; n < gang->count; n++) {
    int32_t number = gang->goingOn[n];
    const SRRay *ray = gang->rays + number;
    int64_t end = gang->depth + 8 - (int64_t)ray->first, m = gang->places[number];
    if (m >= end) continue;
    if (!gang->seen[number].isVisible) {
      m = FN(leap_all_invisible)(volume, blocks, distances, ray, m);
      gang->places[number] = m;
      if (m >= end || m >= ray->count) continue;
    }
    m &= ~(int64_t)7;
    gang->places[number] = m + 8;
    FN(add_eight)(volume, blocks, distances, bricks, look, gang, number, m);
  }
  FN(finish_waiting)(volume, bricks, look, gang);
}

SR_INLINE float FN(sum)(float8 v) {
  float4 half = __builtin_shufflevector(v, v, 0, 1, 2, 3) +
      __builtin_shufflevector(v, v, 4, 5, 6, 7);
  return (half[0] + half[1]) + (half[2] + half[3]);
}

static void FN(composite)(
    const SRVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRFrame *frame, const SRLook *look, SRTile tile, int64_t width, float *out) {
  SRGang gang;
  FN(begin_rays)(frame, gang.ways);
  for (int32_t y = tile.firstRow; y < tile.endRow; y += SR_PACKET) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x += SR_PACKET) {
      SRTile packet = {x, x + SR_PACKET, y, y + SR_PACKET};
      packet.endColumn = packet.endColumn < tile.endColumn ? packet.endColumn : tile.endColumn;
      packet.endRow = packet.endRow < tile.endRow ? packet.endRow : tile.endRow;
      FN(begin_gang)(volume, blocks, distances, frame, packet, &gang);
      for (FN(drop_ended)(&gang); gang.count > 0; FN(drop_ended)(&gang)) {
        FN(advance)(volume, blocks, distances, bricks, look, &gang);
      }
      const SRSeen *seen = gang.seen;
      for (int32_t row = y; row < packet.endRow; row++) {
        for (int32_t column = x; column < packet.endColumn; column++, seen++) {
          float *pixel = out + 4 * ((row - tile.firstRow) * width + column - tile.firstColumn);
          for (int n = 0; n < 3; n++) pixel[n] = FN(sum)(seen->color[n]);
          pixel[3] = 1 - seen->passing;
        }
      }
    }
  }
}
