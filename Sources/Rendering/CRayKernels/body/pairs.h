// Colours and opacities of the ways between two samples, from a table over both values.

// Where values lie in the table; what is no number lies at 0.
SR_INLINE float8 FN(pair_places)(const SRStyle *style, float8 v) {
  float8 zero = {0}, place = (v - style->tableStart) * style->pairScale;
  return SR_SELECT(place == place, place, zero);
}

SR_INLINE float8 FN(within_pairs)(const SRStyle *style, float8 place) {
  float8 zero = {0}, last = zero + (float)style->pairLast;
  place = SR_SELECT(place > 0, place, zero);
  return SR_SELECT(place < last, place, last);
}

// The entry before a place, but the last.
SR_INLINE int8 FN(pair_before)(const SRStyle *style, float8 place) {
  int8 at = __builtin_convertvector(place, int8);
  return at + (at >= style->pairLast);
}

// Between four entries of a table.
SR_INLINE void FN(look_up_pairs)(
    const SRStyle *style, const float *table, float8 front, float8 back, float8 *columns) {
  const int64_t across = style->pairLast + 1;
  int8 f = FN(pair_before)(style, front), b = FN(pair_before)(style, back);
  float8 tf = front - __builtin_convertvector(f, float8);
  float8 tb = back - __builtin_convertvector(b, float8);
  float4 rows[8];
  for (int lane = 0; lane < 8; lane++) {
    const unaligned_float4 *p =
        (const unaligned_float4 *)table + f[lane] * across + b[lane];
    float4 near = SR_MIX(p[0], p[1], tb[lane]);
    float4 far = SR_MIX(p[across], p[across + 1], tb[lane]);
    rows[lane] = SR_MIX(near, far, tf[lane]);
  }
  FN(turn_rows)(rows, columns);
}

// Colours without their opacities; black where there is none.
SR_INLINE void FN(divide_by_opacity)(float8 *columns) {
  float8 zero = {0};
  int8 isSeen = columns[3] > 0;
  float8 opacity = SR_SELECT(isSeen, columns[3], zero + 1);
  for (int n = 0; n < 3; n++) columns[n] = SR_SELECT(isSeen, columns[n] / opacity, zero);
  columns[3] = SR_SELECT(isSeen, columns[3], zero);
}

// What a part of a way keeps of the light.
SR_INLINE float8 FN(opacity_of_part)(float8 opacity, float8 part) {
  float8 zero = {0};
  return SR_SELECT(part > 0, 1 - FN(power)(1 - opacity, part), zero);
}

// Ways that begin or end beyond the table: there the outermost entries hold, for their part of the
// way. `front` and `back` are places, `from` and `to` those of them in the table.
static void FN(join_outside)(
    const SRStyle *style, float8 front, float8 back, float8 from, float8 to, float8 *columns) {
  const int64_t last = style->pairLast;
  const float *low = style->pairs, *high = style->pairs + 4 * last * (last + 2);
  int8 isOutside = (int8)(from != to) & ((int8)(from != front) | (int8)(to != back));
  float8 zero = {0}, way = SR_SELECT(isOutside, back - front, zero + 1), before[4], behind[4];
  for (int n = 0; n < 4; n++) {
    before[n] = SR_SELECT(front > from, zero + high[n], zero + low[n]);
    behind[n] = SR_SELECT(back > to, zero + high[n], zero + low[n]);
  }
  FN(divide_by_opacity)(before);
  FN(divide_by_opacity)(behind);
  float8 part = (to - from) / way, thin[4];
  // The less of a way there is, the less its colours weaken each other.
  FN(look_up_pairs)(style, style->thinPairs, from, to, thin);
  FN(divide_by_opacity)(thin);
  for (int n = 0; n < 3; n++) thin[n] = SR_MIX(thin[n], columns[n], part);
  float8 first = FN(opacity_of_part)(before[3], (from - front) / way);
  float8 middle = FN(opacity_of_part)(columns[3], part);
  float8 final = FN(opacity_of_part)(behind[3], (back - to) / way);
  float8 joined[4];
  for (int n = 0; n < 3; n++) {
    joined[n] = before[n] * first +
        (1 - first) * (thin[n] * middle + (1 - middle) * (behind[n] * final));
  }
  joined[3] = 1 - (1 - first) * ((1 - middle) * (1 - final));
  FN(divide_by_opacity)(joined);
  for (int n = 0; n < 4; n++) columns[n] = SR_SELECT(isOutside, joined[n], columns[n]);
}

// Four rows of eight: red, green, blue and opacity of the ways from `front` to `back`.
SR_INLINE void FN(classify_pairs)(
    const SRStyle *style, float8 front, float8 back, float8 *columns) {
  front = FN(pair_places)(style, front);
  back = FN(pair_places)(style, back);
  float8 from = FN(within_pairs)(style, front), to = FN(within_pairs)(style, back);
  FN(look_up_pairs)(style, style->pairs, from, to, columns);
  FN(divide_by_opacity)(columns);
  int8 isOutside = (int8)(from != to) & ((int8)(from != front) | (int8)(to != back));
  if (FN(lanes)(isOutside)) FN(join_outside)(style, front, back, from, to, columns);
}

// Colours of ways that are shorter than a step: the less of one there is, the less they weaken each other.
static void FN(shorten)(
    const SRStyle *style, float8 front, float8 back, float part, float8 *columns) {
  front = FN(pair_places)(style, front);
  back = FN(pair_places)(style, back);
  float8 from = FN(within_pairs)(style, front), to = FN(within_pairs)(style, back), thin[4];
  FN(look_up_pairs)(style, style->thinPairs, from, to, thin);
  int8 isKnown = (int8)(thin[3] > 0) & (int8)(from == front) & (int8)(to == back);
  FN(divide_by_opacity)(thin);
  for (int n = 0; n < 3; n++) {
    columns[n] = SR_SELECT(isKnown, SR_MIX(thin[n], columns[n], part), columns[n]);
  }
}

// The ways between the samples of a ray, numbered as the samples in front; what lies before the
// first and behind the last sample belongs to the outermost. A lone sample is a way of its own.
SR_INLINE SRRay FN(ways_of)(const SRRay *ray) {
  SRRay ways = *ray;
  if (ray->count == 1) return ways;
  ways.count = ray->count - 1;
  ways.firstWeight = ray->firstWeight + 0.5f;
  ways.lastWeight = ray->lastWeight + 0.5f;
  if (ways.count == 1) ways.firstWeight = ray->firstWeight + ray->lastWeight;
  return ways;
}

// The same ray half a step further on.
SR_INLINE SRRay FN(middles_of)(const SRRay *ray) {
  SRRay middles = *ray;
  if (ray->count == 1) return middles;
  middles.count = ray->count - 1;
  middles.inner = middles.innerEnd = 0;
  for (int axis = 0; axis < 3; axis++) middles.start[axis] += ray->way->step[axis] / 2;
  return middles;
}
