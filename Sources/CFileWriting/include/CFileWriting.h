// The list of unfinished output files, and the signal handler that removes them.
//
// In C because the handler may run in the middle of anything: it touches static memory
// and calls async-signal-safe functions only (signal-safety(7)).

#ifndef SAGITTA_FILE_WRITING_H
#define SAGITTA_FILE_WRITING_H

/// Notes `path` as a file that is about to be created and must not be left behind.
///
/// Returns a slot, or -1 if the path is too long, all slots are taken, or the process is being
/// interrupted; the file is then simply not watched.
int sagitta_unfinished_add(const char *path);

/// Says that the file of `slot` exists now.
void sagitta_unfinished_created(int slot);

/// Forgets `slot`, whose file is finished or gone. -1 is ignored.
void sagitta_unfinished_forget(int slot);

/// Removes all noted files; safe in a signal handler.
void sagitta_unfinished_remove_all(void);

/// Makes SIGINT, SIGTERM and SIGHUP remove all noted files and end the process with 128 + the
/// signal's number; ignores SIGXFSZ, so that writing beyond the size limit fails with EFBIG.
///
/// A signal that the process was started to ignore (nohup) stays ignored.
void sagitta_unfinished_handle_signals(void);

#endif
