// Deflating with igzip (ISA-L), which is several times as fast as zlib: a run of bytes at a time for parallel
// writers. Nothing here exits, traps or prints.

#ifndef SAGITTA_IGZIP_H
#define SAGITTA_IGZIP_H

#include <stddef.h>
#include <stdint.h>

/// The most bytes that a run of `count` bytes can become.
size_t sagitta_igzip_bound(size_t count);

/// Deflates a run of less than 4 GiB on its own (raw RFC 1951). A run that is not the last one ends on a
/// byte boundary, so that the next can follow it.
///
/// Returns the bytes written, 0 if memory or room is lacking.
size_t sagitta_igzip_deflate(const void *plain, size_t count, int isLast, void *out, size_t room);

/// The checksum of gzip and PNG, continued from `crc`, which is 0 at the beginning.
uint32_t sagitta_igzip_crc32(uint32_t crc, const void *bytes, size_t count);

/// The version that this was compiled with.
const char *sagitta_igzip_version(void);

#endif
