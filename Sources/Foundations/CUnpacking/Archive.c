#include "Archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

struct SagittaArchive {
  struct archive *reader;
  struct archive_entry *entry;
  int descriptor;
  int64_t start, size, position;
  unsigned char buffer[1 << 16];
};

static la_ssize_t read_block(struct archive *reader, void *client, const void **block) {
  SagittaArchive *archive = client;
  int64_t left = archive->size - archive->position;
  size_t wanted = sizeof archive->buffer;
  if ((int64_t)wanted > left) wanted = left > 0 ? (size_t)left : 0;
  ssize_t count;
  do {
    count = pread(archive->descriptor, archive->buffer, wanted, archive->start + archive->position);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    archive_set_error(reader, errno, "the file cannot be read");
    return ARCHIVE_FATAL;
  }
  archive->position += count;
  *block = archive->buffer;
  return count;
}

static la_int64_t seek_to(struct archive *reader, void *client, la_int64_t offset, int whence) {
  (void)reader;
  SagittaArchive *archive = client;
  int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? archive->position : archive->size;
  // Archives say where to go: anywhere but into the bytes of this one is refused.
  if (offset < -from || offset > archive->size - from) return ARCHIVE_FATAL;
  archive->position = from + offset;
  return archive->position;
}

static la_int64_t skip_bytes(struct archive *reader, void *client, la_int64_t request) {
  (void)reader;
  SagittaArchive *archive = client;
  int64_t left = archive->size - archive->position;
  int64_t count = request < left ? request : left;
  if (count < 0) count = 0;
  archive->position += count;
  return count;
}

// No filter or format that would start a program or read other files.
static int open_reader(SagittaArchive *archive) {
  struct archive *reader = archive->reader;
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_zstd(reader);
  archive_read_support_format_zip(reader);
  archive_read_support_format_tar(reader);
  archive_read_support_format_raw(reader);
  archive_read_set_read_callback(reader, read_block);
  archive_read_set_seek_callback(reader, seek_to);
  archive_read_set_skip_callback(reader, skip_bytes);
  archive_read_set_callback_data(reader, archive);
  return archive_read_open1(reader);
}

SagittaArchive *sagitta_archive_open(int descriptor, int64_t start, int64_t size) {
  SagittaArchive *archive = calloc(1, sizeof *archive);
  if (archive == NULL) return NULL;
  archive->descriptor = descriptor;
  archive->start = start;
  archive->size = size;
  archive->reader = archive_read_new();
  if (archive->reader == NULL) {
    free(archive);
    return NULL;
  }
  // A reader that failed to open fails again at the first step, with a message.
  open_reader(archive);
  return archive;
}

SagittaArchiveStep sagitta_archive_next(SagittaArchive *archive) {
  int result;
  do {
    result = archive_read_next_header(archive->reader, &archive->entry);
  } while (result == ARCHIVE_RETRY);
  if (result == ARCHIVE_EOF) return SagittaArchiveStepEnd;
  return result == ARCHIVE_OK || result == ARCHIVE_WARN ? SagittaArchiveStepEntry
                                                        : SagittaArchiveStepFailed;
}

const char *sagitta_archive_name(SagittaArchive *archive) {
  const char *name = archive_entry_pathname(archive->entry);
  return name != NULL ? name : archive_entry_pathname_utf8(archive->entry);
}

int sagitta_archive_is_file(SagittaArchive *archive) {
  return archive_entry_filetype(archive->entry) == AE_IFREG &&
         archive_entry_hardlink(archive->entry) == NULL;
}

int sagitta_archive_is_single(SagittaArchive *archive) {
  return archive_format(archive->reader) == ARCHIVE_FORMAT_RAW;
}

int sagitta_archive_skips(SagittaArchive *archive) {
  return archive_format(archive->reader) == ARCHIVE_FORMAT_ZIP;
}

int64_t sagitta_archive_read(SagittaArchive *archive, void *buffer, size_t size) {
  return archive_read_data(archive->reader, buffer, size);
}

const char *sagitta_archive_message(SagittaArchive *archive) {
  const char *message = archive_error_string(archive->reader);
  return message != NULL ? message : "the archive is damaged";
}

void sagitta_archive_close(SagittaArchive *archive) {
  archive_read_free(archive->reader);
  free(archive);
}
