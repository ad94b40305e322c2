"""`speerwijzer schema`: the JSON Schema of an assessment."""

from importlib.resources import files

from service.streams import write_out

SCHEMA_FILE = "assessment-1.json"


def schema() -> None:
    """Show the JSON Schema that every assessment in JSON keeps to."""
    write_out(files("service").joinpath("schemas", SCHEMA_FILE).read_text(encoding="utf-8"))
