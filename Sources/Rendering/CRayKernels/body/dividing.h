// The way between two samples of a ray, once more divided.

// A ray of eight samples that divide the way between two samples of another.
static void FN(divide)(
    const SRRay *ray, int64_t start[3], int64_t parts, SRWay *way, SRRay *fine) {
  *fine = *ray;
  *way = *ray->way;
  fine->way = way;
  for (int axis = 0; axis < 3; axis++) {
    way->step[axis] /= parts;
    fine->start[axis] = start[axis] + way->step[axis];
  }
  fine->count = 8;
  fine->inner = fine->innerEnd = 0;
  FN(prepare_lanes)(way);
}

// The first lane that reaches the value, 8 if none does.
SR_INLINE int FN(first_reaching)(float8 v, float value) {
  uint32_t mask = FN(lanes)((int8)(v >= value));
  return mask ? __builtin_ctz(mask) : 8;
}
