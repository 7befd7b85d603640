#ifndef SAGITTA_CARCHIVE_H
#define SAGITTA_CARCHIVE_H

#include <stddef.h>
#include <stdint.h>

// Reads the entries of ZIP and tar archives, and single files in gzip, bzip2, xz or zstd, from a
// part of an open file. A thin face of libarchive: it never opens, creates or names a file.

typedef struct SagittaArchive SagittaArchive;

typedef enum {
  SagittaArchiveStepFailed = -1,
  SagittaArchiveStepEnd = 0,
  SagittaArchiveStepEntry = 1,
} SagittaArchiveStep;

// Opens `size` bytes of a file from `start` on; NULL without memory. What fails later fails with
// a message. The descriptor stays the caller's and must stay open.
SagittaArchive *sagitta_archive_open(int descriptor, int64_t start, int64_t size);

// Goes to the next entry, passing over what was not read of this one.
SagittaArchiveStep sagitta_archive_next(SagittaArchive *archive);

// The bytes of the entry's name, ended by a zero; NULL if it has none. Good until the next step.
const char *sagitta_archive_name(SagittaArchive *archive);

// Whether the entry is a plain file, no folder, link or device.
int sagitta_archive_is_file(SagittaArchive *archive);

// Whether the entry is all there is: one compressed file without a name.
int sagitta_archive_is_single(SagittaArchive *archive);

// Whether unread entries are passed over without unpacking them.
int sagitta_archive_skips(SagittaArchive *archive);

// Fills a buffer with the next bytes of the entry; 0 at its end, negative if it fails.
int64_t sagitta_archive_read(SagittaArchive *archive, void *buffer, size_t size);

// What failed, in libarchive's words.
const char *sagitta_archive_message(SagittaArchive *archive);

void sagitta_archive_close(SagittaArchive *archive);

#endif
