// Deflating and inflating with igzip (ISA-L), which is several times as fast as zlib: a run of bytes at a
// time for parallel writers, a stream at a time for readers. Nothing here exits, traps or prints.

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

/// What frames the deflate stream.
typedef enum { sagitta_igzip_raw, sagitta_igzip_zlib, sagitta_igzip_gzip } sagitta_igzip_frame;

/// A stream that is being inflated.
typedef struct sagitta_igzip_stream sagitta_igzip_stream;

/// Begins a stream; NULL if memory is lacking.
sagitta_igzip_stream *sagitta_igzip_open(sagitta_igzip_frame frame);

void sagitta_igzip_close(sagitta_igzip_stream *stream);

typedef enum {
  /// Input or output is used up.
  sagitta_igzip_going_on,
  /// The stream, or with gzip this member of it, is complete and its checksum right.
  sagitta_igzip_complete,
  /// The bytes are not of the format.
  sagitta_igzip_corrupt,
  /// A checksum is wrong.
  sagitta_igzip_wrong_checksum
} sagitta_igzip_state;

/// Inflates from the first `*count` bytes of `in` into the first `*room` bytes of `out`, each less than
/// 4 GiB; says in `*count` and `*room` how many were used.
sagitta_igzip_state sagitta_igzip_inflate(sagitta_igzip_stream *stream, const void *in, size_t *count,
                                          void *out, size_t *room);

/// Makes a stream that is complete ready for another one.
///
/// The inflater reads ahead: copies the bytes behind the end that it has already taken into `rest`, and
/// returns how many they are, at most 8.
size_t sagitta_igzip_restart(sagitta_igzip_stream *stream, uint8_t rest[8]);

/// The version that this was compiled with.
const char *sagitta_igzip_version(void);

#endif
