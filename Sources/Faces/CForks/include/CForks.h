// Threads of a process that is a copy of another.

#ifndef SAGITTA_FORKS_H
#define SAGITTA_FORKS_H

/// Whether the calling thread called fork(2), in the copy that it returned in or in a copy of that.
int sagitta_thread_was_forked(void);

/// Does something in a thread of its own, with the stack that a program's first thread has, and waits for it.
/// Returns the number of the error if there is no such thread.
int sagitta_in_thread(void (*body)(void *context), void *context);

#endif
