"""The engine: strategy, encoder, channels and grader, loaded from one hashed artefact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.cues import Cues, load_cues
from corpus.documents import Passage
from corpus.languages import detect
from corpus.strategies import Strategy
from corpus.strategy_files import background
from models.artefact import Artefact, load_artefact
from models.channels.base import Channel
from models.channels.lexical import LexicalChannel, lexical_channel
from models.channels.similarity import Background
from models.channels.zero_label import ZeroLabelChannel, against, zero_label_channel
from models.commitment import RoleHead, cue_features
from models.encoders.base import Encoder, Progress
from models.features import Features, features_of
from models.grading import Grader, Judgement
from models.neutral import neutral
from models.reading import Reading, VectorSpace, centres_of
from models.screening import copied, keyword_lists, word_rows
from models.words import word_features


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns passages into a reading: everything that holds for a passage whatever stands around it."""

    strategy: Strategy
    space: VectorSpace
    cues: Cues
    zero_label: ZeroLabelChannel
    lexical: LexicalChannel
    others: tuple[Channel, ...] = ()

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All channels, in a fixed order."""
        return (self.zero_label, self.lexical, *self.others)

    def read(self, title: str, passages: Sequence[Passage], *, progress: Progress | None = None) -> Reading:
        """Encode title, headings and passages in one go, and let each channel score them."""
        sections = [passage.section for passage in passages]
        texts = [passage.text for passage in passages]
        languages = [passage.language for passage in passages]
        spoken = [detect(title), *languages, *languages]
        vectors = self.space.place([title, *sections, *texts], spoken, progress=progress)
        words = word_features([neutral(text) for text in texts] or [""])[: len(texts)]
        own = vectors[1 + len(sections) :]
        scores = [channel.alone(passages, own, words) for channel in self.channels]
        return Reading(
            passages=tuple(passages),
            vectors=own,
            sections=vectors[1 : 1 + len(sections)],
            title=vectors[0],
            words=words,
            copied=copied(passages, self.strategy),
            listed=keyword_lists(passages, self.lexical.finders),
            word_rows=tuple(word_rows(text) for text in texts),
            cues=cue_features(passages, self.cues),
            alone={family: matrix for families in scores for family, matrix in families.items()},
        )


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that decides a grade; `trained` is False where a strategy has no labels."""

    reader: Reader
    roles: RoleHead
    grader: Grader
    artefact_sha256: str
    trained: bool

    @property
    def strategy(self) -> Strategy:
        """The strategy that proposals are held against."""
        return self.reader.strategy

    @property
    def encoder(self) -> Encoder:
        """The encoder behind the vectors."""
        return self.reader.space.encoder

    def features(self, reading: Reading) -> Features:
        """The features of a reading, by name."""
        return features_of(reading, self.reader.channels, self.roles)

    def judge(self, reading: Reading) -> Judgement:
        """The calibrated verdict on a reading."""
        return self.grader.judge(self.features(reading))


def zero_label_reader(strategy: Strategy, encoder: Encoder, *, progress: Progress | None = None) -> Reader:
    """A reader that needs nothing but the strategy's texts and ordinary text."""
    ordinary = background()
    texts = [text for language in sorted(ordinary) for text in ordinary[language]]
    languages = tuple(language for language in sorted(ordinary) for _ in ordinary[language])
    encoded = encoder.encode(texts, progress=progress).astype(np.float64)
    space = VectorSpace(encoder, centres_of(encoded, languages))
    shipped = Background(space.place(texts, languages, progress=progress), languages)
    channel = zero_label_channel(strategy, space, shipped, progress=progress)
    return Reader(strategy, space, load_cues(), channel, lexical_channel(strategy))


def load_engine(
    strategy: Strategy,
    encoder: Encoder,
    *,
    public: Encoder | None = None,
    artefact: Artefact | None = None,
    progress: Progress | None = None,
) -> Engine:
    """An engine for `strategy`; one without labels of its own is graded by similarity alone.

    Proposals go through `encoder`; texts that anybody may see (strategy, background) through
    `public`, which may remember them on disk. Both must be the same model.

    Raises `ArtefactError` when the artefact is missing, damaged or made for another encoder.
    """
    artefact = artefact or load_artefact(strategy, encoder)
    reader = zero_label_reader(strategy, public or encoder, progress=progress)
    reader = replace(reader, space=replace(reader.space, encoder=encoder))
    trained = artefact.trained if artefact.strategy_sha256 == strategy.texts_sha256 else None
    if trained is None:
        return Engine(reader, artefact.roles, artefact.zero_label, artefact.sha256, trained=False)
    lexical = replace(reader.lexical, inverse_frequency=trained.inverse_frequency, topic=trained.words)
    complete = replace(reader, lexical=lexical, others=(trained.channel, trained.exemplars))
    return Engine(complete, artefact.roles, trained.grader, artefact.sha256, trained=True)


def standardised_against(engine: Engine, texts: Sequence[str], languages: Sequence[str]) -> Engine:
    """The same engine with `texts` as the background of its zero-label channel."""
    ordinary = Background(engine.reader.space.place(texts, languages), tuple(languages))
    channel = against(engine.reader.zero_label, ordinary)
    return replace(engine, reader=replace(engine.reader, zero_label=channel))
