#include "state.h"

static const uint16_t lengthBase[31] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                        31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t lengthExtra[31] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                        2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distanceBase[30] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,
                                          33,  49,  65,  97,  129, 193,  257,  385,  513,  769,
                                          1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};

/// The entry of a symbol, without the length of its code.
static uint64_t symbolEntry(unsigned symbol) {
  if (symbol < 256) return LITERAL | (uint64_t)symbol << 48;
  if (symbol == 256) return SPECIAL | END;
  // 286 and 287 are in the fixed code, but never used.
  if (symbol > 285) return SPECIAL;
  return LENGTH | (uint64_t)lengthBase[symbol - 257] << 32 | lengthExtra[symbol - 257];
}

static uint64_t distanceEntry(unsigned symbol) {
  if (symbol > 29) return SPECIAL;
  return (uint64_t)distanceBase[symbol] << 16 | (symbol < 4 ? 0 : (symbol - 2) >> 1);
}

/// The entry with the length of its code; in a linked table that is what the first look did not take.
static uint64_t withLength(uint64_t entry, unsigned length) { return (entry + length) | length << 8; }

/// How many codes there are of each length; whether they can be a code: as zlib judges.
static int isCode(const uint8_t *lengths, unsigned symbols, uint16_t counts[longestCode + 1]) {
  memset(counts, 0, (longestCode + 1) * sizeof counts[0]);
  for (unsigned n = 0; n < symbols; n++) counts[lengths[n]]++;
  unsigned used = symbols - counts[0], longest = longestCode;
  while (longest > 0 && counts[longest] == 0) longest--;
  int left = 1;
  for (unsigned length = 1; length <= longestCode; length++) {
    left = left * 2 - counts[length];
    if (left < 0) return 0;
  }
  // A single code of one bit, or none at all, is no complete code, but allowed.
  return left == 0 || used == 0 || longest == 1;
}

/// A code as it is read: the first bit lowest.
static unsigned reversed(unsigned code, unsigned length) {
  return __builtin_bitreverse16((uint16_t)code) >> (16 - length);
}

/// Fills a table from the lengths of its codes.
static void makeTable(uint64_t *table, unsigned tableBits, const uint8_t *lengths, unsigned symbols,
                      const uint16_t counts[longestCode + 1], uint64_t (*entryOf)(unsigned)) {
  unsigned next[longestCode + 2] = {0};
  for (unsigned length = 1; length <= longestCode; length++) {
    next[length + 1] = (next[length] + counts[length]) << 1;
  }
  unsigned size = 1u << tableBits, end = size;
  for (unsigned n = 0; n < size; n++) table[n] = SPECIAL;
  // Linked tables are as long as the longest code with their first bits.
  uint8_t linkBits[1 << symbolBits];
  memset(linkBits, 0, size);
  unsigned first[longestCode + 2];
  memcpy(first, next, sizeof next);
  for (unsigned n = 0; n < symbols; n++) {
    unsigned length = lengths[n];
    if (length == 0) continue;
    unsigned code = reversed(next[length]++, length);
    if (length <= tableBits) {
      uint64_t entry = withLength(entryOf(n), length);
      for (unsigned place = code; place < size; place += 1u << length) table[place] = entry;
    } else if (linkBits[code & (size - 1)] < length - tableBits) {
      linkBits[code & (size - 1)] = (uint8_t)(length - tableBits);
    }
  }
  for (unsigned n = 0; n < size; n++) {
    if (!linkBits[n]) continue;
    table[n] = SPECIAL | LINK | end << 16 | (unsigned)linkBits[n] << 8 | tableBits;
    for (unsigned place = 0; place < 1u << linkBits[n]; place++) table[end + place] = SPECIAL;
    end += 1u << linkBits[n];
  }
  for (unsigned n = 0; n < symbols; n++) {
    unsigned length = lengths[n];
    if (length <= tableBits) continue;
    unsigned code = reversed(first[length]++, length);
    uint64_t link = table[code & (size - 1)];
    uint64_t entry = withLength(entryOf(n), length - tableBits);
    unsigned bits = link >> 8 & 63;
    for (unsigned place = code >> tableBits; place < 1u << bits; place += 1u << (length - tableBits)) {
      table[(link >> 16 & 0x7FFF) + place] = entry;
    }
  }
}

/// Joins two literals where both codes are in the bits of a look.
static void joinLiterals(struct sagitta_inflater *tables, const uint64_t *plain, uint64_t one,
                         unsigned code) {
  unsigned used = one & 63;
  for (unsigned rest = 0; rest < 1u << (symbolBits - used); rest++) {
    uint64_t two = plain[rest];
    uint64_t pair = (one & ~(LITERALS | 0x3F3F)) | PAIR | (two >> 48) << 56 | (used + (two & 63)) * 0x101;
    int fits = (two & LITERAL) != 0 && used + (two & 63) <= symbolBits;
    tables->symbols[code | rest << used] = fits ? pair : one;
  }
}

/// Joins a length with its distance where it and the code of that are in the bits of a look.
static void joinDistances(struct sagitta_inflater *tables, uint64_t one, unsigned code) {
  unsigned codeLength = one >> 8 & 63, used = one & 63;
  if (used >= symbolBits) return;
  for (unsigned rest = 0; rest < 1u << (symbolBits - codeLength); rest++) {
    unsigned place = code | rest << codeLength;
    uint64_t two = tables->distances[place >> used & ((1u << distanceBits) - 1)];
    unsigned both = used + (two >> 8 & 63);
    uint64_t match = (uint64_t)lengthOf(one, place) << 32 | (two & 0x7FFF0000) | both << 8;
    match |= used + (two & 63);
    int fits = !(two & SPECIAL) && both <= symbolBits;
    tables->symbols[place] = fits ? match : one;
  }
}

