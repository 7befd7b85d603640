// What cells of some voxels keep of the light.

// The change of the value at a voxel, per voxel along i, j and k.
static void SV_NAME(voxel_gradient)(
    const SVVolume *volume, const int64_t *at, float8 *gradient, int lane) {
  const SV_NAME(Voxel) *voxel = SV_NAME(voxels)(volume) + at[0] + at[1] * volume->stride[1] +
      at[2] * volume->stride[2];
  for (int axis = 0; axis < 3; axis++) {
    float difference = SV_NAME(difference)(volume, at, axis, voxel);
    gradient[axis][lane] = difference * FN(slope)(volume, axis, at[axis]);
  }
}

// What eight values keep of the light, as opacity.
static float8 SV_NAME(opacities)(
    const SVVolume *volume, const SRStyle *style, int32_t isSurface, float8 value, float8 *gradient) {
  float8 zero = {0}, columns[4];
  if (isSurface) return SR_SELECT(value >= style->isoValue, zero + 1, zero);
  FN(classify)(style, value, columns);
  float8 opacity = SR_SELECT(value == value, columns[3], zero);
  if (style->gradientOpacities) {
    FN(to_patient)(volume, gradient);
    float8 part = FN(look_up)(
        style->gradientOpacities, style->gradientStart, style->gradientScale, style->gradientLast,
        FN(magnitude)(gradient));
    opacity = SR_SELECT(opacity > 0, opacity * part, zero);
  }
  return opacity;
}

// What a label keeps of the light at a place, as optical depth per mm.
static float SV_NAME(label_depth)(const SRLabels *labels, const double *place) {
  SRLabelled l = {.place = 0};
  for (int axis = 0; axis < 3; axis++) {
    const double *row = labels->fromVolume + 4 * axis;
    l.start[axis] = row[0] * place[0] + row[1] * place[1] + row[2] * place[2] + row[3];
  }
  float opacity = labels->colors[4 * FN(label_at)(labels, &l, 0) + 3];
  float8 passing = {1 - (opacity < 0.999f ? opacity : 0.999f), 1, 1, 1, 1, 1, 1, 1};
  // A layer of one voxel has the label's opacity.
  const double *alongI = labels->patientToVoxel;
  return -0.69314718f * FN(log2)(passing)[0] * (float)sqrt(FN(dot)(alongI, alongI));
}

// Eight places in a cell: a quarter and three quarters of the way along each axis. Returns those that
// clipping leaves, as a mask, and where they lie.
static uint32_t SV_NAME(places_in_cell)(
    const SROcclusion *cells, const int64_t *cell, const double *planes, int32_t planeCount,
    double places[8][3]) {
  uint32_t kept = 0;
  for (int lane = 0; lane < 8; lane++) {
    double *p = places[lane];
    for (int axis = 0; axis < 3; axis++) {
      double within = lane >> axis & 1 ? 0.75 : 0.25;
      p[axis] = ((double)cell[axis] + within) / (double)cells->perVoxel[axis] - 0.5;
    }
    int isKept = 1;
    for (int32_t n = 0; n < planeCount; n++) {
      isKept &= FN(dot)(planes + 4 * n, p) + planes[4 * n + 3] >= 0;
    }
    kept |= (uint32_t)isKept << lane;
  }
  return kept;
}

// The voxel that is closest to a place; returns 0 for one that holds nothing.
static int SV_NAME(closest_voxel)(const SVVolume *volume, const double *place, int64_t *at) {
  for (int axis = 0; axis < 3; axis++) {
    int64_t top = volume->size[axis] - 1;
    at[axis] = (int64_t)(place[axis] + 0.5 > 0 ? place[axis] + 0.5 : 0);
    at[axis] = at[axis] < top ? at[axis] : top;
  }
  if (volume->slicePlaces) {
    int32_t slice;
    float fraction;
    sv_locate_slice(volume, place[2], 0, &slice, &fraction);
    at[2] = slice + (fraction >= 0.5f);
  }
  return !volume->validity.words || sv_is_valid(volume, at[0], at[1], at[2]);
}

static void SV_NAME(cell_depths)(
    const SVVolume *volume, const SRStyle *style, const SROcclusion *cells, double length,
    int32_t isSurface, const double *planes, int32_t planeCount, int64_t z, float *out) {
  SV_NAME(Scale) scale = SV_NAME(scale)(volume);
  for (int64_t n = 0; n < cells->size[0] * cells->size[1]; n++) {
    int64_t cell[3] = {n % cells->size[0], n / cells->size[0], z};
    double places[8][3];
    float8 zero = {0}, value = zero + NAN, gradient[3] = {{0}}, label = {0};
    uint32_t kept = SV_NAME(places_in_cell)(cells, cell, planes, planeCount, places);
    for (uint32_t rest = kept; rest; rest &= rest - 1) {
      int lane = __builtin_ctz(rest);
      int64_t at[3];
      if (style->labels) label[lane] = SV_NAME(label_depth)(style->labels, places[lane]);
      if (!SV_NAME(closest_voxel)(volume, places[lane], at)) continue;
      value[lane] = SV_NAME(one)(
          scale,
          SV_NAME(voxels)(volume) + at[0] + at[1] * volume->stride[1] + at[2] * volume->stride[2],
          at[2]);
      if (style->gradientOpacities) SV_NAME(voxel_gradient)(volume, at, gradient, lane);
    }
    float8 opacity = SV_NAME(opacities)(volume, style, isSurface, value, gradient);
    opacity = SR_SELECT(opacity < 0.999f, opacity, zero + 0.999f);
    float8 depth = -0.69314718f * FN(log2)(1 - opacity) * (float)(1 / length);
    out[n] = FN(sum)(depth + label) * 0.125f;
  }
}
