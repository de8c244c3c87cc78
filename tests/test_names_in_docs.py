"""Every module, function and file that docs and docstrings name is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = ("booking", "clinic", "newsletter", "pages", "tests", "bench")
DOTTED = re.compile(rf"`((?:{'|'.join(PACKAGES)})(?:\.\w+)+)(?:\(\))?`")
PATHS = re.compile(rf"`((?:{'|'.join(PACKAGES)}|templates|static|docs)/[\w./-]+)`")
RIGHTS = (BASE_DIR / "clinic" / "staff" / "roles.py").read_text()
#: What has been, and says so.
HISTORY = {"CHANGELOG.md"}
FILES = [
    *(p for p in BASE_DIR.glob("*.md") if p.name not in HISTORY),
    *(BASE_DIR / "docs").rglob("*.md"),
    *(p for package in PACKAGES for p in (BASE_DIR / package).rglob("*.py")),
]


@cache
def names_of(module: Path) -> set[str]:
    """What a module defines or imports, and what its classes define."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
    return found


def is_there(dotted: str) -> bool:
    """A module, or something in one; a model, a right and a system check count, too."""
    if re.fullmatch(r"clinic\.[EW]\d{3}", dotted) or f'"{dotted}"' in RIGHTS:
        return True
    folder, parts = BASE_DIR, dotted.split(".")
    while parts and (folder / parts[0]).is_dir():
        folder /= parts.pop(0)
    module = folder / f"{parts[0]}.py" if parts else folder / "__init__.py"
    if parts and module.is_file():
        parts.pop(0)
    elif parts:
        module = folder / "__init__.py"
    if not parts:
        return module.is_file()
    if parts[0] in names_of(module):
        return True
    models = folder / "models" / "__init__.py"
    return len(parts) == 1 and models.is_file() and parts[0] in names_of(models)


def is_file(path: str) -> bool:
    """A file or folder, with its ending or without, and perhaps something in it."""
    bare, _, name = path.partition(".")
    if (BASE_DIR / path).exists() or (BASE_DIR / f"{path}.py").exists():
        return True
    module = BASE_DIR / f"{bare}.py"
    return module.is_file() and name in names_of(module)


def words_of(file: Path) -> str:
    """A document, or the docstrings and comments of a module."""
    text = file.read_text()
    if file.suffix == ".md":
        return text
    strings = re.findall(r'"""(.*?)"""', text, re.S)
    return "\n".join(strings + re.findall(r"#:?(.*)", text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(BASE_DIR)))
def test_names_are_there(file):
    words = words_of(file)
    gone = [name for name in DOTTED.findall(words) if not is_there(name)]
    gone += [path for path in PATHS.findall(words) if not is_file(path)]
    assert gone == []
