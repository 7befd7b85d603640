// Files that lie in memory, and in no folder; and how a process that runs for long has its memory.

#ifndef SAGITTA_MEMORY_FILES_H
#define SAGITTA_MEMORY_FILES_H

/// Opens an empty file for reading and writing; -1 and errno if there is none to be had.
int sagitta_memory_file(void);

/// Gives the memory of a part of such a file back, which reads as zeros from then on.
int sagitta_memory_file_release(int descriptor, long long offset, long long count);

/// Has no more than so many pools of free memory, where the C library has some for each processor.
void sagitta_memory_pools(int most);

#endif
