// Reading one grey JPEG 2000 or HTJ2K codestream through OpenJPEG, with errors as values: nothing
// here exits, traps or prints.

#ifndef SAGITTA_OPENJPEG_H
#define SAGITTA_OPENJPEG_H

#include <stddef.h>
#include <stdint.h>

/// What the caller has read in the codestream's own header; anything else is refused.
typedef struct {
  uint32_t width;
  uint32_t height;
  /// Bits of a sample, at most 8 times `bytesPerSample`.
  uint32_t precision;
  /// 1, 2 or 4.
  uint32_t bytesPerSample;
} sagitta_j2k_image;

/// Why it failed; empty if it did not.
typedef struct {
  char message[200];
} sagitta_j2k_failure;

/// Decodes a bare codestream of one component to little-endian samples, the sign extended.
///
/// `samples` has room for width × height × bytesPerSample bytes. Returns 1, or 0 with a message.
int sagitta_j2k_decode(const uint8_t *bytes, size_t count, const sagitta_j2k_image *image,
                       uint8_t *samples, sagitta_j2k_failure *failure);

/// The version of the OpenJPEG in use.
const char *sagitta_j2k_version(void);

#endif
