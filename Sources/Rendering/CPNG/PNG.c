#include "CPNG.h"

#include <isa-l.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// Differences from the left neighbour are deflated by igzip's level 2 if they have 16 bits: 69 CT slices of
// 512 × 512 pixels, lung window, take 0.14 s and 23.3 MB, against 0.38 s and 25.2 MB of run lengths and
// Huffman codes alone (zlib's Z_RLE). For 8 bits Z_RLE is the smaller one: 9.3 MB in 0.18 s, against 10.1 MB
// in 0.08 s. No search pays there, since noise has no repeats.
enum { level = 2 };

// Filtered rows at a time: they stay in the cache between filter and deflate.
enum { bandBytes = 1 << 18 };

typedef struct {
  sagitta_png_result *result;
  size_t capacity;
} Sink;

static int fail(sagitta_png_result *result, const char *message) {
  sagitta_png_free(result);
  strncpy(result->message, message, sizeof result->message - 1);
  return 0;
}

// Makes room for `count` more bytes.
static int reserve(Sink *sink, size_t count) {
  sagitta_png_result *result = sink->result;
  if (count <= sink->capacity - result->count) return 1;
  size_t capacity = sink->capacity * 2 + count;
  uint8_t *grown = realloc(result->bytes, capacity);
  if (!grown) return 0;
  result->bytes = grown;
  sink->capacity = capacity;
  return 1;
}

static void putNumber(uint8_t *place, uint32_t number) {
  place[0] = (uint8_t)(number >> 24);
  place[1] = (uint8_t)(number >> 16);
  place[2] = (uint8_t)(number >> 8);
  place[3] = (uint8_t)number;
}

// Begins a chunk; its length is put there when it ends.
static int beginChunk(Sink *sink, const char *type, size_t *start) {
  if (!reserve(sink, 8)) return 0;
  *start = sink->result->count;
  memcpy(sink->result->bytes + *start + 4, type, 4);
  sink->result->count += 8;
  return 1;
}

static int endChunk(Sink *sink, size_t start) {
  size_t count = sink->result->count - start - 8;
  if (count > 0x7FFFFFFF || !reserve(sink, 4)) return 0;
  uint8_t *chunk = sink->result->bytes + start;
  putNumber(chunk, (uint32_t)count);
  putNumber(chunk + 8 + count, crc32_gzip_refl(0, chunk + 4, count + 4));
  sink->result->count += 4;
  return 1;
}

static int writeChunk(Sink *sink, const char *type, const uint8_t *bytes, size_t count) {
  size_t start;
  if (!beginChunk(sink, type, &start) || !reserve(sink, count)) return 0;
  if (count > 0) memcpy(sink->result->bytes + sink->result->count, bytes, count);
  sink->result->count += count;
  return endChunk(sink, start);
}

static int writeHeader(Sink *sink, const sagitta_png_picture *picture) {
  static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  if (!reserve(sink, sizeof signature)) return 0;
  memcpy(sink->result->bytes, signature, sizeof signature);
  sink->result->count = sizeof signature;
  uint8_t header[13] = {0};
  putNumber(header, picture->width);
  putNumber(header + 4, picture->height);
  header[8] = (uint8_t)picture->bitDepth;
  header[9] = picture->channels == 3 ? 2 : 0;
  if (!writeChunk(sink, "IHDR", header, sizeof header)) return 0;
  if (!picture->pixelsPerMetreX || !picture->pixelsPerMetreY) return 1;
  uint8_t density[9];
  putNumber(density, picture->pixelsPerMetreX);
  putNumber(density + 4, picture->pixelsPerMetreY);
  density[8] = 1;
  return writeChunk(sink, "pHYs", density, sizeof density);
}

// One row with its filter byte: differences from the left neighbour, 16-bit samples big endian.
static void filterRow(const sagitta_png_picture *picture, uint32_t row, uint8_t *out) {
  size_t count = (size_t)picture->width * picture->channels;
  *out++ = 1;
  if (picture->bitDepth == 8) {
    size_t step = picture->channels;
    const uint8_t *samples = (const uint8_t *)picture->samples + row * count;
    for (size_t n = 0; n < step; n++) out[n] = samples[n];
    for (size_t n = step; n < count; n++) out[n] = (uint8_t)(samples[n] - samples[n - step]);
    return;
  }
  // The bytes of a sample are filtered apart from each other.
  const uint16_t *samples = (const uint16_t *)picture->samples + row * count;
  uint16_t before = 0;
  for (size_t n = 0; n < count; n++) {
    uint16_t sample = samples[n];
    out[2 * n] = (uint8_t)((sample >> 8) - (before >> 8));
    out[2 * n + 1] = (uint8_t)(sample - before);
    before = sample;
  }
}

