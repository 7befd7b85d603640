#define _GNU_SOURCE
#include "CScratch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

// linux/magic.h
enum { tmpfsMagic = 0x01021994, ramfsMagic = 0x858458f6 };

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static int64_t largestFile(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur >= (rlim_t)INT64_MAX) return INT64_MAX;
  return (int64_t)limit.rlim_cur;
}

int64_t sagitta_scratch_room(const char *folder, int *isMemory) {
  struct statfs system;
  *isMemory = 0;
  if (statfs(folder, &system) != 0) return -errno;
  unsigned kind = (unsigned)system.f_type;
  *isMemory = kind == (unsigned)tmpfsMagic || kind == (unsigned)ramfsMagic;
  if (access(folder, W_OK | X_OK) != 0) return -errno;
  return least((int64_t)system.f_bavail * (int64_t)system.f_bsize, largestFile());
}

// MARK: - Watching

/// What is mapped. A process has few of these: volumes, and what is made of them.
struct mapping {
  char *start;
  int64_t bytes;
  int64_t most;
  // Whether the disk reads far ahead, and how many touch the mapping here and there.
  int isFarAhead, scattered;
  struct mapping *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct mapping *mappings;
static int isWatching;
// Of the process, while something is mapped.
static int statm = -1;
static atomic_int mapped;
static atomic_llong lastLook;
// What was resident of files before anything was mapped: the program itself, which is not given back here.
static int64_t program;
// Where the next pages are given back: those that were mapped longest ago, where the work goes on in order.
static char *hand;

enum { step = 16 << 20 };

/// What the process has resident, and what of it lies in files.
struct usage {
  int64_t resident;
  int64_t file;
};

static struct usage usage(void) {
  char text[128];
  struct usage found = {0, 0};
  ssize_t count = pread(statm, text, sizeof text - 1, 0);
  if (count <= 0) return found;
  text[count] = 0;
  char *end;
  int64_t page = sysconf(_SC_PAGESIZE);
  strtoll(text, &end, 10);
  found.resident = strtoll(end, &end, 10) * page;
  found.file = strtoll(end, NULL, 10) * page;
  return found;
}

static int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }

static void letGo(char *start, int64_t bytes) {
  // Of a shared mapping of a file this frees page tables only: what was written is in the page cache, and the
  // system brings it to the disk.
  if (bytes > 0) madvise(start, (size_t)bytes, MADV_DONTNEED);
}

/// Moves the hand on over all mappings, as over one; returns how many bytes it passed.
static int64_t advance(void) {
  struct mapping *at = mappings;
  while (at && !(hand >= at->start && hand < at->start + at->bytes)) at = at->next;
  if (!at) {
    at = mappings;
    hand = at->start;
  }
  int64_t count = least(step, at->start + at->bytes - hand);
  letGo(hand, count);
  hand += count;
  if (hand == at->start + at->bytes) hand = at->next ? at->next->start : mappings->start;
  return count;
}

/// Gives pages back until a quarter of the margin is free once more; the lock is held.
static void keepWithin(void) {
  int64_t bound = INT64_MAX, all = 0;
  for (struct mapping *at = mappings; at; at = at->next) {
    bound = least(bound, at->most);
    all += at->bytes;
  }
  // What comes while the watcher sleeps has to fit: an eighth, some hundred megabytes in three gigabytes.
  int64_t margin = bound / 8;
  // Where other memory takes all else, work still has a window; without one it would fault at every step.
  int64_t window = bound / 32;
  struct usage now = usage();
  int64_t other = now.resident - most(now.file - program, 0);
  if (now.resident <= most(bound - margin, other + window)) return;
  int64_t goal = most(bound - margin - margin / 4, other + window / 2);
  for (int64_t passed = 0; passed < all && usage().resident > goal;) passed += advance();
}

static void *watch(void *nothing) {
  (void)nothing;
  const struct timespec millisecond = {0, 1000000};
  for (;;) {
    pthread_mutex_lock(&lock);
    if (!mappings) break;
    keepWithin();
    pthread_mutex_unlock(&lock);
    nanosleep(&millisecond, NULL);
  }
  isWatching = 0;
  pthread_mutex_unlock(&lock);
  return NULL;
}

static int64_t microseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

void sagitta_scratch_keep_within(void) {
  if (atomic_load_explicit(&mapped, memory_order_relaxed) == 0) return;
  int64_t now = microseconds(), last = atomic_load_explicit(&lastLook, memory_order_relaxed);
  if (now - last < 250) return;
  atomic_store_explicit(&lastLook, now, memory_order_relaxed);
  pthread_mutex_lock(&lock);
  if (mappings) keepWithin();
  pthread_mutex_unlock(&lock);
}

static void lockForFork(void) { pthread_mutex_lock(&lock); }
static void unlockParent(void) { pthread_mutex_unlock(&lock); }

