// Everything that reads voxels, compiled once for each kind of storage; SV_NAME(name) adds the kind
// and the level to a name.
#include "CVoxelLoads.h"

#include "linear.h"
#include "wide.h"
#include "line.h"
#if SV_KIND != SV_KIND_FLOATS
#include "voxel_rows.h"
#endif
