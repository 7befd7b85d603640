/* sagitta.h: the engine for C, C++ and every language that can call C.
 *
 * Objects are numbers, not pointers: 0 is none, and a number that names nothing (released, made up, of
 * another kind) is answered with SAGITTA_WRONG_REQUEST, never with a crash. Every call may be made from any
 * thread at any time. Requests and answers are JSON in UTF-8, the same values as in Swift and on every other
 * face; what a request does not say has a default. File names in JSON that are no UTF-8 have the private
 * character U+F700 + b for each byte b of 80…FF that belongs to no character.
 *
 * Coordinates are patient LPS millimetres. Voxels and pixels are stored with the column index fastest, then
 * the row, then the slice or image.
 *
 *     sagitta_object volume = 0, error = 0;
 *     if (sagitta_load(NULL, "{\"inputs\": [\"scans/\"]}", SAGITTA_TEXT_END, &volume, &error) != SAGITTA_OK) {
 *       fprintf(stderr, "%s\n", sagitta_error_message(error));
 *       sagitta_release(error);
 *     }
 *
 * What is added later is added at the end: functions, fields of structures that begin with their size, keys
 * of JSON. SAGITTA_ABI_VERSION changes only if something that was there means something else.
 */
#ifndef SAGITTA_H
#define SAGITTA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SAGITTA_ABI_VERSION 1

/* The length of a text that ends with a zero. */
#define SAGITTA_TEXT_END SIZE_MAX

/* An object that is held until it was released as often as it was made and retained. */
typedef uint64_t sagitta_object;

/* What became of a call; the same numbers as the program's exit codes. */
typedef int32_t sagitta_status;

#define SAGITTA_OK 0
#define SAGITTA_WRONG_REQUEST 64 /* makes no sense, whatever the input */
#define SAGITTA_BAD_INPUT 65     /* damaged, unsupported, refused, or holds nothing of what was asked for */
#define SAGITTA_NO_INPUT 66      /* not there, or cannot be read */
#define SAGITTA_NOT_INSTALLED 69 /* needs something that is not installed */
#define SAGITTA_CANNOT_CREATE 73 /* an output cannot be made */
#define SAGITTA_IO_FAILED 74     /* reading or writing failed midway */
#define SAGITTA_OVER_LIMIT 77    /* would exceed a limit; nothing was made */
#define SAGITTA_CANCELLED 130    /* was asked to stop */

/* Is told how far a call is; returns 0 to go on, anything else to cancel. Called from any thread, one at a
 * time, between the beginning and the end of the call. `stage` ends with a zero and is valid in the call. */
typedef int32_t (*sagitta_progress)(void *context, const char *stage, uint64_t done, uint64_t total);

/* How a call works. NULL, or all fields 0 behind the size, is the default. */
typedef struct {
  uint32_t size;               /* sizeof(sagitta_call) */
  uint32_t workers;            /* the most threads; 0 is the cores that the process may use */
  uint64_t memory_bytes;       /* the most that it may hold, its volumes included; 0 is 90 % of the machine's */
  sagitta_object cancellation; /* stops the call when sagitta_cancel was called for it; 0 is none */
  sagitta_progress progress;   /* NULL is none */
  void *context;               /* what `progress` gets */
} sagitta_call;

/* SAGITTA_ABI_VERSION of the library. */
int32_t sagitta_abi_version(void);

/* JSON: {"version", "libraries", "presets", "windowPresets", "colorMaps", "imageFormats", "volumeFormats",
 * "remedies"}: what is in use, and the words that requests may have. Valid for ever, ends with a zero. */
const char *sagitta_about(void);

/* Objects */

/* Holds an object once more. */
sagitta_status sagitta_retain(sagitta_object object);

/* Lets go of an object; the memory that it gave out is valid until the last hold has gone. 0 does nothing. */
sagitta_status sagitta_release(sagitta_object object);

/* How many objects are held by anybody: for those who look for leaks. */
uint64_t sagitta_object_count(void);

/* The bytes of a text or file that was made (JSON, PNG), or of an error's JSON. A zero follows the last one. */
sagitta_status sagitta_bytes(sagitta_object object, const void **bytes, size_t *count);

/* An error in one sentence that says what, where and what to do; never NULL. */
const char *sagitta_error_message(sagitta_object error);

