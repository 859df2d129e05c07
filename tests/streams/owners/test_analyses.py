"""Analyses are kept beside one another; opening one loses nothing typed in another."""

import re
from datetime import date

import pytest

from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft
from streams.register.models import Analysis, Record
from tests import worlds
from tests.streams.owners.conftest import Works
from tests.streams.owners.test_pages import parts

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
Fields = dict[str, str]


@pytest.fixture
def two(works: Works) -> Works:
    """The listing with an analysis of 2023 and one of 2024."""
    analyses = [
        AnalysisDraft([ConstituentDraft("MnO", Interval(year - 2018, year - 2017))],
                      date(year, 5, 1), f"XRF {year}")
        for year in (2023, 2024)
    ]  # fmt: skip
    worlds.change(works.record, analyses=analyses)
    return works


def sent(works: Works) -> Fields:
    """What a browser would send back of the page as it stands."""
    page = works.client(works.kari).get(works.page("sammensetning")).context["page"]
    return {name: texts[0] for name, texts in page.texts().items() if texts}


def pressed(works: Works, **button: str) -> Fields:
    data = sent(works)
    works.client(works.kari).post(works.page("sammensetning"), {**data, **button})
    return sent(works)


def saved(works: Works) -> dict[str, list[Interval]]:
    return {
        one.method: [row.interval for row in one.constituents.all()]
        for one in Analysis.objects.filter(record=works.record)
    }


def publish(works: Works) -> None:
    works.client(works.kari).post(f"/oppforing/{works.record.pk}/se-over/")


def test_the_newest_is_open_and_the_others_are_listed(two: Works) -> None:
    page = two.client(two.kari).get(two.page("sammensetning")).content.decode()
    assert 'value="XRF 2024"' in page
    assert 'name="open" value="0"' in page
    assert "spread" in page


def test_another_analysis_is_added_beside_the_older_ones(two: Works) -> None:
    data = pressed(two, fresh="1")
    assert data.get("method", "") == ""
    typed = {**data, **parts(("SiO2", "41", "wt%")), "method": "ICP", "analysed_on": "2025-02-03"}
    two.client(two.kari).post(two.page("sammensetning"), {**typed, "next": "1"})
    publish(two)
    assert saved(two) == {
        "ICP": [Interval.point(41)],
        "XRF 2024": [Interval(6, 7)],
        "XRF 2023": [Interval(5, 6)],
    }


def test_opening_another_keeps_what_was_typed_in_the_first(two: Works) -> None:
    data = {**sent(two), "parts-0-share": "9,5"}
    client = two.client(two.kari)
    client.post(two.page("sammensetning"), {**data, "open": "0"})
    opened = sent(two)
    assert (opened["method"], opened["parts-0-share"]) == ("XRF 2023", "5–6")
    client.post(two.page("sammensetning"), {**opened, "parts-0-share": "4", "next": "1"})
    publish(two)
    assert saved(two) == {"XRF 2024": [Interval.point(9.5)], "XRF 2023": [Interval.point(4)]}


def test_a_removed_analysis_can_be_put_back_until_it_is_saved(two: Works) -> None:
    assert pressed(two, drop="0")["others-0-gone"] == "on"
    assert "others-0-gone" not in pressed(two, keep="0")
    pressed(two, drop="0")
    two.client(two.kari).post(two.page("sammensetning"), {**sent(two), "next": "1"})
    publish(two)
    assert list(saved(two)) == ["XRF 2024"]


def test_nonsense_in_an_analysis_that_is_not_open_is_refused_by_name(two: Works) -> None:
    data = {**sent(two), "parts-0-share": "lots"}
    client = two.client(two.kari)
    client.post(two.page("sammensetning"), {**data, "open": "0"})
    answer = client.post(two.page("sammensetning"), {**sent(two), "next": "1"})
    assert answer.status_code == 422
    assert "XRF 2024" in answer.content.decode()


def test_saving_other_pages_leaves_the_analyses_as_they_were(two: Works) -> None:
    before = list(Analysis.objects.values_list("pk", flat=True))
    two.client(two.kari).post(two.page("handtering"), {"availability": "now", "next": "1"})
    publish(two)
    assert list(Analysis.objects.values_list("pk", flat=True)) == before


