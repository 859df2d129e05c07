"""`make bench` measures everything from an empty database, and says so in a file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = {
    "search_public_db_ratio",
    "search_nda_db_ratio",
    "search_owner_db_ratio",
    "search_public_request_ratio",
    "search_words_db_ratio",
    "search_queries",
    "publish_ms",
    "rebuild_s_per_100k",
    "rebuild_peak_mb",
    "import_10k_s",
    "import_10k_peak_mb",
}
BENCH = ["exchange.embedded", "run", "--", sys.executable, "-m", "benchmarks"]


@pytest.mark.slow
def test_every_figure_is_measured_and_compared_with_its_goal(tmp_path: Path) -> None:
    result = tmp_path / "bench.json"
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    given = {"TESTING": "1", "SIZE": "300", "BENCH_SECONDS": "0", "BENCH_RESULT": str(result)}
    ended = subprocess.run(
        [sys.executable, "-m", *BENCH], env={**kept, **given}, capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stderr.decode()
    found = json.loads(result.read_text())
    assert found.keys() == NAMES
    for name, figure in found.items():
        assert figure.keys() == {"value", "unit", "goal", "met"}
        assert figure["value"] > 0
        assert figure["met"] == (figure["value"] <= figure["goal"])
        assert name in ended.stdout.decode()
