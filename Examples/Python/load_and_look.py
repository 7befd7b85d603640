"""Loads a volume and writes a picture of its three middle planes.

Usage: python load_and_look.py FOLDER PICTURE.png
"""

import sys

import pysagitta as sagitta


def main() -> None:
    source, picture = sys.argv[1:3]
    study = sagitta.scan(source)
    print(study)

    volume = study[0].load()
    print(volume)
    for finding in volume.findings:
        print(f"  {finding.severity}: {finding.message}")

    array = volume.array
    print(f"{array.shape} {array.dtype}, mean {array.mean():.1f} {volume.unit or ''}")
    print(f"spacing {volume.spacing} mm (k, j, i)")
    volume.panels(annotate="labels").save(picture)


if __name__ == "__main__":
    main()