/// Joins what can be, symbol by symbol: what follows one is of the same kind then.
static void joinEntries(struct sagitta_inflater *tables) {
  uint64_t plain[1 << symbolBits];
  memcpy(plain, tables->symbols, sizeof plain);
  for (unsigned code = 0; code < 1u << symbolBits; code++) {
    uint64_t one = plain[code];
    // The place of a code whose other bits are 0 stands for all its places.
    if (code >> (one >> 8 & 63)) continue;
    if (one & LITERAL) joinLiterals(tables, plain, one, code);
    if (one & LENGTH) joinDistances(tables, one, code);
  }
}

static void makeTables(struct sagitta_inflater *inflater, const uint8_t *lengths, unsigned symbols,
                      unsigned distances, const uint16_t *symbolCounts, const uint16_t *distanceCounts) {
  makeTable(inflater->symbols, symbolBits, lengths, symbols, symbolCounts, symbolEntry);
  makeTable(inflater->distances, distanceBits, lengths + symbols, distances, distanceCounts, distanceEntry);
  joinEntries(inflater);
  inflater->phase = inCodes;
}

static void useFixedCodes(struct sagitta_inflater *inflater) {
  uint8_t lengths[mostSymbols + mostDistances];
  memset(lengths, 8, 144);
  memset(lengths + 144, 9, 112);
  memset(lengths + 256, 7, 24);
  memset(lengths + 280, 8, 8);
  memset(lengths + mostSymbols, 5, mostDistances);
  uint16_t symbolCounts[longestCode + 1], distanceCounts[longestCode + 1];
  isCode(lengths, mostSymbols, symbolCounts);
  isCode(lengths + mostSymbols, mostDistances, distanceCounts);
  makeTables(inflater, lengths, mostSymbols, mostDistances, symbolCounts, distanceCounts);
}

/// Reads the lengths of all codes; each is a code of its own, whose lengths come first.
static enum headerState readLengths(struct input *input, unsigned helpers, uint8_t *lengths, unsigned all) {
  static const uint8_t order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  uint8_t helperLengths[19] = {0};
  unsigned space = 0;
  for (unsigned n = 0; n < helpers; n++) {
    refill(input);
    if (input->count < 3) return headerCutOff;
    unsigned length = take(input, 3);
    helperLengths[order[n]] = (uint8_t)length;
    if (length) space += 128u >> length;
  }
  // zlib takes complete codes only here.
  if (space != 128) return headerBad;
  uint16_t counts[longestCode + 1];
  isCode(helperLengths, 19, counts);
  uint8_t table[128][2];
  unsigned code = 0;
  for (unsigned length = 1; length <= 7; length++, code <<= 1) {
    for (unsigned symbol = 0; symbol < 19; symbol++) {
      if (helperLengths[symbol] != length) continue;
      for (unsigned place = reversed(code, length); place < 128; place += 1u << length) {
        table[place][0] = (uint8_t)symbol;
        table[place][1] = (uint8_t)length;
      }
      code++;
    }
  }
  unsigned n = 0;
  while (n < all) {
    refill(input);
    const uint8_t *entry = table[input->bits & 127];
    unsigned extra = entry[0] < 16 ? 0 : entry[0] == 16 ? 2 : entry[0] == 17 ? 3 : 7;
    if (input->count < entry[1] + extra) return headerCutOff;
    take(input, entry[1]);
    if (entry[0] < 16) {
      lengths[n++] = entry[0];
      continue;
    }
    unsigned repeats = take(input, extra) + (entry[0] == 18 ? 11 : 3);
    if (entry[0] == 16 && n == 0) return headerBad;
    if (repeats > all - n) return headerBad;
    memset(lengths + n, entry[0] == 16 ? lengths[n - 1] : 0, repeats);
    n += repeats;
  }
  return headerRead;
}

enum headerState sagitta_read_codes(struct sagitta_inflater *inflater, struct input *input) {
  refill(input);
  if (input->count < 14) return headerCutOff;
  unsigned symbols = take(input, 5) + 257, distances = take(input, 5) + 1, helpers = take(input, 4) + 4;
  if (symbols > 286 || distances > 30) return headerBad;
  uint8_t lengths[mostSymbols + mostDistances];
  enum headerState state = readLengths(input, helpers, lengths, symbols + distances);
  if (state != headerRead) return state;
  uint16_t symbolCounts[longestCode + 1], distanceCounts[longestCode + 1];
  if (lengths[256] == 0 || !isCode(lengths, symbols, symbolCounts) ||
      !isCode(lengths + symbols, distances, distanceCounts)) {
    return headerBad;
  }
  if (inflater) makeTables(inflater, lengths, symbols, distances, symbolCounts, distanceCounts);
  return headerRead;
}

static enum headerState readStored(struct sagitta_inflater *inflater, struct input *input) {
  take(input, input->count & 7);
  refill(input);
  if (input->count < 32) return headerCutOff;
  unsigned length = take(input, 16), inverse = take(input, 16);
  if ((length ^ inverse) != 0xFFFF) return headerBad;
  inflater->storedLeft = length;
  inflater->phase = inStored;
  return headerRead;
}

enum headerState sagitta_read_block_header(struct sagitta_inflater *inflater, struct input *input) {
  refill(input);
  if (input->count < 3) return headerCutOff;
  inflater->isLast = (int)take(input, 1);
  switch (take(input, 2)) {
    case 0: return readStored(inflater, input);
    case 1: useFixedCodes(inflater); return headerRead;
    case 2: return sagitta_read_codes(inflater, input);
    default: return headerBad;
  }
}