static void unlockChild(void) {
  // Threads stay behind; the child reads what is mapped, and watches once it maps something itself.
  isWatching = 0;
  if (statm >= 0) close(statm);
  statm = -1;
  pthread_mutex_unlock(&lock);
}

static void prepareForForks(void) { pthread_atfork(lockForFork, unlockParent, unlockChild); }

/// Begins to watch; the lock is held.
static int beginWatching(void) {
  if (statm < 0) statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (statm < 0) return errno;
  if (atomic_load(&mapped) == 0) program = usage().file;
  if (isWatching) return 0;
  sigset_t all, before;
  sigfillset(&all);
  // Signals are for the others.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  int result = pthread_create(&thread, &attributes, watch, NULL);
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  isWatching = result == 0;
  return result;
}

static int add(char *start, int64_t bytes, int64_t most, int isFarAhead) {
  pthread_once(&once, prepareForForks);
  struct mapping *mapping = malloc(sizeof *mapping);
  if (!mapping) return ENOMEM;
  *mapping = (struct mapping){start, bytes, most, isFarAhead, 0, NULL};
  pthread_mutex_lock(&lock);
  struct mapping **last = &mappings;
  while (*last) last = &(*last)->next;
  *last = mapping;
  int result = beginWatching();
  if (result != 0) {
    *last = NULL;
    free(mapping);
  } else {
    atomic_fetch_add(&mapped, 1);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static void removeMapping(char *start) {
  pthread_mutex_lock(&lock);
  for (struct mapping **at = &mappings; *at; at = &(*at)->next) {
    if ((*at)->start != start) continue;
    struct mapping *found = *at;
    *at = found->next;
    free(found);
    if (atomic_fetch_sub(&mapped, 1) == 1) {
      close(statm);
      statm = -1;
    }
    break;
  }
  pthread_mutex_unlock(&lock);
}

// MARK: - Files

static int openNameless(const char *folder) {
  int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return file;
  // A file system that knows no nameless files: the name is gone at once.
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/.sagitta-XXXXXX", folder) >= (int)sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  file = mkostemp(path, O_CLOEXEC);
  if (file >= 0) unlink(path);
  return file;
}

static int reserve(int file, int64_t bytes) {
  // Going beyond the limit for files would be a signal.
  if (bytes > largestFile()) return EFBIG;
  int result;
  do result = posix_fallocate(file, 0, bytes);
  while (result == EINTR);
  return result;
}

// Whether the disk of a file reads more than some rows of voxels at once: often it is 128 KiB.
static int readsFarAhead(int file) {
  enum { farKilobytes = 512 };
  struct stat found;
  if (fstat(file, &found) != 0) return 0;
  // Of a part of a disk the whole one knows.
  const char *places[] = {
      "/sys/class/bdi/%u:%u/read_ahead_kb", "/sys/dev/block/%u:%u/../queue/read_ahead_kb"};
  for (size_t n = 0; n < sizeof places / sizeof *places; n++) {
    char path[96];
    long kilobytes = -1;
    snprintf(path, sizeof path, places[n], major(found.st_dev), minor(found.st_dev));
    FILE *text = fopen(path, "re");
    if (!text) continue;
    if (fscanf(text, "%ld", &kilobytes) != 1) kilobytes = 0;
    fclose(text);
    return kilobytes > farKilobytes;
  }
  return 0;
}

void *sagitta_scratch_map(const char *folder, int64_t bytes, int64_t most) {
  int file = openNameless(folder);
  if (file < 0) return NULL;
  int result = reserve(file, bytes), isFarAhead = readsFarAhead(file);
  void *start = MAP_FAILED;
  if (result == 0) {
    start = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (start == MAP_FAILED) result = errno;
  }
  close(file);
  if (result == 0) {
    result = add(start, bytes, most, isFarAhead);
    if (result != 0) munmap(start, (size_t)bytes);
  }
  if (result == 0) return start;
  errno = result;
  return NULL;
}

void sagitta_scratch_unmap(void *start, int64_t bytes) {
  removeMapping(start);
  munmap(start, (size_t)bytes);
}

void sagitta_scratch_let_go(void *start, int64_t bytes) { letGo(start, bytes); }

void sagitta_scratch_scattered(void *start, int isBeginning) {
  pthread_mutex_lock(&lock);
  for (struct mapping *at = mappings; at; at = at->next) {
    if (at->start != start || !at->isFarAhead) continue;
    int before = at->scattered;
    at->scattered += isBeginning ? 1 : -1;
    if (before == 0) madvise(start, (size_t)at->bytes, MADV_RANDOM);
    if (at->scattered == 0) madvise(start, (size_t)at->bytes, MADV_NORMAL);
  }
  pthread_mutex_unlock(&lock);
}
