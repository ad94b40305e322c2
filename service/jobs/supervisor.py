"""Starts the workers of `speerwijzer serve` as processes, and starts one again that has stopped."""

import socket
import subprocess
import sys
import threading
from types import TracebackType

_LOOK_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0
_GOODBYE_SECONDS = 40.0


class Supervisor:
    """Keeps a number of workers alive for as long as the block lasts."""

    def __init__(self, count: int) -> None:
        self._names = [f"{socket.gethostname()}-serve-{number}" for number in range(1, count + 1)]
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def __enter__(self) -> "Supervisor":
        """Start the workers."""
        for name in self._names:
            self._start(name)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask the workers to end what they are doing and stop."""
        self._stop.set()
        self._thread.join()
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(_GOODBYE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdin is not None:
                process.stdin.close()

    def _start(self, name: str) -> None:
        command = (sys.executable, "-m", "service", "worker", "--name", name, "--until-closed")
        # The pipe closes when this process ends, however it ends: no worker stays behind.
        self._processes[name] = subprocess.Popen(command, stdin=subprocess.PIPE)

    def _watch(self) -> None:
        pauses = dict.fromkeys(self._names, _LOOK_SECONDS)
        while not self._stop.wait(_LOOK_SECONDS):
            for name, process in list(self._processes.items()):
                if process.poll() is not None and not self._stop.wait(pauses[name]):
                    # A worker that cannot start at all is tried ever less often.
                    pauses[name] = min(pauses[name] * 2, _LONGEST_PAUSE_SECONDS)
                    self._start(name)
