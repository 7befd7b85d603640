#include "CRayKernels.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// Vectors are wider than what the baseline has registers for; they are passed between static
// functions of one level only, so no caller can disagree about how.
#pragma clang diagnostic ignored "-Wpsabi"

// One body, several CPUs. A product of one level must be the product of all levels: without
// this, compilers fuse a * b + c where the CPU can.
#pragma clang fp contract(off)

// Loads that need no alignment, and see floats through other types.
typedef double unaligned_double __attribute__((aligned(4), may_alias));
typedef float float4 __attribute__((vector_size(16)));
typedef float float8 __attribute__((vector_size(32)));
typedef double double4 __attribute__((vector_size(32)));
typedef int32_t int8 __attribute__((vector_size(32)));
typedef uint32_t uint8 __attribute__((vector_size(32)));
typedef _Bool bool8 __attribute__((ext_vector_type(8)));
typedef uint64_t ulong8 __attribute__((vector_size(64)));
typedef ulong8 unaligned_ulong8 __attribute__((aligned(8), may_alias));
typedef double double8 __attribute__((vector_size(64)));
typedef double8 unaligned_double8 __attribute__((aligned(8), may_alias));
typedef float4 unaligned_float4 __attribute__((aligned(4), may_alias));
typedef float8 unaligned_float8 __attribute__((aligned(4), may_alias));

// Fixed-point positions: 31 bits of fraction.
#define SR_ONE ((int64_t)1 << 31)
#define SR_FRACTION ((int64_t)0x7fffffff)
#define SR_UNIT 0x1p-31f

// Rays that go into the depth together, a lane each: this many columns of them. Steps of over this
// many voxels are too far for it.
#define SR_ACROSS 4
#define SR_FAR ((int64_t)64 << 31)

// Rays along the side of a square of bundles, in a perspective frame and in others; stretches of
// their way that are told apart; and how many lumps of samples of them wait for memory.
#define SR_FANNED_SQUARE 8
#define SR_SQUARE 16
#define SR_STRETCHES 64
#define SR_LUMPS 4

// How close to the CPU memory is asked to be: in the second cache.
#define SR_NEAR 2

// Rays along the side of a square of rays that go into the depth together; how many of them skip
// together what lies before the first visible block; and how many batches of samples of them are
// treated together.
#define SR_PACKET 16
#define SR_FLOCK 64
#define SR_BATCHES 16

// Planes that a projection along the slices takes at a time.
#define SR_PLANES 4

#define SR_MIX(a, b, t) ((a) + (t) * ((b) - (a)))
// Lane by lane: yes where the mask is all ones, no where it is zero.
#define SR_SELECT(mask, yes, no) \
  ((float8)(((int8)(mask) & (int8)(yes)) | (~(int8)(mask) & (int8)(no))))
#define SR_INLINE __attribute__((always_inline)) static inline

#include "types.h"

#define FN(name) name##_baseline
#include "body/all.h"
#undef FN

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define FN(name) name##_avx2
#include "body/all.h"
#undef FN
#pragma clang attribute pop

const SRKernels *sr_kernels_avx2(void) { return &loops_avx2; }
#else
const SRKernels *sr_kernels_avx2(void) { return NULL; }
#endif

const SRKernels *sr_kernels_baseline(void) { return &loops_baseline; }

int64_t sr_bricks_size(void) { return sizeof(SRBricks); }
