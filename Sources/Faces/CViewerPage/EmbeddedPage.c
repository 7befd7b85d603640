#include "CViewerPage.h"

// Embedding is of C23; the compiler knows it in all languages.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char addresses_js[] = {
#embed "../ViewerPage/Page/addresses.js"
};
static const unsigned char cameras_js[] = {
#embed "../ViewerPage/Page/cameras.js"
};
static const unsigned char cine_js[] = {
#embed "../ViewerPage/Page/cine.js"
};
static const unsigned char clip_controls_js[] = {
#embed "../ViewerPage/Page/clip-controls.js"
};
static const unsigned char dicom_json_js[] = {
#embed "../ViewerPage/Page/dicom-json.js"
};
static const unsigned char downloads_js[] = {
#embed "../ViewerPage/Page/downloads.js"
};
static const unsigned char drawing_js[] = {
#embed "../ViewerPage/Page/drawing.js"
};
static const unsigned char elements_js[] = {
#embed "../ViewerPage/Page/elements.js"
};
static const unsigned char gap_drawing_js[] = {
#embed "../ViewerPage/Page/gap-drawing.js"
};
static const unsigned char gestures_js[] = {
#embed "../ViewerPage/Page/gestures.js"
};
static const unsigned char help_js[] = {
#embed "../ViewerPage/Page/help.js"
};
static const unsigned char histories_js[] = {
#embed "../ViewerPage/Page/histories.js"
};
static const unsigned char icon_svg[] = {
#embed "../ViewerPage/Page/icon.svg"
};
static const unsigned char index_html[] = {
#embed "../ViewerPage/Page/index.html"
};
static const unsigned char keys_js[] = {
#embed "../ViewerPage/Page/keys.js"
};
static const unsigned char layouts_js[] = {
#embed "../ViewerPage/Page/layouts.js"
};
static const unsigned char lists_js[] = {
#embed "../ViewerPage/Page/lists.js"
};
static const unsigned char loaders_js[] = {
#embed "../ViewerPage/Page/loaders.js"
};
static const unsigned char main_js[] = {
#embed "../ViewerPage/Page/main.js"
};
static const unsigned char mark_drawing_js[] = {
#embed "../ViewerPage/Page/mark-drawing.js"
};
static const unsigned char marking_js[] = {
#embed "../ViewerPage/Page/marking.js"
};
static const unsigned char measures_js[] = {
#embed "../ViewerPage/Page/measures.js"
};
static const unsigned char npy_js[] = {
#embed "../ViewerPage/Page/npy.js"
};
static const unsigned char page_css[] = {
#embed "../ViewerPage/Page/page.css"
};
static const unsigned char panel_js[] = {
#embed "../ViewerPage/Page/panel.js"
};
static const unsigned char pictures_js[] = {
#embed "../ViewerPage/Page/pictures.js"
};
static const unsigned char plane_marks_js[] = {
#embed "../ViewerPage/Page/plane-marks.js"
};
static const unsigned char plane_tools_js[] = {
#embed "../ViewerPage/Page/plane-tools.js"
};
static const unsigned char plane_view_js[] = {
#embed "../ViewerPage/Page/plane-view.js"
};
static const unsigned char planes_js[] = {
#embed "../ViewerPage/Page/planes.js"
};
static const unsigned char readout_js[] = {
#embed "../ViewerPage/Page/readout.js"
};
static const unsigned char requests_js[] = {
#embed "../ViewerPage/Page/requests.js"
};
static const unsigned char rotations_js[] = {
#embed "../ViewerPage/Page/rotations.js"
};
static const unsigned char series_list_js[] = {
#embed "../ViewerPage/Page/series-list.js"
};
static const unsigned char server_js[] = {
#embed "../ViewerPage/Page/server.js"
};
static const unsigned char session_js[] = {
#embed "../ViewerPage/Page/session.js"
};
static const unsigned char sign_in_js[] = {
#embed "../ViewerPage/Page/sign-in.js"
};
static const unsigned char statistics_js[] = {
#embed "../ViewerPage/Page/statistics.js"
};
static const unsigned char store_js[] = {
#embed "../ViewerPage/Page/store.js"
};
static const unsigned char stored_js[] = {
#embed "../ViewerPage/Page/stored.js"
};
static const unsigned char studies_css[] = {
#embed "../ViewerPage/Page/studies.css"
};
static const unsigned char studies_js[] = {
#embed "../ViewerPage/Page/studies.js"
};
static const unsigned char themes_js[] = {
#embed "../ViewerPage/Page/themes.js"
};
static const unsigned char tokens_js[] = {
#embed "../ViewerPage/Page/tokens.js"
};
static const unsigned char toolbar_js[] = {
#embed "../ViewerPage/Page/toolbar.js"
};
static const unsigned char values_js[] = {
#embed "../ViewerPage/Page/values.js"
};
static const unsigned char vectors_js[] = {
#embed "../ViewerPage/Page/vectors.js"
};
static const unsigned char view_js[] = {
#embed "../ViewerPage/Page/view.js"
};
static const unsigned char viewer_css[] = {
#embed "../ViewerPage/Page/viewer.css"
};
static const unsigned char viewer_js[] = {
#embed "../ViewerPage/Page/viewer.js"
};
static const unsigned char volume_marks_js[] = {
#embed "../ViewerPage/Page/volume-marks.js"
};
static const unsigned char volume_tools_js[] = {
#embed "../ViewerPage/Page/volume-tools.js"
};
static const unsigned char volume_view_js[] = {
#embed "../ViewerPage/Page/volume-view.js"
};
static const unsigned char volumes_js[] = {
#embed "../ViewerPage/Page/volumes.js"
};
static const unsigned char window_controls_js[] = {
#embed "../ViewerPage/Page/window-controls.js"
};
static const unsigned char windows_js[] = {
#embed "../ViewerPage/Page/windows.js"
};

