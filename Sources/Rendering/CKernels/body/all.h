// Everything that is compiled once for each CPU level; FN(name) adds the level to a name.
#include "cells.h"
#include "places.h"
#include "weights.h"
#include "validity.h"
#include "storages.h"
#include "accumulate.h"
#include "separable.h"
#include "prefilter.h"
#include "counting.h"

static const SGKernels FN(loops) = {
    .line = FN(line),
    .keepMaximum = FN(keep_maximum),
    .keepMinimum = FN(keep_minimum),
    .addWeighted = FN(add_weighted),
    .valueRange = FN(value_range),
    .blendRows = FN(blend_rows),
    .blendFour = FN(blend_four),
    .blendVoxels = FN(blend_voxels),
    .resampleRow = FN(resample_row),
    .transpose = FN(transpose),
    .streamRow = FN(stream_row),
    .finishStream = FN(finish_stream),
    .prefilterAcross = FN(prefilter_across),
    .prefilterAlong = FN(prefilter_along),
    .countUpper = FN(count_upper),
    .countLower = FN(count_lower),
};
