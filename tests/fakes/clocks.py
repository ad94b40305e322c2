"""A clock that stands still until a test moves it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class FakeClock:
    """Gives a moment as a call, as the services want it."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **duration: float) -> None:
        """Move on by a duration such as `days=3`."""
        self.moment += timedelta(**duration)
