#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf escape;
  sagitta_jpeg_failure *failure;
} ErrorManager;

// libjpeg's own error_exit calls exit().
static void onError(j_common_ptr codec) {
  ErrorManager *manager = (ErrorManager *)codec->err;
  char message[JMSG_LENGTH_MAX];
  manager->base.format_message(codec, message);
  snprintf(manager->failure->message, sizeof manager->failure->message, "%s", message);
  longjmp(manager->escape, 1);
}

// A warning is a damaged stream that libjpeg would fill with grey; trace messages are none.
static void onMessage(j_common_ptr codec, int level) {
  if (level < 0) onError(codec);
}

static void onOutput(j_common_ptr codec) { (void)codec; }

static void onBegin(j_decompress_ptr codec) { (void)codec; }

// Behind the end stands an end-of-image marker: a stream may lack its own, but not its samples,
// for want of which libjpeg then warns.
static boolean onEmpty(j_decompress_ptr codec) {
  static const JOCTET end[2] = {0xFF, JPEG_EOI};
  codec->src->next_input_byte = end;
  codec->src->bytes_in_buffer = sizeof end;
  return TRUE;
}

static void onSkip(j_decompress_ptr codec, long count) {
  if (count <= 0) return;
  struct jpeg_source_mgr *source = codec->src;
  if ((size_t)count > source->bytes_in_buffer) {
    onEmpty(codec);
    return;
  }
  source->next_input_byte += count;
  source->bytes_in_buffer -= (size_t)count;
}

// Rows between two looks whether to go on.
enum { rowsAtOnce = 32 };

// Whether the image was decoded to its end.
static int decode(struct jpeg_decompress_struct *codec, const sagitta_jpeg_image *image,
                   uint8_t *samples) {
  jpeg_read_header(codec, TRUE);
  if (codec->image_width != image->width || codec->image_height != image->height ||
      codec->num_components != image->components || codec->data_precision != 8 || codec->progressive_mode) {
    ERREXIT(codec, JERR_CONVERSION_NOTIMPL);
  }
  // Two equal spaces, whatever their name, convert nothing.
  codec->jpeg_color_space = image->components == 1 ? JCS_GRAYSCALE : JCS_YCbCr;
  codec->out_color_space = codec->jpeg_color_space;
  codec->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(codec);
  while (codec->output_scanline < codec->output_height) {
    int isLook = codec->output_scanline % rowsAtOnce == 0;
    if (isLook && image->goesOn && !image->goesOn(image->caller)) return 0;
    JSAMPROW row = samples + (size_t)codec->output_scanline * image->width * (size_t)image->components;
    jpeg_read_scanlines(codec, &row, 1);
  }
  return 1;
}

int sagitta_jpeg_decode(const uint8_t *bytes, size_t count, const sagitta_jpeg_image *image,
                        uint8_t *samples, sagitta_jpeg_failure *failure) {
  memset(failure, 0, sizeof *failure);
  struct jpeg_decompress_struct codec;
  ErrorManager manager;
  manager.failure = failure;
  codec.err = jpeg_std_error(&manager.base);
  manager.base.error_exit = onError;
  manager.base.emit_message = onMessage;
  manager.base.output_message = onOutput;
  if (setjmp(manager.escape)) {
    jpeg_destroy_decompress(&codec);
    return 0;
  }
  jpeg_create_decompress(&codec);
  struct jpeg_source_mgr source = {.next_input_byte = bytes,
                                   .bytes_in_buffer = count,
                                   .init_source = onBegin,
                                   .fill_input_buffer = onEmpty,
                                   .skip_input_data = onSkip,
                                   .resync_to_restart = jpeg_resync_to_restart,
                                   .term_source = onBegin};
  codec.src = &source;
  int isDone = decode(&codec, image, samples);
  jpeg_destroy_decompress(&codec);
  return isDone;
}
