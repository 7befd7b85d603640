// Eight samples of a ray, step by step.

SR_INLINE void FN(locate_batch)(const SVVolume *volume, const SRBlocks *blocks, SRBatch *e) {
  const SRRay *ray = e->ray;
  e->counting = 255;
  e->isSampled = 0;
  if (e->m >= ray->inner && e->m + 8 <= ray->innerEnd) {
    FN(locate_inner)(ray, e->m, &e->cells);
  } else {
    FN(locate_any)(volume, ray, e->m, &e->cells);
    if (e->m + 8 > ray->count) e->counting >>= e->m + 8 - ray->count;
  }
  FN(find_spots)(blocks, &e->cells, &e->spots);
}

// Notes which blocks the samples lie in.
SR_INLINE void FN(note_visible)(const SVVolume *volume, uint32_t visible, SRBatch *e) {
  const uint8_t *containsInvalid = volume->validity.blockContainsInvalid;
  // A ray that has left the visible blocks may skip empty space.
  e->seen->isVisible = visible >> 7;
  e->counting &= visible;
  e->careful = 0;
  for (int lane = 0; containsInvalid && lane < 8; lane++) {
    int isCareful = e->counting >> lane & 1 && containsInvalid[e->spots.number[lane]];
    e->careful |= (uint32_t)isCareful << lane;
  }
}

// Samples among voxels some of which hold nothing.
static void FN(sample_carefully)(const SVVolume *volume, SRBatch *e) {
  for (uint32_t rest = e->careful; rest; rest &= rest - 1) {
    int lane = __builtin_ctz(rest);
    int isValid = FN(cell_is_valid)(volume, &e->cells, lane);
    e->sampled[0][lane] = isValid ? FN(blend_lane)(volume, &e->cells, lane) : NAN;
    if (isValid) FN(gradient_of_lane)(volume, &e->cells, lane, e->sampled + 1);
  }
}

// Brings batches to an end. Each step is done for all of them, so that the CPU need not wait for
// one's result before it begins with the next one.
static void FN(composite_batches)(
    const SVVolume *volume, const SRBricks *bricks, const SRStyle *style, SRBatch *batches,
    int32_t count) {
  for (SRBatch *e = batches; e < batches + count; e++) {
    if (!e->isSampled) {
      FN(sample_bricks)(bricks, e->spots.offset, e->cells.fraction, e->sampled);
    }
    if (e->careful) FN(sample_carefully)(volume, e);
  }
  for (SRBatch *e = batches; e < batches + count; e++) {
    FN(classify)(style, e->sampled[0], e->classified);
  }
  for (SRBatch *e = batches; e < batches + count; e++) {
    float8 value = e->sampled[0], opacity = e->classified[3], zero = {0};
    opacity = SR_SELECT(FN(mask_of)(e->counting) & (value == value), opacity, zero);
    if (!FN(lanes)((int8)(opacity > 0))) continue;
    FN(add_in_order)(volume, style, e->ray, e->m, e->sampled + 1, e->classified, opacity, e->seen);
  }
}
