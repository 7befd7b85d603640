// Writing GIF through giflib, with errors as values: nothing here exits, traps or prints.

#ifndef SAGITTA_GIF_H
#define SAGITTA_GIF_H

#include <stddef.h>
#include <stdint.h>

/// A file in the making; `bytes` are owned by it.
typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  /// Why it failed; empty if it did not.
  char message[96];
  /// giflib's own state; null before the beginning and after the end.
  void *encoder;
  /// Asked between some rows with `caller`; 0 stops the work, without a message. May be null.
  int (*goesOn)(const void *caller);
  const void *caller;
} sagitta_gif_file;

/// Begins a file that plays over and over if it has several frames. Returns 1, or 0 with a message.
int sagitta_gif_begin(sagitta_gif_file *file, uint16_t width, uint16_t height, int isAnimated);

/// Adds a frame of the file's size: bytes of grey (channels 1) or red, green and blue (3), rows from
/// the top. `delay` is in hundredths of a second. Grey is exact; colours are reduced to 256 of
/// the frame's own. Returns 1, or 0 with a message, or without one where it was stopped: the file is
/// of no use then.
int sagitta_gif_add(
    sagitta_gif_file *file, int channels, const uint8_t *samples, uint16_t delay);

/// Ends the file; its bytes are complete then. Returns 1, or 0 with a message.
int sagitta_gif_end(sagitta_gif_file *file);

/// Frees everything.
void sagitta_gif_free(sagitta_gif_file *file);

#endif
