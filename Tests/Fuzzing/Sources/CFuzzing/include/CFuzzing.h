// What libFuzzer lends to mutations of our own.

#ifndef SAGITTA_FUZZING_H
#define SAGITTA_FUZZING_H

#include <stddef.h>
#include <stdint.h>

/// Changes `size` bytes in place, to at most `most` of them; returns how many there are now.
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t most);

#endif
