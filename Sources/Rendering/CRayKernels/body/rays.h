// From a pixel to its ray.

SR_INLINE double FN(dot)(const double *a, const double *b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

// Keeps the part of [*enter, *leave] where a + b * n >= 0; returns 0 if nothing is left.
SR_INLINE int FN(keep)(double a, double b, double *enter, double *leave) {
  if (b == 0) return a >= 0;
  double n = -a / b;
  if (b > 0) {
    if (n > *enter) *enter = n;
  } else {
    if (n < *leave) *leave = n;
  }
  return 1;
}

// Voxels as a fixed-point number. Steps and places so far away that no volume reaches there are as good as
// farther ones, for which there are no numbers.
SR_INLINE int64_t FN(fixed)(double voxels) {
  double fixed = rint(voxels * 0x1p31);
  if (fixed > 0x1p58) return (int64_t)1 << 58;
  return fixed < -0x1p58 ? -((int64_t)1 << 58) : (int64_t)fixed;
}

static void FN(prepare_lanes)(SRWay *way) {
  for (int axis = 0; axis < 3; axis++) {
    for (int lane = 0; lane < 8; lane++) {
      int64_t p = way->step[axis] * lane;
      way->laneWhole[axis][lane] = (int32_t)(p >> 31);
      way->lanePart[axis][lane] = (uint32_t)(p & SR_FRACTION);
    }
    // Where nothing changes along an axis, its planes are never reached.
    way->inverse[axis] = way->step[axis] ? 1 / (double)way->step[axis] : INFINITY;
  }
}

// The way of all rays of an orthographic frame.
static void FN(begin_rays)(const SRFrame *frame, SRWay *way) {
  if (frame->isPerspective) return;
  double length = sqrt(FN(dot)(frame->forward, frame->forward));
  for (int axis = 0; axis < 3; axis++) {
    way->direction[axis] = frame->step[axis];
    way->step[axis] = FN(fixed)(frame->step[axis]);
    way->towardsViewer[axis] = (float)(-frame->forward[axis] / length);
  }
  FN(prepare_lanes)(way);
}

// The place of sample 0 of ray (x, y); in a perspective frame also its way.
static void FN(aim)(
    const SVVolume *volume, const SRFrame *frame, double x, double y, SRWay *way, double *place) {
  if (!frame->isPerspective) {
    for (int axis = 0; axis < 3; axis++) {
      place[axis] = frame->origin[axis] + frame->column[axis] * x + frame->row[axis] * y;
    }
    return;
  }
  double toward[3];
  for (int axis = 0; axis < 3; axis++) {
    place[axis] = frame->eye[axis];
    toward[axis] = frame->forward[axis] + frame->rightward[axis] * x + frame->downward[axis] * y;
  }
  double length = sqrt(FN(dot)(toward, toward));
  for (int axis = 0; axis < 3; axis++) {
    double perMillimetre = FN(dot)(volume->patientToVoxel + 3 * axis, toward) / length;
    way->direction[axis] = perMillimetre * frame->stepLength;
    way->step[axis] = FN(fixed)(way->direction[axis]);
    way->towardsViewer[axis] = (float)(-toward[axis] / length);
  }
  FN(prepare_lanes)(way);
}

static int FN(is_inside)(const SVVolume *volume, const SRRay *ray, int64_t m) {
  for (int axis = 0; axis < 3; axis++) {
    double p = (double)FN(place)(ray, axis, m) * 0x1p-31;
    if (!(p >= volume->lowest[axis] && p < volume->end[axis])) return 0;
  }
  return 1;
}

// Finds the samples whose cells need no look at the boundary, rather one too few.
static void FN(find_inner)(const SVVolume *volume, SRRay *ray) {
  double enter = 0, leave = ray->count - 1;
  ray->inner = ray->innerEnd = 0;
  if (volume->slicePlaces) return;
  for (int axis = 0; axis < 3; axis++) {
    double place = (double)ray->start[axis], step = (double)ray->way->step[axis];
    if (volume->size[axis] < 2) return;
    // Four units within, since crossings are rounded.
    double top = (double)(volume->size[axis] - 1) * 0x1p31 - 4;
    if (!FN(keep)(place - 4, step, &enter, &leave)) return;
    if (!FN(keep)(top - place, -step, &enter, &leave)) return;
  }
  if (!(enter <= leave)) return;
  ray->inner = (int32_t)enter + (enter > 0 ? 2 : 0);
  ray->innerEnd = (int32_t)leave + (leave < ray->count - 1 ? -1 : 1);
}

// Prepares ray (x, y); returns 0 if it has no sample. `way` is that of the frame, or becomes that of
// the ray.
//
// With weights, a sample stands for the half steps before and behind it, the outermost two for
// all that is left of the way through the volume; a way without a sample gets the closest one.
static int FN(prepare_ray)(
    const SVVolume *volume, const SRFrame *frame, double x, double y, int isWeighted, SRWay *way,
    SRRay *ray) {
  double place[3], enter = frame->isPerspective ? 0 : -0x1p40, leave = 0x1p40;
  ray->way = way;
  FN(aim)(volume, frame, x, y, way, place);
  for (int axis = 0; axis < 3; axis++) {
    double step = way->direction[axis];
    if (!FN(keep)(place[axis] - volume->lowest[axis], step, &enter, &leave)) return 0;
    if (!FN(keep)(volume->end[axis] - place[axis], -step, &enter, &leave)) return 0;
  }
  for (int n = 0; n < frame->planeCount; n++) {
    const double *plane = frame->planes + 4 * n;
    double distance = FN(dot)(plane, place) + plane[3];
    if (!FN(keep)(distance, FN(dot)(plane, way->direction), &enter, &leave)) return 0;
  }
  if (!(leave - enter >= 0)) return 0;
  double first = ceil(enter - 1e-9), last = floor(leave + 1e-9);
  int isBetween = last < first;
  if (isBetween) {
    if (!isWeighted) return 0;
    first = last = floor((enter + leave) / 2 + 0.5);
  }
  ray->count = (int32_t)(last - first) + 1;
  for (int axis = 0; axis < 3; axis++) {
    ray->start[axis] = FN(fixed)(place[axis] + way->direction[axis] * first);
  }
  if (!isBetween) {
    while (ray->count > 0 && !FN(is_inside)(volume, ray, 0)) {
      for (int axis = 0; axis < 3; axis++) ray->start[axis] += way->step[axis];
      first++, ray->count--;
    }
    while (ray->count > 0 && !FN(is_inside)(volume, ray, ray->count - 1)) last--, ray->count--;
    if (ray->count == 0) return 0;
  }
  ray->first = first;
  if (first == last) {
    ray->firstWeight = ray->lastWeight = (float)(leave - enter);
  } else {
    ray->firstWeight = (float)(first - enter + 0.5);
    ray->lastWeight = (float)(leave - last + 0.5);
  }
  ray->lead = isBetween ? 0 : (float)(first - enter);
  FN(find_inner)(volume, ray);
  return 1;
}

// Moves a place on a boundary to its inner side, from which rounding parts it.
static void FN(put_inside)(const SVVolume *volume, SRRay *ray) {
  for (int axis = 0; axis < 3; axis++) {
    int64_t lowest = (int64_t)ceil(volume->lowest[axis] * 0x1p31);
    int64_t highest = (int64_t)ceil(volume->end[axis] * 0x1p31) - 1;
    int64_t *start = ray->start + axis;
    if (*start < lowest && *start > lowest - SR_BESIDE) *start = lowest;
    if (*start > highest && *start < highest + SR_BESIDE) *start = highest;
  }
}

// The same ray from so many steps before its first sample on, of one sample.
SR_INLINE SRRay FN(before)(const SVVolume *volume, const SRRay *ray, double steps) {
  SRRay before = *ray;
  before.count = 1;
  before.inner = before.innerEnd = 0;
  for (int axis = 0; axis < 3; axis++) {
    before.start[axis] -= (int64_t)rint((double)ray->way->step[axis] * steps);
  }
  FN(put_inside)(volume, &before);
  return before;
}
