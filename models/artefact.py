"""The trained artefact: every fitted number of an engine, in one small hashed file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.strategies import Strategy
from models.calibration import Calibration
from models.channels.exemplar import ExemplarChannel, packed, unpacked
from models.channels.trained import TrainedChannel
from models.commitment import RoleHead
from models.encoders.base import Encoder
from models.errors import ArtefactError
from models.grading import Grader, Stack, Thresholds
from models.linear import Linear
from models.matrices import Vector

FORMAT = "speerwijzer/artefact/4"
_FOLDER = Path(__file__).parent / "artifacts"
_DEFAULT = "vlaanderen-2025"
_HEADS = ("topic", "topic_in_context", "commitment_in_context", "core_of_whole", "any_of_whole")
_Arrays = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class TrainedParts:
    """What only a strategy with annotated proposals has."""

    channel: TrainedChannel
    exemplars: ExemplarChannel
    inverse_frequency: Vector
    words: Linear
    grader: Grader


@dataclass(frozen=True, slots=True)
class Artefact:
    """Heads, graders and calibrations, with the encoder and strategy that they were fitted for.

    `strategy_sha256` is the strategy's `texts_sha256`.
    """

    model_sha256: str
    strategy_sha256: str
    roles: RoleHead
    zero_label: Grader
    trained: TrainedParts
    sha256: str = ""


def artefact_path(strategy: Strategy) -> Path:
    """Where the artefact of a strategy ships."""
    return _FOLDER / f"{strategy.id}.safetensors"


def load_artefact(strategy: Strategy, encoder: Encoder) -> Artefact:
    """The artefact of `strategy`, or the one whose zero-label grader serves any strategy.

    Raises `ArtefactError` when it is missing, damaged, or made for another encoder.
    """
    own = artefact_path(strategy)
    artefact = read_artefact(own if own.is_file() else _FOLDER / f"{_DEFAULT}.safetensors")
    if artefact.model_sha256 != encoder.model_sha256:
        raise ArtefactError(
            f"The trained artefact was made for another encoder than {encoder.name}. "
            "Use the default encoder, or run `speerwijzer train` with this one."
        )
    return artefact


def write_artefact(artefact: Artefact, path: Path) -> None:
    """Write one file; the same numbers give the same bytes."""
    from safetensors.numpy import save_file

    arrays: _Arrays = {}
    _put_linear(arrays, "roles", artefact.roles.head)
    graders = {"zero_label": artefact.zero_label, "trained": artefact.trained.grader}
    _put_exemplars(arrays, artefact.trained.exemplars)
    for name in _HEADS:
        _put_linear(arrays, f"trained.{name}", getattr(artefact.trained.channel, name))
    _put_linear(arrays, "trained.words", artefact.trained.words)
    arrays["trained.inverse_frequency"] = artefact.trained.inverse_frequency
    for name, grader in graders.items():
        _put_grader(arrays, name, grader)
    facts = {
        "format": FORMAT,
        "model_sha256": artefact.model_sha256,
        "strategy_sha256": artefact.strategy_sha256,
        "graders": {name: _grader_facts(grader) for name, grader in graders.items()},
    }
    stored = {name: array.astype(_stored_type(name)) for name, array in sorted(arrays.items())}
    save_file(stored, path, metadata={"facts": json.dumps(facts, sort_keys=True)})


def read_artefact(path: Path) -> Artefact:
    """Read a file that `write_artefact` wrote; raises `ArtefactError` when it is not one."""
    from safetensors import SafetensorError, safe_open

    try:
        content = path.read_bytes()
        with safe_open(path, framework="np") as file:
            facts = json.loads((file.metadata() or {})["facts"])
            arrays = {name: file.get_tensor(name).astype(np.float64) for name in file.keys()}  # noqa: SIM118
        if facts["format"] != FORMAT:
            raise ArtefactError(
                f"{path.name} has the format {facts['format']}, not {FORMAT}. Run `speerwijzer train`."
            )
        return _artefact(facts, arrays, hashlib.sha256(content).hexdigest())
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise ArtefactError(f"{path.name} is missing or damaged. Run `speerwijzer train`.") from error


def _artefact(facts: Mapping[str, object], arrays: _Arrays, sha256: str) -> Artefact:
    graders: Mapping[str, Mapping[str, object]] = facts["graders"]  # type: ignore[assignment]  # JSON
    heads = [_linear(arrays, f"trained.{name}") for name in _HEADS]
    trained = TrainedParts(
        TrainedChannel(*heads),
        _exemplars(arrays),
        arrays["trained.inverse_frequency"],
        _linear(arrays, "trained.words"),
        _grader(arrays, "trained", graders["trained"]),
    )
    return Artefact(
        str(facts["model_sha256"]),
        str(facts["strategy_sha256"]),
        RoleHead(_linear(arrays, "roles")),
        _grader(arrays, "zero_label", graders["zero_label"]),
        trained,
        sha256,
    )


def _put_exemplars(arrays: _Arrays, exemplars: ExemplarChannel) -> None:
    arrays["exemplar.vectors"] = packed(exemplars.vectors).astype(np.float64)
    arrays |= {"exemplar.topics": exemplars.topics, "exemplar.commitments": exemplars.commitments}


def _exemplars(arrays: _Arrays) -> ExemplarChannel:
    vectors = unpacked(arrays["exemplar.vectors"].astype(np.int8))
    return ExemplarChannel(vectors, arrays["exemplar.topics"], arrays["exemplar.commitments"])


def _stored_type(name: str) -> type[np.number]:
    """Exemplars and word weights are many and need few digits; they decide the size of the file."""
    if name.startswith("exemplar."):
        return np.int8
    return np.float16 if name in {"trained.words.weights", "trained.inverse_frequency"} else np.float32


def _put_linear(arrays: _Arrays, name: str, linear: Linear) -> None:
    arrays[f"{name}.weights"], arrays[f"{name}.bias"] = linear.weights, linear.bias


def _linear(arrays: _Arrays, name: str) -> Linear:
    return Linear(arrays[f"{name}.weights"], arrays[f"{name}.bias"])


def _put_stack(arrays: _Arrays, name: str, stack: Stack) -> None:
    arrays |= {f"{name}.mean": stack.mean, f"{name}.scale": stack.scale, f"{name}.floor": stack.floor}
    _put_linear(arrays, f"{name}.head", stack.head)


def _stack(arrays: _Arrays, name: str, names: list[str]) -> Stack:
    mean, scale, floor = (arrays[f"{name}.{part}"] for part in ("mean", "scale", "floor"))
    return Stack(tuple(names), mean, scale, floor, _linear(arrays, f"{name}.head"))


def _put_grader(arrays: _Arrays, name: str, grader: Grader) -> None:
    _put_stack(arrays, f"{name}.stack", grader.stack)
    if grader.company is not None:
        _put_stack(arrays, f"{name}.company", grader.company)
    for channel, stack in grader.verdicts.items():
        _put_stack(arrays, f"{name}.verdict.{channel}", stack)
    for level, calibration in (("core", grader.core), ("contributes", grader.at_least_contributes)):
        arrays[f"{name}.{level}.slopes"] = calibration.slopes
        arrays[f"{name}.{level}.offsets"] = calibration.offsets


def _grader_facts(grader: Grader) -> dict[str, object]:
    thresholds = grader.thresholds
    return {
        "features": list(grader.stack.names),
        "company": None if grader.company is None else list(grader.company.names),
        "verdicts": [[channel, list(stack.names)] for channel, stack in grader.verdicts.items()],
        "thresholds": [
            thresholds.core,
            thresholds.contributes,
            thresholds.core_band,
            thresholds.contributes_band,
        ],
    }


def _grader(arrays: _Arrays, name: str, facts: Mapping[str, object]) -> Grader:
    def calibration(level: str) -> Calibration:
        return Calibration(arrays[f"{name}.{level}.slopes"], arrays[f"{name}.{level}.offsets"])

    verdicts: list[tuple[str, list[str]]] = facts["verdicts"]  # type: ignore[assignment]  # JSON
    company: list[str] | None = facts["company"]  # type: ignore[assignment]  # JSON
    return Grader(
        _stack(arrays, f"{name}.stack", facts["features"]),  # type: ignore[arg-type]  # JSON
        None if company is None else _stack(arrays, f"{name}.company", company),
        calibration("core"),
        calibration("contributes"),
        Thresholds(*facts["thresholds"]),  # type: ignore[misc]  # JSON
        {channel: _stack(arrays, f"{name}.verdict.{channel}", names) for channel, names in verdicts},
    )
