// The floor under loading: read every file whole and convert its last COUNT words into memory that has been touched
// before the clock starts. No parsing, no sorting; nothing that loads these files can need less.
//
//     floor THREADS COUNT INTERCEPT FILE…        prints one JSON line
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, HUGE_PAGE = 2 << 20, MAX_THREADS = 256 };

static int threads, files;
static size_t count;
static float intercept, *volume;
static char **paths;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void convert(const uint8_t *bytes, float *out) {
  const uint16_t *stored = (const uint16_t *)bytes;
  for (size_t i = 0; i < count; i++) out[i] = (float)stored[i] + intercept;
}

static void *work(void *argument) {
  int share = (int)(intptr_t)argument;
  uint8_t *buffer = aligned_alloc(64, BUFFER);
  for (int file = share; file < files; file += threads) {
    int descriptor = open(paths[file], O_RDONLY);
    if (descriptor < 0) die(paths[file]);
    ssize_t length = read(descriptor, buffer, BUFFER);
    if (length < (ssize_t)(2 * count) || length == BUFFER) die("unexpected length");
    close(descriptor);
    convert(buffer + length - 2 * count, volume + file * count);
  }
  free(buffer);
  return NULL;
}

static double wall(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double cpu(void) { return (double)clock() / CLOCKS_PER_SEC; }

int main(int argc, char **argv) {
  if (argc < 5) return 64;
  threads = atoi(argv[1]);
  count = strtoull(argv[2], NULL, 10);
  intercept = strtof(argv[3], NULL);
  paths = argv + 4;
  files = argc - 4;
  if (threads < 1 || threads > MAX_THREADS) return 64;

  size_t bytes = (count * (size_t)files * sizeof(float) + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  volume = aligned_alloc(HUGE_PAGE, bytes);
  if (!volume) die("memory");
  madvise(volume, bytes, MADV_HUGEPAGE);
  memset(volume, 1, bytes);

  pthread_t workers[MAX_THREADS];
  double start = wall(), cpu_start = cpu();
  for (intptr_t i = 1; i < threads; i++) pthread_create(&workers[i], NULL, work, (void *)i);
  work((void *)0);
  for (int i = 1; i < threads; i++) pthread_join(workers[i], NULL);
  double seconds = wall() - start, cpu_seconds = cpu() - cpu_start;

  float low = volume[0], high = volume[0];
  for (size_t i = 0; i < count * (size_t)files; i++) {
    low = volume[i] < low ? volume[i] : low;
    high = volume[i] > high ? volume[i] : high;
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"seconds\": %.6f, \"cpu_seconds\": %.6f, \"peak_rss_bytes\": %ld, \"range\": [%g, %g]}\n", seconds,
         cpu_seconds, usage.ru_maxrss * 1024, low, high);
}
