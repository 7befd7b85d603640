#include "Zstandard.h"

#include <zstd.h>
#include <zstd_errors.h>

size_t sagitta_zstd_bound(size_t count) { return ZSTD_compressBound(count); }

size_t sagitta_zstd_compress(const void *plain, size_t count, int level, void *out, size_t room) {
  size_t written = ZSTD_compress(out, room, plain, count, level);
  return ZSTD_isError(written) ? 0 : written;
}

int64_t sagitta_zstd_decompress(const void *packed, size_t count, void *out, size_t room) {
  size_t written = ZSTD_decompress(out, room, packed, count);
  if (!ZSTD_isError(written)) return (int64_t)written;
  switch (ZSTD_getErrorCode(written)) {
    case ZSTD_error_dstSize_tooSmall: return -2;
    case ZSTD_error_memory_allocation: return -3;
    default: return -1;
  }
}

const char *sagitta_zstd_version(void) { return ZSTD_versionString(); }
