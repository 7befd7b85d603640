#define _GNU_SOURCE
#include "CPageCache.h"

#include <errno.h>
#include <sys/uio.h>

int sagitta_would_wait(int descriptor, int64_t offset) {
  char byte;
  struct iovec place = {&byte, 1};
  return preadv2(descriptor, &place, 1, (off_t)offset, RWF_NOWAIT) < 0 && errno == EAGAIN;
}
