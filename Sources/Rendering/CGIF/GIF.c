#include "CGIF.h"

#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

static int fail(sagitta_gif_file *file, int code) {
  const char *message = GifErrorString(code);
  strncpy(file->message, message ? message : "unknown error", sizeof file->message - 1);
  return 0;
}

static int append(GifFileType *gif, const GifByteType *bytes, int count) {
  sagitta_gif_file *file = gif->UserData;
  if ((size_t)count > file->capacity - file->count) {
    size_t capacity = file->capacity * 2 + (size_t)count + 65536;
    uint8_t *grown = realloc(file->bytes, capacity);
    // A short count is giflib's way of being told.
    if (!grown) return 0;
    file->bytes = grown;
    file->capacity = capacity;
  }
  memcpy(file->bytes + file->count, bytes, (size_t)count);
  file->count += (size_t)count;
  return count;
}

// The extension by which a file plays over and over.
static int putLoop(GifFileType *gif) {
  const uint8_t forever[3] = {1, 0, 0};
  return EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
      EGifPutExtensionBlock(gif, 11, "NETSCAPE2.0") == GIF_OK &&
      EGifPutExtensionBlock(gif, 3, forever) == GIF_OK && EGifPutExtensionTrailer(gif) == GIF_OK;
}

int sagitta_gif_begin(sagitta_gif_file *file, uint16_t width, uint16_t height, int isAnimated) {
  memset(file, 0, sizeof *file);
  int code = 0;
  GifFileType *gif = EGifOpen(file, append, &code);
  if (!gif) return fail(file, code);
  file->encoder = gif;
  EGifSetGifVersion(gif, true);
  if (EGifPutScreenDesc(gif, width, height, 8, 0, NULL) != GIF_OK) return fail(file, gif->Error);
  if (isAnimated && !putLoop(gif)) return fail(file, gif->Error);
  return 1;
}

// The frame's own colours, and for each pixel which one it has.
static int reduce(
    int width, int height, int channels, const uint8_t *samples, GifByteType *pixels,
    GifColorType *colors) {
  size_t count = (size_t)width * (size_t)height;
  if (channels == 1) {
    for (int grey = 0; grey < 256; grey++) {
      colors[grey].Red = colors[grey].Green = colors[grey].Blue = (GifByteType)grey;
    }
    memcpy(pixels, samples, count);
    return 1;
  }
  GifByteType *planes = malloc(3 * count);
  if (!planes) return 0;
  for (size_t n = 0; n < count; n++) {
    for (size_t c = 0; c < 3; c++) planes[c * count + n] = samples[3 * n + c];
  }
  int size = 256;
  int done = GifQuantizeBuffer(
      (unsigned)width, (unsigned)height, &size, planes, planes + count, planes + 2 * count, pixels,
      colors);
  free(planes);
  return done == GIF_OK;
}

// Rows between two looks whether to go on.
enum { rowsAtOnce = 32 };

static int goesOn(const sagitta_gif_file *file, int row) {
  return row % rowsAtOnce != 0 || !file->goesOn || file->goesOn(file->caller);
}

static int putFrame(GifFileType *gif, GifByteType *pixels, GifColorType *colors, uint16_t delay) {
  GraphicsControlBlock control = {DISPOSE_DO_NOT, false, delay, NO_TRANSPARENT_COLOR};
  GifByteType block[4];
  EGifGCBToExtension(&control, block);
  ColorMapObject *map = GifMakeMapObject(256, colors);
  if (!map) return 0;
  int isDone = EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, sizeof block, block) == GIF_OK &&
      EGifPutImageDesc(gif, 0, 0, gif->SWidth, gif->SHeight, false, map) == GIF_OK;
  for (int row = 0; isDone && row < gif->SHeight; row++) {
    isDone = goesOn(gif->UserData, row) && EGifPutLine(gif, pixels + (size_t)row * (size_t)gif->SWidth, gif->SWidth) == GIF_OK;
  }
  GifFreeMapObject(map);
  return isDone;
}

int sagitta_gif_add(
    sagitta_gif_file *file, int channels, const uint8_t *samples, uint16_t delay) {
  GifFileType *gif = file->encoder;
  GifColorType colors[256] = {{0, 0, 0}};
  GifByteType *pixels = malloc((size_t)gif->SWidth * (size_t)gif->SHeight);
  if (!pixels) return fail(file, E_GIF_ERR_NOT_ENOUGH_MEM);
  int isDone = reduce(gif->SWidth, gif->SHeight, channels, samples, pixels, colors) &&
      putFrame(gif, pixels, colors, delay);
  free(pixels);
  return isDone ? 1 : fail(file, gif->Error ? gif->Error : E_GIF_ERR_NOT_ENOUGH_MEM);
}

int sagitta_gif_end(sagitta_gif_file *file) {
  int code = 0;
  GifFileType *gif = file->encoder;
  file->encoder = NULL;
  return EGifCloseFile(gif, &code) == GIF_OK ? 1 : fail(file, code);
}

void sagitta_gif_free(sagitta_gif_file *file) {
  int code = 0;
  if (file->encoder) EGifCloseFile(file->encoder, &code);
  file->encoder = NULL;
  free(file->bytes);
  file->bytes = NULL;
  file->count = file->capacity = 0;
}
