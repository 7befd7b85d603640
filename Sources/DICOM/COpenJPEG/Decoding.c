#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "Internal.h"

// OpenJPEG as distributions build it asserts what damaged HTJ2K streams do not hold, and would end
// the process. Its calls find this function first, since a program's own symbols go before those of
// libc; outside of a decoder it does what libc does. Weak, so that a program may have its own.
static _Thread_local jmp_buf *escape;

#ifdef __GLIBC__
typedef unsigned int Line;
#else
typedef int Line;
#endif

void __assert_fail(const char *assertion, const char *file, Line line, const char *function)
    __attribute__((weak, noreturn, visibility("default")));

void __assert_fail(const char *assertion, const char *file, Line line, const char *function) {
  if (escape) longjmp(*escape, 1);
  fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, (unsigned)line,
          function ? function : "?", assertion);
  abort();
}

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t offset;
  const sagitta_j2k_image *image;
  int isStopped;
} Source;

// Once stopped, it is not asked again, however often the library tries.
static int goesOn(Source *source) {
  const sagitta_j2k_image *image = source->image;
  if (image->goesOn && !source->isStopped) source->isStopped = !image->goesOn(image->caller);
  return !source->isStopped;
}

// Read at once: the library asks for more at least where a tile goes beyond it.
enum { runLength = 65536 };

static OPJ_SIZE_T onRead(void *buffer, OPJ_SIZE_T wanted, void *user) {
  Source *source = user;
  if (!goesOn(source)) return (OPJ_SIZE_T)-1;
  size_t left = source->count - source->offset;
  size_t count = wanted < left ? wanted : left;
  if (count == 0) return (OPJ_SIZE_T)-1;
  memcpy(buffer, source->bytes + source->offset, count);
  source->offset += count;
  return count;
}

// A skip past the end would be trusted to have moved that far.
static OPJ_OFF_T onSkip(OPJ_OFF_T distance, void *user) {
  Source *source = user;
  if (distance < 0 || (size_t)distance > source->count - source->offset) return -1;
  source->offset += (size_t)distance;
  return distance;
}

static OPJ_BOOL onSeek(OPJ_OFF_T offset, void *user) {
  Source *source = user;
  if (offset < 0 || (size_t)offset > source->count) return OPJ_FALSE;
  source->offset = (size_t)offset;
  return OPJ_TRUE;
}

void sagitta_j2k_fail(sagitta_j2k_failure *failure, const char *message) {
  if (failure->message[0]) return;
  snprintf(failure->message, sizeof failure->message, "%s", message);
  failure->message[strcspn(failure->message, "\n")] = 0;
}

static void onError(const char *message, void *user) { sagitta_j2k_fail(user, message); }

static void onMessage(const char *message, void *user) {
  (void)message;
  (void)user;
}

void sagitta_j2k_listen(opj_codec_t *codec, sagitta_j2k_failure *failure) {
  opj_set_error_handler(codec, onError, failure);
  opj_set_warning_handler(codec, onMessage, NULL);
  opj_set_info_handler(codec, onMessage, NULL);
}

static int fits(const opj_image_t *decoded, const sagitta_j2k_image *image) {
  if (decoded->numcomps != image->components) return 0;
  for (uint32_t n = 0; n < decoded->numcomps; n++) {
    const opj_image_comp_t *component = &decoded->comps[n];
    if (component->w != image->width || component->h != image->height ||
        component->prec != image->precision) {
      return 0;
    }
  }
  return 1;
}

// Writes the samples of a component, which are `step` bytes apart.
static void store(const OPJ_INT32 *values, size_t count, uint32_t bytesPerSample, size_t step,
                  uint8_t *samples) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  // The usual case by itself, so that it becomes vectors.
  if (bytesPerSample == 2 && step == 2) {
    for (size_t n = 0; n < count; n++) {
      uint16_t sample = (uint16_t)values[n];
      memcpy(samples + 2 * n, &sample, sizeof sample);
    }
    return;
  }
