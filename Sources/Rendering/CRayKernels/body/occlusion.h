// What of the light comes to a place.

// Between the eight cells around a place of the volume, given in voxels.
static float FN(light_at)(const SROcclusion *cells, const double *place) {
  int64_t at[3], next[3], row = cells->size[0], slice = row * cells->size[1];
  float t[3];
  for (int axis = 0; axis < 3; axis++) {
    float top = (float)(cells->size[axis] - 1);
    float p = ((float)place[axis] + 0.5f) * cells->perVoxel[axis] - 0.5f;
    p = p > 0 ? p : 0;
    p = p < top ? p : top;
    at[axis] = (int64_t)p;
    next[axis] = at[axis] + 1 < cells->size[axis] ? at[axis] + 1 : at[axis];
    t[axis] = p - (float)at[axis];
  }
  float mixed[2];
  for (int k = 0; k < 2; k++) {
    const float *layer = cells->light + (k ? next[2] : at[2]) * slice;
    const float *near = layer + at[1] * row, *far = layer + next[1] * row;
    float a = SR_MIX(near[at[0]], near[next[0]], t[0]), b = SR_MIX(far[at[0]], far[next[0]], t[0]);
    mixed[k] = SR_MIX(a, b, t[1]);
  }
  return SR_MIX(mixed[0], mixed[1], t[2]);
}

// The same for a place on a ray, in samples.
static float FN(light_on_ray)(const SRStyle *style, const SRRay *ray, double at) {
  double place[3];
  for (int axis = 0; axis < 3; axis++) {
    place[axis] = ((double)ray->start[axis] + (double)ray->way->step[axis] * at) * 0x1p-31;
  }
  return FN(light_at)(style->occlusion, place);
}

// The same for the samples or ways of a ray that are seen.
static float8 FN(light_of_samples)(
    const SRStyle *style, const SRRay *ray, int64_t m, float8 weight) {
  float8 zero = {0}, light = zero + 1;
  double shift = style->pairs ? 0.5 : 0;
  for (uint32_t rest = FN(lanes)((int8)(weight > 0)); rest; rest &= rest - 1) {
    int lane = __builtin_ctz(rest);
    light[lane] = FN(light_on_ray)(style, ray, (double)(m + lane) + shift);
  }
  return light;
}
