#ifndef SAGITTA_INFLATING_STATE_H
#define SAGITTA_INFLATING_STATE_H

#include "Inflating.h"

#include <string.h>

enum {
  /// Bits that the first look at a table takes.
  symbolBits = 11,
  distanceBits = 8,
  /// The most entries of a table with the tables behind it: codes of at most 15 bits, 288 and 32 symbols
  /// (zlib's `enough`, rounded up).
  symbolEntries = 2400,
  distanceEntries = 768,
  longestCode = 15,
  mostSymbols = 288,
  mostDistances = 32
};

// An entry of the table of distances, or of the symbols before they are joined:
//
//   bits 0...5 what it takes, extra bits included; 8...13 the length of its code; 16...30 the smallest
//   distance; 32...40 the smallest length; 41...42 how many literals; 48... the literals
//
// A link has the bits of the next look in 8...13, and where its table begins in 16...30.
//
// Joined entries are symbols whose look-up finds more: two literals, or a length with its distance, of which
// bits 8...13 then say where the extra bits of the distance begin.
#define LENGTH (1ull << 43)   // a length whose distance is not joined to it
#define SPECIAL (1ull << 44)  // a link, the end of the block, or no code
#define LINK (1ull << 45)     // with SPECIAL
#define END (1ull << 46)      // with SPECIAL
#define LITERAL (1ull << 41)
#define PAIR (2ull << 41)
#define LITERALS (3ull << 41)

enum phase { betweenBlocks, inStored, inCodes };

struct sagitta_inflater {
  /// The next bits, the first one lowest; all behind `count` are 0.
  uint64_t bits;
  unsigned count;
  unsigned skip;
  enum phase phase;
  int isLast;
  /// Bytes of a stored block that are still to come.
  uint32_t storedLeft;
  /// What was inflated and had no room: up to two literals, or the rest of a match.
  uint32_t literalsLeft;
  uint32_t literals;
  uint32_t matchLeft;
  uint32_t matchDistance;
  uint64_t symbols[symbolEntries];
  uint64_t distances[distanceEntries];
};

/// Where the input is being read.
struct input {
  uint64_t bits;
  unsigned count;
  const uint8_t *next;
  const uint8_t *end;
};

static inline uint64_t load64(const void *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

/// Tops the bits up to at least 56, or with all that is there.
static inline void refill(struct input *input) {
  if (input->end - input->next >= 8) {
    input->bits |= load64(input->next) << input->count;
    input->next += (63 - input->count) >> 3;
    input->count |= 56;
    // What lies behind the count was taken too; it is taken again the next time.
    input->bits &= ~0ull >> (64 - input->count);
  } else {
    while (input->count < 56 && input->next < input->end) {
      input->bits |= (uint64_t)*input->next++ << input->count;
      input->count += 8;
    }
  }
}

/// The place of the entry behind a link.
static inline unsigned behindLink(uint64_t link, uint64_t bits) {
  return (unsigned)(link >> 16 & 0x7FFF) + (unsigned)(bits & ((1u << (link >> 8 & 63)) - 1));
}

/// The extra bits behind the code of an entry.
static inline uint32_t extraBits(uint64_t entry, uint64_t bits) {
  unsigned code = entry >> 8 & 63;
  return (uint32_t)(bits >> code) & ((1u << ((entry & 63) - code)) - 1);
}

static inline uint32_t lengthOf(uint64_t entry, uint64_t bits) {
  return (uint32_t)(entry >> 32 & 511) + extraBits(entry, bits);
}

static inline uint32_t distanceOf(uint64_t entry, uint64_t bits) {
  return (uint32_t)(entry >> 16 & 0x7FFF) + extraBits(entry, bits);
}

static inline uint32_t take(struct input *input, unsigned count) {
  uint32_t value = (uint32_t)(input->bits & ((1ull << count) - 1));
  input->bits >>= count;
  input->count -= count;
  return value;
}

/// Gives whole bytes back that were not needed.
static inline void giveBack(struct input *input) {
  input->next -= input->count >> 3;
  input->count &= 7;
  input->bits &= (1u << input->count) - 1;
}

/// What reading a header came to.
enum headerState { headerRead, headerCutOff, headerBad };

/// Reads what is before the codes or bytes of a block.
enum headerState sagitta_read_block_header(struct sagitta_inflater *inflater, struct input *input);

/// Reads the codes of a block that has its own; without an inflater it only looks whether they make sense.
enum headerState sagitta_read_codes(struct sagitta_inflater *inflater, struct input *input);

#endif
