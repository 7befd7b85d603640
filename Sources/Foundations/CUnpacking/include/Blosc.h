// Blosc's container, version 2 of its format (c-blosc 1.x), and LZ4's blocks. Nothing here allocates, exits,
// traps or prints, whatever the bytes are. Little-endian machines only, as everywhere in this package.

#ifndef SAGITTA_BLOSC_H
#define SAGITTA_BLOSC_H

#include <stddef.h>
#include <stdint.h>

/// What the parts of a container are packed with.
typedef enum {
  SagittaBloscLZ = 0,
  SagittaBloscLZ4 = 1,
  SagittaBloscSnappy = 2,
  SagittaBloscZlib = 3,
  SagittaBloscZstandard = 4,
} SagittaBloscCodec;

typedef struct {
  /// Bytes of all, unpacked.
  size_t plainCount;
  /// Bytes of a block, unpacked; the last may be shorter.
  size_t blockCount;
  size_t typeSize;
  /// The number of blocks.
  size_t blocks;
  int codec;
  /// Whether the bytes stand as they are.
  int isPlain;
  int isShuffled;
  int isBitShuffled;
  int isSplit;
} SagittaBloscHeader;

/// Reads the header of a container of `count` bytes. Returns 0 if it is none, or claims what cannot be.
int sagitta_blosc_header(const void *packed, size_t count, SagittaBloscHeader *header);

/// Finds a part of a block: its bytes, packed, and how many come out. A part of as many bytes as come out
/// stands as it is. `place` begins at 0 and leads from part to part.
///
/// Returns 0 if it lies outside of the container.
int sagitta_blosc_part(
  const void *packed, size_t count, const SagittaBloscHeader *header, size_t block, size_t *place,
  const uint8_t **part, size_t *partCount, size_t *plainCount);

/// Puts the bytes of a block back where they were before they were shuffled; `out` is as long.
void sagitta_blosc_unshuffle(
  const SagittaBloscHeader *header, const uint8_t *block, size_t count, uint8_t *out);

/// Unpacks an LZ4 block, never beyond `room`. Returns the bytes written, -1 if it is damaged or longer.
int64_t sagitta_lz4_decompress(const void *packed, size_t count, void *out, size_t room);

/// Unpacks a block of BloscLZ, never beyond `room`. Returns the bytes written, -1 if it is damaged or longer.
int64_t sagitta_blosclz_decompress(const void *packed, size_t count, void *out, size_t room);

/// CRC-32C (Castagnoli), of all bytes.
uint32_t sagitta_crc32c(const void *bytes, size_t count);

#endif
