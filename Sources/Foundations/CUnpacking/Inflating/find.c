#include "state.h"

/// Whether a block with codes of its own, not the last one, could begin with these bits, by the lengths of the
/// code for lengths: those must fill their space exactly.
static int couldBegin(uint64_t bits, uint64_t more) {
  if ((bits & 7) != 4) return 0;
  if ((bits >> 3 & 31) > 29 || (bits >> 8 & 31) > 29) return 0;
  unsigned helpers = (bits >> 13 & 15) + 4, space = 0;
  // From bit 17 on: thirteen lengths are in the first 56 bits, the rest in `more`, which begins at bit 56.
  for (unsigned n = 0; n < helpers; n++) {
    unsigned length = (n < 13 ? bits >> (17 + 3 * n) : more >> (3 * (n - 13))) & 7;
    if (length) space += 128u >> length;
  }
  return space == 128;
}

size_t sagitta_find_block(const uint8_t *in, size_t count, size_t bit, size_t limit) {
  if (count < 17) return limit;
  size_t most = (count - 16) * 8;
  if (limit < most) most = limit;
  for (; bit < most; bit++) {
    const uint8_t *at = in + bit / 8;
    uint64_t bits = load64(at) >> (bit & 7);
    if ((bits & 7) != 4) continue;
    if (!couldBegin(bits, load64(at + 7) >> (bit & 7))) continue;
    struct input input = {.next = at, .end = in + count};
    refill(&input);
    take(&input, (unsigned)(bit & 7) + 3);
    if (sagitta_read_codes(NULL, &input) == headerRead) return bit;
  }
  return limit;
}

size_t sagitta_plain_tail(const uint16_t *units, size_t count) {
  size_t tail = 0;
  while (tail < count && units[count - 1 - tail] < 256) tail++;
  return tail;
}

uint16_t sagitta_first_marker_in(const uint16_t *units, size_t count) {
  uint16_t first = UINT16_MAX;
  for (size_t n = 0; n < count; n++) {
    // Bytes lie above all markers then.
    uint16_t marker = (uint16_t)(units[n] ^ sagitta_first_marker);
    first = marker < first ? marker : first;
  }
  return first;
}

void sagitta_resolve_units(const uint16_t *units, size_t count, const uint8_t *table, uint8_t *out) {
  // In data with a pattern markers and bytes alternate: a look-up for each is faster than a branch.
  for (size_t n = 0; n < count; n++) out[n] = table[units[n]];
}
