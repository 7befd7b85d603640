// Front-to-back compositing ray by ray, for what bricks do not know: other kernels, and ways
// between samples instead of samples. Batches begin at multiples of eight, so that skipping
// changes no sum.

// A ray on its way.
typedef struct {
  SRRay ray, parts, middles;
  SRSeen seen;
  SRLabelled labelled;
  // The values of samples m … m + 7, and m.
  float8 values;
  SRCells cells;
  int64_t m;
} SV_NAME(Finely);

// The values of eight samples, which those before may have needed already.
SR_INLINE void SV_NAME(see_to)(
    const SVVolume *volume, const SRStyle *style, SV_NAME(Finely) *f, int64_t m) {
  if (f->m == m) return;
  f->values = SV_NAME(values)(volume, style, &f->ray, m, &f->cells);
  f->m = m;
}

// Colours and opacities of eight ways, and where their gradients are taken.
SR_INLINE float8 SV_NAME(classify_ways)(
    const SVVolume *volume, const SRStyle *style, SV_NAME(Finely) *f, float8 *columns,
    SRCells *cells) {
  int64_t m = f->m;
  float8 front = f->values, back, zero = {0};
  if (f->ray.count == 1) {
    back = front;
  } else {
    float8 next = zero + NAN;
    if (m + 8 < f->ray.count) next = SV_NAME(values)(volume, style, &f->ray, m + 8, &f->cells);
    back = __builtin_shufflevector(front, next, 1, 2, 3, 4, 5, 6, 7, 8);
    f->values = next;
    f->m = m + 8;
  }
  // Half a way belongs to a sample whose neighbour does not count.
  int8 isFront = front == front, isBack = back == back, isWhole = isFront & isBack;
  FN(classify_pairs)(
      style, SR_SELECT(isFront, front, back), SR_SELECT(isBack, back, front), columns);
  float8 opacity = SR_SELECT(isFront | isBack, columns[3], zero);
  if (FN(lanes)(~isWhole & (int8)(opacity > 0))) {
    float8 half = 1 - __builtin_elementwise_sqrt(1 - opacity);
    opacity = SR_SELECT(isWhole, opacity, half);
  }
  int64_t left = f->parts.count - m;
  if (left < 8) opacity = SR_SELECT(FN(mask_of)((1u << left) - 1), opacity, zero);
  FN(locate_any)(volume, &f->middles, m, cells);
  return opacity;
}

// The gradient of a way whose middle lies among voxels that hold nothing is that of an end.
static void SV_NAME(gradient_at_end)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray, int64_t m, int lane,
    float8 *gradient) {
  SRCells cells;
  float8 ends[3] = {{0}};
  FN(locate_any)(volume, ray, m + lane, &cells);
  if (!FN(cell_is_valid)(volume, &cells, 0)) FN(locate_any)(volume, ray, m + lane + 1, &cells);
  SV_NAME(gradient)(volume, style, &cells, 0, ends);
  for (int axis = 0; axis < 3; axis++) gradient[axis][lane] = ends[axis][0];
}

SR_INLINE void SV_NAME(gradients)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray, int64_t m,
    const SRCells *cells, float8 opacity, float8 *gradient) {
  for (uint32_t rest = FN(lanes)((int8)(opacity > 0)); rest; rest &= rest - 1) {
    int lane = __builtin_ctz(rest);
    int isValid = !volume->validity.words || style->cubic ||
        !FN(contains_invalid)(volume, cells, lane) || FN(cell_is_valid)(volume, cells, lane);
    if (isValid) {
      SV_NAME(gradient)(volume, style, cells, lane, gradient);
    } else {
      SV_NAME(gradient_at_end)(volume, style, ray, m, lane, gradient);
    }
  }
}

// The way from where the ray comes into what is kept of the volume to its first sample.
SR_INLINE float8 SV_NAME(classify_lead)(
    const SVVolume *volume, const SRStyle *style, SV_NAME(Finely) *f, const SRRay *face,
    float8 *columns, SRCells *cells) {
  float8 zero = {0}, value = SV_NAME(values)(volume, style, face, 0, cells);
  if (!style->pairs) {
    FN(classify)(style, value, columns);
    return SR_SELECT(value == value, columns[3], zero);
  }
  SV_NAME(see_to)(volume, style, f, 0);
  float8 back = f->values;
  int8 isFront = value == value, isBack = back == back, isWhole = isFront & isBack;
  float8 front = SR_SELECT(isFront, value, back);
  back = SR_SELECT(isBack, back, value);
  FN(classify_pairs)(style, front, back, columns);
  FN(shorten)(style, front, back, face->lead < 1 ? face->lead : 1, columns);
  SRRay middle = FN(before)(volume, &f->ray, 0.5 * (double)face->lead);
  FN(locate_any)(volume, &middle, 0, cells);
  float8 opacity = SR_SELECT(isFront | isBack, columns[3], zero);
  return SR_SELECT(isWhole, opacity, 1 - __builtin_elementwise_sqrt(1 - opacity));
}

