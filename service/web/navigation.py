"""What can be reached from every page."""

from dataclasses import dataclass

from service.ports import Principal
from service.security.roles import ADMINISTERING, Scope, scopes_of
from service.wording import Wording


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the navigation; `current` where the visitor is there or below it."""

    path: str
    name: str
    current: bool


_PLACES: tuple[tuple[str, ...], ...] = (
    ("/", "web.nav.check", Scope.SUBMIT),
    ("/proposals", "web.nav.proposals", Scope.READ),
    ("/review", "web.nav.review", Scope.REVIEW),
    ("/admin", "admin.title", *sorted(ADMINISTERING)),
)
_ABOUT = (
    ("/guide", "web.nav.guide"),
    ("/limits", "web.nav.limits"),
    ("/model-card", "web.nav.model_card"),
    ("/responsible-ai", "web.nav.responsible"),
    ("/accessibility", "web.nav.accessibility"),
)


def navigation(wording: Wording, principal: Principal | None, path: str) -> list[Item]:
    """The main places that this person can use."""
    items = [
        _item(wording, place, name, path)
        for place, name, *scopes in _PLACES
        if principal is not None and scopes_of(principal) & set(scopes)
    ]
    return [*items, _item(wording, "/guide", "web.nav.help", path)]


def about(wording: Wording, path: str) -> list[Item]:
    """The pages about the checker itself, for everybody."""
    return [_item(wording, place, name, path) for place, name in _ABOUT]


def _item(wording: Wording, place: str, name: str, path: str) -> Item:
    below = path.startswith("/check/" if place == "/" else f"{place}/")
    return Item(place, wording.say(name), path == place or below)
