#include "CImageReading.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

typedef struct {
  const uint8_t *bytes;
  size_t left;
} Source;

static void take(png_structp png, png_bytep target, size_t count) {
  Source *source = png_get_io_ptr(png);
  if (count > source->left) png_error(png, "too short");
  memcpy(target, source->bytes, count);
  source->bytes += count;
  source->left -= count;
}

int read_png(const uint8_t *bytes, size_t count, read_picture *picture) {
  memset(picture, 0, sizeof *picture);
  Source source = {bytes, count};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct(png);
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
  }
  png_set_read_fn(png, &source, take);
  png_read_info(png, info);
  picture->width = png_get_image_width(png, info);
  picture->height = png_get_image_height(png, info);
  picture->bitDepth = png_get_bit_depth(png, info);
  picture->channels = png_get_channels(png, info);
  picture->densityX = png_get_x_pixels_per_meter(png, info);
  picture->densityY = png_get_y_pixels_per_meter(png, info);
  size_t row = png_get_rowbytes(png, info);
  picture->count = row * picture->height;
  picture->samples = malloc(picture->count);
  for (uint32_t y = 0; y < picture->height; y++) {
    png_read_row(png, picture->samples + y * row, NULL);
  }
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  return 1;
}

int read_jpeg(const uint8_t *bytes, size_t count, read_picture *picture) {
  memset(picture, 0, sizeof *picture);
  struct jpeg_decompress_struct codec;
  struct jpeg_error_mgr errors;
  codec.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&codec);
  jpeg_mem_src(&codec, bytes, count);
  if (jpeg_read_header(&codec, TRUE) != JPEG_HEADER_OK) return 0;
  jpeg_start_decompress(&codec);
  picture->width = codec.output_width;
  picture->height = codec.output_height;
  picture->bitDepth = 8;
  picture->channels = codec.output_components;
  picture->densityX = codec.density_unit == 2 ? codec.X_density : 0;
  picture->densityY = codec.density_unit == 2 ? codec.Y_density : 0;
  size_t row = (size_t)codec.output_width * codec.output_components;
  picture->count = row * picture->height;
  picture->samples = malloc(picture->count);
  while (codec.output_scanline < codec.output_height) {
    JSAMPROW line = picture->samples + codec.output_scanline * row;
    jpeg_read_scanlines(&codec, &line, 1);
  }
  jpeg_finish_decompress(&codec);
  jpeg_destroy_decompress(&codec);
  return 1;
}