/* Errors: where a call has `error` and it is not NULL, it gets an object if the call fails, and 0 if not. Its
 * bytes are JSON: {"code", "kind", "message", "path", "field", "byteOffset", "frame", "remedies": []}; with
 * the code "ambiguous-input" also "volumes", as in sagitta_study_json. */

/* Something to cancel calls with, from any thread. */
sagitta_status sagitta_cancellation_make(sagitta_object *cancellation);
sagitta_status sagitta_cancel(sagitta_object cancellation);

/* Studies */

/* Looks at the headers of files and folders: {"inputs": ["scans/"], "selection": {…}}. Of the selection
 * (VolumeSelection) it reads assumedSpacing, tolerances, values and outsideData. */
sagitta_status sagitta_scan(const sagitta_call *call, const char *request, size_t length,
                            sagitta_object *study, sagitta_object *error);

/* What `sagitta info --json --headers-only` prints of it. {"showIdentity": true} tells who the patient is. */
sagitta_status sagitta_study_json(sagitta_object study, const char *request, size_t length,
                                  sagitta_object *json, sagitta_object *error);

/* Loads one volume of a study: {"volume": "1", "phase": 0}: a number or Series Instance UID, which may be
 * left out if there is but one volume, else the code is "ambiguous-input"; "phase" is 0 if it is left out, and
 * a notice says so where there are several. */
sagitta_status sagitta_study_load(const sagitta_call *call, sagitta_object study, const char *request,
                                  size_t length, sagitta_object *volume, sagitta_object *error);

/* Both in one: {"inputs": […], "selection": {…}} with volume and phase in the selection. */
sagitta_status sagitta_load(const sagitta_call *call, const char *request, size_t length,
                            sagitta_object *volume, sagitta_object *error);

/* Volumes */

/* {"dimensions": [columns, rows, slices], "affine", "spacing", "unit", "modality", "description", "range",
 * "regularity", "shearDegrees", "slicePositions", "findings", "phase", "phases", "phaseAxes",
 * "seriesInstanceUID", "frameOfReferenceUID", "hasInvalid", "hasPatientFrame", "isInverted", "windows",
 * "notices"}: names as in info --json; affine is 4x4, row-major, voxel (i, j, k) -> LPS mm. */
sagitta_status sagitta_volume_json(sagitta_object volume, sagitta_object *json, sagitta_object *error);

/* Numbers in memory that an object holds. */
typedef struct {
  uint32_t size;       /* sizeof(sagitta_array), set by the caller */
  uint32_t item_bytes; /* 4: native floats; 1 or 2: unsigned whole numbers */
  const void *data;
  uint64_t columns;  /* fastest */
  uint64_t rows;
  uint64_t slices;   /* 1 for an image */
  uint32_t channels; /* neighbours in memory: 1, or 3 for red, green and blue */
  uint32_t reserved;
} sagitta_array;

/* The voxels, where the engine has them; they never change, and are valid while the volume is held. */
sagitta_status sagitta_volume_voxels(sagitta_object volume, sagitta_array *voxels, sagitta_object *error);

/* A byte for each voxel, 1 where it holds a measured value: an object whose sagitta_image_array has them. */
sagitta_status sagitta_volume_validity(sagitta_object volume, sagitta_object *mask, sagitta_object *error);

/* Called once when nobody holds the memory any more, from any thread. */
typedef void (*sagitta_free)(void *context);

/* A volume of somebody else's native floats: {"dimensions": [columns, rows, slices], "affine": [16],
 * "slicePositions", "unit", "modality", "description", "seriesInstanceUID", "frameOfReferenceUID", "windows",
 * "isInverted", "hasPatientFrame"}, as sagitta_volume_json has them. Voxels that are not finite hold no
 * measured value. `count` voxels follow each other from `voxels`; `readable_bytes` from there may be read. If these are at least 64 more than the voxels
 * take and `release` is not NULL, the memory is used where it is, must not change, and `release` is called in
 * the end; else it is copied before the call ends (and `release` called at once). If the call fails, `release`
 * is not called. */
sagitta_status sagitta_volume_make(const sagitta_call *call, const char *description, size_t length,
                                   const float *voxels, uint64_t count, uint64_t readable_bytes,
                                   sagitta_free release, void *context, sagitta_object *volume,
                                   sagitta_object *error);

