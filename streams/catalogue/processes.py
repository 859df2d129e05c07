"""Publishes batches in several processes, each with its own connection. Called by rebuild alone.

Processes are started anew rather than forked: a fork would share our connection, and inherit
pools and progress bars whose threads it lacks. They import this file before Django is set up, so
nothing here may import models.
"""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING

import django
from django.db import connection

if TYPE_CHECKING:
    from streams.catalogue.publish import Drift

WAITING_FOR_EACH = 2
"""Batches given out per process, so that none waits for us; the rest stays in the database."""


def published_by(
    processes: int, batches: Iterator[list[str]], *, dry_run: bool
) -> "Iterator[tuple[Drift, list[str]]]":
    """What each batch differed in, and the batch, in the order in which they are done.

    An error in one ends all, and so does Ctrl-C, after the batches that have begun.
    """
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=begin,
        initargs=(str(connection.settings_dict["NAME"]),),
    )
    running: dict[Future[Drift], list[str]] = {}
    try:
        while True:
            for ids in islice(batches, processes * WAITING_FOR_EACH - len(running)):
                running[pool.submit(published, ids, dry_run)] = ids
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield done.result(), running.pop(done)
    finally:
        pool.shutdown(cancel_futures=True)


def begin(database: str) -> None:
    """Once in each process: Django, our database, and an end with the process that started us.

    A Ctrl-C reaches every process of a terminal; the first one decides when to stop.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    django.setup()
    connection.settings_dict["NAME"] = database


def end_with_parent() -> None:
    """Even one that was killed: what is half done is rolled back by the database."""
    if parent := parent_process():
        parent.join()
    os._exit(1)


def published(ids: list[str], dry_run: bool) -> "Drift":
    from streams.catalogue.publish import publish

    return publish(ids, dry_run=dry_run, verify=True)
