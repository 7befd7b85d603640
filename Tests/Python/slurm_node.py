"""A queue of one node on this machine: the real munged, slurmctld and slurmd, on ports of their own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName={host} NodeAddr=127.0.0.1 CPUs={cores} RealMemory=2000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def why_not() -> str | None:
    """Why no queue can be started here."""
    if missing := [name for name in ("munged", "slurmctld", "slurmd", "sbatch") if not _program(name)]:
        return f"there is no {', '.join(missing)}"
    # slurmd starts tasks as the user who submitted them.
    return None if os.geteuid() == 0 else "only root can start a node"


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
    return port


@contextmanager
def queue(folder: Path) -> Iterator[dict[str, str]]:
    """Runs a queue.

    Args:
        folder: Where it keeps its state; the path to it has to be short, and open to all.

    Yields:
        The environment of programs that use it.
    """
    for name in ("state", "spool"):
        (folder / name).mkdir()
    key = folder / "munge.key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o400)
    configuration = folder / "slurm.conf"
    configuration.write_text(
        CONFIGURATION.format(
            host=socket.gethostname().split(".")[0],
            controller=_free_port(),
            node=_free_port(),
            folder=folder,
            cores=os.cpu_count(),
        )
    )
    environment = os.environ | {"SLURM_CONF": str(configuration)}
    files = [f"--{name}-file={folder}/munge.{name}" for name in ("pid", "log", "seed")]
    words = ["--force", "--foreground", f"--key-file={key}", f"--socket={folder}/munge.socket", *files]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for name, options in (("munged", words), ("slurmctld", ["-D"]), ("slurmd", ["-D"])):
            command = [_program(name) or name, *options]
            quiet = subprocess.DEVNULL
            started.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet))
            if name == "munged":
                _wait_for((folder / "munge.socket").exists)
        _wait_for(lambda: b"idle" in _output(["sinfo", "-h", "-o", "%t"], environment))
        yield environment
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=30)


def wait_for_jobs(environment: dict[str, str], seconds: float) -> None:
    """Waits until nothing is queued or at work."""
    _wait_for(lambda: not _output(["squeue", "-h"], environment).strip(), seconds)


def _output(command: list[str], environment: dict[str, str]) -> bytes:
    return subprocess.run(command, check=False, capture_output=True, env=environment).stdout


def _wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "the queue does not answer"
        time.sleep(0.1)
