"""Strategy files: finds, reads and validates them; `docs/how-to/own-strategy.md` explains the format."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import yaml

from corpus.errors import InvalidStrategy, StrategyProblem, UnknownStrategy
from corpus.limits import StrategyLimits
from corpus.strategies import Confusable, Localized, Spearhead, Strategy, Term
from corpus.yaml_nodes import NodeReader, line_of, suggestion

_CATALOGUE = Path(__file__).parent / "catalogue"
_FILE_NAME = "strategy.yaml"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_MIN_SPEARHEADS = 2  # a passage is compared with the other spearheads, so one alone means nothing
_PRODUCT_LANGUAGES = ("nl", "en", "fr")
# ISO 639-1; a closed list, so that a slip such as `nk` for `nl` is seen.
_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz "
    "ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln "
    "lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi "
    "pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti "
    "tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)


def known_strategies() -> tuple[str, ...]:
    """The ids of the strategies that ship with the product, sorted."""
    return tuple(sorted(path.parent.name for path in _CATALOGUE.glob(f"*/{_FILE_NAME}")))


def load_strategy(name_or_path: str) -> Strategy:
    """A strategy of the catalogue by its id, or one from a YAML file by its path.

    Raises UnknownStrategy when there is neither, and InvalidStrategy when the file has problems.
    A path is opened as it is given: an edge that serves others passes ids only.
    """
    known = known_strategies()
    path = _CATALOGUE / name_or_path / _FILE_NAME if name_or_path in known else Path(name_or_path)
    try:
        if not path.is_file():
            raise UnknownStrategy(name=name_or_path, known=", ".join(known))
        size = path.stat().st_size
        content = path.read_bytes().decode("utf-8") if size <= StrategyLimits().bytes else None
    except OSError as error:
        raise UnknownStrategy(name=name_or_path, known=", ".join(known)) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _invalid(name_or_path, line, "the file is not UTF-8 text; save it as UTF-8") from error
    if content is None:
        raise _too_large(name_or_path)
    return validate(content, name_or_path)


def shipped_file(id: str) -> str:
    """The file of a strategy that ships with the product."""
    return (_CATALOGUE / id / _FILE_NAME).read_text(encoding="utf-8")


def validate(content: str, name: str) -> Strategy:
    """The strategy in the text of a file; `name` is what messages call the file.

    Raises InvalidStrategy with every problem at once, in the order of their lines.
    """
    try:
        encoded = content.encode("utf-8")
    except UnicodeEncodeError as error:
        line = content.count("\n", 0, error.start) + 1
        raise _invalid(name, line, "the file holds a character that is not text") from error
    if len(encoded) > StrategyLimits().bytes:
        raise _too_large(name)
    reader = _StrategyReader()
    root = reader.compose(content, max_depth=StrategyLimits().depth)
    strategy = reader.strategy(root, hashlib.sha256(encoded).hexdigest()) if root is not None else None
    if strategy is None or reader.problems:
        raise InvalidStrategy(name=name, problems=tuple(sorted(reader.problems)))
    return strategy


def background() -> Mapping[str, tuple[str, ...]]:
    """Ordinary proposal sentences that belong to no spearhead, by language; the same ones in each."""
    return {
        path.stem: tuple(filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines())))
        for path in sorted((_CATALOGUE / "background").glob("*.txt"))
    }


def _invalid(name: str, line: int, message: str) -> InvalidStrategy:
    return InvalidStrategy(name=name, problems=(StrategyProblem(line, message),))


def _too_large(name: str) -> InvalidStrategy:
    return _invalid(name, 1, f"the file is larger than {StrategyLimits().bytes} bytes")


class _StrategyReader(NodeReader):
    """Knows which key holds what; the shape of the values is checked by `NodeReader`."""

    def strategy(self, root: yaml.Node, sha256: str) -> Strategy:
        required = ("id", "version", "title", "source", "spearheads")
        values = self.record(root, "the strategy", required=required, optional=("confusable",))
        spearheads = self._spearheads(values.get("spearheads"))
        return Strategy(
            id=self._id(values.get("id"), "the id of the strategy"),
            version=self._text(values.get("version"), "the version"),
            title=self._wording(values.get("title"), "the title of the strategy"),
            source=self._text(values.get("source"), "the source"),
            spearheads=spearheads,
            sha256=sha256,
            confusable=self._confusable(values.get("confusable"), {item.id for item in spearheads}),
        )

    def _confusable(self, node: yaml.Node | None, known: Collection[str]) -> tuple[Confusable, ...]:
        pairs: dict[frozenset[str], int] = {}
        found = []
        for number, item in enumerate(self._items(node, "'confusable'"), start=1):
            what = f"confusable pair {number}"
            values = self.record(item, what, required=("pair", "question"))
            pair = self._pair(values.get("pair"), what, known)
            question = self._wording(values.get("question"), f"the question of {what}")
            if pair and frozenset(pair) in pairs:
                message = f"the pair {', '.join(pair)} is already on line {pairs[frozenset(pair)]}"
                self.report(line_of(item), message)
            elif pair:
                pairs[frozenset(pair)] = line_of(item)
                found.append(Confusable(pair, question))
        return tuple(found)

    def _items(self, node: yaml.Node | None, what: str) -> Sequence[yaml.Node]:
        if node is None or isinstance(node, yaml.SequenceNode):
            return node.value if node is not None else ()
        self.report(line_of(node), f"{what} must be a list")
        return ()

    def _pair(self, node: yaml.Node | None, what: str, known: Collection[str]) -> tuple[str, str] | None:
        if node is None:
            return None
        named = list(self.texts(node, f"the pair of {what}"))
        for line, name in named:
            if name not in known:
                self.report(line, f"the pair of {what} names '{name}'{suggestion(name, sorted(known))}")
        match [name for _, name in named]:
            case [first, second] if first != second:
                return (first, second) if {first, second} <= set(known) else None
        self.report(line_of(node), f"the pair of {what} must hold two different ids of spearheads")
        return None

    def _spearheads(self, node: yaml.Node | None) -> tuple[Spearhead, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.report(line_of(node), "'spearheads' must be a list; start each spearhead with '- id: ...'")
            return ()
        count = len(node.value)
        if count < _MIN_SPEARHEADS:
            message = f"a strategy needs at least {_MIN_SPEARHEADS} spearheads, this one has {count}"
            self.report(line_of(node), message)
        spearheads = tuple(self._spearhead(item, number) for number, item in enumerate(node.value, start=1))
        self._report_repeated_ids(spearheads, node.value)
        return spearheads

    def _report_repeated_ids(self, spearheads: Sequence[Spearhead], nodes: Sequence[yaml.Node]) -> None:
        lines: dict[str, int] = {}
        for spearhead, node in zip(spearheads, nodes, strict=True):
            if spearhead.id in lines:
                message = f"the id '{spearhead.id}' is already on line {lines[spearhead.id]}"
                self.report(line_of(node), message)
            elif spearhead.id:
                lines[spearhead.id] = line_of(node)

    def _spearhead(self, node: yaml.Node, number: int) -> Spearhead:
        what = f"spearhead {number}"
        optional = ("belongs", "excludes", "terms", "actions", "examples")
        values = self.record(node, what, required=("id", "title", "statement"), optional=optional)
        return Spearhead(
            id=self._id(values.get("id"), f"the id of {what}"),
            title=self._wording(values.get("title"), f"the title of {what}"),
            statement=self._wording(values.get("statement"), f"the statement of {what}"),
            belongs=self._localized(values.get("belongs"), f"'belongs' of {what}"),
            excludes=self._localized(values.get("excludes"), f"'excludes' of {what}"),
            terms=self._terms(values.get("terms"), f"'terms' of {what}"),
            actions=self._texts(values.get("actions"), f"'actions' of {what}"),
            examples=self._texts(values.get("examples"), f"'examples' of {what}"),
        )

    def _id(self, node: yaml.Node | None, what: str) -> str:
        identifier = self._text(node, what)
        if node is not None and identifier and not _ID.fullmatch(identifier):
            rule = "must start with a letter and hold only letters, digits, '.', '_' and '-'"
            self.report(line_of(node), f"{what} {rule}")
        return identifier

    def _text(self, node: yaml.Node | None, what: str) -> str:
        return "" if node is None else self.text(node, what)

    def _texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        return () if node is None else tuple(text for _, text in self.texts(node, what))

    def _wording(self, node: yaml.Node | None, what: str) -> Localized:
        """A localized text that must be there in a language of the product."""
        wording = self._localized(node, what)
        if isinstance(node, yaml.MappingNode) and not set(wording) & set(_PRODUCT_LANGUAGES):
            self.report(line_of(node), f"{what} needs a text in nl, en or fr")
        return wording

    def _localized(self, node: yaml.Node | None, what: str) -> Localized:
        return {code: self.text(value, f"{what} in {code}") for code, value in self._by_language(node, what)}

    def _terms(self, node: yaml.Node | None, what: str) -> Mapping[str, tuple[Term, ...]]:
        by_language = self._by_language(node, what)
        return {code: self._term_list(value, f"{what} in {code}") for code, value in by_language}

    def _term_list(self, node: yaml.Node, what: str) -> tuple[Term, ...]:
        lines: dict[str, int] = {}
        terms: list[Term] = []
        for line, written in self.texts(node, what):
            text = written.removesuffix("!").rstrip()
            if not text:
                self.report(line, f"an item of {what} is only '!'")
            elif text.casefold() in lines:
                self.report(line, f"the term '{text}' of {what} is already on line {lines[text.casefold()]}")
            else:
                lines[text.casefold()] = line
                terms.append(Term(text, weak=written.endswith("!")))
        return tuple(terms)

    def _by_language(self, node: yaml.Node | None, what: str) -> list[tuple[str, yaml.Node]]:
        if node is None:
            return []
        found = []
        expected = 'a text for each language, such as {nl: "...", en: "..."}'
        for code, key, value in self.entries(node, what, expected):
            if code in _ISO_639_1.split():
                found.append((code, value))
            else:
                message = f"'{code}' in {what} is no language code of two small letters, such as nl, en or fr"
                self.report(line_of(key), message)
        return found
