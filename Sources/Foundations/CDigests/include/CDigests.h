// SHA-256 (FIPS 180-4), with the instructions that processors have for it where they do.

#ifndef SAGITTA_DIGEST_H
#define SAGITTA_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/// A digest of bytes that come in pieces.
typedef struct {
  uint32_t words[8];
  uint64_t count;
  uint8_t rest[64];
} sagitta_digest;

/// Begins a digest: that of no bytes.
void sagitta_digest_begin(sagitta_digest *digest);

/// Appends bytes.
void sagitta_digest_update(sagitta_digest *digest, const void *bytes, size_t count);

/// Ends it: 32 bytes.
void sagitta_digest_end(sagitta_digest *digest, uint8_t *result);

/// Works whole blocks of 64 bytes into the eight words of a digest.
void sagitta_digest_compress(uint32_t *words, const uint8_t *bytes, size_t blocks);

/// The same without special instructions, on every processor.
void sagitta_digest_compress_portable(uint32_t *words, const uint8_t *bytes, size_t blocks);

#endif
