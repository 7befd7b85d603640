// Loads a volume, tells what it is, and the mean of its middle axial plane.
//
//     cc -o load load.c -lsagitta && ./load FOLDER
#include <math.h>
#include <sagitta.h>
#include <stdio.h>
#include <string.h>

static int failed(const char *what, sagitta_object error) {
  fprintf(stderr, "%s: %s\n", what, sagitta_error_message(error));
  sagitta_release(error);
  return 1;
}

// {"inputs": ["…"]}, with what JSON wants escaped.
static int request(const char *path, char *text, size_t size) {
  size_t end = (size_t)snprintf(text, size, "{\"inputs\": [\"");
  for (; *path; path++) {
    if (end + 8 > size || (unsigned char)*path < 0x20) return 0;
    if (*path == '"' || *path == '\\') text[end++] = '\\';
    text[end++] = *path;
  }
  strcpy(text + end, "\"]}");
  return 1;
}

static int print_volume(sagitta_object volume) {
  sagitta_object error = 0;
  sagitta_array voxels = {.size = sizeof voxels};
  if (sagitta_volume_voxels(volume, &voxels, &error) != SAGITTA_OK) return failed("voxels", error);
  const float *values = voxels.data;
  printf("%llu × %llu × %llu voxels, the first %g\n", (unsigned long long)voxels.columns,
         (unsigned long long)voxels.rows, (unsigned long long)voxels.slices, values[0]);
  return 0;
}

static int print_plane(sagitta_object volume) {
  sagitta_object planes = 0, error = 0;
  const char *middle = "{\"planes\": {\"orthogonal\": {\"plane\": \"axial\"}}}";
  if (sagitta_planes(NULL, volume, 0, 0, middle, SAGITTA_TEXT_END, SAGITTA_VALUES, &planes, &error)
      != SAGITTA_OK)
    return failed("plane", error);
  sagitta_array pixels = {.size = sizeof pixels};
  if (sagitta_image_array(planes, 0, &pixels, &error) != SAGITTA_OK) return failed("pixels", error);
  double sum = 0, count = 0;
  const float *values = pixels.data;
  for (uint64_t n = 0; n < pixels.columns * pixels.rows; n++) {
    if (isnan(values[n])) continue;
    sum += values[n];
    count += 1;
  }
  printf("mean of the middle axial plane: %.3f\n", sum / count);
  sagitta_release(planes);
  return 0;
}

int main(int count, char **arguments) {
  char text[8192];
  if (count != 2 || !request(arguments[1], text, sizeof text)) {
    fprintf(stderr, "usage: load FOLDER\n");
    return 64;
  }
  sagitta_object volume = 0, error = 0;
  sagitta_status status = sagitta_load(NULL, text, SAGITTA_TEXT_END, &volume, &error);
  if (status != SAGITTA_OK) {
    failed(arguments[1], error);
    return status;
  }
  int result = print_volume(volume) || print_plane(volume);
  sagitta_release(volume);
  return result;
}
