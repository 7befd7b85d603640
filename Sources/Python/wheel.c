// Linked into the wheel's library and program, and nowhere else.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

// hypot as every glibc has it. Those of 2.35 are the same functions under new
// version names, since they no longer set errno in the old way, and would keep the wheel from older systems.
#if defined(__x86_64__)
#define BASE "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define BASE "GLIBC_2.17"
#endif

#ifdef BASE
__asm__(".symver base_hypot, hypot@" BASE);
__asm__(".symver base_hypotf, hypotf@" BASE);

double base_hypot(double x, double y);
float base_hypotf(float x, float y);

__attribute__((visibility("hidden"))) double hypot(double x, double y) { return base_hypot(x, y); }
__attribute__((visibility("hidden"))) float hypotf(float x, float y) { return base_hypotf(x, y); }
#endif

// What the C++ library's archive was built with is as new as the system here.
__attribute__((visibility("hidden"))) uint32_t arc4random(void) {
  uint32_t bits;
  if (getrandom(&bits, sizeof bits, 0) != sizeof bits) abort();
  return bits;
}

// The archive of OpenJPEG is not made for libraries: it must not name what lies in another one. Its two streams
// are renamed to these.
__attribute__((visibility("hidden"))) FILE *openjpeg_stdout;
__attribute__((visibility("hidden"))) FILE *openjpeg_stderr;

__attribute__((constructor)) static void open_streams(void) {
  openjpeg_stdout = stdout;
  openjpeg_stderr = stderr;
}
