// Everything that is compiled once for each CPU level; FN(name) adds the level to a name.
#include "cells.h"
#include "blend.h"
#include "rays.h"
#include "blocks.h"
#include "leap.h"
#include "project.h"
#include "powers.h"
#include "gradient.h"
#include "shade.h"
#include "composite.h"
#include "surface.h"
#include "rows.h"

static const SRKernels FN(loops) = {
    FN(block_ranges), FN(spread_distances), FN(project),      FN(composite),   FN(isosurface),
    FN(keep_maximum), FN(keep_minimum),     FN(add_weighted), FN(row_maximum), FN(row_minimum),
    FN(mix_rows),     FN(pick_columns),     FN(finish_row),
};
