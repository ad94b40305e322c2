"""A small artefact, trained as the shipped one is, on made-up proposals about water, trees and music."""

from itertools import permutations, product
from typing import NamedTuple

from corpus.annotated import AnnotatedPassage, AnnotatedProposal
from models.artefact import Artefact
from models.encoders.base import Encoder
from models.training import train
from tests.fakes.strategies import WORDS, garden_strategy

GROUPS = ("noord", "oost", "zuid")
_KINDS = ((2, 1, 0), (2, 1, -1), (2, 0, -1))


class Claim(NamedTuple):
    """What a proposal says of one spearhead: 2 core, 1 contributes, 0 mention, -1 exclusion."""

    spearhead: str
    strength: int


def activity(word: str, other: str) -> str:
    """A passage that promises something."""
    return f"We plaatsen in de lente een {word} en herstellen daarna de {other} met twaalf vrijwilligers."


def goal(word: str, other: str) -> str:
    """A passage that says what is aimed at."""
    return f"Ons doel is dat tegen 2029 elk gehucht minstens een {word} of {other} heeft."


def mention(word: str, other: str) -> str:
    """A passage that only paints the background."""
    return f"In 1998 verscheen al een studie waarin de {word} en de {other} van vroeger beschreven staan."


def exclusion(word: str, other: str) -> str:
    """A passage that says what will not be done."""
    return f"Een {word} valt buiten de scope en er komt ook geen {other} in dit dossier."


FILLERS = (
    ("bp", "De aanvrager verklaart dat de rekeningen kloppen en bewaart alle stukken tien jaar lang."),
    ("ctx", "De gemeente telt negenduizend inwoners, verdeeld over vier oude deelgemeenten en een station."),
    ("act", "Een stuurgroep vergadert elke maand en legt de beslissingen vast in een kort verslag."),
)


def annotated(number: int, group: str, claims: tuple[Claim, ...]) -> AnnotatedProposal:
    """A proposal that makes `claims`, in words that differ by `number`."""
    written = [passage for claim in claims for passage in _claimed(claim, number)]
    fillers = [AnnotatedPassage(role, (), text, "Beheer") for role, text in FILLERS]
    return AnnotatedProposal(
        id=f"tuin-{number:02}",
        group=group,
        language="nl",
        applicant="dorpsraad",
        kind="plain",
        grades={claim.spearhead: claim.strength for claim in claims if claim.strength > 0},
        title=f"Dorpsplan nummer {number}",
        passages=(*written, *fillers),
    )


def garden_proposals() -> tuple[AnnotatedProposal, ...]:
    """54 proposals in three groups: every spearhead is core in 18 of them and contributes in 12."""
    proposals = []
    for number, (group, order, kinds) in enumerate(product(GROUPS, permutations(WORDS), _KINDS)):
        claims = tuple(Claim(name, strength) for name, strength in zip(order, kinds, strict=True))
        proposals.append(annotated(number, group, claims))
    return tuple(proposals)


def garden_artefact(encoder: Encoder) -> Artefact:
    """The artefact of the garden strategy for `encoder`; takes a few seconds, so keep it."""
    return train(garden_strategy(), garden_proposals(), encoder)


def _claimed(claim: Claim, number: int) -> list[AnnotatedPassage]:
    words = WORDS[claim.spearhead]
    pairs = [(words[(number + step) % 6], words[(number + step + 1) % 6]) for step in range(3)]
    written = {
        2: [("goal", goal(*pairs[0])), ("act", activity(*pairs[1])), ("act", activity(*pairs[2]))],
        1: [("act", activity(*pairs[0]))],
        0: [("ctx", mention(*pairs[0])), ("ctx", mention(*pairs[1]))],
        -1: [("excl", exclusion(*pairs[0]))],
    }
    section = {2: "Aanpak", 1: "Aanpak", 0: "Aanleiding", -1: "Afbakening"}[claim.strength]
    return [
        AnnotatedPassage(role, (claim.spearhead,), text, section) for role, text in written[claim.strength]
    ]
