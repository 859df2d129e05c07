"""Loading: ours again and again, and an administrator's official list as a whole or not at all."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from companies.models import County
from exchange.audit.models import AuditLine
from streams.reference.models import MaterialClass, WasteCode
from streams.reference.queries import resolve_material, resolve_waste_code
from streams.reference.services import load_reference, load_waste_codes

GOOD = "code,hazardous,description\n10 03 08,1,Official salt slag\n200301,0,Household waste\n"


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("staff@cluster.example", "a long password")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def test_loading_again_changes_nothing(reference: dict[str, int]) -> None:
    assert all(reference.values())
    lines = AuditLine.objects.count()
    assert set(load_reference().values()) == {0}
    assert AuditLine.objects.count() == lines


@pytest.mark.usefixtures("reference")
def test_loading_mends_what_was_changed_and_keeps_what_is_not_ours() -> None:
    MaterialClass.objects.filter(code="slag").update(name_nb="Feil")
    MaterialClass.objects.create(
        code="own", kind="material", name_nb="Egen", name_nn="Eigen", name_en="Own"
    )
    assert load_reference()["material_classes"] == 1
    assert MaterialClass.objects.get(code="slag").name_nb == "Slagg"
    assert resolve_material("Eigen") is not None


@pytest.mark.usefixtures("reference")
def test_official_list_replaces_titles_of_one_language_and_keeps_the_others(
    file: Path, person: User
) -> None:
    ours = WasteCode.objects.get(code="100308")
    file.write_text(GOOD)
    report = load_waste_codes(file, actor=person)
    assert (report.created, report.updated, report.unchanged, report.errors) == (1, 1, 0, ())
    theirs = WasteCode.objects.get(code="100308")
    assert (theirs.title_en, theirs.title_nb) == ("Official salt slag", ours.title_nb)
    assert resolve_waste_code("20 03 01") is not None


@pytest.mark.usefixtures("reference")
def test_loading_the_official_list_leaves_an_audit_line_of_the_actor(
    file: Path, person: User
) -> None:
    file.write_text(GOOD)
    load_waste_codes(file, actor=person)
    line = AuditLine.objects.get(action="waste_codes_loaded")
    assert (line.actor_id, line.subject) == (person.pk, "list.csv")
    assert line.details == {"created": 1, "updated": 1, "unchanged": 0}


@pytest.mark.usefixtures("reference")
def test_official_codes_survive_the_next_load_of_ours(file: Path, person: User) -> None:
    file.write_text(GOOD)
    load_waste_codes(file, actor=person)
    assert load_reference()["waste_codes"] == 0
    assert WasteCode.objects.get(code="100308").title_en == "Official salt slag"
    assert load_waste_codes(file, actor=person).unchanged == 2


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("", 1, "code"),
        ("code,hazardous,title\n", 0, ""),
        ("number,hazardous,title\n100308,1,Slag\n", 1, "code"),
        ("code,hazardous\n100308,1\n", 1, "title"),
        ("code,title\n100308,Slag\n", 1, "hazardous"),
        ("code,hazardous,title\n100308,1,Slag\n1003,1,Slag\n", 3, "code"),
        ("code,hazardous,title\n990308,1,Slag\n", 2, "code"),
        ("code,hazardous,title\n100308,1,Slag\n10 03 08,1,Slag\n", 3, "code"),
        ("code,hazardous,title\n100308,perhaps,Slag\n", 2, "hazardous"),
        ("code,hazardous,title\n100308*,no,Slag\n", 2, "hazardous"),
        ("code,hazardous,title\n100308,1,\n", 2, "title"),
        ("code,hazardous,title\n100308,1," + "x" * 401 + "\n", 2, "title"),
        ("code,hazardous,title\n100308,1,Sl\0ag\n", 2, "title"),
        ("code,hazardous,title\n١٠٠٣٠٨,1,Slag\n", 2, "code"),
        ('code,hazardous,title\n100308,1,"' + "x" * 200_000 + '"\n', 0, ""),
    ],
)
def test_error_names_its_row_and_column_and_nothing_is_saved(
    file: Path, person: User, text: str, row: int, column: str
) -> None:
    file.write_text(text)
    report = load_waste_codes(file, actor=person)
    assert (row, column) in [(one.row, one.column) for one in report.errors]
    assert all(str(one) for one in report.errors)
    assert report.created == report.updated == 0
    assert not WasteCode.objects.exists()
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"code,title\n\xe5\n", b"x" * 5_000_001])
def test_file_that_is_no_text_is_refused(file: Path, person: User, content: bytes) -> None:
    file.write_bytes(content)
    assert [one.row for one in load_waste_codes(file, actor=person).errors] == [0]


def test_every_wrong_row_is_named(file: Path, person: User) -> None:
    file.write_text("code,hazardous,title\n1,1,a\n100308,1,b\n2,1,c\n\n3,perhaps,\n")
    found = [one.row for one in load_waste_codes(file, actor=person).errors]
    assert found == [2, 4, 6, 6, 6]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheet_in_norwegian_with_asterisks_is_read(
    file: Path, person: User, separator: str
) -> None:
    rows = [["Code", "Title"], ["10 03 08*", "Saltslagg"], ["10 03 16", "Skimmings, andre"]]
    lines = (separator.join(f'"{cell}"' for cell in row) for row in rows)
    file.write_text("\r\n".join(lines), encoding="utf-8-sig")
    assert load_waste_codes(file, actor=person, language="nb").created == 2
    flags = dict(WasteCode.objects.values_list("title_nb", "hazardous"))
    assert flags == {"Saltslagg": True, "Skimmings, andre": False}


@pytest.mark.usefixtures("reference")
def test_complete_european_list_is_loaded(shared_lists: Path, person: User) -> None:
    report = load_waste_codes(shared_lists / "list_of_waste.csv", actor=person)
    assert report.errors == ()
    assert WasteCode.objects.count() == report.created + report.updated == 842


@pytest.mark.django_db
def test_command_loads_all_lists(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    assert "critical raw materials: 34 new or changed" in capsys.readouterr().out
    assert County.objects.count() == 15


@pytest.mark.django_db
def test_command_says_what_is_wrong_with_a_list(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_waste_codes", str(file))
    file.write_text("code,hazardous,title\n1003,1,Slag\n")
    with pytest.raises(CommandError, match=r"Nothing was saved\.\nrow 2: code: "):
        call_command("load_waste_codes", str(file))
    file.write_text(GOOD)
    call_command("load_waste_codes", str(file), "--language", "en")
    assert "created: 2" in capsys.readouterr().out