// One of two deflaters.
typedef struct {
  struct isal_zstream *igzip;
  uint8_t *tokens;
  z_stream zlib;
} Deflater;

static int openDeflater(Deflater *deflater, int bitDepth) {
  memset(deflater, 0, sizeof *deflater);
  if (bitDepth == 8) {
    // The level has no influence on run lengths.
    return deflateInit2(&deflater->zlib, 1, Z_DEFLATED, 15, 8, Z_RLE) == Z_OK;
  }
  deflater->igzip = malloc(sizeof *deflater->igzip);
  deflater->tokens = malloc(ISAL_DEF_LVL2_DEFAULT);
  if (!deflater->igzip || !deflater->tokens) return 0;
  isal_deflate_init(deflater->igzip);
  deflater->igzip->level = level;
  deflater->igzip->level_buf = deflater->tokens;
  deflater->igzip->level_buf_size = ISAL_DEF_LVL2_DEFAULT;
  deflater->igzip->gzip_flag = IGZIP_ZLIB;
  return 1;
}

static void closeDeflater(Deflater *deflater) {
  deflateEnd(&deflater->zlib);
  free(deflater->igzip);
  free(deflater->tokens);
}

// Deflates a band into the sink.
static int deflateBand(Sink *sink, Deflater *deflater, uint8_t *band, uint32_t count, int isLast) {
  sagitta_png_result *result = sink->result;
  struct isal_zstream *igzip = deflater->igzip;
  z_stream *zlib = &deflater->zlib;
  uint32_t left;
  if (igzip) {
    igzip->next_in = band;
    igzip->avail_in = count;
    igzip->end_of_stream = (uint16_t)isLast;
  } else {
    zlib->next_in = band;
    zlib->avail_in = count;
  }
  do {
    if (!reserve(sink, 1 << 16)) return 0;
    size_t room = sink->capacity - result->count;
    uint32_t offered = room > UINT32_MAX ? UINT32_MAX : (uint32_t)room;
    uint8_t *out = result->bytes + result->count;
    if (igzip) {
      igzip->next_out = out;
      igzip->avail_out = offered;
      if (isal_deflate(igzip) != COMP_OK) return 0;
      left = igzip->avail_out;
    } else {
      zlib->next_out = out;
      zlib->avail_out = offered;
      int code = deflate(zlib, isLast ? Z_FINISH : Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return 0;
      left = zlib->avail_out;
    }
    result->count += offered - left;
  } while (left == 0);
  return 1;
}

static int writePixels(Sink *sink, const sagitta_png_picture *picture, Deflater *deflater, uint8_t *band,
                       uint32_t bandRows, size_t rowBytes) {
  size_t start;
  if (!beginChunk(sink, "IDAT", &start)) return 0;
  for (uint32_t row = 0; row < picture->height; row += bandRows) {
    if (picture->goesOn && !picture->goesOn(picture->caller)) return 0;
    uint32_t rows = picture->height - row < bandRows ? picture->height - row : bandRows;
    for (uint32_t n = 0; n < rows; n++) filterRow(picture, row + n, band + n * rowBytes);
    int isLast = row + rows == picture->height;
    if (!deflateBand(sink, deflater, band, (uint32_t)(rows * rowBytes), isLast)) return 0;
  }
  return endChunk(sink, start);
}

static int encode(Sink *sink, const sagitta_png_picture *picture) {
  size_t rowBytes = (size_t)picture->width * picture->channels * (picture->bitDepth / 8) + 1;
  size_t rows = rowBytes < bandBytes ? bandBytes / rowBytes : 1;
  // Both deflaters count in 32 bits.
  if (rowBytes > UINT32_MAX / 2) return 0;
  Deflater deflater;
  uint8_t *band = malloc(rows * rowBytes);
  int done = openDeflater(&deflater, picture->bitDepth) && band && writeHeader(sink, picture) &&
             writePixels(sink, picture, &deflater, band, (uint32_t)rows, rowBytes) &&
             writeChunk(sink, "IEND", NULL, 0);
  closeDeflater(&deflater);
  free(band);
  return done;
}

int sagitta_png_encode(const sagitta_png_picture *picture, sagitta_png_result *result) {
  memset(result, 0, sizeof *result);
  Sink sink = {result, 0};
  return encode(&sink, picture) || fail(result, "out of memory, or more bytes than a chunk may have");
}

uint32_t sagitta_png_check(const uint8_t *bytes, size_t count) {
  return crc32_gzip_refl(0, bytes, count);
}

void sagitta_png_free(sagitta_png_result *result) {
  free(result->bytes);
  result->bytes = NULL;
  result->count = 0;
}
