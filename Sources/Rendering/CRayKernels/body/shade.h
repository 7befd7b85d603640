// From gradients to light.

// Voxel differences to patient gradients: the transpose of the map from mm to voxels.
SR_INLINE void FN(to_patient)(const SVVolume *volume, float8 *g) {
  float8 i = g[0], j = g[1], k = g[2];
  for (int axis = 0; axis < 3; axis++) {
    g[axis] = i * (float)volume->patientToVoxel[axis] +
        j * (float)volume->patientToVoxel[3 + axis] + k * (float)volume->patientToVoxel[6 + axis];
  }
}

SR_INLINE float8 FN(dot8)(const float8 *g, const float *v) {
  return g[0] * v[0] + g[1] * v[1] + g[2] * v[2];
}

SR_INLINE float8 FN(magnitude)(const float8 *g) {
  return __builtin_elementwise_sqrt(g[0] * g[0] + g[1] * g[1] + g[2] * g[2]);
}

// Powers of numbers in [0, 1]; whole exponents, which most are, by multiplications.
SR_INLINE float8 FN(shine)(float8 base, float exponent) {
  float8 zero = {0}, result = zero + 1;
  if (!(exponent >= 0 && exponent <= 1024)) return FN(power)(base, zero + exponent);
  int32_t whole = (int32_t)exponent;
  if ((float)whole != exponent) return FN(power)(base, zero + exponent);
  for (; whole; whole >>= 1, base *= base) {
    if (whole & 1) result *= base;
  }
  return result;
}

// Phong's light. Both sides of a surface shine: the normal is the one that faces the viewer.
// Where the value does not change at all, there is no surface and light comes from everywhere.
SR_INLINE void FN(light)(
    const SRStyle *style, const SRRay *ray, const float8 *g, SRLit *lit) {
  float8 zero = {0}, one = zero + 1;
  float8 size = lit->magnitude;
  float8 perSize = one / SR_SELECT(size > 1e-12f, size, one);
  const float *towardsLight = style->isHeadLight ? ray->way->towardsViewer : style->light;
  float8 viewed = FN(dot8)(g, ray->way->towardsViewer) * perSize;
  float8 lit1 = FN(dot8)(g, towardsLight) * perSize;
  lit1 = SR_SELECT(viewed < 0, -lit1, lit1);
  viewed = SR_SELECT(viewed < 0, -viewed, viewed);
  float8 facing = SR_SELECT(lit1 > 0, lit1, zero);
  float lightToViewer = 0;
  for (int axis = 0; axis < 3; axis++) {
    lightToViewer += towardsLight[axis] * ray->way->towardsViewer[axis];
  }
  float8 diffuse = style->ambient + style->diffuse * facing;
  float8 specular = zero;
  if (style->specular > 0) {
    float8 mirrored = 2 * facing * viewed - lightToViewer;
    mirrored = SR_SELECT(mirrored < one, mirrored, one);
    mirrored = SR_SELECT((int8)(facing > 0) & (int8)(mirrored > 0), mirrored, zero);
    specular = style->specular * FN(shine)(mirrored, style->shininess);
  }
  float8 flat = zero + (style->ambient + style->diffuse);
  lit->diffuse = SR_SELECT(size > 1e-12f, diffuse, flat);
  lit->specular = SR_SELECT(size > 1e-12f, specular, zero);
}
