// Zstandard (RFC 8878), a whole frame at a time. Nothing here exits, traps or prints.

#ifndef SAGITTA_ZSTANDARD_H
#define SAGITTA_ZSTANDARD_H

#include <stddef.h>
#include <stdint.h>

/// The most bytes that `count` bytes can become.
size_t sagitta_zstd_bound(size_t count);

/// Compresses bytes into one frame that says how long they are.
///
/// Returns the bytes written, 0 if memory or room is lacking.
size_t sagitta_zstd_compress(const void *plain, size_t count, int level, void *out, size_t room);

/// Unpacks the frames of `packed`, one after the other, never beyond `room`.
///
/// Returns the bytes written; -1 if they are damaged or cut off, -2 if more come out, -3 without memory.
int64_t sagitta_zstd_decompress(const void *packed, size_t count, void *out, size_t room);

/// The version that is loaded.
const char *sagitta_zstd_version(void);

#endif
