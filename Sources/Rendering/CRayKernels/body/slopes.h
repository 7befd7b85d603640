// Central differences of the trilinear field, one voxel to either side along each axis: the
// same as interpolating the differences of voxels. At the boundary they become one-sided.

SR_INLINE float FN(slope)(const SVVolume *volume, int axis, int64_t at) {
  if (axis == 2 && volume->sliceSlopes) return volume->sliceSlopes[at];
  int64_t size = volume->size[axis];
  return size == 1 ? 0 : at == 0 || at == size - 1 ? 1 : 0.5f;
}

// Differences per voxel along i, j, k.
SR_INLINE void FN(differences)(
    const SRNeighbours *n, float ti, float tj, float tk, float *gradient) {
  const float4(*r)[4] = n->row;
  float4 near = SR_MIX(r[1][1], r[1][2], tj), far = SR_MIX(r[2][1], r[2][2], tj);
  float4 m = SR_MIX(near, far, tk);
  gradient[0] = SR_MIX((m[2] - m[0]) * n->slopes[0][0], (m[3] - m[1]) * n->slopes[0][1], ti);
  float4 jNear = SR_MIX(
      (r[1][2] - r[1][0]) * n->slopes[1][0], (r[1][3] - r[1][1]) * n->slopes[1][1], tj);
  float4 jFar = SR_MIX(
      (r[2][2] - r[2][0]) * n->slopes[1][0], (r[2][3] - r[2][1]) * n->slopes[1][1], tj);
  float4 j = SR_MIX(jNear, jFar, tk);
  gradient[1] = SR_MIX(j[1], j[2], ti);
  float4 before = SR_MIX(r[0][1], r[0][2], tj), behind = SR_MIX(r[3][1], r[3][2], tj);
  float4 k = SR_MIX((far - before) * n->slopes[2][0], (behind - near) * n->slopes[2][1], tk);
  gradient[2] = SR_MIX(k[1], k[2], ti);
}
