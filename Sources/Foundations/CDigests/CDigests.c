#include "CDigests.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

enum { blockLength = 64 };

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turned(uint32_t word, int bits) { return word >> bits | word << (32 - bits); }

static uint32_t bigEndian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

void sagitta_digest_compress_portable(uint32_t *words, const uint8_t *bytes, size_t blocks) {
  for (; blocks > 0; blocks--, bytes += blockLength) {
    uint32_t w[64];
    for (int n = 0; n < 16; n++) w[n] = bigEndian(bytes + 4 * n);
    for (int n = 16; n < 64; n++) {
      uint32_t s0 = turned(w[n - 15], 7) ^ turned(w[n - 15], 18) ^ w[n - 15] >> 3;
      uint32_t s1 = turned(w[n - 2], 17) ^ turned(w[n - 2], 19) ^ w[n - 2] >> 10;
      w[n] = w[n - 16] + s0 + w[n - 7] + s1;
    }
    uint32_t v[8];
    memcpy(v, words, sizeof v);
    // The names of the eight go round, and are the same again after eight rounds.
    for (int n = 0; n < 64; n += 8) {
#pragma clang loop unroll(full)
      for (int k = 0; k < 8; k++) {
        uint32_t a = v[-k & 7], b = v[(1 - k) & 7], c = v[(2 - k) & 7], *d = &v[(3 - k) & 7];
        uint32_t e = v[(4 - k) & 7], f = v[(5 - k) & 7], g = v[(6 - k) & 7], *h = &v[(7 - k) & 7];
        uint32_t s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
        uint32_t t1 = *h + s1 + ((e & f) ^ (~e & g)) + constants[n + k] + w[n + k];
        uint32_t s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
        *d += t1;
        *h = t1 + s0 + ((a & b) ^ (a & c) ^ (b & c));
      }
    }
    for (int n = 0; n < 8; n++) words[n] += v[n];
  }
}

#if defined(__x86_64__)
static int hasInstructions(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b >> 29 & 1)) return 0;
  return __get_cpuid(1, &a, &b, &c, &d) && (c >> 9 & 1) && (c >> 19 & 1);
}

/// Four rounds at a time; the state is kept as the instructions want it, ABEF and CDGH.
__attribute__((target("sha,ssse3,sse4.1"))) static void instructed(
    uint32_t *words, const uint8_t *bytes, size_t blocks) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0xB1);
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(words + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(low, high, 8);
  __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);
  for (; blocks > 0; blocks--, bytes += blockLength) {
    __m128i abefBefore = abef;
    __m128i cdghBefore = cdgh;
    __m128i w[4];
    for (int n = 0; n < 4; n++) {
      w[n] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * n)), order);
    }
#pragma clang loop unroll(full)
    for (int n = 0; n < 16; n++) {
      __m128i now = w[n & 3];
      __m128i sum = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)(constants + 4 * n)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
      if (n < 12) {
        __m128i last = w[(n + 3) & 3];
        __m128i next = _mm_sha256msg1_epu32(now, w[(n + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(last, w[(n + 2) & 3], 4));
        w[n & 3] = _mm_sha256msg2_epu32(next, last);
      }
    }
    abef = _mm_add_epi32(abef, abefBefore);
    cdgh = _mm_add_epi32(cdgh, cdghBefore);
  }
  low = _mm_shuffle_epi32(abef, 0x1B);
  high = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)words, _mm_blend_epi16(low, high, 0xF0));
  _mm_storeu_si128((__m128i *)(words + 4), _mm_alignr_epi8(high, low, 8));
}
#else
static int hasInstructions(void) { return 0; }

static void instructed(uint32_t *words, const uint8_t *bytes, size_t blocks) {
  sagitta_digest_compress_portable(words, bytes, blocks);
}
#endif

// Asked once: a virtual machine takes many microseconds to answer.
static int usesInstructions;

__attribute__((constructor)) static void look(void) { usesInstructions = hasInstructions(); }

void sagitta_digest_compress(uint32_t *words, const uint8_t *bytes, size_t blocks) {
  if (blocks == 0) return;
  if (usesInstructions) {
    instructed(words, bytes, blocks);
  } else {
    sagitta_digest_compress_portable(words, bytes, blocks);
  }
}

void sagitta_digest_begin(sagitta_digest *digest) {
  static const uint32_t first[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  };
  memcpy(digest->words, first, sizeof first);
  digest->count = 0;
}

void sagitta_digest_update(sagitta_digest *digest, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  size_t held = digest->count % blockLength;
  digest->count += count;
  if (held > 0) {
    size_t taken = count < blockLength - held ? count : blockLength - held;
    if (taken > 0) memcpy(digest->rest + held, next, taken);
    next += taken;
    count -= taken;
    if (held + taken < blockLength) return;
    sagitta_digest_compress(digest->words, digest->rest, 1);
  }
  size_t whole = count / blockLength;
  sagitta_digest_compress(digest->words, next, whole);
  size_t left = count - whole * blockLength;
  if (left > 0) memcpy(digest->rest, next + whole * blockLength, left);
}

void sagitta_digest_end(sagitta_digest *digest, uint8_t *result) {
  uint64_t bits = digest->count * 8;
  uint8_t padding[2 * blockLength] = {0x80};
  size_t length = 1 + (119 - digest->count % blockLength) % blockLength;
  for (int n = 0; n < 8; n++) padding[length + n] = (uint8_t)(bits >> (56 - 8 * n));
  sagitta_digest_update(digest, padding, length + 8);
  for (int n = 0; n < 32; n++) result[n] = (uint8_t)(digest->words[n / 4] >> (24 - 8 * (n % 4)));
}
