"""What pydicom finds in a set of files: python file_set.py FOLDER."""

import json
import sys
from pathlib import Path

from pydicom import dcmread
from pydicom.fileset import FileSet

folder = Path(sys.argv[1])
files = FileSet(folder / "DICOMDIR")
instances = list(files)
readable = sum(dcmread(instance.path).SOPInstanceUID == instance.SOPInstanceUID for instance in instances)
series = len(files.find_values("SeriesInstanceUID"))
print(json.dumps({"instances": len(instances), "readable": readable, "series": series}))
