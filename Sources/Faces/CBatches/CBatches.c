#define _GNU_SOURCE
#include "CBatches.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const int heldSignals[] = {SIGINT, SIGTERM, SIGHUP};
enum { heldSignalCount = sizeof heldSignals / sizeof heldSignals[0] };

static sigset_t held(void) {
  sigset_t set;
  sigemptyset(&set);
  for (int n = 0; n < heldSignalCount; n++) {
    struct sigaction action;
    if (sigaction(heldSignals[n], NULL, &action) == 0 && action.sa_handler == SIG_IGN) continue;
    sigaddset(&set, heldSignals[n]);
  }
  return set;
}

void sagitta_batch_hold_signals(void) {
  sigset_t set = held();
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void sagitta_batch_release_signals(void) {
  sigset_t set = held();
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int sagitta_batch_take_signal(void) {
  sigset_t set = held();
  struct timespec now = {0, 0};
  int signal = sigtimedwait(&set, NULL, &now);
  return signal > 0 ? signal : 0;
}

/// Tells the kernel something by one of its files.
static int tell(const char *path, const char *text, size_t length) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t written = write(file, text, length);
  close(file);
  return written == (ssize_t)length ? 0 : -1;
}

/// The kernel ends the process with the highest score first.
static void offerMemory(void) { tell("/proc/self/oom_score_adj", "500", 3); }

pid_t sagitta_batch_split(int complaints) {
  pid_t parent = getpid();
  pid_t process = fork();
  if (process != 0) {
    // Whoever is first: a group is there before anybody wants to end it.
    if (process > 0) setpgid(process, process);
    return process;
  }
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);
  offerMemory();
  int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere >= 0) {
    dup2(nowhere, 0);
    dup2(nowhere, 1);
  }
  dup2(complaints, 2);
  sagitta_batch_release_signals();
  return 0;
}

void sagitta_batch_kill(pid_t process) {
  kill(-process, SIGKILL);
  kill(process, SIGKILL);
}

int sagitta_batch_wait(pid_t process, int64_t *peakBytes) {
  int status = 0;
  struct rusage used;
  while (wait4(process, &status, 0, &used) < 0) {
    if (errno != EINTR) return -1;
  }
  *peakBytes = (int64_t)used.ru_maxrss * 1024;
  return status;
}

int64_t sagitta_batch_peak(void) {
  struct rusage used;
  return getrusage(RUSAGE_SELF, &used) == 0 ? (int64_t)used.ru_maxrss * 1024 : 0;
}

int sagitta_batch_forget_peak(void) { return tell("/proc/self/clear_refs", "5", 1); }

void sagitta_batch_follow_parent(void) { prctl(PR_SET_PDEATHSIG, SIGTERM); }

int sagitta_batch_lock(int descriptor, int isExclusive) {
  while (flock(descriptor, (isExclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    return errno == EWOULDBLOCK ? EWOULDBLOCK : 0;
  }
  return 0;
}
