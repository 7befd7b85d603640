#include "state.h"

#include <stdlib.h>

enum step { goOn, lacksInput, lacksRoom, atEnd, isBad };

enum {
  /// Bytes that a turn of the fast loop may look at.
  mostInput = 32,
  /// Units that a turn may write: two longest matches, and what copies write too many.
  mostPerTurn = 600
};

sagitta_inflater *sagitta_inflater_new(void) { return calloc(1, sizeof(sagitta_inflater)); }

void sagitta_inflater_free(sagitta_inflater *inflater) { free(inflater); }

void sagitta_inflater_begin(sagitta_inflater *inflater, unsigned skip) {
  inflater->bits = 0;
  inflater->count = 0;
  inflater->skip = skip;
  inflater->phase = betweenBlocks;
  inflater->isLast = 0;
  inflater->literalsLeft = 0;
  inflater->matchLeft = 0;
}

int sagitta_inflater_offset(const sagitta_inflater *inflater) {
  return (int)inflater->skip - (int)inflater->count;
}

static int hasRest(const struct sagitta_inflater *inflater) {
  return inflater->literalsLeft > 0 || inflater->matchLeft > 0;
}

static enum step beginBlock(struct sagitta_inflater *inflater, struct input *input) {
  struct input before = *input;
  refill(input);
  if (input->count < inflater->skip) return lacksInput;
  take(input, inflater->skip);
  switch (sagitta_read_block_header(inflater, input)) {
    case headerRead: inflater->skip = 0; return goOn;
    case headerCutOff: *input = before; return lacksInput;
    default: return isBad;
  }
}

/// The entry of the next code; where that takes two looks, what the first one takes is taken.
static uint64_t lookUp(const uint64_t *table, unsigned tableBits, struct input *input) {
  uint64_t entry = table[input->bits & ((1u << tableBits) - 1)];
  if (!(entry & LINK) || input->count < tableBits) return entry;
  take(input, tableBits);
  return table[behindLink(entry, input->bits)];
}

/// Copies eight bytes that may overlap.
static inline void copy8(void *to, const void *from) {
  uint64_t word = load64(from);
  memcpy(to, &word, sizeof word);
}

/// All ones for a match, 0 for literals.
static inline uint64_t matchMask(uint64_t entry) {
  uint64_t mask = (uint64_t)(((int64_t)(entry >> 41 & 3) - 1) >> 63);
  // Keeps the compiler from seeing a choice here, of which it would make a branch.
  __asm__("" : "+r"(mask));
  return mask;
}

/// Writes literals, or the first eight units of a match; whichever it is, without a branch, for nobody can
/// guess it.
///
/// What was written a moment ago is read in words as short as most matches: only then does the processor
/// find it before it is in the cache. The literals of a match are 0.
static inline void putBytes(uint8_t *out, const uint8_t *from, uint64_t entry) {
  uint32_t low, high;
  memcpy(&low, from, sizeof low);
  memcpy(&high, from + sizeof low, sizeof high);
  low = (low & (uint32_t)matchMask(entry)) | (uint32_t)(entry >> 48);
  memcpy(out, &low, sizeof low);
  memcpy(out + sizeof low, &high, sizeof high);
}

static inline void putUnits(uint16_t *out, const uint16_t *from, uint64_t entry) {
  uint64_t low = load64(from), high = load64(from + 4);
  low = (low & matchMask(entry)) | (entry >> 48 & 0xFF) | (entry >> 56) << 16;
  memcpy(out, &low, sizeof low);
  memcpy(out + 4, &high, sizeof high);
}

static __attribute__((noinline)) void copyBytes(uint8_t *out, size_t distance, size_t length) {
  const uint8_t *from = out - distance;
  // What is read behind `distance` bytes is not right yet, and written again by the next turn.
  size_t step = distance < 8 ? distance : 8;
  for (size_t n = 0; n < length; n += step) copy8(out + n, from + n);
}

static __attribute__((noinline)) void copyUnits(uint16_t *out, size_t distance, size_t length) {
  const uint16_t *from = out - distance;
  size_t step = distance < 4 ? distance : 4;
  for (size_t n = 0; n < length; n += step) copy8(out + n, from + n);
}

#define JOIN2(name, suffix) name##suffix
#define JOIN(name, suffix) JOIN2(name, suffix)

#define UNIT uint8_t
#define NAME sagitta_inflate_bytes
#define COPY copyBytes
#define PUT putBytes
#include "body.h"
#undef UNIT
#undef NAME
#undef COPY
#undef PUT

#define UNIT uint16_t
#define NAME sagitta_inflate_units
#define COPY copyUnits
#define PUT putUnits
#include "body.h"
