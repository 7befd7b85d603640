// Writing PNG: our own chunks around what igzip (ISA-L) or zlib deflates, with errors as values: nothing here exits,
// traps or prints.

#ifndef SAGITTA_PNG_H
#define SAGITTA_PNG_H

#include <stddef.h>
#include <stdint.h>

/// A picture to be written.
typedef struct {
  uint32_t width;
  uint32_t height;
  /// 8 or 16 bits a sample; 16-bit samples are in the machine's own byte order.
  int bitDepth;
  /// 1 for grey, 3 for red, green and blue.
  int channels;
  /// Rows without padding, from the top.
  const void *samples;
  /// Pixels per metre along a row and along a column; 0 if unknown.
  uint32_t pixelsPerMetreX;
  uint32_t pixelsPerMetreY;
  /// Asked between bands of rows with `caller`; 0 stops the work, without a message. May be null.
  int (*goesOn)(const void *caller);
  const void *caller;
} sagitta_png_picture;

/// Bytes owned by the caller, who frees them with `sagitta_png_free`.
typedef struct {
  uint8_t *bytes;
  size_t count;
  /// Why it failed; empty if it did not.
  char message[96];
} sagitta_png_result;

/// Encodes a picture. Returns 1, or 0 with a message, or without one where it was stopped.
int sagitta_png_encode(const sagitta_png_picture *picture, sagitta_png_result *result);

/// The CRC-32 of a chunk's type and data.
uint32_t sagitta_png_check(const uint8_t *bytes, size_t count);

/// Frees the bytes of a result.
void sagitta_png_free(sagitta_png_result *result);

#endif
