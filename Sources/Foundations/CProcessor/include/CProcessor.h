#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// Whether this is an x86-64 CPU with AVX2 under a system that keeps its registers.
int cp_has_avx2(void);

#endif
