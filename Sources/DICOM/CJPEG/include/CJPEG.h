// Writing baseline JPEG and reading 8-bit JPEG through libjpeg-turbo, with errors as values:
// nothing here exits, traps or prints.

#ifndef SAGITTA_JPEG_H
#define SAGITTA_JPEG_H

#include <stddef.h>
#include <stdint.h>

/// A picture to be written, 8 bits a sample.
typedef struct {
  uint32_t width;
  uint32_t height;
  /// 1 for grey, 3 for red, green and blue.
  int channels;
  /// Rows without padding, from the top.
  const uint8_t *samples;
  /// JFIF density in dots per cm along a row and along a column; 0 if unknown.
  uint16_t dotsPerCentimetreX;
  uint16_t dotsPerCentimetreY;
  /// 1…100.
  int quality;
  /// Asked between some rows with `caller`; 0 stops the work, without a message. May be null.
  int (*goesOn)(const void *caller);
  const void *caller;
} sagitta_jpeg_picture;

/// Bytes owned by the caller, who frees them with `sagitta_jpeg_free`.
typedef struct {
  uint8_t *bytes;
  size_t count;
  /// Why it failed; empty if it did not.
  char message[200];
} sagitta_jpeg_result;

/// Encodes a picture. Returns 1, or 0 with a message, or without one where it was stopped.
int sagitta_jpeg_encode(const sagitta_jpeg_picture *picture, sagitta_jpeg_result *result);

/// Frees the bytes of a result.
void sagitta_jpeg_free(sagitta_jpeg_result *result);

/// What the caller has read in a stream's own header; anything else is refused.
typedef struct {
  uint32_t width;
  uint32_t height;
  /// 1 or 3.
  int components;
  /// Asked between some rows with `caller`; 0 stops the work, without a message. May be null.
  int (*goesOn)(const void *caller);
  const void *caller;
} sagitta_jpeg_image;

/// Why reading failed; empty if it did not.
typedef struct {
  char message[200];
} sagitta_jpeg_failure;

/// Decodes a stream of 8 bits a sample and sequential DCT by the accurate integer method. Samples of
/// three components come pixel by pixel as they are: subsampled ones are spread, no colour is
/// converted. Whatever libjpeg warns of is a failure.
///
/// `samples` has room for width × height × components bytes. Returns 1, or 0 with a message, or without
/// one where it was stopped.
int sagitta_jpeg_decode(const uint8_t *bytes, size_t count, const sagitta_jpeg_image *image,
                        uint8_t *samples, sagitta_jpeg_failure *failure);

/// The version of the libjpeg-turbo in use when this was compiled.
const char *sagitta_jpeg_version(void);

#endif
