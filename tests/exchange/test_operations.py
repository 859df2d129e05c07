"""The papers for operators are true: backup and restore as written, every setting, every part."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from django.conf import settings

from exchange.celery import app
from exchange.embedded.postgres import program

PAPER = (settings.BASE_DIR / "docs" / "operations.md").read_text()
FILL = """
from accounts.models import User
from companies.models import County
from exchange.audit.services import record
ola = User.objects.create_user(email="ola@demo.example", password="x", name="Ola Ærlig")
County.objects.create(number="99", name="Øst i sjøen")
record(actor=ola, action="county.make", subject="county:99", why="restore")
"""


def commands(title: str) -> str:
    """The block of the paper that starts with this title."""
    found = re.search(rf"```sh {title}\n(.*?)```", PAPER, re.DOTALL)
    assert found is not None
    return found[1]


def address_of(database: str) -> str:
    """The test server's address with another database."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def run(command: list[str], **environment: str) -> str:
    path = f"{program('psql').parent}:{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, "TESTING": "1", "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def content(database: str) -> list[str]:
    """Every definition and row as text, without the random words that guard a dump.

    PostgreSQL rewrites the casts in a list of constants when it reads its own text again.
    """
    dump = run([str(program("pg_dump")), "--no-owner", address_of(database)])
    lines = [line for line in dump.splitlines() if not re.match(r"\\(un)?restrict ", line)]
    casts = re.compile(r"::(text|character varying)(\[\])?|[()]")
    return [casts.sub("", line) if "ARRAY[" in line else line for line in lines]


@pytest.fixture
def databases() -> Iterator[tuple[str, str]]:
    """Two empty databases that are dropped after the test."""
    names = (f"original_{os.getpid()}", f"restored_{os.getpid()}")
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield names
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_a_backup_made_as_written_restores_every_table_trigger_and_document(
    databases: tuple[str, str], tmp_path: Path
) -> None:
    original, restored = databases
    manage = [sys.executable, "manage.py"]
    run([*manage, "migrate", "--verbosity", "0"], DATABASE_URL=address_of(original))
    run([*manage, "shell", "--verbosity", "0", "-c", FILL], DATABASE_URL=address_of(original))
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "analyse.pdf").write_bytes(b"%PDF-1.7 secret")
    places = {
        "DATABASE_URL": address_of(original),
        "RESTORED_URL": address_of(restored),
        "MEDIA_ROOT": str(tmp_path / "documents"),
        "RESTORED_MEDIA_ROOT": str(tmp_path / "back"),
        "BACKUP": str(tmp_path),
    }
    run(["bash", "-euc", commands("backup")], **places)
    for copy in ("exchange.dump", "documents.tar"):
        assert (tmp_path / copy).stat().st_mode & 0o077 == 0, "readable by others"
    run(["bash", "-euc", commands("restore")], **places)
    assert content(restored) == content(original)
    assert any("Øst i sjøen" in line for line in content(restored))
    assert (tmp_path / "back" / "analyse.pdf").read_bytes() == b"%PDF-1.7 secret"
    run([*manage, "migrate", "--check"], DATABASE_URL=address_of(restored))


def test_every_setting_is_in_the_configuration_table() -> None:
    source = (settings.BASE_DIR / "exchange" / "settings" / "__init__.py").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))
    assert len(names) > 10
    assert {name for name in names if f"`{name}`" not in PAPER} == set()


def test_every_variable_of_the_containers_is_explained() -> None:
    text = (settings.BASE_DIR / "docker-compose.yml").read_text()
    names = set(re.findall(r"\$\{(\w+)", text))
    assert {name for name in names if f"`{name}`" not in PAPER} == set()


def test_the_containers_get_every_setting_that_is_not_fixed_there() -> None:
    source = (settings.BASE_DIR / "exchange" / "settings" / "__init__.py").read_text()
    names = set(re.findall(r'(?:env\.\w+\(|rate\(env,)\s*"(\w+)"', source))
    described = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
    fixed = {"DEMO", "DEBUG", "TESTING", "STAFF_NEED_MFA", "EMAIL_BACKEND", "EMAIL_FILE_PATH"}
    given = {*described["services"]["web"]["environment"]}
    image = (settings.BASE_DIR / "Dockerfile").read_text()
    assert {name for name in names - fixed - given if f"{name}=" not in image} == set()


def test_the_containers_hold_all_parts_and_only_one_port_is_open_to_others() -> None:
    described = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())["services"]
    assert {"web", "worker", "beat", "database", "broker", "mail"} <= set(described)
    assert described["database"]["image"] == "postgres:17"
    opened = {name for name, service in described.items() if service.get("ports")}
    assert opened == {"web", "mail"}
    assert described["mail"]["ports"][0].startswith("127.0.0.1:")


def test_the_catalogue_is_checked_for_drift_every_night() -> None:
    app.loader.import_default_modules()
    entry = app.conf.beat_schedule["check the catalogue for drift"]
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({3}, {15})
    assert str(app.conf.timezone) == "Europe/Oslo"
    assert entry["task"] in app.tasks
