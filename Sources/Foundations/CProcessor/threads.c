#define _GNU_SOURCE
#include "CProcessor.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { most = 255 };

/// Stays until the gate opens, so that all threads are there at the same time.
static void *stay(void *gate) {
  pthread_mutex_lock(gate);
  pthread_mutex_unlock(gate);
  return NULL;
}

int cp_startable_threads(int wanted) {
  pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
  pthread_t threads[most];
  int count = 0;
  pthread_mutex_lock(&gate);
  while (count < wanted && count < most && pthread_create(&threads[count], NULL, stay, &gate) == 0) {
    count++;
  }
  pthread_mutex_unlock(&gate);
  for (int n = 0; n < count; n++) pthread_join(threads[n], NULL);
  return count;
}

/// What a thread's stack takes.
static size_t stackBytes(void) {
  size_t stack = 8 << 20;
  size_t guard = 0;
  pthread_attr_t attributes;
  if (pthread_getattr_default_np(&attributes) != 0) return stack;
  pthread_attr_getstacksize(&attributes, &stack);
  pthread_attr_getguardsize(&attributes, &guard);
  pthread_attr_destroy(&attributes);
  return stack + guard;
}

static int isLimited(int resource) {
  struct rlimit limit;
  return getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

int cp_has_room_for_stacks(int count) {
  if (!isLimited(RLIMIT_AS) && !isLimited(RLIMIT_DATA)) return 1;
  size_t bytes = count * stackBytes();
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void *place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (place == MAP_FAILED) return 0;
  munmap(place, bytes);
  return 1;
}
