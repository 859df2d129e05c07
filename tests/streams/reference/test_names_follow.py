"""Names kept in memory are forgotten when lists are loaded, in the process that loaded them."""

import pytest

from streams.catalogue.names import current_names, forget_names
from streams.reference.models import MaterialClass
from streams.reference.services import load_reference
from streams.web.names import current_names as shown_names
from streams.web.names import forget_names as forget_shown_names

pytestmark = pytest.mark.django_db


def test_a_list_that_is_loaded_again_is_searched_and_shown_with_its_new_names() -> None:
    load_reference()
    code = MaterialClass.objects.order_by("ordering")[0].code
    mended = MaterialClass.objects.get(code=code)
    words = (mended.name_nb, mended.name_nn, mended.name_en)
    MaterialClass.objects.filter(code=code).update(
        name_nb="Gammelt", name_nn="Gammalt", name_en="Old"
    )
    forget_names()
    forget_shown_names()
    assert "Old" in current_names().materials[code]
    assert shown_names().materials[code].name_en == "Old"
    load_reference()
    assert all(word in current_names().materials[code] for word in words)
    assert shown_names().materials[code].name_en == mended.name_en
