// The surfaces of labels on a ray, in the order in which it comes to them.

// The first sample from `place` on that may lie among labels, or the end of the ray.
SR_INLINE double FN(skip_unlabelled)(const SRLabels *labels, const SRLabelled *l, double place) {
  if (!labels->isSkipping) return place;
  while (place < l->end) {
    int64_t cell[3], b[3];
    float fraction[3];
    FN(label_cell)(labels, l, place, cell, fraction);
    for (int axis = 0; axis < 3; axis++) b[axis] = cell[axis] >> SV_BLOCK_SHIFT;
    int64_t d = labels->distances[(b[2] * labels->blocks[1] + b[1]) * labels->blocks[0] + b[0]];
    if (d == 0) return place;
    double exit = INFINITY;
    for (int axis = 0; axis < 3; axis++) {
      int64_t low = (b[axis] - d + 1) << SV_BLOCK_SHIFT, high = (b[axis] + d) << SV_BLOCK_SHIFT;
      double step = l->step[axis], samples = INFINITY;
      // Nothing lies before the first cell and behind the last.
      if (step > 0 && high < labels->size[axis] - 1) {
        samples = ((double)high - l->start[axis]) / step;
      } else if (step < 0 && low > 0) {
        samples = ((double)low - l->start[axis]) / step;
      }
      exit = samples < exit ? samples : exit;
    }
    if (!(exit < l->end)) return l->end;
    // Rounding moves an exit by far less.
    double next = floor(exit - 0x1p-20) + 1;
    place = next > place ? next : floor(place) + 1;
  }
  return l->end;
}

// Goes on to where the ray comes into another label.
static void FN(seek_surface)(const SRLabels *labels, SRLabelled *l) {
  l->isCut = 0;
  while (l->place < l->end) {
    double next = floor(l->place) + 1;
    if (l->label == 0) next = FN(skip_unlabelled)(labels, l, next);
    next = next < l->end ? next : l->end;
    int32_t label = FN(label_at)(labels, l, next);
    double before = ceil(next) - 1;
    if (before > l->place) l->place = before;
    if (label == l->label) {
      l->place = next;
      continue;
    }
    for (int n = 0; n < 6; n++) {
      double middle = (l->place + next) / 2;
      int32_t there = FN(label_at)(labels, l, middle);
      if (there == l->label) {
        l->place = middle;
      } else {
        next = middle;
        label = there;
      }
    }
    l->place = next;
    l->label = label;
    if (label != 0) {
      l->surface = next;
      return;
    }
  }
  l->surface = INFINITY;
}

// Begins with a ray that is ready to be sampled.
static void FN(begin_labels)(const SRLabels *labels, const SRRay *ray, SRLabelled *l) {
  for (int axis = 0; axis < 3; axis++) {
    const double *row = labels->fromVolume + 4 * axis;
    l->start[axis] = row[3];
    l->step[axis] = 0;
    for (int n = 0; n < 3; n++) {
      l->start[axis] += row[n] * ((double)ray->start[n] * 0x1p-31);
      l->step[axis] += row[n] * ((double)ray->way->step[n] * 0x1p-31);
    }
  }
  int isOne = ray->count == 1;
  l->place = isOne ? -0.5 * ray->firstWeight : 0.5 - ray->firstWeight;
  l->end = isOne ? 0.5 * ray->lastWeight : ray->count - 1.5 + ray->lastWeight;
  l->label = FN(label_at)(labels, l, l->place);
  l->isCut = 1;
  l->surface = l->place;
  if (l->label == 0) FN(seek_surface)(labels, l);
}

