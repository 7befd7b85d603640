#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct {
  sagitta_png_result *result;
  size_t capacity;
} Sink;

static void onError(png_structp png, png_const_charp message) {
  sagitta_png_result *result = png_get_error_ptr(png);
  strncpy(result->message, message, sizeof result->message - 1);
  longjmp(png_jmpbuf(png), 1);
}

static void onWarning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void append(png_structp png, png_bytep bytes, png_size_t count) {
  Sink *sink = png_get_io_ptr(png);
  sagitta_png_result *result = sink->result;
  if (count > sink->capacity - result->count) {
    size_t capacity = sink->capacity * 2 + count + 65536;
    uint8_t *grown = realloc(result->bytes, capacity);
    if (!grown) png_error(png, "out of memory");
    result->bytes = grown;
    sink->capacity = capacity;
  }
  memcpy(result->bytes + result->count, bytes, count);
  result->count += count;
}

static void flush(png_structp png) { (void)png; }

static void encode(png_structp png, png_infop info, const sagitta_png_picture *picture) {
  size_t rowBytes = (size_t)picture->width * picture->channels * (picture->bitDepth / 8);
  const uint16_t probe = 1;
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(png, info, picture->width, picture->height, picture->bitDepth,
               picture->channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (picture->pixelsPerMetreX && picture->pixelsPerMetreY) {
    png_set_pHYs(png, info, picture->pixelsPerMetreX, picture->pixelsPerMetreY,
                 PNG_RESOLUTION_METER);
  }
  // Differences from the left neighbour, run lengths and Huffman codes; no search for repeats,
  // which noise does not have. A 512×512 CT slice, lung window: 2.8 ms and 135 kB, against 4 ms
  // and 151 kB of level 1, 6 ms and 147 kB of level 3, 40 ms and 133 kB of level 6. An
  // interpolated slice: 118 kB against 124 kB of level 6. All-filters costs three times the time
  // for 3 %. The level has no influence on run lengths.
  png_set_compression_level(png, 1);
  png_set_compression_strategy(png, Z_RLE);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
  png_write_info(png, info);
  if (picture->bitDepth == 16 && *(const uint8_t *)&probe == 1) png_set_swap(png);
  for (uint32_t row = 0; row < picture->height; row++) {
    png_write_row(png, (png_const_bytep)picture->samples + row * rowBytes);
  }
  png_write_end(png, NULL);
}

int sagitta_png_encode(const sagitta_png_picture *picture, sagitta_png_result *result) {
  memset(result, 0, sizeof *result);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, result, onError, onWarning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    strcpy(result->message, "out of memory");
    png_destroy_write_struct(&png, NULL);
    return 0;
  }
  Sink sink = {result, 0};
  png_set_write_fn(png, &sink, append, flush);
  // Nothing of this function's own changes between setjmp and longjmp.
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    sagitta_png_free(result);
    return 0;
  }
  encode(png, info, picture);
  png_destroy_write_struct(&png, &info);
  return 1;
}

void sagitta_png_free(sagitta_png_result *result) {
  free(result->bytes);
  result->bytes = NULL;
  result->count = 0;
}

const char *sagitta_png_version(void) { return png_get_libpng_ver(NULL); }
