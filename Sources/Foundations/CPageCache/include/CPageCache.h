// What of a file is in memory: a call that Swift's module of the C library does not have.

#ifndef SAGITTA_PAGE_CACHE_H
#define SAGITTA_PAGE_CACHE_H

#include <stdint.h>

/// Whether reading the byte at `offset` would wait for a disk or a network; 0 also where the system
/// cannot say.
int sagitta_would_wait(int descriptor, int64_t offset);

#endif
