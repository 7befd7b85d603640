// Everything that is compiled once for each CPU level; FN(name) adds the level to a name.
#include "cells.h"
#include "validity.h"
#include "rays.h"
#include "distances.h"
#include "skipping.h"
#include "extremes.h"
#include "rows_of_values.h"
#include "powers.h"
#include "slopes.h"
#include "lanes.h"
#include "bundles.h"
#include "sweep.h"
#include "brick_parts.h"
#include "shade.h"
#include "occlusion.h"
#include "classify.h"
#include "pairs.h"
#include "gather.h"
#include "dividing.h"
#include "label_places.h"
#include "labels.h"
#include "ray_storages.h"
#include "bricks.h"
#include "batches.h"
#include "composite.h"
#include "rows.h"

static const SRKernels FN(loops) = {
    FN(block_ranges), FN(spread_distances), FN(project),    FN(project_planes),
    FN(composite),    FN(composite_finely), FN(isosurface), FN(cell_depths),
    FN(sweep_light),  FN(gather_ways),      FN(finish_row),
};
