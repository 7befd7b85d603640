#include "CPixelKernels.h"

// A product of one level must be the product of all: no fused multiply-add.
#pragma clang fp contract(off)

#define FN(name) name##_baseline
#include "samples.h"
#undef FN

const SGPixelKernels *sg_pixel_kernels_baseline(void) { return &kernels_baseline; }

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define FN(name) name##_avx2
#include "samples.h"
#undef FN
#pragma clang attribute pop

const SGPixelKernels *sg_pixel_kernels_avx2(void) { return &kernels_avx2; }
#else
const SGPixelKernels *sg_pixel_kernels_avx2(void) { return 0; }
#endif
