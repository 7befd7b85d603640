// What becomes of the program when the system refuses memory: Swift's runtime crashes where an array
// cannot be had, which scripts would take for a fault of the program.
//
// Linking this in puts malloc and its kin in front of the C library's, for the whole process: when they
// would return NULL for something small, or to Swift's runtime, unfinished files are removed, one line
// says why, and the process ends with the status of what exceeds a limit. A library that checks for
// NULL itself loses the chance to go on without that memory; so this is for the program alone, never
// for a library, and large requests, which damaged files may cause, fail as ever.

#ifndef SAGITTA_SCARCE_MEMORY_H
#define SAGITTA_SCARCE_MEMORY_H

#endif
