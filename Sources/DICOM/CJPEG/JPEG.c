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
  sagitta_jpeg_result *result;
} ErrorManager;

// libjpeg's own error_exit calls exit().
static void onError(j_common_ptr codec) {
  ErrorManager *manager = (ErrorManager *)codec->err;
  char message[JMSG_LENGTH_MAX];
  manager->base.format_message(codec, message);
  strncpy(manager->result->message, message, sizeof manager->result->message - 1);
  longjmp(manager->escape, 1);
}

static void onMessage(j_common_ptr codec) { (void)codec; }

// An own destination, because jpeg_mem_dest loses track of its memory when an error comes after
// the buffer has grown.
typedef struct {
  struct jpeg_destination_mgr base;
  sagitta_jpeg_result *result;
  size_t capacity;
} Sink;

static void growSink(j_compress_ptr codec) {
  Sink *sink = (Sink *)codec->dest;
  size_t capacity = sink->capacity * 2 + 65536;
  uint8_t *grown = realloc(sink->result->bytes, capacity);
  if (!grown) ERREXIT1(codec, JERR_OUT_OF_MEMORY, 0);
  sink->base.next_output_byte = grown + sink->capacity;
  sink->base.free_in_buffer = capacity - sink->capacity;
  sink->result->bytes = grown;
  sink->capacity = capacity;
}

// libjpeg calls this when the buffer is full to the last byte, whatever free_in_buffer says.
static boolean onFull(j_compress_ptr codec) {
  growSink(codec);
  return TRUE;
}

static void onEnd(j_compress_ptr codec) {
  Sink *sink = (Sink *)codec->dest;
  sink->result->count = sink->capacity - sink->base.free_in_buffer;
}

// Rows between two looks whether to go on.
enum { rowsAtOnce = 32 };

// Whether the picture was encoded to its end.
static int encode(struct jpeg_compress_struct *codec, const sagitta_jpeg_picture *picture) {
  codec->image_width = picture->width;
  codec->image_height = picture->height;
  codec->input_components = picture->channels;
  codec->in_color_space = picture->channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(codec);
  jpeg_set_quality(codec, picture->quality, TRUE);
  codec->optimize_coding = TRUE;
  // Full colour resolution: halved, thin coloured lines lose their colour.
  for (int n = 0; n < codec->num_components; n++) {
    codec->comp_info[n].h_samp_factor = codec->comp_info[n].v_samp_factor = 1;
  }
  if (picture->dotsPerCentimetreX && picture->dotsPerCentimetreY) {
    codec->density_unit = 2;
    codec->X_density = picture->dotsPerCentimetreX;
    codec->Y_density = picture->dotsPerCentimetreY;
  }
  jpeg_start_compress(codec, TRUE);
  size_t rowBytes = (size_t)picture->width * picture->channels;
  while (codec->next_scanline < codec->image_height) {
    int isLook = codec->next_scanline % rowsAtOnce == 0;
    if (isLook && picture->goesOn && !picture->goesOn(picture->caller)) return 0;
    JSAMPROW row = (JSAMPROW)picture->samples + codec->next_scanline * rowBytes;
    jpeg_write_scanlines(codec, &row, 1);
  }
  jpeg_finish_compress(codec);
  return 1;
}

int sagitta_jpeg_encode(const sagitta_jpeg_picture *picture, sagitta_jpeg_result *result) {
  memset(result, 0, sizeof *result);
  struct jpeg_compress_struct codec;
  ErrorManager manager;
  manager.result = result;
  codec.err = jpeg_std_error(&manager.base);
  manager.base.error_exit = onError;
  manager.base.output_message = onMessage;
  if (setjmp(manager.escape)) {
    jpeg_destroy_compress(&codec);
    sagitta_jpeg_free(result);
    return 0;
  }
  jpeg_create_compress(&codec);
  Sink sink = {{.init_destination = growSink,
                .empty_output_buffer = onFull,
                .term_destination = onEnd},
               result,
               0};
  codec.dest = &sink.base;
  int isDone = encode(&codec, picture);
  jpeg_destroy_compress(&codec);
  if (!isDone) sagitta_jpeg_free(result);
  return isDone;
}

void sagitta_jpeg_free(sagitta_jpeg_result *result) {
  free(result->bytes);
  result->bytes = NULL;
  result->count = 0;
}

#define TEXT(x) #x
#define TEXT_OF(x) TEXT(x)
const char *sagitta_jpeg_version(void) { return TEXT_OF(LIBJPEG_TURBO_VERSION); }
