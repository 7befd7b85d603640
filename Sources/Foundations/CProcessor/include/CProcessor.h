#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// Whether this is an x86-64 CPU with AVX2 under a system that keeps its registers.
int cp_has_avx2(void);

/// How many threads, of so many, the system starts at the same time; they end at once.
int cp_startable_threads(int wanted);

/// Whether the stacks of so many threads find room below the limits of the process's addresses and data.
int cp_has_room_for_stacks(int count);

#endif
