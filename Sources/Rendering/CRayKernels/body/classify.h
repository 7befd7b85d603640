// From values to light: colours, opacities and what of them reaches the eye.

SR_INLINE float8 FN(pairs)(const float *a, const float *b, const float *c, const float *d) {
  double4 four = {
      *(const unaligned_double *)a, *(const unaligned_double *)b, *(const unaligned_double *)c,
      *(const unaligned_double *)d};
  return (float8)four;
}

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
SR_INLINE void FN(classify)(const SRStyle *style, float8 v, float8 *columns) {
  float8 zero = {0};
  float8 place = (v - style->tableStart) * style->tableScale;
  // NaN becomes 0.
  place = SR_SELECT(place > 0, place, zero);
  place = SR_SELECT(place < (float)style->tableLast, place, zero + (float)style->tableLast);
  int8 entry = __builtin_convertvector(place, int8);
  float8 t = place - __builtin_convertvector(entry, float8);
  entry *= 8;
  // Two lanes a vector, four apart: then shuffles within halves turn them.
#define SR_ENTRIES(a, away) \
  __builtin_shufflevector( \
      *(const unaligned_float4 *)(style->entries + entry[a] + (away)), \
      *(const unaligned_float4 *)(style->entries + entry[a + 4] + (away)), 0, 1, 2, 3, 4, 5, 6, 7)
#define SR_LANES(a) __builtin_shufflevector(t, t, a, a, a, a, a + 4, a + 4, a + 4, a + 4)
#define SR_ANSWER(a) (SR_ENTRIES(a, 0) + SR_LANES(a) * SR_ENTRIES(a, 4))
  FN(turn)(SR_ANSWER(0), SR_ANSWER(1), SR_ANSWER(2), SR_ANSWER(3), columns);
#undef SR_ENTRIES
#undef SR_LANES
#undef SR_ANSWER
}

// Opacities of one step from those of one unit; the outermost samples stand for their part.
SR_INLINE float8 FN(correct)(
    const SRStyle *style, const SRRay *ray, int64_t m, float8 opacity) {
  float8 zero = {0}, exponent = zero + 1;
  int isGradient = style->gradientOpacities != NULL;
  int isEnd = m == 0 || m + 8 >= ray->count;
  if (!isGradient && !isEnd) return opacity;
  if (isGradient) exponent *= style->unitsPerStep;
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
    const SVVolume *volume, const SRStyle *style, const SRRay *ray, int64_t m, float8 *gradient,
    const float8 *classified, float8 opacity, SRSeen *seen) {
  SRLit lit = {0};
  float8 zero = {0};
  int isGradient = style->gradientOpacities != NULL;
  if (isGradient || style->isShaded) {
    FN(to_patient)(volume, gradient);
    lit.magnitude = FN(magnitude)(gradient);
  }
  if (isGradient) {
    opacity *= FN(look_up)(
        style->gradientOpacities, style->gradientStart, style->gradientScale, style->gradientLast,
        lit.magnitude);
    opacity = SR_SELECT(opacity == opacity, opacity, zero);
  }
  float8 weight = FN(weigh)(FN(correct)(style, ray, m, opacity), &seen->passing);
  if (style->occlusion) weight *= FN(light_of_samples)(style, ray, m, weight);
  if (!style->isShaded) {
    for (int n = 0; n < 3; n++) seen->color[n] += weight * classified[n];
    return;
  }
  FN(light)(style, ray, gradient, &lit);
  // Gradients of samples that do not count may be anything.
  int8 isSeen = weight > 0;
  float8 diffuse = SR_SELECT(isSeen, weight * lit.diffuse, zero);
  float8 specular = SR_SELECT(isSeen, weight * lit.specular, zero);
  for (int n = 0; n < 3; n++) seen->color[n] += diffuse * classified[n] + specular;
}
