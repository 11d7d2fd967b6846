"""JSON schemas of files that other programs read: workflows, issue forms, compose files, citations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from needs import lacking

__all__ = ["find_faults", "load_yaml"]


def load_yaml(path: Path) -> Any:
    """Read a YAML file as JSON values: the key ``on`` of workflows stays a word, dates become text."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    if isinstance(loaded, dict) and True in loaded:
        loaded["on"] = loaded.pop(True)
    return json.loads(json.dumps(loaded, default=str))


def find_faults(instance: Any, schema: str) -> list[str]:
    """Find what is wrong with a file by the schema of its kind, which the package check-jsonschema has offline."""
    try:
        from check_jsonschema.builtin_schemas import get_builtin_schema
    except ImportError:
        lacking("check-jsonschema is not installed (extra release)")
    import jsonschema

    loaded = get_builtin_schema(schema)
    validator = jsonschema.validators.validator_for(loaded)(loaded)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]
