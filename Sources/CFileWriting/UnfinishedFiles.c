#include "CFileWriting.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// A run has one or two files open at a time; 64 leaves room for programs that write in parallel.
enum { slotCount = 64 };

enum { slotFree, slotReserved, slotNoted, slotCreated };

static char paths[slotCount][PATH_MAX];
static atomic_int states[slotCount];
static atomic_int interrupted;

int sagitta_unfinished_add(const char *path) {
  size_t length = strlen(path);
  if (length >= PATH_MAX || atomic_load(&interrupted)) return -1;
  for (int slot = 0; slot < slotCount; slot++) {
    int expected = slotFree;
    if (!atomic_compare_exchange_strong(&states[slot], &expected, slotReserved)) continue;
    memcpy(paths[slot], path, length + 1);
    atomic_store(&states[slot], slotNoted);
    return slot;
  }
  return -1;
}

void sagitta_unfinished_created(int slot) {
  if (slot >= 0) atomic_store(&states[slot], slotCreated);
}

void sagitta_unfinished_forget(int slot) {
  if (slot >= 0) atomic_store(&states[slot], slotFree);
}

void sagitta_unfinished_remove_all(void) {
  int saved = errno;
  for (int slot = 0; slot < slotCount; slot++) {
    // Another thread may be between noting and creating: give it 20 ms. If it is this very
    // thread that was interrupted there, it will never go on, and the wait is bounded.
    for (int wait = 0; wait < 20 && atomic_load(&states[slot]) == slotNoted; wait++) {
      struct timespec millisecond = {0, 1000000};
      nanosleep(&millisecond, NULL);
    }
    if (atomic_load(&states[slot]) >= slotNoted) unlink(paths[slot]);
  }
  errno = saved;
}

static void onInterrupt(int signal) {
  atomic_store(&interrupted, 1);
  sagitta_unfinished_remove_all();
  _exit(128 + signal);
}

void sagitta_unfinished_handle_signals(void) {
  static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
  for (int n = 0; n < 3; n++) {
    struct sigaction action;
    if (sigaction(ending[n], NULL, &action) == 0 && action.sa_handler == SIG_IGN) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = onInterrupt;
    sigfillset(&action.sa_mask);
    sigaction(ending[n], &action, NULL);
  }
  signal(SIGXFSZ, SIG_IGN);
}
