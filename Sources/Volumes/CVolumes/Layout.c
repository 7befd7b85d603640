#include "CVolumes.h"

// What the loops take for granted of the machine.
_Static_assert(sizeof(float) == 4, "voxels are 32-bit floats");
_Static_assert(sizeof(double) == 8, "places are 64-bit floats");
