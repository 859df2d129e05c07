"""One command brings up the whole exchange, and any way of ending it leaves nothing behind."""

import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from exchange.embedded.valkey import free_port
from exchange.launcher.address import AddressError, address_from
from exchange.launcher.messages import compile_messages
from tests.exchange.programs import ROOT, Program, eventually

Launch = Callable[..., Program]
UP = "Stop it with Ctrl-C."
BY_MAKE = ("env", "--default-signal=INT", "make", "--file", "{}")
IN_BACKGROUND_OF_A_SCRIPT = ("bash", "-c", "make --file {} & wait")
FIRST_START_SECONDS = 300.0


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the module, so that only the first start loads the demonstration data."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def launch(tmp_path: Path, data: Path) -> Iterator[Launch]:
    """Starts the launcher on a free port; whatever still runs at the end is stopped."""
    programs: list[Program] = []

    def launched(folder: Path = data, *, by: Sequence[str] = (), **environment: str) -> Program:
        log = tmp_path / f"output-{len(programs)}"
        command = [sys.executable, "-m", "exchange.launcher", "--data", str(folder)]
        environment = {"PORT": str(free_port()), **environment}
        if by:
            rule = tmp_path / "Makefile"
            rule.write_text(f"demo:\n\t@{' '.join(command)}\n")
            command = [word.format(rule) for word in by]
        programs.append(Program(log=log, command=command, **environment))
        return programs[-1]

    yield launched
    for program in programs:
        if program.process.poll() is None:
            program.remember_family()
            program.process.terminate()
            program.process.wait(20)
            program.kill_family()


