"""All measurements in turn, each on the database that it needs."""

from benchmarks import importing, publishing, rebuilding, searching
from benchmarks.data import catalogue_database, register_database
from benchmarks.databases import use
from benchmarks.measures import Measure


def measured(size: int) -> list[Measure]:
    """Everything, on a catalogue of `size` listings."""
    register = register_database(size)
    rebuilt = rebuilding.measures(register)
    brought_in = importing.measures(register, size)
    use(catalogue_database(size, register))
    return [*searching.measures(), *publishing.measures(), *rebuilt, *brought_in]
