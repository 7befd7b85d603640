// Powers of eight numbers at once, to 2e-7 relative; the C library's differ between systems.

SR_INLINE float8 FN(log2)(float8 x) {
  int8 bits = (int8)x;
  // The mantissa lies in [sqrt(1/2), sqrt(2)).
  int8 exponent = (bits - 0x3f3504f3) >> 23;
  float8 m = (float8)(bits - (exponent << 23));
  float8 s = (m - 1) / (m + 1), q = s * s;
  // 2 / ln 2 times the series of artanh.
  float8 series = 2.8853900818f +
      q * (0.9617966939f + q * (0.5770780164f + q * (0.4121985831f + q * 0.3205988980f)));
  return __builtin_convertvector(exponent, float8) + s * series;
}

SR_INLINE float8 FN(exp2)(float8 x) {
  float8 zero = {0};
  x = SR_SELECT(x > -126, x, zero - 126);
  int8 whole = __builtin_convertvector(x, int8);
  // Towards zero, of numbers that may be negative: one less is the floor.
  whole += (int8)(__builtin_convertvector(whole, float8) > x);
  float8 t = x - __builtin_convertvector(whole, float8);
  float8 p = 1.0f + t * (0.69314718f + t * (0.24022651f + t * (0.05550411f +
      t * (0.00961813f + t * (0.00133336f + t * (0.00015404f + t * 0.00001525f))))));
  return (float8)((int8)p + (whole << 23));
}

// base to the power of exponent, base in [0, 1], exponent > 0; 0 for bases below 1e-30.
SR_INLINE float8 FN(power)(float8 base, float8 exponent) {
  float8 zero = {0};
  float8 result = FN(exp2)(exponent * FN(log2)(SR_SELECT(base > 1e-30f, base, zero + 1)));
  return SR_SELECT(base > 1e-30f, result, zero);
}
