"""The examples for containers stay in step with the program; no engine is needed to see that."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.cli import build_app
from service.settings import Settings, variable

ROOT = Path(__file__).parents[2]
FILES = ("compose.yaml", "deploy/kubernetes.yaml", "docs/operations.md", "Dockerfile")
VARIABLES = {variable(name) for name in Settings.model_fields}


@pytest.mark.parametrize("name", FILES)
def test_variables_are_those_of_the_program(name: str) -> None:
    named = set(re.findall(r"SPEERWIJZER_[A-Z_]*[A-Z]", (ROOT / name).read_text(encoding="utf-8")))
    assert named <= VARIABLES


@pytest.mark.parametrize("name", FILES)
def test_commands_are_those_of_the_program(name: str) -> None:
    app = build_app()
    known = {
        str(command.name or getattr(command.callback, "__name__", "")) for command in app.registered_commands
    }
    known |= {str(group.name) for group in app.registered_groups}
    named = set(re.findall(r"(?:`|^|run --rm )speerwijzer ([a-z]+)", (ROOT / name).read_text("utf-8"), re.M))
    assert named <= known


def _containers() -> list[dict[str, Any]]:
    documents = yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text(encoding="utf-8"))
    parts = [document.get("spec", {}) for document in documents]
    specs = [part["template"]["spec"] for part in parts if "template" in part]
    assert all(spec["securityContext"]["runAsNonRoot"] for spec in specs)
    return [container for spec in specs for container in spec["containers"]]


def test_pods_run_without_privileges_on_a_read_only_root() -> None:
    contexts = [container["securityContext"] for container in _containers()]
    assert len(contexts) == 2
    for context in contexts:
        assert context["readOnlyRootFilesystem"] is True
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}


def test_compose_runs_the_service_without_privileges_on_a_read_only_root() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ours = [service for service in services.values() if service["image"] == "speerwijzer"]
    assert len(ours) == 3
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in ours)


def test_image_does_not_run_as_root_and_tells_its_health() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER 10001:10001" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