// Adds the surface at which the ray is, and goes on to the next.
static void FN(add_surface)(const SRStyle *style, const SRRay *ray, SRSeen *seen) {
  const SRLabels *labels = style->labels;
  SRLabelled *l = seen->labelled;
  float8 zero = {0}, g[3] = {{0}};
  SRLit lit = {zero + 1, zero, zero};
  if (labels->isShaded) {
    float own[3] = {0};
    // Where a cut goes through the inside there is no surface of its own: light from all sides.
    if (!l->isCut) FN(label_normal)(labels, l, l->surface, l->label, own);
    for (int axis = 0; axis < 3; axis++) {
      double sum = 0;
      for (int n = 0; n < 3; n++) sum += labels->patientToVoxel[3 * n + axis] * own[n];
      g[axis][0] = (float)sum;
    }
    SRStyle light = *style;
    light.ambient = labels->ambient, light.diffuse = labels->diffuse;
    light.specular = labels->specular, light.shininess = labels->shininess;
    lit.magnitude = FN(magnitude)(g);
    FN(light)(&light, ray, g, &lit);
  }
  const float *color = labels->colors + 4 * l->label;
  float weight = seen->passing * color[3];
  if (style->occlusion) weight *= FN(light_on_ray)(style, ray, l->surface);
  for (int n = 0; n < 3; n++) {
    seen->color[n][0] += weight * (color[n] * lit.diffuse[0] + lit.specular[0]);
  }
  seen->passing *= 1 - color[3];
  FN(seek_surface)(labels, l);
}

// Adds the surfaces that lie not behind a place.
static void FN(add_surfaces_until)(
    const SRStyle *style, const SRRay *ray, double place, SRSeen *seen) {
  while (seen->passing > SR_CLEAR && seen->labelled->surface <= place) {
    FN(add_surface)(style, ray, seen);
  }
}

// Adds eight samples or ways to a ray, and the surfaces before and among them.
__attribute__((noinline)) static void FN(add_among_surfaces)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray, int64_t m,
    const float8 *gradient, const float8 *classified, float8 opacity, SRSeen *seen) {
  float8 zero = {0};
  // A surface counts before the first sample behind it, or before the first way most of which is.
  double shift = style->pairs ? 0.5 : 0;
  for (int64_t lane = 0; lane < 8;) {
    FN(add_surfaces_until)(style, ray, (double)(m + lane) + shift, seen);
    if (seen->passing <= SR_CLEAR) return;
    double ahead = ceil(seen->labelled->surface - shift) - (double)m;
    int64_t end = ahead < 8 ? (int64_t)ahead : 8;
    uint32_t lanes = (1u << end) - (1u << lane);
    float8 part = SR_SELECT(FN(mask_of)(lanes), opacity, zero);
    float8 own[3] = {gradient[0], gradient[1], gradient[2]};
    if (FN(lanes)((int8)(part > 0))) {
      FN(add_samples)(volume, style, ray, m, own, classified, part, seen);
    }
    lane = end;
  }
}

SR_INLINE void FN(add_in_order)(
    const SVVolume *volume, const SRStyle *style, const SRRay *ray, int64_t m, float8 *gradient,
    const float8 *classified, float8 opacity, SRSeen *seen) {
  if (style->labels) {
    FN(add_among_surfaces)(volume, style, ray, m, gradient, classified, opacity, seen);
  } else {
    FN(add_samples)(volume, style, ray, m, gradient, classified, opacity, seen);
  }
}

// Begins with a ray; without labels it has none.
SR_INLINE void FN(begin_labelled)(
    const SRStyle *style, const SRRay *ray, SRLabelled *labelled, SRSeen *seen) {
  if (!style->labels) return;
  seen->labelled = labelled;
  FN(begin_labels)(style->labels, ray, labelled);
}

// Adds what lies behind the last sample that was seen.
SR_INLINE void FN(end_labelled)(const SRStyle *style, const SRRay *ray, SRSeen *seen) {
  if (seen->labelled) FN(add_surfaces_until)(style, ray, 0x1p60, seen);
}

// Puts the surfaces of labels before the one that a ray ends at, if it does (`color[3]`).
static void FN(add_before_hit)(
    const SRStyle *style, const SRRay *ray, const int64_t *place, float *color) {
  SRLabelled labelled;
  SRSeen seen = {.passing = 1};
  double end = 0x1p60;
  if (color[3] > 0) {
    int axis = 0;
    for (int n = 1; n < 3; n++) {
      if (llabs(ray->way->step[n]) > llabs(ray->way->step[axis])) axis = n;
    }
    end = (double)(place[axis] - ray->start[axis]) * ray->way->inverse[axis];
  }
  FN(begin_labelled)(style, ray, &labelled, &seen);
  FN(add_surfaces_until)(style, ray, end, &seen);
  for (int n = 0; n < 3; n++) color[n] = seen.color[n][0] + seen.passing * color[n];
  color[3] = 1 - seen.passing * (1 - color[3]);
}
