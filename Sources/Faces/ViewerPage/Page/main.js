// Which page it is: the list of studies, or one series.

import { onUnauthorized } from "./server.js";
import { askForToken } from "./sign-in.js";
import { applyTheme } from "./themes.js";
import { showStudies } from "./studies.js";
import { openViewer } from "./viewer.js";

onUnauthorized(askForToken);
applyTheme();

const [, page, study, series] = location.pathname.split("/").map(decodeURIComponent);
if (page === "view" && study && series) openViewer(document.body, { study, series });
else showStudies(document.body);
