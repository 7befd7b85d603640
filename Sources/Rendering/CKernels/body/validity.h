// Samples in whose linear cell an invalid voxel has weight become NaN, whatever the kernel.

// Needs the cells of linear interpolation.
static void FN(mark_invalid)(
    const SVVolume *volume, const SGCells *cells, int32_t count, uint8_t *invalid) {
  const SVValidity *validity = &volume->validity;
  for (int32_t n = 0; n < count; n++) {
    int64_t cell[3] = {cells->cell[0][n], cells->cell[1][n], cells->cell[2][n]};
    float fraction[3] = {cells->fraction[0][n], cells->fraction[1][n], cells->fraction[2][n]};
    int64_t block = sv_block_of_cell(validity, cell[0], cell[1], cell[2]);
    invalid[n] =
        validity->blockContainsInvalid[block] && !sv_cell_is_valid(volume, cell, fraction);
  }
}
