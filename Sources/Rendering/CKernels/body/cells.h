// From positions on a line to cells and fractions, one axis at a time.

#ifndef SG_CELLS_TYPES
#define SG_CELLS_TYPES
// Where the samples of a line lie: sample n between voxel cell[a][n] and the next one of axis a.
typedef struct {
  int32_t cell[3][SG_LINE_CAPACITY + 8];
  float fraction[3][SG_LINE_CAPACITY + 8];
  // Of the cell's first voxel in memory.
  int64_t offset[SG_LINE_CAPACITY + 8];
} SGCells;
#endif

// Finds the samples [*first, *last) of a line whose position lies in [low, end).
static void FN(range)(
    int64_t start, int64_t step, int32_t count, int64_t low, int64_t end, int32_t *first,
    int32_t *last) {
  int32_t a = 0, b = count;
  int64_t final = start + step * (count - 1);
  if (start >= low && start < end && final >= low && final < end) {
    *first = a, *last = b;
    return;
  }
  // The positions are monotone: bisect both ends. `side` is -1 before the range (in the
  // direction of the line), 1 behind it.
#define SG_SIDE(p) ((p) < low ? -1 : (p) >= end ? 1 : 0)
  int up = step >= 0 ? 1 : -1;
  while (a < b) {
    int32_t middle = (a + b) / 2;
    if (SG_SIDE(start + step * middle) * up < 0) a = middle + 1; else b = middle;
  }
  *first = a;
  b = count;
  while (a < b) {
    int32_t middle = (a + b) / 2;
    if (SG_SIDE(start + step * middle) * up <= 0) a = middle + 1; else b = middle;
  }
  *last = a;
#undef SG_SIDE
}

// Positions between the outermost centres: [0, size - 1). Eight lanes of whole and fraction,
// because 64-bit lanes cost shuffles.
static void FN(cells_inner)(
    int64_t start, int64_t step, int32_t count, int32_t *cell, float *fraction) {
  int8 whole;
  uint8 part;
  for (int lane = 0; lane < 8; lane++) {
    int64_t p = start + step * lane;
    whole[lane] = (int32_t)(p >> 31);
    part[lane] = (uint32_t)(p & SG_FRACTION);
  }
  int64_t stride = step * 8;
  int32_t wholeStep = (int32_t)(stride >> 31);
  uint32_t partStep = (uint32_t)(stride & SG_FRACTION);
  // Up to 7 lanes behind the end are computed and never used; their sums may wrap.
  for (int32_t n = 0; n < count; n += 8) {
    *(unaligned_int8 *)(cell + n) = whole;
    float8 t = __builtin_convertvector((int8)part, float8);
    *(unaligned_float8 *)(fraction + n) = t * (float)SG_UNIT;
    part += partStep;
    whole = (int8)((uint8)whole + (uint32_t)wholeStep + (part >> 31));
    part &= (uint32_t)SG_FRACTION;
  }
}

// Any position: clamped to the outermost centres, the last of which is fraction 1 of the last
// cell. An axis of one voxel has cell 0, fraction 0.
static void FN(cells_clamped)(
    int64_t start, int64_t step, int32_t from, int32_t to, int64_t size, int32_t *cell,
    float *fraction) {
  int64_t top = (size - 1) * SG_ONE;
  for (int32_t n = from; n < to; n++) {
    int64_t p = start + step * n;
    p = p < 0 ? 0 : p > top ? top : p;
    int64_t c = p >> 31;
    if (c > size - 2) c = size > 1 ? size - 2 : 0;
    cell[n] = (int32_t)c;
    fraction[n] = (float)(p - c * SG_ONE) * (float)SG_UNIT;
  }
}

static void FN(cells)(
    int64_t start, int64_t step, int32_t count, int64_t size, int32_t *cell, float *fraction) {
  int32_t first, last;
  FN(range)(start, step, count, 0, (size - 1) * SG_ONE, &first, &last);
  FN(cells_inner)(start + step * first, step, last - first, cell + first, fraction + first);
  FN(cells_clamped)(start, step, 0, first, size, cell, fraction);
  FN(cells_clamped)(start, step, last, count, size, cell, fraction);
}

// The third axis of an irregular stack: linear between neighbouring slices.
static void FN(cells_irregular)(
    const SVVolume *volume, int64_t start, int64_t step, int32_t count, int32_t *cell,
    float *fraction) {
  int32_t near = 0;
  for (int32_t n = 0; n < count; n++) {
    double p = (double)(start + step * n) * SG_UNIT;
    sv_locate_slice(volume, p, near, cell + n, fraction + n);
    near = cell[n];
  }
}

// The voxel closest to each position, half-way the higher one.
static void FN(cells_nearest)(SGCells *cells, int32_t count, const int64_t *size) {
  for (int axis = 0; axis < 3; axis++) {
    int32_t *cell = cells->cell[axis];
    const float *fraction = cells->fraction[axis];
    int32_t top = (int32_t)size[axis] - 1;
    for (int32_t n = 0; n < count; n++) {
      int32_t c = cell[n] + (fraction[n] >= 0.5f ? 1 : 0);
      cell[n] = c < top ? c : top;
    }
  }
}

static void FN(offsets)(SGCells *cells, int32_t count, const SVVolume *volume) {
  // Unsigned 32-bit factors: one multiplication of vectors each.
  uint64_t row = (uint32_t)volume->stride[1], slice = (uint32_t)volume->stride[2];
  for (int32_t n = 0; n < count; n++) {
    uint64_t i = (uint32_t)cells->cell[0][n], j = (uint32_t)cells->cell[1][n];
    uint64_t k = (uint32_t)cells->cell[2][n];
    cells->offset[n] = (int64_t)(i + j * row + k * slice);
  }
}
