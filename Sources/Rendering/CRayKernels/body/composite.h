// Front-to-back compositing: the rays of a small square go into the depth together, so that they meet
// in the same bricks.

// Finds the first samples of some rays in visible blocks.
static void FN(skip_flock)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRRay *rays, int32_t count, int64_t *places) {
  SRBeam beam;
  FN(find_beam)(rays, count, &beam);
  int64_t begin = FN(skip_together)(volume, blocks, distances, &beam);
  for (int32_t n = 0; n < count; n++) {
    if (rays[n].count == 0) continue;
    int64_t m = begin - (int64_t)rays[n].first;
    places[n] = FN(skip_all_invisible)(
        volume, blocks, distances, 0, rays + n, m > 0 ? m : 0);
  }
}

static void FN(begin_gang)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances,
    const SRFrame *frame, const SRStyle *style, SRTile packet, SRGang *gang) {
  int32_t number = 0;
  gang->count = gang->waiting = 0;
  for (int32_t y = packet.firstRow; y < packet.endRow; y++) {
    for (int32_t x = packet.firstColumn; x < packet.endColumn; x++, number++) {
      SRWay *way = gang->ways + (frame->isPerspective ? number : 0);
      SRRay *ray = gang->rays + number;
      SRSeen *seen = gang->seen + number;
      memset(seen, 0, sizeof *seen);
      seen->passing = 1;
      if (!FN(prepare_ray)(volume, frame, x, y, 1, way, ray)) {
        ray->count = 0;
        continue;
      }
      FN(begin_labelled)(style, ray, gang->labelled + number, seen);
      seen->isVisible = 1;
      gang->goingOn[gang->count++] = number;
    }
  }
  for (int32_t n = 0; n < number; n += SR_FLOCK) {
    int32_t count = number - n < SR_FLOCK ? number - n : SR_FLOCK;
    FN(skip_flock)(volume, blocks, distances, gang->rays + n, count, gang->places + n);
  }
}

// Drops the rays that have ended, and finds the depth of those that are farthest behind.
static void FN(drop_ended)(SRGang *gang) {
  int32_t left = 0;
  gang->depth = INT64_MAX;
  for (int32_t n = 0; n < gang->count; n++) {
    int32_t number = gang->goingOn[n];
    const SRRay *ray = gang->rays + number;
    if (gang->places[number] >= ray->count || gang->seen[number].passing <= SR_CLEAR) continue;
    int64_t at = (int64_t)ray->first + gang->places[number];
    gang->depth = at < gang->depth ? at : gang->depth;
    gang->goingOn[left++] = number;
  }
  gang->count = left;
}

SR_INLINE void FN(finish_waiting)(
    const SVVolume *volume, SRBricks *bricks, const SRStyle *style, SRGang *gang) {
  FN(composite_batches)(volume, bricks, style, gang->batches, gang->waiting);
  gang->waiting = 0;
  // Bricks may give way now.
  bricks->need++;
}

// Lets the batch of eight that begins at sample m of a ray wait for its turn.
SR_INLINE void FN(add_batch)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRStyle *style, SRGang *gang, int32_t number, int64_t m) {
  uint32_t visible;
  SRBatch *e = gang->batches + gang->waiting;
  e->ray = gang->rays + number, e->seen = gang->seen + number, e->m = m;
  FN(locate_batch)(volume, blocks, e);
  if (!FN(provide_bricks)(volume, blocks, distances, bricks, &e->spots, &visible)) {
    // The others leave no place for its bricks: it comes after them, alone.
    SRBatch alone = *e;
    FN(finish_waiting)(volume, bricks, style, gang);
    e = gang->batches;
    *e = alone;
    e->isSampled = 1;
    visible = FN(sample_scattered)(
        volume, blocks, distances, bricks, &e->spots, e->cells.fraction, e->sampled);
  }
  FN(note_visible)(volume, visible, e);
  if (++gang->waiting == SR_BATCHES) FN(finish_waiting)(volume, bricks, style, gang);
}

// Brings all rays to the same depth. Samples are taken in batches of eight that begin at multiples
// of eight, whatever is skipped: so that skipping changes no sum.
static void FN(advance)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRStyle *style, SRGang *gang) {
  for (int32_t n = 0; n < gang->count; n++) {
    int32_t number = gang->goingOn[n];
    const SRRay *ray = gang->rays + number;
    int64_t end = gang->depth + 8 - (int64_t)ray->first, m = gang->places[number];
    if (m >= end) continue;
    if (!gang->seen[number].isVisible) {
      m = FN(skip_all_invisible)(volume, blocks, distances, 0, ray, m);
      gang->places[number] = m;
      if (m >= end || m >= ray->count) continue;
    }
    m &= ~(int64_t)7;
    gang->places[number] = m + 8;
    FN(add_batch)(volume, blocks, distances, bricks, style, gang, number, m);
  }
  FN(finish_waiting)(volume, bricks, style, gang);
}

static void FN(composite)(
    const SVVolume *volume, const SRBlocks *blocks, const uint8_t *distances, SRBricks *bricks,
    const SRFrame *frame, const SRStyle *style, SRTile tile, int64_t width, float *out) {
  SRGang *gang = &bricks->gang;
  FN(begin_rays)(frame, gang->ways);
  for (int32_t y = tile.firstRow; y < tile.endRow; y += SR_PACKET) {
    for (int32_t x = tile.firstColumn; x < tile.endColumn; x += SR_PACKET) {
      SRTile packet = {x, x + SR_PACKET, y, y + SR_PACKET};
      packet.endColumn = packet.endColumn < tile.endColumn ? packet.endColumn : tile.endColumn;
      packet.endRow = packet.endRow < tile.endRow ? packet.endRow : tile.endRow;
      FN(begin_gang)(volume, blocks, distances, frame, style, packet, gang);
      for (FN(drop_ended)(gang); gang->count > 0; FN(drop_ended)(gang)) {
        FN(advance)(volume, blocks, distances, bricks, style, gang);
      }
      SRSeen *seen = gang->seen;
      for (int32_t row = y; row < packet.endRow; row++) {
        for (int32_t column = x; column < packet.endColumn; column++, seen++) {
          FN(end_labelled)(style, gang->rays + (seen - gang->seen), seen);
          float *pixel = out + 4 * ((row - tile.firstRow) * width + column - tile.firstColumn);
          for (int n = 0; n < 3; n++) pixel[n] = FN(sum)(seen->color[n]);
          pixel[3] = 1 - seen->passing;
        }
      }
    }
  }
}
