// Everything that is compiled once for each CPU level; FN(name) adds the level to a name.
#include "cells.h"
#include "blend.h"
#include "rays.h"
#include "blocks.h"
#include "skipping.h"
#include "project.h"
#include "planes.h"
#include "powers.h"
#include "gradient.h"
#include "bricks.h"
#include "shade.h"
#include "classify.h"
#include "batches.h"
#include "composite.h"
#include "surface.h"
#include "rows.h"

static const SRKernels FN(loops) = {
    FN(block_ranges), FN(spread_distances), FN(project),    FN(project_planes),
    FN(composite),    FN(isosurface),       FN(finish_row),
};
