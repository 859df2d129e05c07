"""Compiles the translations that changed; unlike gettext's msgfmt this needs no system package."""

from pathlib import Path

import polib

from exchange.launcher.progress import say


def compile_messages(root: Path) -> int:
    """Write the .mo beside every .po under `root`/*/locale or `root`/locale that is newer."""
    sources = [*root.glob("locale/*/LC_MESSAGES/*.po"), *root.glob("*/locale/*/LC_MESSAGES/*.po")]
    stale = [source for source in sources if is_newer(source, source.with_suffix(".mo"))]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return len(stale)


def is_newer(source: Path, target: Path) -> bool:
    return not target.exists() or source.stat().st_mtime >= target.stat().st_mtime


if __name__ == "__main__":
    say(f"{compile_messages(Path.cwd())} translation files compiled")
