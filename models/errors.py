"""What can go wrong with statistical models.

ModelError
├── EncoderUnavailable
└── ArtefactError
"""


class ModelError(Exception):
    """A model that cannot be used."""


class EncoderUnavailable(ModelError):
    """The encoder's files are missing, damaged or of another version; the message says what to do."""


class ArtefactError(ModelError):
    """The trained artefact is missing, damaged, or was made for another encoder or strategy."""
