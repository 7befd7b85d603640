#define _GNU_SOURCE
#include <stdlib.h>

// With glibc only, whose own functions have names of their own; sanitizers have an allocator of theirs.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SAGITTA_SANITIZED 1
#endif
#endif
#if defined(__GLIBC__) && !defined(SAGITTA_SANITIZED)

#include "CUnfinishedFiles.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *place, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

// EX_NOPERM of sysexits.h: the exit status of whatever exceeds a limit.
enum { overLimit = 77 };

// Nobody who asks for so little goes on without it: those who check give up, and Swift's runtime
// crashes. What is larger may be a damaged file's claim, which its decoder refuses.
static const size_t small = 16 << 20;

static atomic_flag isEnding = ATOMIC_FLAG_INIT;

__attribute__((noreturn, cold)) static void end(void) {
  // One thread ends the process, the others are ended with it.
  if (atomic_flag_test_and_set(&isEnding)) {
    for (;;) pause();
  }
  static const char text[] =
      "sagitta: the system gives no more memory; use fewer --threads, ask for less at a time, or raise "
      "the limit (ulimit -v)\n";
  // Whether or not it can be told, the status stands.
  ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
  (void)written;
  sagitta_unfinished_end(overLimit);
}

/// Whether Swift's runtime or Foundation asks, which never go on without memory.
__attribute__((cold)) static int isSwift(const void *caller) {
  Dl_info info;
  return dladdr(caller, &info) != 0 && info.dli_fname != NULL &&
         (strstr(info.dli_fname, "/libswift") != NULL || strstr(info.dli_fname, "Foundation") != NULL);
}

__attribute__((cold)) static void *refused(size_t size, const void *caller) {
  if (size != 0 && (size <= small || isSwift(caller))) end();
  errno = ENOMEM;
  return NULL;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size) {
  void *place = __libc_malloc(size);
  return __builtin_expect(place != NULL, 1) ? place : refused(size, CALLER);
}

void *calloc(size_t count, size_t size) {
  void *place = __libc_calloc(count, size);
  if (__builtin_expect(place != NULL, 1)) return place;
  size_t bytes;
  return refused(__builtin_mul_overflow(count, size, &bytes) ? (size_t)-1 : bytes, CALLER);
}

void *realloc(void *old, size_t size) {
  void *place = __libc_realloc(old, size);
  return __builtin_expect(place != NULL, 1) ? place : refused(size, CALLER);
}

void *memalign(size_t alignment, size_t size) {
  void *place = __libc_memalign(alignment, size);
  return __builtin_expect(place != NULL, 1) ? place : refused(size, CALLER);
}

void *aligned_alloc(size_t alignment, size_t size) {
  void *place = __libc_memalign(alignment, size);
  return __builtin_expect(place != NULL, 1) ? place : refused(size, CALLER);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  // As POSIX has it: a power of two, and a multiple of a pointer's size.
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  int saved = errno;
  void *place = __libc_memalign(alignment, size);
  if (__builtin_expect(place == NULL, 0)) refused(size, CALLER);
  errno = saved;
  if (place == NULL) return ENOMEM;
  *result = place;
  return 0;
}

#endif
