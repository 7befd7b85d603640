// The first surface that reaches a value.

// Moves *place from the last sample below the value to where it is reached: twice an eighth of
// the way, then along a straight line.
static void SV_NAME(refine)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray, float below,
    int64_t *place) {
  SRRay fine;
  SRWay way;
  SRCells cells;
  float value = style->isoValue, above = value;
  for (int64_t parts = 8; parts <= 64; parts *= 8) {
    FN(divide)(ray, place, parts, &way, &fine);
    float8 v = SV_NAME(values)(volume, style, &fine, 0, &cells);
    int lane = FN(first_reaching)(v, value);
    // Rounding may push the crossing behind the last lane.
    lane = lane > 7 ? 7 : lane;
    above = v[lane];
    if (lane > 0) below = v[lane - 1];
    for (int axis = 0; axis < 3; axis++) place[axis] = FN(place)(&fine, axis, lane - 1);
  }
  double t = above > below ? ((double)value - below) / ((double)above - below) : 1;
  t = t >= 0 && t <= 1 ? t : 1;
  for (int axis = 0; axis < 3; axis++) place[axis] += (int64_t)(t * (double)way.step[axis]);
}

static void SV_NAME(shade_hit)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray,
    int64_t *place, int isCut, float *color) {
  SRRay hit;
  SRWay way;
  SRCells cells;
  SRLit lit = {0};
  float8 g[3] = {{0}}, zero = {0};
  lit.diffuse = zero + 1;
  lit.specular = zero;
  if (style->isShaded) {
    FN(divide)(ray, place, 64, &way, &hit);
    for (int axis = 0; axis < 3; axis++) hit.start[axis] = place[axis];
    FN(locate_any)(volume, &hit, 0, &cells);
    if (style->cubic) {
      SV_NAME(cubic_gradient)(volume, style->cubic, &cells, 0, g);
    } else {
      SV_NAME(gradient_of_lane)(volume, &cells, 0, g);
    }
    FN(to_patient)(volume, g);
    // Where the cut goes through the inside there is no surface of its own: light from all sides.
    lit.magnitude = isCut ? zero : FN(magnitude)(g);
    FN(light)(style, ray, g, &lit);
  }
  float light = 1;
  if (style->occlusion) {
    double at[3] = {(double)place[0] * 0x1p-31, (double)place[1] * 0x1p-31, (double)place[2] * 0x1p-31};
    light = FN(light_at)(style->occlusion, at);
  }
  for (int n = 0; n < 3; n++) {
    color[n] = style->isoColor[n] * lit.diffuse[0] + lit.specular[0];
    if (style->occlusion) color[n] *= light;
  }
  color[3] = 0;
}

// Finds the place of the surface at or before sample m, and its light.
static void SV_NAME(hit)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray,
    int64_t m, float before, int64_t *place, float *color) {
  SRCells cells;
  int isCut = m == 0;
  if (m > 0 && before != before) {
    before = SV_NAME(values)(volume, style, ray, m - 1, &cells)[0];
  }
  // Behind an invalid sample the surface is where the values begin.
  int isKnown = m > 0 && before < style->isoValue;
  for (int axis = 0; axis < 3; axis++) place[axis] = FN(place)(ray, axis, isKnown ? m - 1 : m);
  if (isKnown) SV_NAME(refine)(volume, style, ray, before, place);
  SV_NAME(shade_hit)(volume, style, ray, place, isCut, color);
}

static void SV_NAME(isosurface)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out) {
  SRRay ray;
  SRWay way;
  SRCells cells;
  FN(begin_rays)(frame, &way);
  for (int32_t y = tile.firstRow; y < tile.endRow; y++) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x++) {
      int64_t place[3];
      float color[4] = {0, 0, 0, 1};
      int isRay = FN(prepare_ray)(volume, frame, x, y, 0, &way, &ray), isHit = !isRay;
      for (int64_t m = 0; !isHit && m < ray.count;) {
        int64_t next = FN(skip_invisible)(volume, blocks, distances, 0, &ray, m);
        if (next > m) {
          m = next;
          continue;
        }
        float8 v = SV_NAME(values)(volume, style, &ray, m, &cells);
        int lane = FN(first_reaching)(v, style->isoValue);
        if (lane < 8) {
          float before = lane > 0 ? v[lane - 1] : NAN;
          SV_NAME(hit)(volume, style, &ray, m + lane, before, place, color);
          isHit = 1;
        }
        m += 8;
      }
      color[3] = 1 - color[3];
      if (isRay && style->labels) FN(add_before_hit)(style, &ray, place, color);
      memcpy(
          out + 4 * ((y - tile.firstRow) * width + x - tile.firstColumn), color, sizeof color);
    }
  }
}
