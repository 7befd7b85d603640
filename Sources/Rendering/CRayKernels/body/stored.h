// Everything that reads voxels, compiled once for each kind of storage; SV_NAME(name) adds the kind
// and the level to a name.
#include "CVoxelLoads.h"

#include "blend.h"
#include "ranges.h"
#include "project.h"
#include "planes.h"
#include "gradient.h"
#include "lay.h"
#include "cubic.h"
#include "field.h"
#include "surface.h"
#include "cell_depths.h"
#include "finely.h"
