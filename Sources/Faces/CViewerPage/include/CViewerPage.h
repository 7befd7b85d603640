// The files of the viewer page, as they lie in Sources/Faces/ViewerPage/Page, within the program itself.

#ifndef SAGITTA_VIEWER_PAGE_H
#define SAGITTA_VIEWER_PAGE_H

#include <stddef.h>

// One file of the page.
struct viewer_page_file {
  // Its name in the folder, without a path.
  const char *name;
  // What it is, as Content-Type says it.
  const char *content_type;
  const unsigned char *bytes;
  size_t count;
};

// All files, and their number in *count.
const struct viewer_page_file *viewer_page_files(size_t *count);

#endif