#define HTML "text/html; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define STYLE "text/css; charset=utf-8"
#define DRAWING "image/svg+xml"
#define FILE(name, type, bytes) {name, type, bytes, sizeof bytes}

static const struct viewer_page_file files[] = {
    FILE("addresses.js", SCRIPT, addresses_js),
    FILE("cameras.js", SCRIPT, cameras_js),
    FILE("cine.js", SCRIPT, cine_js),
    FILE("clip-controls.js", SCRIPT, clip_controls_js),
    FILE("dicom-json.js", SCRIPT, dicom_json_js),
    FILE("downloads.js", SCRIPT, downloads_js),
    FILE("drawing.js", SCRIPT, drawing_js),
    FILE("elements.js", SCRIPT, elements_js),
    FILE("gap-drawing.js", SCRIPT, gap_drawing_js),
    FILE("gestures.js", SCRIPT, gestures_js),
    FILE("help.js", SCRIPT, help_js),
    FILE("histories.js", SCRIPT, histories_js),
    FILE("icon.svg", DRAWING, icon_svg),
    FILE("index.html", HTML, index_html),
    FILE("keys.js", SCRIPT, keys_js),
    FILE("layouts.js", SCRIPT, layouts_js),
    FILE("lists.js", SCRIPT, lists_js),
    FILE("loaders.js", SCRIPT, loaders_js),
    FILE("main.js", SCRIPT, main_js),
    FILE("mark-drawing.js", SCRIPT, mark_drawing_js),
    FILE("marking.js", SCRIPT, marking_js),
    FILE("measures.js", SCRIPT, measures_js),
    FILE("npy.js", SCRIPT, npy_js),
    FILE("page.css", STYLE, page_css),
    FILE("panel.js", SCRIPT, panel_js),
    FILE("pictures.js", SCRIPT, pictures_js),
    FILE("plane-marks.js", SCRIPT, plane_marks_js),
    FILE("plane-tools.js", SCRIPT, plane_tools_js),
    FILE("plane-view.js", SCRIPT, plane_view_js),
    FILE("planes.js", SCRIPT, planes_js),
    FILE("readout.js", SCRIPT, readout_js),
    FILE("requests.js", SCRIPT, requests_js),
    FILE("rotations.js", SCRIPT, rotations_js),
    FILE("series-list.js", SCRIPT, series_list_js),
    FILE("server.js", SCRIPT, server_js),
    FILE("session.js", SCRIPT, session_js),
    FILE("sign-in.js", SCRIPT, sign_in_js),
    FILE("statistics.js", SCRIPT, statistics_js),
    FILE("store.js", SCRIPT, store_js),
    FILE("stored.js", SCRIPT, stored_js),
    FILE("studies.css", STYLE, studies_css),
    FILE("studies.js", SCRIPT, studies_js),
    FILE("themes.js", SCRIPT, themes_js),
    FILE("tokens.js", SCRIPT, tokens_js),
    FILE("toolbar.js", SCRIPT, toolbar_js),
    FILE("values.js", SCRIPT, values_js),
    FILE("vectors.js", SCRIPT, vectors_js),
    FILE("view.js", SCRIPT, view_js),
    FILE("viewer.css", STYLE, viewer_css),
    FILE("viewer.js", SCRIPT, viewer_js),
    FILE("volume-marks.js", SCRIPT, volume_marks_js),
    FILE("volume-tools.js", SCRIPT, volume_tools_js),
    FILE("volume-view.js", SCRIPT, volume_view_js),
    FILE("volumes.js", SCRIPT, volumes_js),
    FILE("window-controls.js", SCRIPT, window_controls_js),
    FILE("windows.js", SCRIPT, windows_js),
};

const struct viewer_page_file *viewer_page_files(size_t *count) {
  *count = sizeof files / sizeof *files;
  return files;
}
