"""Progress on standard error: a bar on a terminal, silence anywhere else."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from service.streams import say
from service.wording import Wording

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class ProgressDisplay:
    """Shows how far each step is; steps are named by the layers below and worded by the catalogue.

    An instance is a `Progress` callable: it takes the name of a step, what is done and the total.
    """

    def __init__(self, wording: Wording, *, enabled: bool | None = None) -> None:
        self._wording = wording
        self._enabled = sys.stderr.isatty() if enabled is None else enabled
        self._bars: Bars | None = None
        self._steps: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        if self._enabled:
            self._bars = _bars()
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` parts of a step are done; a finished step disappears."""
        if self._bars is None:
            return
        if step not in self._steps:
            name = self._wording.name("cli.step", step.replace(" ", "_"))
            self._steps[step] = self._bars.add_task(name.replace("_", " "), total=total)
        self._bars.update(self._steps[step], completed=done, total=total, visible=done < total)

    def remark(self, text: str) -> None:
        """One line on standard error, above the bars if there are any."""
        if self._bars is None:
            say(text)
        else:
            self._bars.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _bars() -> "Bars":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
