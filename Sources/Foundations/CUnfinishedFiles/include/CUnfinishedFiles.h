// The list of unfinished output files, and the signal handler that removes them.
//
// In C because the handler may run in the middle of anything: it touches static memory
// and calls async-signal-safe functions only (signal-safety(7)).

#ifndef SAGITTA_FILE_WRITING_H
#define SAGITTA_FILE_WRITING_H

/// Notes `path` as a file that is about to be created and must not be left behind.
///
/// Returns a slot, or -1 if the path is too long or all slots are taken; the file is then simply not
/// watched. Never returns once the process is being ended.
int sagitta_unfinished_add(const char *path);

/// Says that the file of `slot` exists now.
void sagitta_unfinished_created(int slot);

/// Forgets `slot`, whose file is finished or gone. -1 is ignored.
void sagitta_unfinished_forget(int slot);

/// As `sagitta_unfinished_add` for a folder, which is removed with the files in it.
int sagitta_unfinished_add_folder(const char *path);

/// As `sagitta_unfinished_add` for a folder that is removed only if it is empty.
int sagitta_unfinished_add_empty_folder(const char *path);

/// Begins to give many finished files their names: until `sagitta_unfinished_end_renaming` the signals
/// below wait, at most ten seconds, and are blocked in this thread.
void sagitta_unfinished_begin_renaming(void);

/// Ends what `sagitta_unfinished_begin_renaming` began, in the same thread.
void sagitta_unfinished_end_renaming(void);

/// Removes all noted files and folders; safe in a signal handler.
void sagitta_unfinished_remove_all(void);

/// Removes all noted files and folders and ends the process, once what is being renamed has its names; safe
/// in a signal handler.
__attribute__((noreturn)) void sagitta_unfinished_end(int status);

/// Makes SIGINT, SIGTERM and SIGHUP remove all noted files and end the process with 128 + the
/// signal's number; ignores SIGXFSZ, so that writing beyond the size limit fails with EFBIG.
///
/// A signal that the process was started to ignore (nohup) stays ignored.
void sagitta_unfinished_handle_signals(void);

#endif