// Adds what lies before the first sample: a cut face shows what lies in its plane, and not what a ray
// meets up to a step behind it.
static void SV_NAME(add_lead)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRStyle *style, SV_NAME(Finely) *f) {
  float lead = f->ray.lead;
  if (!(lead > 0x1p-12f)) return;
  // A sample stands for half of the way to the next one.
  float part = style->pairs ? lead : 0.5f * lead;
  f->parts.firstWeight -= part;
  SRRay face = FN(before)(volume, &f->ray, (double)lead);
  if (FN(skip_invisible)(volume, blocks, distances, style->reach, &face, 0) > 0) return;
  face.firstWeight = face.lastWeight = part;
  float8 columns[4], gradient[3] = {{0}}, zero = {0};
  SRCells cells;
  float8 opacity = SV_NAME(classify_lead)(volume, style, f, &face, columns, &cells);
  opacity = SR_SELECT(FN(mask_of)(1), opacity, zero);
  if (!FN(lanes)((int8)(opacity > 0))) return;
  if (style->isShaded || style->gradientOpacities) {
    SV_NAME(gradients)(volume, style, &face, 0, &cells, opacity, gradient);
  }
  if (style->labels) {
    FN(add_surfaces_until)(style, &f->ray, -(double)(style->pairs ? part / 2 : lead), &f->seen);
    if (f->seen.passing <= SR_CLEAR) return;
  }
  FN(add_samples)(volume, style, &face, 0, gradient, columns, opacity, &f->seen);
}

// Adds samples or ways m … m + 7 to the ray; returns whether any of them is seen.
SR_INLINE int SV_NAME(add_finely)(
    const SVVolume *volume, const SRStyle *style, SV_NAME(Finely) *f, int64_t m) {
  float8 columns[4], gradient[3] = {{0}}, opacity, zero = {0};
  SRCells cells;
  SV_NAME(see_to)(volume, style, f, m);
  if (style->pairs) {
    opacity = SV_NAME(classify_ways)(volume, style, f, columns, &cells);
  } else {
    float8 value = f->values;
    cells = f->cells;
    FN(classify)(style, value, columns);
    opacity = SR_SELECT(value == value, columns[3], zero);
  }
  if (!FN(lanes)((int8)(opacity > 0))) return 0;
  if (style->isShaded || style->gradientOpacities) {
    SV_NAME(gradients)(volume, style, &f->ray, m, &cells, opacity, gradient);
  }
  FN(add_in_order)(volume, style, &f->parts, m, gradient, columns, opacity, &f->seen);
  return 1;
}

static void SV_NAME(cast_finely)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRStyle *style, SV_NAME(Finely) *f) {
  f->m = -1;
  f->parts = style->pairs ? FN(ways_of)(&f->ray) : f->ray;
  f->middles = FN(middles_of)(&f->ray);
  SV_NAME(add_lead)(volume, blocks, distances, style, f);
  int isSeen = 0;
  for (int64_t m = 0; m < f->parts.count && f->seen.passing > SR_CLEAR; m += 8) {
    if (!isSeen) {
      m = FN(skip_all_invisible)(volume, blocks, distances, style->reach, &f->ray, m);
      if (m >= f->parts.count) break;
      m &= ~(int64_t)7;
    }
    isSeen = SV_NAME(add_finely)(volume, style, f, m);
  }
}

static void SV_NAME(composite_finely)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out) {
  SRWay way;
  SV_NAME(Finely) f;
  FN(begin_rays)(frame, &way);
  for (int32_t y = tile.firstRow; y < tile.endRow; y++) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x++) {
      float *pixel = out + 4 * ((y - tile.firstRow) * width + x - tile.firstColumn);
      memset(&f.seen, 0, sizeof f.seen);
      f.seen.passing = 1;
      if (FN(prepare_ray)(volume, frame, x, y, 1, &way, &f.ray)) {
        FN(begin_labelled)(style, &f.ray, &f.labelled, &f.seen);
        SV_NAME(cast_finely)(volume, blocks, distances, style, &f);
        FN(end_labelled)(style, &f.ray, &f.seen);
      }
      for (int n = 0; n < 3; n++) pixel[n] = FN(sum)(f.seen.color[n]);
      pixel[3] = 1 - f.seen.passing;
    }
  }
}