/* Trilinear values at `count` places x, y, z in LPS mm; NaN outside and where there is no measured value. */
sagitta_status sagitta_volume_values(const sagitta_call *call, sagitta_object volume, const double *points,
                                     uint64_t count, float *values, sagitta_object *error);

/* Figures of boxes, balls and places: a ProbeRequest; JSON as `sagitta probe --json` prints. */
sagitta_status sagitta_probe(const sagitta_call *call, sagitta_object volume, const char *request,
                             size_t length, sagitta_object *json, sagitta_object *error);

/* On another grid: a ResampleRequest. `like` is a volume whose grid is taken, or 0. */
sagitta_status sagitta_resample(const sagitta_call *call, sagitta_object volume, sagitta_object like,
                                const char *request, size_t length, sagitta_object *result,
                                sagitta_object *error);

/* Writes a value file: {"path": "volume.nii.gz", "replace": true, "voxels": VoxelRequest, "unevenSlices":
 * "refused" | "as-even" | "resampled", "sideCars": false}; the format follows from the path. Answers JSON:
 * {"path", "findings", "notices"}. */
sagitta_status sagitta_volume_save(const sagitta_call *call, sagitta_object volume, const char *request,
                                   size_t length, sagitta_object *json, sagitta_object *error);

/* Writes a DICOM series into a folder, in which no file of the same name may be: {"path": "series/", "dicom":
 * DerivedSeriesRequest}. Answers JSON: {"path", "findings", "notices"}. */
sagitta_status sagitta_volume_save_dicom(const sagitta_call *call, sagitta_object volume,
                                         const char *request, size_t length, sagitta_object *json,
                                         sagitta_object *error);

/* Images */

/* What is wanted of a request for images. */
#define SAGITTA_VALUES 0 /* floats; NaN where there is none */
#define SAGITTA_IMAGES 1 /* grey levels or colours, with marks */
#define SAGITTA_DEPTHS 2 /* of projections: where the extremes lie, in mm along the rays */

/* Planes, thin or thick, stacks, curves, sheets: a PlaneRequest. `overlay` is laid over images, `like` has the
 * planes of {"planes": {"planeOf": {}}}; both may be 0. */
sagitta_status sagitta_planes(const sagitta_call *call, sagitta_object volume, sagitta_object overlay,
                              sagitta_object like, const char *request, size_t length, int32_t wanted,
                              sagitta_object *images, sagitta_object *error);

/* Projections: a ProjectionRequest. */
sagitta_status sagitta_projection(const sagitta_call *call, sagitta_object volume, sagitta_object overlay,
                                  const char *request, size_t length, int32_t wanted,
                                  sagitta_object *images, sagitta_object *error);

/* Ray casts in colour: a RenderRequest. */
sagitta_status sagitta_render(const sagitta_call *call, sagitta_object volume, const char *request,
                              size_t length, sagitta_object *images, sagitta_object *error);

/* The same together with the labels of `overlay`, which may be 0. */
sagitta_status sagitta_render_overlaid(const sagitta_call *call, sagitta_object volume,
                                       sagitta_object overlay, const char *request, size_t length,
                                       sagitta_object *images, sagitta_object *error);

/* How many images there are. */
sagitta_status sagitta_image_count(sagitta_object images, uint64_t *count);

/* One of them; valid while `images` is held. */
sagitta_status sagitta_image_array(sagitta_object images, uint64_t index, sagitta_array *pixels,
                                   sagitta_object *error);

/* {"images": [{"plane", "tiles", "curve"}], "window", "findings", "notices"}, as --json prints them. */
sagitta_status sagitta_images_json(sagitta_object images, sagitta_object *json, sagitta_object *error);

/* Writes images (not values): {"path": "spin.gif", "quality": 90, "framesPerSecond": 10, "replace": true}: one
 * image, or a sequence into .gif, .apng or .mp4; {"index": 3} takes one of several. Without a path,
 * {"format": "png"} makes bytes. */
sagitta_status sagitta_images_save(const sagitta_call *call, sagitta_object images, const char *request,
                                   size_t length, sagitta_object *bytes, sagitta_object *error);

#ifdef __cplusplus
}
#endif

#endif
