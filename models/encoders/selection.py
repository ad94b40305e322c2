"""Finds the encoder that the settings name."""

from pathlib import Path

from models.encoders.base import Encoder, Progress
from models.encoders.packaged import MODEL_NAME, unpacked_model
from models.encoders.sentence_transformer import SentenceTransformerEncoder
from models.errors import EncoderUnavailable

DEFAULT = "default"
_E5_PREFIX = "query: "
"""What the E5 models want before both texts when they compare like with like."""


def load_encoder(
    name: str = DEFAULT,
    *,
    cache_folder: Path | None = None,
    precision: str = "auto",
    prefix: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Encoder:
    """The encoder called `name`: "default", a folder, or a model in this computer's model cache.

    Without `prefix`, models with "e5" in their name get the prefix that they were trained with. The
    weights are read at the first text, so that a run with only known texts is quick. Nothing is ever
    downloaded. Raises EncoderUnavailable, and ValueError for an unknown `precision`.
    """
    if name == DEFAULT:
        model = unpacked_model(cache_folder, progress=progress)
        folder, title, content_sha256 = model.folder, MODEL_NAME, model.sha256
    else:
        folder, title, content_sha256 = _local_folder(name), Path(name).name, None
    return SentenceTransformerEncoder(
        folder,
        name=title,
        prefix=_prefix(title) if prefix is None else prefix,
        precision=precision,
        threads=threads,
        content_sha256=content_sha256,
    )


def _prefix(title: str) -> str:
    return _E5_PREFIX if "e5" in title.lower() else ""


def _local_folder(name: str) -> Path:
    folder = Path(name).expanduser()
    return folder if folder.is_dir() else _folder_in_model_cache(name)


def _folder_in_model_cache(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EncoderUnavailable(
            f"There is no folder {name!r} and no such model on this computer. Give a folder, download "
            f"the model first with: hf download {name}, or use the encoder {DEFAULT!r}."
        ) from error