#endif
  switch (bytesPerSample) {
  case 1:
    for (size_t n = 0; n < count; n++) samples[step * n] = (uint8_t)values[n];
    break;
  case 2:
    for (size_t n = 0; n < count; n++) {
      samples[step * n] = (uint8_t)values[n];
      samples[step * n + 1] = (uint8_t)((uint32_t)values[n] >> 8);
    }
    break;
  default:
    for (size_t n = 0; n < count; n++) {
      for (int byte = 0; byte < 4; byte++) {
        samples[step * n + (size_t)byte] = (uint8_t)((uint32_t)values[n] >> (8 * byte));
      }
    }
  }
}

typedef struct {
  const sagitta_j2k_image *image;
  uint8_t *samples;
  sagitta_j2k_failure *failure;
  opj_codec_t *codec;
  opj_stream_t *stream;
  opj_image_t *decoded;
} Session;

static int decode(Session *session) {
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!opj_setup_decoder(session->codec, &parameters) ||
      !opj_decoder_set_strict_mode(session->codec, OPJ_TRUE) ||
      !opj_read_header(session->stream, session->codec, &session->decoded)) {
    sagitta_j2k_fail(session->failure, "the header cannot be read");
    return 0;
  }
  if (!fits(session->decoded, session->image)) {
    sagitta_j2k_fail(session->failure, "the image is not as its header says");
    return 0;
  }
  if (!opj_decode(session->codec, session->stream, session->decoded)) {
    sagitta_j2k_fail(session->failure, "the tiles cannot be decoded");
    return 0;
  }
  int isWhole = fits(session->decoded, session->image);
  for (uint32_t n = 0; isWhole && n < session->image->components; n++) {
    isWhole = session->decoded->comps[n].data != NULL;
  }
  if (!isWhole) {
    sagitta_j2k_fail(session->failure, "tiles are missing");
    return 0;
  }
  uint32_t size = session->image->bytesPerSample;
  for (uint32_t n = 0; n < session->image->components; n++) {
    const opj_image_comp_t *component = &session->decoded->comps[n];
    store(component->data, (size_t)component->w * component->h, size,
          (size_t)size * session->image->components, session->samples + (size_t)size * n);
  }
  return 1;
}

// The session is the caller's, so that it is whole after the jump.
static int decodeGuarded(Session *session) {
  jmp_buf here;
  if (setjmp(here)) {
    escape = NULL;
    sagitta_j2k_fail(session->failure, "a code block contradicts itself");
    return 0;
  }
  escape = &here;
  int done = decode(session);
  escape = NULL;
  return done;
}

int sagitta_j2k_decode(const uint8_t *bytes, size_t count, const sagitta_j2k_image *image,
                       uint8_t *samples, sagitta_j2k_failure *failure) {
  memset(failure, 0, sizeof *failure);
  Source source = {bytes, count, 0, image, 0};
  Session session = {image, samples, failure, opj_create_decompress(OPJ_CODEC_J2K),
                     opj_stream_create(runLength, OPJ_TRUE), NULL};
  int done = 0;
  if (session.codec && session.stream) {
    sagitta_j2k_listen(session.codec, failure);
    opj_stream_set_user_data(session.stream, &source, NULL);
    opj_stream_set_user_data_length(session.stream, count);
    opj_stream_set_read_function(session.stream, onRead);
    opj_stream_set_skip_function(session.stream, onSkip);
    opj_stream_set_seek_function(session.stream, onSeek);
    done = decodeGuarded(&session);
  } else {
    sagitta_j2k_fail(failure, "out of memory");
  }
  if (session.decoded) opj_image_destroy(session.decoded);
  if (session.stream) opj_stream_destroy(session.stream);
  if (session.codec) opj_destroy_codec(session.codec);
  return done;
}

const char *sagitta_j2k_version(void) { return opj_version(); }
