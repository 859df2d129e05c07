"""The embedded servers start after every kind of end, and never twice on the same files."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exchange.embedded.lock import AlreadyRunningError, announced, held
from tests.exchange.programs import Program, eventually

Start = Callable[..., Program]
SAY_AND_WAIT = (
    "import os, time; print('up', os.environ['DATABASE_URL'], flush=True); time.sleep(60)"
)
COUNT_STARTS = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS starts (number int)")
    connection.execute("INSERT INTO starts VALUES (1)")
    print("starts:", connection.execute("SELECT count(*) FROM starts").fetchone()[0], flush=True)
"""
COUNT_AND_WAIT = COUNT_STARTS + "import time; time.sleep(60)"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `exchange.embedded run`; whatever still runs at the end of the test is killed."""
    programs: list[Program] = []

    def started(code: str, data: Path | None = None, **environment: str) -> Program:
        keep = ["--data", str(data)] if data else []
        command = ["exchange.embedded", "run", *keep, "--", sys.executable, "-c", code]
        log = tmp_path / f"output-{len(programs)}"
        programs.append(Program(*command, log=log, **environment))
        return programs[-1]

    yield started
    for program in programs:
        if program.process.poll() is None:
            program.process.terminate()
            program.process.wait(20)


def test_runs_without_a_folder_go_on_side_by_side(start: Start) -> None:
    first, second = start(SAY_AND_WAIT), start(SAY_AND_WAIT)
    first.wait_for("up")
    second.wait_for("up")
    assert first.output() != second.output()


def test_servers_say_that_they_are_for_trying_out_and_tests(start: Start) -> None:
    program = start("")
    assert program.process.wait(60) == 0
    assert "for trying out and tests, not for production" in program.output()


def test_the_exit_status_of_the_command_is_passed_on(start: Start) -> None:
    assert start("raise SystemExit(7)").process.wait(60) == 7


def test_a_second_start_on_the_same_folder_says_that_it_already_runs(
    start: Start, tmp_path: Path
) -> None:
    start(SAY_AND_WAIT, tmp_path / "data").wait_for("up")
    second = start(SAY_AND_WAIT, tmp_path / "data")
    assert second.process.wait(20) == 1
    assert f"The exchange already runs in {tmp_path / 'data'}." in second.output()


def test_termination_leaves_no_process_and_no_lock(start: Start, tmp_path: Path) -> None:
    program = start(SAY_AND_WAIT, tmp_path / "data")
    program.wait_for("up")
    program.end_with(signal.SIGTERM)
    assert program.survivors() == []
    assert len(program.family) >= 3
    assert not (tmp_path / "data" / "running").exists()
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_after_a_kill_nothing_stays_and_the_next_start_finds_the_data(
    start: Start, tmp_path: Path
) -> None:
    killed = start(COUNT_AND_WAIT, tmp_path / "data")
    killed.wait_for("starts: 1")
    killed.end_with(signal.SIGKILL)
    again = start(COUNT_STARTS, tmp_path / "data")
    assert again.process.wait(60) == 0, again.output()
    assert "starts: 2" in again.output()
    eventually(lambda: killed.survivors() == [], 10)


def test_after_a_kill_of_everything_the_next_start_finds_the_data(
    start: Start, tmp_path: Path
) -> None:
    killed = start(COUNT_AND_WAIT, tmp_path / "data")
    killed.wait_for("starts: 1")
    killed.kill_family()
    killed.end_with(signal.SIGKILL)
    again = start(COUNT_STARTS, tmp_path / "data")
    assert again.process.wait(60) == 0, again.output()
    assert "starts: 2" in again.output()


def test_a_stale_process_number_that_now_belongs_to_another_program_does_no_harm(
    start: Start, tmp_path: Path
) -> None:
    assert start(COUNT_STARTS, tmp_path / "data").process.wait(60) == 0
    note = f"{os.getpid()}\n{tmp_path}/data/postgres\n1\n5432\n{tmp_path}\n\n1 1\nready\n"
    (tmp_path / "data" / "postgres" / "postmaster.pid").write_text(note)
    again = start(COUNT_STARTS, tmp_path / "data")
    assert again.process.wait(60) == 0, again.output()
    assert "starts: 2" in again.output()


def test_half_made_database_files_are_made_anew(start: Start, tmp_path: Path) -> None:
    half = tmp_path / "data" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    program = start(COUNT_STARTS, tmp_path / "data")
    assert program.process.wait(60) == 0, program.output()
    assert not half.exists()


def test_a_path_too_long_for_a_socket_works(start: Start, tmp_path: Path) -> None:
    program = start(COUNT_STARTS, tmp_path / ("long" * 25))
    assert program.process.wait(60) == 0, program.output()


def test_servers_named_in_the_environment_are_used_and_none_is_started(
    start: Start, tmp_path: Path
) -> None:
    code = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
    named = {"DATABASE_URL": "postgres://db.example/x", "REDIS_URL": "redis://broker.example"}
    program = start(code, tmp_path / "data", **named)
    assert program.process.wait(20) == 0
    assert program.output().split() == list(named.values())
    assert not (tmp_path / "data").exists()


def test_only_the_server_that_the_environment_does_not_name_is_started(
    start: Start, tmp_path: Path
) -> None:
    code = "import os; print('broker', os.environ['REDIS_URL'])"
    program = start(code, tmp_path / "data", REDIS_URL="redis://broker.example")
    assert program.process.wait(60) == 0
    assert "broker redis://broker.example" in program.output()
    assert (tmp_path / "data" / "postgres").exists()
    assert not (tmp_path / "data" / "valkey").exists()


def test_a_held_folder_tells_others_where_the_servers_listen(tmp_path: Path) -> None:
    with held(tmp_path) as lock:
        lock.announce({"REDIS_URL": "redis://here"})
        assert announced(tmp_path) == {"REDIS_URL": "redis://here"}
        with pytest.raises(AlreadyRunningError, match="already runs"), held(tmp_path):
            pass
    assert announced(tmp_path) is None


def test_what_a_dead_exchange_left_in_the_folder_neither_blocks_nor_misleads(
    tmp_path: Path,
) -> None:
    (tmp_path / "running").write_text('{"REDIS_URL": "redis://gone"}')
    assert announced(tmp_path) is None
    with held(tmp_path):
        assert announced(tmp_path) == {}
