// The loops of inflation for one kind of unit: UNIT is its type, NAME the function; PUT writes literals or
// the first eight units of a match, COPY a longer one, both a few units too many.

/// Inflates codes while there is plenty of input and room.
static enum step JOIN(NAME, Fast)(struct sagitta_inflater *inflater, struct input *given, UNIT *start,
                                  UNIT **place, UNIT *end) {
  if (given->end - given->next < mostInput || end - *place < mostPerTurn) return goOn;
  const uint8_t *lastInput = given->end - mostInput, *in = given->next;
  UNIT *lastOut = end - mostPerTurn, *out = *place;
  const uint64_t *symbols = inflater->symbols, *distances = inflater->distances;
  uint64_t bits = given->bits;
  unsigned count = given->count;
  enum step result = goOn;
#define USE(n)    \
  bits >>= (n);   \
  count -= (n);
  // The distance is 0 with literals.
#define TURN                                                                     \
  {                                                                              \
    size_t distance = distanceOf(entry, bits), length = entry >> 32 & 511;       \
    USE(entry & 63)                                                              \
    if (distance > (size_t)(out - start)) {                                      \
      result = isBad;                                                            \
      break;                                                                     \
    }                                                                            \
    PUT(out, out - distance, entry);                                             \
    if (length > (distance < 8 ? distance : 8)) COPY(out, distance, length);     \
    out += length + (entry >> 41 & 3);                                           \
  }
  while (in <= lastInput && out <= lastOut) {
    // Behind the count lie bits that will be taken again: they are the same ones.
    bits |= load64(in) << count;
    in += (63 - count) >> 3;
    count |= 56;
    uint64_t entry = symbols[bits & ((1u << symbolBits) - 1)];
    if (entry & (SPECIAL | LENGTH)) {
      if (entry & LINK) {
        USE(symbolBits)
        entry = symbols[behindLink(entry, bits)];
      }
      if (entry & SPECIAL) {
        result = entry & END ? atEnd : isBad;
        USE(entry & 63)
        break;
      }
      if (entry & LENGTH) {
        // At most 20 bits for the length and 28 for the distance.
        uint64_t length = lengthOf(entry, bits);
        USE(entry & 63)
        entry = distances[bits & ((1u << distanceBits) - 1)];
        if (entry & LINK) {
          USE(distanceBits)
          entry = distances[behindLink(entry, bits)];
        }
        if (entry & SPECIAL) {
          result = isBad;
          break;
        }
        entry |= length << 32;
      }
      TURN
      continue;
    }
    TURN
    // Joined entries take at most 24 bits, so that there is still enough for another one.
    entry = symbols[bits & ((1u << symbolBits) - 1)];
    if (entry & (SPECIAL | LENGTH)) continue;
    TURN
  }
#undef TURN
#undef USE
  given->bits = bits;
  given->count = count;
  given->next = in;
  giveBack(given);
  *place = out;
  return result;
}

/// Writes what was inflated and had no room.
static enum step JOIN(NAME, Rest)(struct sagitta_inflater *inflater, UNIT **place, UNIT *end) {
  for (; inflater->literalsLeft > 0 && *place < end; inflater->literalsLeft--) {
    *(*place)++ = (UNIT)(inflater->literals & 255);
    inflater->literals >>= 8;
  }
  for (; inflater->matchLeft > 0 && *place < end; inflater->matchLeft--, ++*place) {
    **place = *(*place - inflater->matchDistance);
  }
  return hasRest(inflater) ? lacksRoom : goOn;
}

/// Inflates one entry, looking at every bound.
static enum step JOIN(NAME, Careful)(struct sagitta_inflater *inflater, struct input *input, UNIT *start,
                                     UNIT **place, UNIT *end) {
  if (JOIN(NAME, Rest)(inflater, place, end) != goOn) return lacksRoom;
  refill(input);
  struct input ahead = *input;
  uint64_t entry = lookUp(inflater->symbols, symbolBits, &ahead);
  // Where no code fits, bits that are not there yet may decide.
  if (ahead.count < (entry & SPECIAL && !(entry & END) ? longestCode : entry & 63)) return lacksInput;
  if (entry & SPECIAL && !(entry & END)) return isBad;
  if (entry & LENGTH) {
    uint64_t length = lengthOf(entry, ahead.bits);
    take(&ahead, entry & 63);
    refill(&ahead);
    entry = lookUp(inflater->distances, distanceBits, &ahead);
    if (ahead.count < (entry & SPECIAL ? longestCode : entry & 63)) return lacksInput;
    if (entry & SPECIAL) return isBad;
    entry |= length << 32;
  }
  uint32_t distance = distanceOf(entry, ahead.bits);
  if (distance > (size_t)(*place - start)) return isBad;
  take(&ahead, entry & 63);
  *input = ahead;
  if (entry & END) return atEnd;
  inflater->literalsLeft = entry >> 41 & 3;
  inflater->literals = (uint32_t)(entry >> 48);
  inflater->matchLeft = entry >> 32 & 511;
  inflater->matchDistance = distance;
  return JOIN(NAME, Rest)(inflater, place, end);
}

/// Copies bytes of a stored block.
static enum step JOIN(NAME, Stored)(struct sagitta_inflater *inflater, struct input *input, UNIT **place,
                                    UNIT *end) {
  giveBack(input);
  size_t count = inflater->storedLeft;
  if (count > (size_t)(input->end - input->next)) count = (size_t)(input->end - input->next);
  if (count > (size_t)(end - *place)) count = (size_t)(end - *place);
  for (size_t n = 0; n < count; n++) (*place)[n] = input->next[n];
  *place += count;
  input->next += count;
  inflater->storedLeft -= (uint32_t)count;
  if (inflater->storedLeft == 0) return atEnd;
  return *place == end ? lacksRoom : lacksInput;
}

static enum step JOIN(NAME, Step)(struct sagitta_inflater *inflater, struct input *input, UNIT *start,
                                  UNIT **place, UNIT *end) {
  if (inflater->phase == betweenBlocks) return beginBlock(inflater, input);
  if (inflater->phase == inStored) return JOIN(NAME, Stored)(inflater, input, place, end);
  enum step step = goOn;
  if (!hasRest(inflater)) step = JOIN(NAME, Fast)(inflater, input, start, place, end);
  return step == goOn ? JOIN(NAME, Careful)(inflater, input, start, place, end) : step;
}

sagitta_inflation NAME(sagitta_inflater *inflater, const uint8_t *in, size_t *count, UNIT *out,
                       size_t history, size_t *room) {
  struct input input = {inflater->bits, inflater->count, in, in + *count};
  UNIT *place = out;
  enum step step;
  do {
    step = JOIN(NAME, Step)(inflater, &input, out - history, &place, out + *room);
  } while (step == goOn);
  if (step == atEnd) inflater->phase = betweenBlocks;
  giveBack(&input);
  inflater->bits = input.bits;
  inflater->count = input.count;
  *count = (size_t)(input.next - in);
  *room = (size_t)(place - out);
  switch (step) {
    case lacksInput: return sagitta_needs_input;
    case lacksRoom: return sagitta_needs_room;
    case atEnd: return inflater->isLast ? sagitta_stream_end : sagitta_block_end;
    default: return sagitta_bad_stream;
  }
}
