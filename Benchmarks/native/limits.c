// What the machine can do: each function does its work with a number of threads and returns how many
// bytes it moved. Nothing that Sagitta or a peer does can need less than the limit named beside it.
#define _GNU_SOURCE
#include <fcntl.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

enum { BLOCK = 1 << 20, HUGE_PAGE = 2 << 20, READ_BYTES = 64 << 10 };

// Copies `bytes`, each thread a part.
int64_t limit_copy(char *to, const char *from, int64_t bytes, int threads) {
#pragma omp parallel num_threads(threads)
  {
    int64_t share = bytes / omp_get_num_threads(), first = share * omp_get_thread_num();
    memcpy(to + first, from + first, share);
  }
  return bytes;
}

// The largest of `count` floats: every byte is read once, and nothing is written.
int64_t limit_maximum(const float *values, int64_t count, int threads, float *result) {
  float most = values[0];
#pragma omp parallel num_threads(threads) reduction(max : most)
  {
    int64_t share = count / omp_get_num_threads(), first = share * omp_get_thread_num();
    float lanes[64];
    for (int i = 0; i < 64; i++) lanes[i] = values[first];
    for (int64_t n = first; n + 64 <= first + share; n += 64)
      for (int i = 0; i < 64; i++) lanes[i] = values[n + i] > lanes[i] ? values[n + i] : lanes[i];
    for (int i = 0; i < 64; i++) most = lanes[i] > most ? lanes[i] : most;
  }
  *result = most;
  return count * 4;
}

// Reads `count` 64-bit words from memory and does next to nothing with them.
int64_t limit_stream(const uint64_t *words, int64_t count, int threads, uint64_t *result) {
  uint64_t all = 0;
#pragma omp parallel num_threads(threads) reduction(^ : all)
  {
    int64_t share = count / omp_get_num_threads(), first = share * omp_get_thread_num();
    for (int64_t n = first; n < first + share; n++) all ^= words[n];
  }
  *result = all;
  return count * 8;
}

// Reads files whole, from the page cache if they are there. Returns -1 if one cannot be read.
int64_t limit_read(const char *const *paths, int count, int threads, int only_head) {
  int64_t total = 0;
  int failed = 0;
#pragma omp parallel num_threads(threads) reduction(+ : total) reduction(| : failed)
  {
    char *buffer = malloc(BLOCK);
    int id = omp_get_thread_num(), team = omp_get_num_threads();
    for (int file = id; file < count; file += team) {
      int descriptor = open(paths[file], O_RDONLY | O_CLOEXEC);
      if (descriptor < 0) { failed = 1; continue; }
      ssize_t got;
      do {
        got = read(descriptor, buffer, only_head ? READ_BYTES : BLOCK);
        if (got > 0) total += got;
      } while (got == BLOCK && !only_head);
      if (got < 0) failed = 1;
      close(descriptor);
    }
    free(buffer);
  }
  return failed ? -1 : total;
}

// The floor under loading: reads every file whole and converts its last `voxels` 16-bit words to floats,
// into memory that has been touched before. No parsing, no sorting.
int64_t limit_load(
    const char *const *paths, int count, int64_t voxels, float intercept, float *volume, int threads) {
  int64_t total = 0;
  int failed = 0;
#pragma omp parallel num_threads(threads) reduction(+ : total) reduction(| : failed)
  {
    char *buffer = aligned_alloc(64, BLOCK);
    int id = omp_get_thread_num(), team = omp_get_num_threads();
    for (int file = id; file < count; file += team) {
      int descriptor = open(paths[file], O_RDONLY | O_CLOEXEC);
      ssize_t length = descriptor < 0 ? -1 : read(descriptor, buffer, BLOCK);
      if (descriptor >= 0) close(descriptor);
      if (length < 2 * voxels || length == BLOCK) { failed = 1; continue; }
      const char *pixels = buffer + length - 2 * voxels;
      float *out = volume + file * voxels;
      for (int64_t i = 0; i < voxels; i++) {
        uint16_t stored;
        memcpy(&stored, pixels + 2 * i, 2);
        out[i] = (float)stored + intercept;
      }
      total += length;
    }
    free(buffer);
  }
  return failed ? -1 : total;
}

// Writes one byte into every page of fresh memory.
int64_t limit_touch(int64_t bytes, int threads, int huge) {
  bytes = bytes / HUGE_PAGE * HUGE_PAGE;
  char *memory = mmap(NULL, bytes + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return -1;
  char *aligned = (char *)(((uintptr_t)memory + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
  madvise(aligned, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
#pragma omp parallel num_threads(threads)
  {
    int64_t share = bytes / omp_get_num_threads(), first = share * omp_get_thread_num();
    for (int64_t n = first; n < first + share; n += 4096) aligned[n] = 1;
  }
  munmap(memory, bytes + HUGE_PAGE);
  return bytes;
}

// Writes bytes to a new file by plain calls, one thread.
int64_t limit_file(const char *path, const char *bytes, int64_t count) {
  int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return -1;
  for (int64_t first = 0; first < count;) {
    int64_t size = count - first < 16 * BLOCK ? count - first : 16 * BLOCK;
    ssize_t done = write(descriptor, bytes + first, (size_t)size);
    if (done <= 0) {
      close(descriptor);
      return -1;
    }
    first += done;
  }
  return close(descriptor) == 0 ? count : -1;
}

// Compresses blocks of a mebibyte on their own, by zlib; `compressed` gets the size of all.
int64_t limit_deflate(const unsigned char *bytes, int64_t count, int level, int threads, int64_t *compressed) {
  int64_t sum = 0;
#pragma omp parallel num_threads(threads) reduction(+ : sum)
  {
    uLong capacity = compressBound(BLOCK);
    unsigned char *out = malloc(capacity);
    int id = omp_get_thread_num(), team = omp_get_num_threads();
    for (int64_t first = (int64_t)id * BLOCK; first < count; first += (int64_t)team * BLOCK) {
      uLong length = capacity;
      uLong size = (uLong)(count - first < BLOCK ? count - first : BLOCK);
      if (compress2(out, &length, bytes + first, size, level) == Z_OK) sum += (int64_t)length;
    }
    free(out);
  }
  *compressed = sum;
  return count;
}

// Inflates `compressed` bytes over and over until `count` bytes have come out, each thread its part.
int64_t limit_inflate(const unsigned char *compressed, int64_t length, int64_t block, int64_t count, int threads) {
#pragma omp parallel num_threads(threads)
  {
    unsigned char *out = malloc(block);
    int64_t rounds = count / block / omp_get_num_threads();
    for (int64_t n = 0; n < rounds; n++) {
      uLong got = (uLong)block;
      uncompress(out, &got, compressed, (uLong)length);
    }
    free(out);
  }
  return count;
}
