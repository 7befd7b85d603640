// Everything that is compiled once for each CPU level; FN(name) adds the level to a name.
#include "cells.h"
#include "linear.h"
#include "wide.h"
#include "validity.h"
#include "line.h"
#include "accumulate.h"
#include "separable.h"
#include "prefilter.h"

static const SGKernels FN(loops) = {
    FN(line),          FN(keep_maximum), FN(keep_minimum),     FN(add_weighted), FN(blend_rows),
    FN(resample_row),  FN(transpose),    FN(stream_row), FN(finish_stream),
    FN(prefilter_across), FN(prefilter_along),
};
