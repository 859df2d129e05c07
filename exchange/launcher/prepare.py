"""Brings the database and the files up to date, in a process of its own that may be stopped.

Started by the launcher as `python -m exchange.launcher.prepare DATA DONE TOTAL`.
"""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands

from exchange.launcher.messages import compile_messages
from exchange.launcher.progress import Progress

STEPS = 5
LOGINS = ("owner", "owner2", "seeker", "nda", "staff", "pending")
DATA = (
    "fixtures/**/*",
    "streams/chemistry/data/*",
    "streams/imports/demo/*.py",
    "*/**/management/commands/load_*.py",
)
"""Where a change means that the data has to be loaded again."""


def prepare(data: Path, progress: Progress) -> None:
    """Run the five steps; what is loaded already is not loaded again."""
    with progress.step("translations"):
        compile_messages(settings.BASE_DIR)
    with progress.step("database tables"):
        call_command("migrate", interactive=False, verbosity=0)
    with progress.step("maps, style sheets and scripts"):
        call_command("build_outlines", if_older=True, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    load(data / "loaded", progress)


def load(note: Path, progress: Progress) -> None:
    """Reference and demonstration data; `note` says which version the database holds."""
    version = data_version(settings.BASE_DIR)
    if note.exists() and note.read_text() == version and logins_exist():
        progress.skip("reference data", "already loaded")
        progress.skip("demonstration data", "already loaded")
        return
    note.unlink(missing_ok=True)
    load_with("load_reference", "reference data", progress)
    load_with("load_demo", "demonstration data", progress)
    if logins_exist():
        note.write_text(version)


def load_with(command: str, title: str, progress: Progress) -> None:
    if command not in get_commands():
        progress.skip(title, "this version has none")
        return
    with progress.step(title):
        call_command(command, verbosity=0)


def logins_exist() -> bool:
    emails = [f"{name}@demo.example" for name in LOGINS]
    return get_user_model().objects.filter(email__in=emails).count() == len(LOGINS)


def data_version(root: Path) -> str:
    """A digest of the database's address, the data files and the programs that load them."""
    digest = hashlib.sha256(repr(sorted(settings.DATABASES["default"].items())).encode())
    files = [path for pattern in DATA for path in root.glob(pattern)]
    for path in sorted(path for path in files if path.is_file()):
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    django.setup()
    prepare(Path(sys.argv[1]), Progress(done=int(sys.argv[2]), total=int(sys.argv[3])))
