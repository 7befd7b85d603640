"""SimpleITK: GDCM's file order, ImageSeriesReader straight to float32.

with_simpleitk.py FOLDER THREADS
"""

import sys

import SimpleITK
from measured import measured_volume


def load(folder: str, threads: int) -> SimpleITK.Image:
    SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(threads)
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(folder))
    reader.SetOutputPixelType(SimpleITK.sitkFloat32)
    return reader.Execute()


measured_volume(lambda: load(sys.argv[1], int(sys.argv[2])), SimpleITK.GetArrayViewFromImage)
