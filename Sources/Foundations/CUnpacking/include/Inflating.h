// Inflating RFC 1951 from any block on, so that the parts of one stream can be inflated at the same time.
// Nothing here allocates but the state, and nothing exits, traps or prints. Little-endian machines only, as
// everywhere in this package.

#ifndef SAGITTA_INFLATING_H
#define SAGITTA_INFLATING_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// How far back a match may reach.
  sagitta_window_length = 32768,
  /// The first of the units that stand for bytes of an unknown window: unit `sagitta_first_marker + n` is
  /// its byte n.
  sagitta_first_marker = 32768
};

/// Where a stream is being inflated: between blocks or inside one.
typedef struct sagitta_inflater sagitta_inflater;

/// Makes a state; NULL if memory is lacking.
sagitta_inflater *sagitta_inflater_new(void);

void sagitta_inflater_free(sagitta_inflater *inflater);

/// Begins at the block that lies `skip` bits, less than 8, behind the first bit of the next input.
void sagitta_inflater_begin(sagitta_inflater *inflater, unsigned skip);

/// Where the next bit to be used lies, in bits from the first byte of the next input on: before it, if some
/// of the input consumed was not used yet.
int sagitta_inflater_offset(const sagitta_inflater *inflater);

typedef enum {
  /// The input is used up but for what belongs to the next step: offer that again, with more behind it.
  sagitta_needs_input,
  /// There is no room left.
  sagitta_needs_room,
  /// A block ended, and another one follows.
  sagitta_block_end,
  /// The last block ended.
  sagitta_stream_end,
  /// The bits are no deflate stream.
  sagitta_bad_stream
} sagitta_inflation;

/// Inflates from the first `*count` bytes of `in` into the `*room` bytes from `out` on, until one of them is
/// used up or a block ends; says in `*count` and `*room` how many were used.
///
/// The `history` bytes before `out`, of which at most sagitta_window_length matter, are what came out before.
sagitta_inflation sagitta_inflate_bytes(sagitta_inflater *inflater, const uint8_t *in, size_t *count,
                                        uint8_t *out, size_t history, size_t *room);

/// The same in units of 16 bits: bytes below 256, and markers where a match reaches into a window that is
/// not known; that window's markers, or what followed it, lie before `out`.
sagitta_inflation sagitta_inflate_units(sagitta_inflater *inflater, const uint8_t *in, size_t *count,
                                        uint16_t *out, size_t history, size_t *room);

/// Finds the first bit from `bit` on, below `limit`, where a block with codes of its own could begin that is
/// not the last one; gives `limit` if there is none.
///
/// Such a place is very likely a block, not certainly: trust it only if another block ends there.
size_t sagitta_find_block(const uint8_t *in, size_t count, size_t bit, size_t limit);

/// How many of the units in a row at the end are bytes, not markers.
size_t sagitta_plain_tail(const uint16_t *units, size_t count);

/// The smallest byte of the window that units stand for; more than that if they stand for none.
uint16_t sagitta_first_marker_in(const uint16_t *units, size_t count);

/// Turns units into bytes: those that the 65536 bytes of a table say, which are the numbers up to 255, and
/// from sagitta_first_marker on the window.
void sagitta_resolve_units(const uint16_t *units, size_t count, const uint8_t *table, uint8_t *out);

#endif