def test_typical_values_open_an_analysis_of_their_own(two: Works) -> None:
    Record.objects.filter(pk=two.record.pk).update(material=slag())
    data = pressed(two, typical="1")
    assert data["is_typical"] == "on"
    assert data["source"]
    assert {data["others-0-method"], data["others-1-method"]} == {"XRF 2023", "XRF 2024"}


def slag() -> str:
    material = worlds.material_of("material")
    material.pk = material.code = "silicomanganese_slag"
    material.save(force_insert=True)
    return material.pk


def test_the_sum_shows_also_when_it_is_too_much(works: Works) -> None:
    typed = parts(("SiO2", "70", "wt%"), ("CaO", "57", "wt%"))
    answer = works.client(works.kari).post(works.page("sammensetning"), typed, headers=HTMX)
    assert "127" in answer.content.decode()


def merge_page(works: Works, mine: Fields, theirs: Fields, accept: str = "en") -> str:
    """Kari has typed, Ola has saved something else; what Kari is asked."""
    page = works.page("sammensetning")
    works.client(works.kari).post(page, {**mine, "next": "1"})
    ola = works.client(works.ola)
    ola.post(page, {**theirs, "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    answer = works.client(works.kari).get(
        f"/oppforing/{works.record.pk}/samle/", headers={"Accept-Language": accept}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def lines_of(page: str) -> list[list[str]]:
    """The cells of all table rows, without mark-up."""
    return [
        [" ".join(re.sub("<[^>]*>", " ", cell).replace("\u202f", " ").replace("\xa0", " ").split())
         for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    ]  # fmt: skip


def test_two_analyses_stand_side_by_side_with_what_differs_marked(two: Works) -> None:
    there = sent(two)
    about = {name: text for name, text in there.items() if not name.startswith("parts-")}
    mine = {
        **about,
        **parts(("MnO", "6,5-7", "wt%"), ("SiO2", "40-44", "wt%"), ("Pb", "12", "mg/kg")),
    }
    theirs = {
        **about,
        **parts(("Pb", "350", "mg/kg"), ("MnO", "9", "wt%"), ("SiO2", "40–44", "wt%")),
    }
    lines = lines_of(merge_page(two, mine, theirs, "nb"))
    assert lines[0] == [
        "Stoff", "Det du skrev 1. mai 2024, XRF 2024", "Det den andre lagret 1. mai 2024, XRF 2024",
    ]  # fmt: skip
    found = {line[0].removesuffix(" avviker"): (line[1:], "avviker" in line[0]) for line in lines}
    assert found["Pb"] == (["12 mg/kg", "350 mg/kg"], True)
    assert found["SiO2"] == (["40–44 %", "40–44 %"], False)


def test_only_what_differs_of_the_other_analyses_is_shown(two: Works) -> None:
    """One has changed the older analysis, the other has taken it away."""
    there = sent(two)
    rows = there["others-0-rows"]
    page = merge_page(
        two,
        {**there, "others-0-rows": rows.replace("5", "4", 1)},
        {**there, "others-0-gone": "on"},
    )
    lines = lines_of(page)
    assert lines[0][1:] == ["What you wrote May 1, 2023, XRF 2023",
                            "What the other saved no such analysis"]  # fmt: skip
    assert any(line[0] == "MnO differs" and line[2] == "not there" for line in lines)
    assert "XRF 2024" not in "".join(cell for line in lines for cell in line)
    assert "\t" not in page.partition("<form")[2].partition("</form>")[0]


def test_what_cannot_be_read_stands_as_it_was_written(two: Works) -> None:
    about = {name: text for name, text in sent(two).items() if not name.startswith("parts-")}
    mine = {**about, **parts(("Unobtainium", "<b>much", "wt%"), ("MnO", "5", "wt%"))}
    page = merge_page(two, mine, {**about, **parts(("MnO", "7", "wt%"))})
    assert "&lt;b&gt;much" in page
    assert ["MnO differs", "5 %", "7 %"] in lines_of(page)
