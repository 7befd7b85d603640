/* sagitta_program.h: the program `sagitta` as a function, for packages that bring library and program in one file. */
#ifndef SAGITTA_PROGRAM_H
#define SAGITTA_PROGRAM_H

#ifdef __cplusplus
extern "C" {
#endif

/* Runs the program with the words after its name, and gives its exit code. It handles signals as a program does, so
 * that nothing else should go on in the process. */
int sagitta_program(int count, const char *const *words);

#ifdef __cplusplus
}
#endif

#endif
