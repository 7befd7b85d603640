#define _GNU_SOURCE
#include "CUnfinishedFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// A run has a few files open at a time, and two folders for each volume that it writes into a folder of its own.
enum { slotCount = 512 };

enum { slotFree, slotReserved, slotNoted, slotCreated };

enum kind { file, folder, emptyFolder };

static char paths[slotCount][PATH_MAX];
static atomic_int kinds[slotCount];
static atomic_int states[slotCount];
static atomic_int interrupted;
static atomic_int renaming;
static _Thread_local sigset_t maskBefore;
static _Thread_local int isRenamingHere;

static const int endingSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
enum { endingSignalCount = sizeof endingSignals / sizeof endingSignals[0] };

static int add(const char *path, enum kind kind) {
  // The process is being ended, by another thread: nothing new begins.
  while (atomic_load(&interrupted)) pause();
  size_t length = strlen(path);
  if (length >= PATH_MAX) return -1;
  for (int slot = 0; slot < slotCount; slot++) {
    int expected = slotFree;
    if (!atomic_compare_exchange_strong(&states[slot], &expected, slotReserved)) continue;
    memcpy(paths[slot], path, length + 1);
    atomic_store(&kinds[slot], kind);
    atomic_store(&states[slot], slotNoted);
    return slot;
  }
  return -1;
}

int sagitta_unfinished_add(const char *path) { return add(path, file); }

int sagitta_unfinished_add_folder(const char *path) { return add(path, folder); }

int sagitta_unfinished_add_empty_folder(const char *path) { return add(path, emptyFolder); }

void sagitta_unfinished_created(int slot) {
  if (slot >= 0) atomic_store(&states[slot], slotCreated);
}

void sagitta_unfinished_forget(int slot) {
  if (slot >= 0) atomic_store(&states[slot], slotFree);
}

void sagitta_unfinished_begin_renaming(void) {
  sigset_t ending;
  sigemptyset(&ending);
  for (int n = 0; n < endingSignalCount; n++) sigaddset(&ending, endingSignals[n]);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &ending, &before);
  maskBefore = before;
  isRenamingHere = 1;
  atomic_fetch_add(&renaming, 1);
}

void sagitta_unfinished_end_renaming(void) {
  atomic_fetch_sub(&renaming, 1);
  isRenamingHere = 0;
  sigset_t before = maskBefore;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void waitAMillisecond(void) {
  struct timespec millisecond = {0, 1000000};
  nanosleep(&millisecond, NULL);
}

/// What the kernel gives; readdir(3) may not be called in a signal handler.
struct entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

// Folders of results lie within each other to this depth at the most.
enum { deepest = 8 };

/// Removes a folder with all that is in it; links are not followed. Returns whether it is gone.
static int removeFolder(int parent, const char *path, int depth) {
  int descriptor = openat(parent, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return 0;
  _Alignas(struct entry) char buffer[4096];
  int isGone = 0;
  // Removing entries may hide others from the reading, and other threads may add some meanwhile: it is
  // done again until none is left.
  for (int removed = 1; removed && !isGone;) {
    removed = 0;
    if (lseek(descriptor, 0, SEEK_SET) != 0) break;
    long count;
    while ((count = syscall(SYS_getdents64, descriptor, buffer, sizeof buffer)) > 0) {
      for (long place = 0; place < count;) {
        struct entry *entry = (struct entry *)(buffer + place);
        place += entry->length;
        if (strcmp(entry->name, ".") == 0 || strcmp(entry->name, "..") == 0) continue;
        if (unlinkat(descriptor, entry->name, 0) == 0) {
          removed = 1;
        } else if (depth < deepest && removeFolder(descriptor, entry->name, depth + 1)) {
          removed = 1;
        }
      }
    }
    // From then on nothing can be added.
    isGone = unlinkat(parent, path, AT_REMOVEDIR) == 0;
  }
  close(descriptor);
  return isGone;
}

static void removeSlots(int wantEmptyFolders) {
  // From the last one on: a file may lie in a folder that was noted before it.
  for (int slot = slotCount - 1; slot >= 0; slot--) {
    // Another thread may be between noting and creating: give it 20 ms. If it is this very
    // thread that was interrupted there, it will never go on, and the wait is bounded.
    for (int wait = 0; wait < 20 && atomic_load(&states[slot]) == slotNoted; wait++) {
      waitAMillisecond();
    }
    if (atomic_load(&states[slot]) < slotNoted) continue;
    int kind = atomic_load(&kinds[slot]);
    if (wantEmptyFolders) {
      if (kind == emptyFolder) rmdir(paths[slot]);
    } else if (kind == folder) {
      removeFolder(AT_FDCWD, paths[slot], 0);
    } else if (kind == file) {
      unlink(paths[slot]);
    }
  }
}

void sagitta_unfinished_remove_all(void) {
  int saved = errno;
  removeSlots(0);
  removeSlots(1);
  errno = saved;
}

void sagitta_unfinished_end(int status) {
  // What is being renamed is finished, unless by this very thread: a moment later all of it is there.
  for (int wait = 0; wait < 10000 && atomic_load(&renaming) > 0 && !isRenamingHere; wait++) {
    waitAMillisecond();
  }
  atomic_store(&interrupted, 1);
  // Older files are kept in the folders meanwhile: rather leave those than lose them.
  if (atomic_load(&renaming) == 0) sagitta_unfinished_remove_all();
  _exit(status);
}

static void onInterrupt(int signal) { sagitta_unfinished_end(128 + signal); }

void sagitta_unfinished_handle_signals(void) {
  for (int n = 0; n < endingSignalCount; n++) {
    struct sigaction action;
    if (sigaction(endingSignals[n], NULL, &action) == 0 && action.sa_handler == SIG_IGN) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = onInterrupt;
    sigfillset(&action.sa_mask);
    sigaction(endingSignals[n], &action, NULL);
  }
  signal(SIGXFSZ, SIG_IGN);
}