def answer(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as got:
        return got.status, got.read().decode()


def assert_nothing_left(program: Program, folder: Path) -> None:
    eventually(lambda: program.survivors() == [], 3)
    assert len(program.family) >= 2
    assert not (folder / "running").exists()
    assert not (folder / "postgres" / "postmaster.pid").exists()


@pytest.mark.slow
def test_the_exchange_starts_answers_and_stops_without_a_trace(launch: Launch, data: Path) -> None:
    port = free_port()
    first = launch(PORT=str(port))
    first.wait_for(UP, FIRST_START_SECONDS)
    assert f"http://localhost:{port}/" in first.output()
    assert "Step 7 of 7" in first.output()
    assert answer(port, "/healthz") == (200, '{"status": "ok"}')
    status, states = answer(port, "/readyz")
    assert (status, "failed" in states) == (200, False)
    status, outlines = answer(port, "/static/geo/counties.json")
    assert (status, outlines.count("Agder")) == (200, 1)
    second = launch()
    assert second.process.wait(20) == 1
    assert "The exchange already runs in" in second.output()
    assert first.end_with(signal.SIGTERM) == 0
    assert_nothing_left(first, data)


@pytest.mark.slow
def test_a_second_start_takes_less_than_15_seconds(launch: Launch, data: Path) -> None:
    launched_before(launch, data)
    started = time.monotonic()
    program = launch()
    program.wait_for(UP)
    assert time.monotonic() - started < 15
    assert program.end_with(signal.SIGINT) == 0
    assert_nothing_left(program, data)


@pytest.mark.slow
def test_after_a_kill_the_same_port_and_folder_can_be_used_again(
    launch: Launch, data: Path
) -> None:
    launched_before(launch, data)
    port = str(free_port())
    killed = launch(PORT=port)
    killed.wait_for(UP)
    killed.end_with(signal.SIGKILL)
    again = launch(PORT=port)
    again.wait_for(UP)
    eventually(lambda: killed.survivors() == [], 10)


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    ["-m gunicorn", "exchange.celery worker", "exchange.celery beat", "postgres -D", "valkey"],
)
def test_when_one_part_dies_the_rest_stops_and_says_which(
    launch: Launch, data: Path, part: str
) -> None:
    launched_before(launch, data)
    program = launch()
    program.wait_for(UP)
    program.named(part).kill()
    assert program.process.wait(12) == 1
    assert " stopped (status -9)." in program.output()
    assert_nothing_left(program, data)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["PostgreSQL and Valkey", "database tables", "web, worker"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_a_step_stops_everything(
    launch: Launch, tmp_path: Path, step: str, number: signal.Signals
) -> None:
    program = launch(tmp_path / "fresh")
    program.wait_for(step, FIRST_START_SECONDS)
    eventually(lambda: len(program.remember_family()) >= 2, 5)
    assert program.end_with(number) == 0
    assert UP not in program.output()
    assert_nothing_left(program, tmp_path / "fresh")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_make_alone_stops_the_demonstration(
    launch: Launch, data: Path, number: signal.Signals
) -> None:
    """GNU make passes SIGTERM on, and neither SIGINT nor, of course, SIGKILL."""
    launched_before(launch, data)
    program = launch(by=BY_MAKE)
    program.wait_for(UP)
    assert program.end_with(number) != 0
    eventually(lambda: "Stopped." in program.output(), 10)
    assert_nothing_left(program, data)


@pytest.mark.slow
def test_in_the_background_of_a_script_sigint_stops_the_demonstration(
    launch: Launch, data: Path
) -> None:
    """The shell starts it with SIGINT ignored."""
    launched_before(launch, data)
    program = launch(by=IN_BACKGROUND_OF_A_SCRIPT)
    program.wait_for(UP)
    program.named("exchange.launcher").send_signal(signal.SIGINT)
    assert program.process.wait(10) == 0
    assert "Stopped." in program.output()
    assert_nothing_left(program, data)


WATCHER = """
import time
from exchange.launcher.starter import watch_of_make
is_over = watch_of_make()
print("watching", flush=True)
until = time.monotonic() + SECONDS
while not is_over() and time.monotonic() < until:
    time.sleep(0.01)
print("over" if is_over() else "goes on", flush=True)
"""


def watcher(tmp_path: Path, by: Sequence[str], seconds: float) -> Program:
    """Says whether it would stop; started by a rule of make, or as `by` says."""
    script, rule = tmp_path / "watcher.py", tmp_path / "Makefile"
    script.write_text(WATCHER.replace("SECONDS", str(seconds)))
    rule.write_text(f"watch:\n\t@{sys.executable} {script}\n")
    command = [word.format(rule, sys.executable, script) for word in by]
    program = Program(log=tmp_path / "output", command=command, PYTHONPATH=str(ROOT))
    eventually(lambda: "watching" in program.output(), 20)
    return program


def test_make_that_was_told_to_stop_is_noticed_at_once(tmp_path: Path) -> None:
    program = watcher(tmp_path, BY_MAKE, seconds=20)
    program.end_with(signal.SIGINT)
    assert "over" in program.output()


@pytest.mark.parametrize(
    "by", [BY_MAKE, IN_BACKGROUND_OF_A_SCRIPT, ("{1}", "{2}"), ("bash", "-c", "{1} {2}; exit 0")]
)
def test_nothing_is_noticed_while_nobody_stops_anything(tmp_path: Path, by: Sequence[str]) -> None:
    program = watcher(tmp_path, by, seconds=0.5)
    assert program.process.wait(10) == 0
    assert "goes on" in program.output()


def test_another_parent_than_make_may_end(tmp_path: Path) -> None:
    """As nohup does, or a terminal; below make as well."""
    launcher = "import subprocess, sys; subprocess.Popen(sys.argv[1:])"
    command = [sys.executable, "-c", launcher, "{1}", "{2}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAKELEVEL", "1")
        program = watcher(tmp_path, command, seconds=1)
    assert program.process.wait(10) == 0
    eventually(lambda: "goes on" in program.output(), 10)


UNDER_A_MAKE_THAT_WAS_TOLD = """
import sys
from exchange.launcher import __main__ as launcher
launcher.watch_of_make = lambda: lambda: True
launcher.run_demo = lambda data, address, stop: print("is over:", stop.has_come())
launcher.run_manage = lambda data, command, stop: print("is over:", stop.has_come())
launcher.main()
"""


@pytest.mark.parametrize(
    ("command", "is_over"), [((), True), (("manage", "shell"), False)], ids=["demo", "shell"]
)
def test_make_ends_the_demonstration_and_no_shell_in_which_somebody_presses_ctrl_c(
    tmp_path: Path, command: Sequence[str], is_over: bool
) -> None:
    script = [sys.executable, "-c", UNDER_A_MAKE_THAT_WAS_TOLD]
    program = Program("--data", str(tmp_path), *command, log=tmp_path / "output", command=script)
    program.process.wait(20)
    assert f"is over: {is_over}" in program.output()


def test_a_taken_port_is_named_together_with_what_to_do(launch: Launch, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = launch(tmp_path / "fresh", PORT=str(port))
        assert program.process.wait(20) == 1
    assert f"Port {port} on 127.0.0.1 cannot be used (Address already in use)" in program.output()
    assert f"PORT={port + 1} make demo" in program.output()
    assert "Traceback" not in program.output()


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "8000 ", "８０８０"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    with pytest.raises(AddressError, match="PORT must be a number from 1 to 65535"):
        address_from("127.0.0.1", port)


def test_listening_everywhere_still_prints_an_address_that_a_browser_takes() -> None:
    assert address_from("0.0.0.0", "8000").page() == "http://127.0.0.1:8000/"
    assert address_from("::", "8000").page("/x") == "http://[::1]:8000/x"
    assert address_from("::", "8000").listen() == "[::]:8000"


def test_changed_translations_are_compiled_and_unchanged_ones_left(tmp_path: Path) -> None:
    source = tmp_path / "locale" / "nb" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    assert compile_messages(tmp_path) == 1
    past = source.stat().st_mtime - 10
    os.utime(source, (past, past))
    assert compile_messages(tmp_path) == 0


def launched_before(launch: Launch, data: Path) -> None:
    """The folder's first start, when this test runs alone or before the others."""
    if (data / "beat-schedule.dat").exists() or (data / "loaded").exists():
        return
    program = launch()
    program.wait_for(UP, FIRST_START_SECONDS)
    program.end_with(signal.SIGTERM)
