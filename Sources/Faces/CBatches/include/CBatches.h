// Processes that work on one item each, and the signals of the process that starts them.
//
// In C for calls that Swift does not have: those with a variable number of arguments.

#ifndef SAGITTA_BATCHES_H
#define SAGITTA_BATCHES_H

#include <stdint.h>
#include <sys/types.h>

/// Makes SIGINT, SIGTERM and SIGHUP wait until they are asked for, in this thread and in those that it
/// starts. Those that the process was started to ignore stay ignored.
void sagitta_batch_hold_signals(void);

/// Takes a signal that waits; 0 if none does.
int sagitta_batch_take_signal(void);

/// Ends the holding of signals in this thread.
void sagitta_batch_release_signals(void);

/// Splits the process in two.
///
/// The new one leads a process group, takes signals again, ends if the thread that called goes, is the first to
/// be ended where memory is short, reads and writes nothing, and complains to a descriptor.
///
/// Returns its number, 0 in the new one, -1 with errno.
pid_t sagitta_batch_split(int complaints);

/// Ends a process group at once.
void sagitta_batch_kill(pid_t process);

/// Waits for the end of a process that was split off: its status as waitpid(2) gives it, and the most memory that
/// it had, in bytes. Returns -1 if there is no such process.
int sagitta_batch_wait(pid_t process, int64_t *peakBytes);

/// The most memory that this process had, in bytes, since it began or was made to forget.
int64_t sagitta_batch_peak(void);

/// Has this process forget the most memory that it had: from here on it counts what it has now, and what comes. Returns
/// 0, or -1 if the system cannot.
int sagitta_batch_forget_peak(void);

/// Has this process end as soon as the one that started it does.
void sagitta_batch_follow_parent(void);

/// Locks an open file without waiting: 1 exclusively, 0 together with others. Returns 0, or the number of the
/// error; a file system without locks is no error.
int sagitta_batch_lock(int descriptor, int isExclusive);

#endif
