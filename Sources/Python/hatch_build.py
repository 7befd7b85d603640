"""Makes the wheel one for this platform: it holds a library, and no extension module."""

from __future__ import annotations

import os
import sysconfig
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = ("pysagitta/lib/libsagitta.so",)


class PlatformWheel(BuildHookInterface[Any]):
    """Tags the wheel, and looks whether what was built is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        missing = [path for path in BUILT if not os.path.exists(os.path.join(self.root, path))]
        if missing:
            raise RuntimeError(f"{', '.join(missing)} not built yet: Sources/Python/build does all of it")
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
