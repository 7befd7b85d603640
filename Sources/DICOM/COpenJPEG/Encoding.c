#include <stdlib.h>
#include <string.h>

#include "Internal.h"

static int reserve(sagitta_j2k_stream *stream, size_t end) {
  if (end <= stream->capacity) return 1;
  size_t capacity = stream->capacity < 65536 ? 65536 : stream->capacity * 2;
  if (capacity < end) capacity = end;
  uint8_t *bytes = realloc(stream->bytes, capacity);
  if (!bytes) return 0;
  memset(bytes + stream->capacity, 0, capacity - stream->capacity);
  stream->bytes = bytes;
  stream->capacity = capacity;
  return 1;
}

static void reach(sagitta_j2k_stream *stream, size_t end) {
  stream->offset = end;
  if (end > stream->count) stream->count = end;
}

static OPJ_SIZE_T onWrite(void *buffer, OPJ_SIZE_T count, void *user) {
  sagitta_j2k_stream *stream = user;
  if (!reserve(stream, stream->offset + count)) return (OPJ_SIZE_T)-1;
  memcpy(stream->bytes + stream->offset, buffer, count);
  reach(stream, stream->offset + count);
  return count;
}

static OPJ_OFF_T onSkip(OPJ_OFF_T distance, void *user) {
  sagitta_j2k_stream *stream = user;
  if (distance < 0 || !reserve(stream, stream->offset + (size_t)distance)) return -1;
  reach(stream, stream->offset + (size_t)distance);
  return distance;
}

static OPJ_BOOL onSeek(OPJ_OFF_T offset, void *user) {
  sagitta_j2k_stream *stream = user;
  if (offset < 0 || !reserve(stream, (size_t)offset)) return OPJ_FALSE;
  reach(stream, (size_t)offset);
  return OPJ_TRUE;
}

static OPJ_INT32 sample(const uint8_t *samples, size_t index, const sagitta_j2k_image *image,
                        int isSigned) {
  uint32_t word = samples[index];
  if (image->bytesPerSample == 2) {
    word = (uint32_t)samples[2 * index] | (uint32_t)samples[2 * index + 1] << 8;
  }
  uint32_t unused = 32 - image->precision;
  if (isSigned) return (OPJ_INT32)(word << unused) >> unused;
  return (OPJ_INT32)(word << unused >> unused);
}

static opj_image_t *newImage(const uint8_t *samples, const sagitta_j2k_image *image,
                             uint32_t components, int isSigned) {
  opj_image_cmptparm_t parameters[4];
  memset(parameters, 0, sizeof parameters);
  for (uint32_t n = 0; n < components; n++) {
    parameters[n].dx = parameters[n].dy = 1;
    parameters[n].w = image->width;
    parameters[n].h = image->height;
    parameters[n].prec = image->precision;
    parameters[n].sgnd = isSigned ? 1 : 0;
  }
  opj_image_t *made = opj_image_create(components, parameters,
                                       components == 1 ? OPJ_CLRSPC_GRAY : OPJ_CLRSPC_SRGB);
  if (!made) return NULL;
  made->x1 = image->width;
  made->y1 = image->height;
  size_t count = (size_t)image->width * image->height;
  for (uint32_t n = 0; n < components; n++) {
    for (size_t pixel = 0; pixel < count; pixel++) {
      made->comps[n].data[pixel] = sample(samples, pixel * components + n, image, isSigned);
    }
  }
  return made;
}

static int resolutions(const sagitta_j2k_image *image) {
  uint32_t side = image->width < image->height ? image->width : image->height;
  int count = 1;
  while (count < 6 && side >> count) count++;
  return count;
}

static int encode(opj_codec_t *codec, opj_stream_t *output, opj_image_t *picture,
                  const sagitta_j2k_image *image, sagitta_j2k_failure *failure) {
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;  // one layer that holds everything: rate 0
  parameters.irreversible = 0;
  // DICOM asks for the reversible transform of colours (PS3.5 8.2.4, PS3.3 A.8.5.4).
  parameters.tcp_mct = picture->numcomps == 3 ? 1 : 0;
  parameters.numresolution = resolutions(image);
  if (!opj_setup_encoder(codec, &parameters, picture)) {
    sagitta_j2k_fail(failure, "the encoder cannot be set up");
    return 0;
  }
  if (!opj_start_compress(codec, picture, output) || !opj_encode(codec, output) ||
      !opj_end_compress(codec, output)) {
    sagitta_j2k_fail(failure, "the image cannot be encoded");
    return 0;
  }
  return 1;
}

int sagitta_j2k_encode(const uint8_t *samples, const sagitta_j2k_image *image, uint32_t components,
                       int isSigned, sagitta_j2k_stream *stream, sagitta_j2k_failure *failure) {
  memset(failure, 0, sizeof *failure);
  if (components < 1 || components > 4 || image->precision < 1 || image->precision > 16 ||
      image->bytesPerSample < 1 || image->bytesPerSample > 2) {
    sagitta_j2k_fail(failure, "no such samples");
    return 0;
  }
  opj_image_t *picture = newImage(samples, image, components, isSigned);
  opj_codec_t *codec = opj_create_compress(OPJ_CODEC_J2K);
  opj_stream_t *output = opj_stream_create(1 << 16, OPJ_FALSE);
  int done = 0;
  if (picture && codec && output) {
    sagitta_j2k_listen(codec, failure);
    opj_stream_set_user_data(output, stream, NULL);
    opj_stream_set_write_function(output, onWrite);
    opj_stream_set_skip_function(output, onSkip);
    opj_stream_set_seek_function(output, onSeek);
    done = encode(codec, output, picture, image, failure);
  } else {
    sagitta_j2k_fail(failure, "out of memory");
  }
  if (output) opj_stream_destroy(output);
  if (codec) opj_destroy_codec(codec);
  if (picture) opj_image_destroy(picture);
  return done;
}

void sagitta_j2k_release(sagitta_j2k_stream *stream) {
  free(stream->bytes);
  memset(stream, 0, sizeof *stream);
}
