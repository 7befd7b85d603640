#define _GNU_SOURCE
#include "CMemoryFiles.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

int sagitta_memory_file(void) { return memfd_create("sagitta", MFD_CLOEXEC); }

int sagitta_memory_file_release(int descriptor, long long offset, long long count) {
  return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count);
}

void sagitta_memory_pools(int most) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, most);
#else
  (void)most;
#endif
}
