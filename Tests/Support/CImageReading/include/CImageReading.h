// Reading PNG and JPEG back through the libraries themselves, for tests.

#ifndef SAGITTA_IMAGE_READING_H
#define SAGITTA_IMAGE_READING_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t width, height;
  int bitDepth, channels;
  /// Pixels per metre (PNG) or dots per cm (JPEG); 0 if the file does not say.
  uint32_t densityX, densityY;
  /// Samples; 16-bit ones most significant byte first. Freed by the caller.
  uint8_t *samples;
  size_t count;
} read_picture;

/// Returns 1, or 0 if the bytes are no such file.
int read_png(const uint8_t *bytes, size_t count, read_picture *picture);
int read_jpeg(const uint8_t *bytes, size_t count, read_picture *picture);

#endif
