#include "Blosc.h"

#include <string.h>

enum { headerBytes = 16, mostSplits = 16, leastSplit = 128 };

static uint32_t word(const uint8_t *bytes) {
  uint32_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

int sagitta_blosc_header(const void *packed, size_t count, SagittaBloscHeader *header) {
  const uint8_t *bytes = packed;
  if (count < headerBytes || bytes[0] != 2) return 0;
  uint8_t flags = bytes[2];
  header->typeSize = bytes[3];
  header->plainCount = word(bytes + 4);
  header->blockCount = word(bytes + 8);
  size_t packedCount = word(bytes + 12);
  header->codec = flags >> 5;
  header->isShuffled = (flags & 1) && header->typeSize > 1;
  header->isPlain = flags >> 1 & 1;
  header->isBitShuffled = flags >> 2 & 1;
  if (header->typeSize == 0 || packedCount < headerBytes || packedCount > count) return 0;
  if (header->plainCount == 0) {
    header->blocks = 0;
    return 1;
  }
  if (header->isPlain) {
    header->blocks = 1;
    return header->plainCount <= count - headerBytes;
  }
  if (header->blockCount == 0 || header->blockCount > header->plainCount) return 0;
  header->blocks = (header->plainCount - 1) / header->blockCount + 1;
  header->isSplit = !(flags >> 4 & 1) && header->typeSize <= mostSplits &&
                    header->blockCount / header->typeSize >= leastSplit;
  return header->blocks <= (count - headerBytes) / 4;
}

int sagitta_blosc_part(
  const void *packed, size_t count, const SagittaBloscHeader *header, size_t block, size_t *place,
  const uint8_t **part, size_t *partCount, size_t *plainCount) {
  const uint8_t *bytes = packed;
  if (*place == 0) *place = word(bytes + headerBytes + 4 * block);
  size_t left = header->plainCount - block * header->blockCount;
  size_t length = left < header->blockCount ? left : header->blockCount;
  // A last block that is shorter is not split.
  *plainCount = header->isSplit && length == header->blockCount ? length / header->typeSize : length;
  if (*place < headerBytes || *place > count || count - *place < 4) return 0;
  *partCount = word(bytes + *place);
  *part = bytes + *place + 4;
  if (*partCount > count - *place - 4) return 0;
  *place += 4 + *partCount;
  return 1;
}

static void unshuffleBytes(size_t size, const uint8_t *block, size_t count, uint8_t *out) {
  size_t elements = count / size;
  if (size == 2) {
    for (size_t n = 0; n < elements; n++) {
      out[2 * n] = block[n];
      out[2 * n + 1] = block[elements + n];
    }
  } else if (size == 4) {
    for (size_t n = 0; n < elements; n++) {
      out[4 * n] = block[n];
      out[4 * n + 1] = block[elements + n];
      out[4 * n + 2] = block[2 * elements + n];
      out[4 * n + 3] = block[3 * elements + n];
    }
  } else {
    for (size_t byte = 0; byte < size; byte++) {
      for (size_t n = 0; n < elements; n++) out[n * size + byte] = block[byte * elements + n];
    }
  }
  memcpy(out + elements * size, block + elements * size, count - elements * size);
}

static void unshuffleBits(size_t size, const uint8_t *block, size_t count, uint8_t *out) {
  size_t elements = count / size;
  // Only elements in eights are shuffled.
  if (elements % 8 != 0) {
    memcpy(out, block, count);
    return;
  }
  size_t row = elements / 8;
  memset(out, 0, elements * size);
  for (size_t byte = 0; byte < size; byte++) {
    for (size_t bit = 0; bit < 8; bit++) {
      const uint8_t *bits = block + (byte * 8 + bit) * row;
      for (size_t n = 0; n < elements; n++) {
        out[n * size + byte] |= (uint8_t)((bits[n / 8] >> (n % 8) & 1) << bit);
      }
    }
  }
  memcpy(out + elements * size, block + elements * size, count - elements * size);
}

void sagitta_blosc_unshuffle(
  const SagittaBloscHeader *header, const uint8_t *block, size_t count, uint8_t *out) {
  if (header->isShuffled) {
    unshuffleBytes(header->typeSize, block, count, out);
  } else if (header->isBitShuffled && count >= header->typeSize) {
    unshuffleBits(header->typeSize, block, count, out);
  } else {
    memcpy(out, block, count);
  }
}

// A length goes on in bytes of 255 up to the first that is less. Returns 0 if the block ends before.
static int extend(size_t *length, const uint8_t **in, const uint8_t *end) {
  uint8_t byte;
  do {
    if (*in == end) return 0;
    byte = *(*in)++;
    *length += byte;
  } while (byte == 255);
  return 1;
}

// Copies bytes from `distance` before, which may be made of what is written; returns what follows them.
static uint8_t *copyMatch(uint8_t *next, size_t distance, size_t length) {
  const uint8_t *from = next - distance;
  if (distance == 1) {
    memset(next, *from, length);
    return next + length;
  }
  // `distance` bytes at a time do not overlap.
  while (length > distance) {
    memcpy(next, from, distance);
    next += distance;
    length -= distance;
  }
  memcpy(next, from, length);
  return next + length;
}

int64_t sagitta_lz4_decompress(const void *packed, size_t count, void *out, size_t room) {
  const uint8_t *in = packed, *end = in + count;
  uint8_t *start = out, *next = start, *limit = start + room;
  while (in < end) {
    uint8_t token = *in++;
    size_t literals = token >> 4;
    if (literals == 15 && !extend(&literals, &in, end)) return -1;
    if (literals > (size_t)(end - in) || literals > (size_t)(limit - next)) return -1;
    memcpy(next, in, literals);
    next += literals;
    in += literals;
    // The last sequence has literals only.
    if (in == end) return next - start;
    if (end - in < 2) return -1;
    size_t distance = (size_t)in[0] | (size_t)in[1] << 8;
    in += 2;
    size_t length = (token & 15) + 4;
    if ((token & 15) == 15 && !extend(&length, &in, end)) return -1;
    if (distance == 0 || distance > (size_t)(next - start) || length > (size_t)(limit - next)) return -1;
    next = copyMatch(next, distance, length);
  }
  return -1;
}

// The length and the distance of a match of BloscLZ behind its first byte. Returns 0 if the block ends before.
static int bloscMatch(
  uint8_t control, const uint8_t **in, const uint8_t *end, size_t *length, size_t *distance) {
  enum { farthestNear = 8191 };
  *length = (size_t)(control >> 5) + 2;
  size_t high = (size_t)(control & 31) << 8;
  if (control >> 5 == 7 && !extend(length, in, end)) return 0;
  if (*in == end) return 0;
  uint8_t low = *(*in)++;
  *distance = high + low + 1;
  if (low != 255 || high != 31 << 8) return 1;
  // The farthest stands for what lies farther still.
  if (end - *in < 2) return 0;
  *distance = ((size_t)(*in)[0] << 8 | (*in)[1]) + farthestNear + 1;
  *in += 2;
  return 1;
}

int64_t sagitta_blosclz_decompress(const void *packed, size_t count, void *out, size_t room) {
  const uint8_t *in = packed, *end = in + count;
  uint8_t *start = out, *next = start, *limit = start + room;
  // The first byte's upper bits say something else: it is always a run of literals.
  uint8_t mask = 31;
  while (in < end) {
    uint8_t control = *in++ & mask;
    mask = 255;
    size_t length, distance;
    if (control < 32) {
      length = (size_t)control + 1;
      if (length > (size_t)(end - in) || length > (size_t)(limit - next)) return -1;
      memcpy(next, in, length);
      next += length;
      in += length;
      continue;
    }
    if (!bloscMatch(control, &in, end, &length, &distance)) return -1;
    if (distance > (size_t)(next - start) || length > (size_t)(limit - next)) return -1;
    next = copyMatch(next, distance, length);
  }
  return next - start;
}

uint32_t sagitta_crc32c(const void *bytes, size_t count) {
  // Half a byte at a time: sums of indices and of chunks that are unpacked anyway.
  static const uint32_t table[16] = {
    0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
    0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75};
  const uint8_t *next = bytes, *end = next + count;
  uint32_t sum = 0xFFFFFFFF;
  for (; next < end; next++) {
    sum ^= *next;
    sum = sum >> 4 ^ table[sum & 15];
    sum = sum >> 4 ^ table[sum & 15];
  }
  return ~sum;
}
