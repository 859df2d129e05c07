"""What a database says of one plant: the form that every format is read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a row. What is flagged should be looked at by somebody."""

    field: str
    text: str
    is_flag: bool = True

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


class Point(NamedTuple):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Plant:
    """One usable row. CO2 in t/yr by register, heat in GWh/yr by class; unknown is absent.

    `heat_total` is for plants whose classes are all unknown. `country` has two letters;
    `owner` is the company's cell as it stands, which may name a branch and a partner too.
    """

    row: int
    site_id: str
    company: str
    owner: str
    site: str
    address: str
    postal_code: str
    city: str
    country: str
    point: Point | None
    subsector: str
    co2: Mapping[str, float]
    heat: Mapping[str, float]
    heat_total: float | None = None
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class Group:
    """The rows of one plant, in the order of the file."""

    plants: list[Plant]
    is_held_back: bool = False
    """Whether its listings wait as drafts, since they may be those of another group."""
    notes: dict[int, list[Note]] = field(default_factory=dict)
    """Told of a row besides what the row itself tells."""

    @property
    def first(self) -> Plant:
        return self.plants[0]

    def tell(self, plant: Plant, note: Note) -> None:
        self.notes.setdefault(plant.row, []).append(note)

    def notes_of(self, plant: Plant) -> list[Note]:
        return [*plant.notes, *self.notes.get(plant.row, [])]
