// From rows of lanes to columns, from bits to lanes, and from lanes to one number.

// Eight rows of four, two in each vector (0 and 4, 1 and 5, …), become four rows of eight.
SR_INLINE void FN(turn)(float8 a, float8 b, float8 c, float8 d, float8 *columns) {
  float8 ab = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
  float8 cd = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13);
  float8 abHigh = __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
  float8 cdHigh = __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
  columns[0] = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13);
  columns[1] = __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
  columns[2] = __builtin_shufflevector(abHigh, cdHigh, 0, 1, 8, 9, 4, 5, 12, 13);
  columns[3] = __builtin_shufflevector(abHigh, cdHigh, 2, 3, 10, 11, 6, 7, 14, 15);
}

SR_INLINE void FN(turn_rows)(const float4 *rows, float8 *columns) {
#define SR_JOIN(a, b) __builtin_shufflevector(rows[a], rows[b], 0, 1, 2, 3, 4, 5, 6, 7)
  FN(turn)(SR_JOIN(0, 4), SR_JOIN(1, 5), SR_JOIN(2, 6), SR_JOIN(3, 7), columns);
#undef SR_JOIN
}

SR_INLINE int8 FN(mask_of)(uint32_t lanes) {
  int8 bits = {1, 2, 4, 8, 16, 32, 64, 128};
  return (bits & (int32_t)lanes) != 0;
}

SR_INLINE float FN(sum)(float8 v) {
  float4 half = __builtin_shufflevector(v, v, 0, 1, 2, 3) +
      __builtin_shufflevector(v, v, 4, 5, 6, 7);
  return (half[0] + half[1]) + (half[2] + half[3]);
}
