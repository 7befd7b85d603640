// What the loops keep on their way.

// From sample to sample.
typedef struct {
  int64_t step[3];
  // Voxels per sample, and samples per fixed-point unit.
  double direction[3], inverse[3];
  // In the patient, length 1.
  float towardsViewer[3];
  // lane * step, whole and fraction.
  int8 laneWhole[3];
  uint8 lanePart[3];
} SRWay;

// A ray, ready to be sampled.
typedef struct {
  int64_t start[3];
  const SRWay *way;
  // Samples; those in [inner, innerEnd) need no look at the boundary.
  int32_t count, inner, innerEnd;
  // The number of sample 0 in the numbering of the frame.
  double first;
  // Millimetre-weights of the first and the last sample, in steps.
  float firstWeight, lastWeight;
  // The way before sample 0 through what is kept of the volume, in steps; 0 where a lone sample stands for it.
  float lead;
} SRRay;

// How far from a boundary a place on it may seem to lie: 2^-21 of a voxel.
#define SR_BESIDE 1024

// Where eight samples lie: between voxel `cell` and the next one of each axis.
typedef struct {
  int8 cell[3];
  float8 fraction[3];
  // Of the cells' first voxels in memory; for loops over voxels.
  uint64_t offset[8];
} SRCells;

// Voxels along the edge of a brick, and slots for bricks along each axis.
#define SR_EDGE ((1 << SV_BLOCK_SHIFT) + 1)
#define SR_SLOTS 4

// Value, and differences along i, j, k.
typedef struct {
  float voxels[SR_EDGE][SR_EDGE][SR_EDGE][4];
} SRBrick;

// Where eight samples lie among the blocks and bricks.
typedef struct {
  // Coordinates and number of the block, and the slot that its brick gets.
  int8 block[3], number, slot;
  // The cell's first voxel, in floats from the first brick.
  int8 offset;
} SRSpots;

// A ray's way through labels, in samples of the ray.
typedef struct {
  // Sample 0 and the way to the next one, in voxels of the labels.
  double start[3], step[3];
  // How far the ray was looked at, the label there, and where the ray ends.
  double place, end;
  int32_t label;
  // Whether the ray began within the label.
  int32_t isCut;
  // Where the next surface lies that was not added yet; infinite if there is none.
  double surface;
} SRLabelled;

// What a ray has gathered: red, green and blue lane by lane, and what light still passes.
typedef struct {
  float8 color[3];
  float passing;
  // Whether its last sample lay in a visible block.
  int32_t isVisible;
  // Its way through labels; null without.
  SRLabelled *labelled;
} SRSeen;

// What passes when a ray ends.
#define SR_CLEAR (1 - SR_OPAQUE)

// Samples m … m + 7 of a ray, on their way from places to light.
typedef struct {
  const SRRay *ray;
  SRSeen *seen;
  int64_t m;
  SRCells cells;
  SRSpots spots;
  // Lanes that count, and those of them with voxels that hold nothing.
  uint32_t counting, careful;
  int32_t isSampled;
  // Value and gradient; red, green, blue and opacity.
  float8 sampled[4], classified[4];
} SRBatch;

// The rays of a small square.
typedef struct {
  // Those of a parallel frame share the first.
  SRWay ways[SR_PACKET * SR_PACKET];
  SRRay rays[SR_PACKET * SR_PACKET];
  SRSeen seen[SR_PACKET * SR_PACKET];
  SRLabelled labelled[SR_PACKET * SR_PACKET];
  // The next sample of each ray.
  int64_t places[SR_PACKET * SR_PACKET];
  // The numbers of those that have not ended, and how many.
  int32_t goingOn[SR_PACKET * SR_PACKET], count;
  // The smallest place among them, in the numbering of the frame.
  int64_t depth;
  SRBatch batches[SR_BATCHES];
  int32_t waiting;
} SRGang;

// A block's brick lies in the slot of its coordinates modulo SR_SLOTS. The rays stand here, too, since a
// thread's stack may be small.
struct SRBricks {
  SRBrick bricks[SR_SLOTS * SR_SLOTS * SR_SLOTS];
  // One more than the number of the block; 0 for no brick.
  int32_t names[SR_SLOTS * SR_SLOTS * SR_SLOTS];
  // The last `need` for which the brick was wanted.
  uint64_t needs[SR_SLOTS * SR_SLOTS * SR_SLOTS], need;
  SRGang gang;
};

// Between which lines some rays go from sample to sample of the frame.
typedef struct {
  // Samples of the frame: the first of all rays, and behind the last.
  int64_t first, end;
  // Where sample `first` lies along each axis, and the way to the next one: the least and the
  // greatest.
  int64_t low[3], high[3], lowStep[3], highStep[3];
  // 0 if steps are too long for all this.
  int32_t isTight;
} SRBeam;

// Eight neighbouring rays on their way to their extremes.
typedef struct {
  SRRay rays[8];
  // The first one's pixel.
  int32_t column, row;
  // Those that have samples.
  uint32_t lanes;
  SRBeam beam;
  // Samples of the frame that need no look at the boundary, whatever the ray.
  int64_t inner, innerEnd;
  // Whole and fraction of the place of the beam's first sample, and of the way to the next one.
  int8 whole[3], wholeStep[3];
  uint8 part[3], partStep[3];
  // The extremes, and the one that is easiest to improve on.
  float8 best;
  float found;
} SRBundle;

// Eight samples of each ray of a bundle: a lane for each ray.
typedef struct {
  SRBundle *bundle;
  SRCells cells[8];
} SRLump;

// The rays of a small square, and what of their way may hold extremes.
typedef struct {
  // Those of a parallel frame share the first.
  SRWay ways[SR_FANNED_SQUARE * SR_FANNED_SQUARE];
  SRBundle bundles[SR_SQUARE * SR_SQUARE / 8];
  int32_t count;
  // Samples of a stretch; what stretches hold at best, and their first samples: the best one first.
  int64_t length;
  float bounds[SR_STRETCHES];
  int64_t firsts[SR_STRETCHES];
  int32_t stretches;
  SRLump lumps[SR_LUMPS];
  int32_t waiting;
} SRSquare;

// Rows of four voxels i-1 … i+2 around a cell; the corners of the 4x4 rows are not needed.
typedef struct {
  float4 row[4][4];
  float slopes[3][2];
} SRNeighbours;

typedef struct {
  // What a colour is multiplied by, and what white is added.
  float8 diffuse, specular;
  // Change of the value per mm.
  float8 magnitude;
} SRLit;
