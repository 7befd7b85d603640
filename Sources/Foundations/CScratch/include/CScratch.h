// Memory that lies in a file without a name, of which no more is resident than is allowed.
//
// In C because the thread that watches must also work in a process that was forked, and asks for what the C
// library has no portable name for.

#ifndef SAGITTA_SCRATCH_H
#define SAGITTA_SCRATCH_H

#include <stdint.h>

/// Says how many bytes this process may still take in a folder, or `-errno`.
///
/// `isMemory` becomes 1 where the folder lies in memory itself (tmpfs, ramfs).
int64_t sagitta_scratch_room(const char *folder, int *isMemory);

/// Maps a new file without a name, whose place on the disk is reserved, for reading and writing; all 0 at first.
///
/// Until it is unmapped, pages are given back whenever the process has about as much resident as `most`: what they
/// hold stays in the file. NULL with `errno` where it cannot be.
void *sagitta_scratch_map(const char *folder, int64_t bytes, int64_t most);

/// Gives pages back where that is due, as the watcher does: for workers between two pieces of work, who must not
/// go on faster than a watcher that has to wait for its turn.
///
/// Takes nothing while nothing is mapped.
void sagitta_scratch_keep_within(void);

/// Unmaps what `sagitta_scratch_map` returned, which ends the file.
void sagitta_scratch_unmap(void *start, int64_t bytes);

/// Says that what follows touches a mapping here and there, or with `isBeginning` 0 that it does so no longer;
/// calls that begin and end may overlap.
///
/// A disk that reads far ahead is asked not to: it would fill memory with what nobody wants, and drive out
/// what is wanted soon.
void sagitta_scratch_scattered(void *start, int isBeginning);

/// Gives back all pages that are resident; what they hold stays in the file.
void sagitta_scratch_let_go(void *start, int64_t bytes);

#endif
