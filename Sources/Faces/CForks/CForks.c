#include "CForks.h"

#include <pthread.h>

static _Thread_local int wasForked;

static void noteFork(void) { wasForked = 1; }

__attribute__((constructor)) static void watchForks(void) { pthread_atfork(0, 0, noteFork); }

int sagitta_thread_was_forked(void) { return wasForked; }

typedef struct {
  void (*body)(void *context);
  void *context;
} Work;

static void *run(void *work) {
  ((Work *)work)->body(((Work *)work)->context);
  return 0;
}

int sagitta_in_thread(void (*body)(void *context), void *context) {
  enum { stackBytes = 8 << 20 };
  Work work = {body, context};
  pthread_attr_t attributes;
  pthread_t thread;
  int code = pthread_attr_init(&attributes);
  if (code != 0) return code;
  pthread_attr_setstacksize(&attributes, stackBytes);
  code = pthread_create(&thread, &attributes, run, &work);
  pthread_attr_destroy(&attributes);
  return code != 0 ? code : pthread_join(thread, 0);
}
