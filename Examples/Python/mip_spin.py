"""A volume turning about its long axis, as an animation.

Usage: python mip_spin.py FOLDER SPIN.gif [FRAMES]
"""

import sys

import pysagitta as sagitta


def main() -> None:
    source, animation = sys.argv[1:3]
    frames = int(sys.argv[3]) if len(sys.argv) > 3 else 36
    volume = sagitta.load(source)

    def told(done: int, total: int, stage: str) -> None:
        print(f"\r{stage}: {done} of {total}", end="", file=sys.stderr)

    spin = volume.mip(frames=frames, pixel=2, remove_table=volume.modality == "CT", progress=told)
    print(file=sys.stderr)
    print(f"{spin.array.shape}, at most {spin.array.max():.0f} {volume.unit or ''}")
    spin.display().save(animation, frames_per_second=12)


if __name__ == "__main__":
    main()
