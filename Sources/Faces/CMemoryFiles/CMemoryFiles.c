#define _GNU_SOURCE
#include "CMemoryFiles.h"

#include <fcntl.h>
#include <sys/mman.h>

int sagitta_memory_file(void) { return memfd_create("sagitta", MFD_CLOEXEC); }

int sagitta_memory_file_release(int descriptor, long long offset, long long count) {
  return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count);
}
