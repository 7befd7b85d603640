// Counting values by the halves of their bits: what finds a value's place among all others.

static void FN(count_upper)(
    const float *values, int64_t count, const uint64_t *valid, int64_t *counts) {
  const float_bits *bits = (const float_bits *)values;
  for (int64_t start = 0; start < count; start += 64) {
    uint64_t word = valid ? valid[start / 64] : ~(uint64_t)0;
    if (~word == 0) {
      int64_t end = start + 64 < count ? start + 64 : count;
      for (int64_t n = start; n < end; n++) counts[bits[n] >> 16]++;
    } else {
      for (; word; word &= word - 1) counts[bits[start + __builtin_ctzll(word)] >> 16]++;
    }
  }
}

__attribute__((always_inline)) static inline void FN(count_lower_one)(
    uint32_t bits, const uint32_t *uppers, int64_t *counts) {
  for (int u = 0; u < SG_COUNTED_UPPERS; u++) {
    if (bits >> 16 == uppers[u]) {
      counts[(uint32_t)u << 16 | (bits & 0xffff)]++;
      return;
    }
  }
}

static void FN(count_lower)(
    const float *values, int64_t count, const uint64_t *valid, const uint32_t *uppers,
    int64_t *counts) {
  const float_bits *bits = (const float_bits *)values;
  for (int64_t start = 0; start < count; start += 64) {
    uint64_t word = valid ? valid[start / 64] : ~(uint64_t)0;
    if (~word != 0) {
      for (; word; word &= word - 1) {
        FN(count_lower_one)(bits[start + __builtin_ctzll(word)], uppers, counts);
      }
      continue;
    }
    int64_t end = start + 64 < count ? start + 64 : count, n = start;
    for (; n + 8 <= end; n += 8) {
      uint8 upper = *(const unaligned_uint8 *)(bits + n) >> 16;
      uint8 found = (uint8)(upper == uppers[0]) | (uint8)(upper == uppers[1])
          | (uint8)(upper == uppers[2]) | (uint8)(upper == uppers[3]);
      // A bit for each that lies where a wanted one does: few do.
      uint64x4 pairs = (uint64x4)(found & (uint8){1, 2, 4, 8, 16, 32, 64, 128});
      uint64_t both = (pairs[0] | pairs[1]) | (pairs[2] | pairs[3]);
      uint32_t lanes = (uint32_t)(both | both >> 32);
      for (; lanes; lanes &= lanes - 1) {
        FN(count_lower_one)(bits[n + __builtin_ctz(lanes)], uppers, counts);
      }
    }
    for (; n < end; n++) FN(count_lower_one)(bits[n], uppers, counts);
  }
}
