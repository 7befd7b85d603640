#include "CKernels.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Vectors are wider than what the baseline has registers for; they are passed between static
// functions of one level only, so no caller can disagree about how.
#pragma clang diagnostic ignored "-Wpsabi"

// One body, several CPUs. A product of one level must be the product of all levels: without
// this, compilers fuse a * b + c where the CPU can.
#pragma clang fp contract(off)

// Loads that need no alignment, and see floats through other types.
typedef double unaligned_double __attribute__((aligned(4), may_alias));
typedef uint64_t unaligned_word __attribute__((aligned(1), may_alias));

typedef float float4 __attribute__((vector_size(16)));
typedef float float8 __attribute__((vector_size(32)));
typedef double double4 __attribute__((vector_size(32)));
typedef int32_t int8 __attribute__((vector_size(32)));
typedef uint32_t uint8 __attribute__((vector_size(32)));
typedef uint64_t uint64x4 __attribute__((vector_size(32)));
typedef float4 unaligned_float4 __attribute__((aligned(4), may_alias));
typedef float8 unaligned_float8 __attribute__((aligned(4), may_alias));
typedef int8 unaligned_int8 __attribute__((aligned(4), may_alias));
typedef uint8 unaligned_uint8 __attribute__((aligned(4), may_alias));
typedef uint32_t float_bits __attribute__((may_alias));

// Fixed-point positions: 31 bits of fraction.
#define SG_ONE ((int64_t)1 << 31)
#define SG_FRACTION ((int64_t)0x7fffffff)
#define SG_UNIT 0x1p-31

// Asks memory for a line before it is needed, as close as the second cache only: rows and slices
// lie powers of two apart, so that the first has no room for as many of them.
#define SG_ASK_FOR(place) __builtin_prefetch((place), 0, 2)

#define SG_MIX(a, b, t) ((a) + (t) * ((b) - (a)))

#define FN(name) name##_baseline
#include "body/all.h"
#undef FN

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define FN(name) name##_avx2
#include "body/all.h"
#undef FN
#pragma clang attribute pop

const SGKernels *sg_kernels_avx2(void) { return &loops_avx2; }
#else
const SGKernels *sg_kernels_avx2(void) { return NULL; }
#endif

const SGKernels *sg_kernels_baseline(void) { return &loops_baseline; }
