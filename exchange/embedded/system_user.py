"""PostgreSQL refuses to run as root; here root finds a user without rights to run it as."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

NAME = "embedded_postgres"


def server_user() -> int | None:
    """The number of the user the server must run as; None when it can run as ourselves."""
    if os.geteuid() != 0:
        return None
    if (known := found_user()) is not None:
        return known
    command = shutil.which("useradd")
    if command is None:
        raise OSError(f"Run as another user than root, or create a system user named {NAME}.")
    made = subprocess.run(  # noqa: S603
        [command, "--system", "--user-group", "--shell", "/bin/false", NAME],
        capture_output=True,
        text=True,
        check=False,
    )
    if (known := found_user()) is None:  # a start beside ours may have made it first
        raise OSError(f"Could not create the system user {NAME}: {made.stderr.strip()}")
    return known


def found_user() -> int | None:
    try:
        return pwd.getpwnam(NAME).pw_uid
    except KeyError:
        return None


def open_way(path: Path) -> None:
    """Let the server's user walk through to `path`, without letting it list the folders above."""
    for folder in [path, *path.parents]:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def open_programs(folder: Path) -> None:
    """Let everybody read installed programs that a strict umask closed."""
    if (folder / "bin" / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    for parent, _folders, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in files:
            file = Path(parent) / name
            file.chmod(file.stat().st_mode | (0o055 if os.access(file, os.X_OK) else 0o044))
