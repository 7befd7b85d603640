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

/// Whether this processor has instructions for it.
int sagitta_digest_has_instructions(void);

/// Has all digests made without those instructions, so that tests see both ways; 0 ends that.
void sagitta_digest_avoid_instructions(int avoids);

#endif
