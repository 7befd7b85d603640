// Reading one JPEG 2000 or HTJ2K codestream through OpenJPEG, and writing lossless ones, with
// errors as values: nothing here exits, traps or prints.

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
  /// 1…4; all of one size and precision.
  uint32_t components;
  /// Asked with `caller` while decoding whenever more of the codestream is wanted, which is once a tile
  /// at most and not within one; 0 stops the work. May be null.
  int (*goesOn)(const void *caller);
  const void *caller;
} sagitta_j2k_image;

/// Why it failed; empty if it did not.
typedef struct {
  char message[200];
} sagitta_j2k_failure;

/// Decodes a bare codestream to little-endian samples, pixel by pixel, the sign extended. A transform
/// of the components that the codestream itself states is undone.
///
/// `samples` has room for width × height × components × bytesPerSample bytes. Returns 1, or 0 with a
/// message.
int sagitta_j2k_decode(const uint8_t *bytes, size_t count, const sagitta_j2k_image *image,
                       uint8_t *samples, sagitta_j2k_failure *failure);

/// A codestream that was written; to be given back with `sagitta_j2k_release`.
typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  size_t offset;
} sagitta_j2k_stream;

/// Encodes little-endian samples, of colours pixel by pixel, as one lossless tile.
///
/// `samples` holds width × height × components × bytesPerSample bytes, bytesPerSample being 1 or 2;
/// `stream` is zero at first. Returns 1, or 0 with a message.
int sagitta_j2k_encode(const uint8_t *samples, const sagitta_j2k_image *image, uint32_t components,
                       int isSigned, sagitta_j2k_stream *stream, sagitta_j2k_failure *failure);

/// Gives the bytes of a stream back, also those of a failed one.
void sagitta_j2k_release(sagitta_j2k_stream *stream);

/// The version of the OpenJPEG in use.
const char *sagitta_j2k_version(void);

#endif
