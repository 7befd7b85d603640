// What the two halves of the shim share.

#ifndef SAGITTA_OPENJPEG_INTERNAL_H
#define SAGITTA_OPENJPEG_INTERNAL_H

#include "COpenJPEG.h"

// Distributions put the header into a folder of its version; pkg-config is not asked, because it
// need not be there when the package is built inside another one.
#if __has_include(<openjpeg.h>)
#include <openjpeg.h>
#elif __has_include(<openjpeg-2.5/openjpeg.h>)
#include <openjpeg-2.5/openjpeg.h>
#else
#error "openjpeg.h of OpenJPEG 2.5 is not there: install libopenjp2-7-dev"
#endif

/// Notes why something failed; the first reason is the nearest one and stays.
void sagitta_j2k_fail(sagitta_j2k_failure *failure, const char *message);

/// Lets a codec note its errors, and keep the rest to itself.
void sagitta_j2k_listen(opj_codec_t *codec, sagitta_j2k_failure *failure);

#endif
