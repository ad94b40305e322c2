"""Asks a process of its own to look into a PDF, and bounds how many do so at the same time."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

_SECONDS = 30.0
_AT_ONCE = threading.BoundedSemaphore(2)
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV")


class CannotLook(Exception):
    """The process gave no answer: a file that breaks it, or takes too long."""


def look(task: Mapping[str, object], pdf: bytes, packed: bytes = b"") -> bytes:
    """What the process answers to a task; raises CannotLook."""
    head = json.dumps({**task, "pdf": len(pdf)}).encode() + b"\n"
    root = str(Path(__file__).resolve().parents[2])
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment |= {
        "PYTHONPATH": root,
        "PYTHONSAFEPATH": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    with _AT_ONCE:
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "service.web.page_process"],
                input=head + pdf + packed,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=_SECONDS,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotLook from error
    return ended.stdout
