import pytest

from kontrak.contracts import load
from kontrak.features import columns
from kontrak.features.failure import Misused

ORDER = load("tpos").operations["createPurchaseOrder"].request


@pytest.mark.parametrize("name", ["noPo", "NOPO", "No. PO", "no. po", "Order number"])
def test_a_field_is_found_by_key_label_and_title(name):
    assert columns.place(ORDER, name)[0] == ("noPo",)


@pytest.mark.parametrize("name", ["items[2].qty", "items[2]/qty", "Items[2].Qty"])
def test_rows_count_from_one(name):
    path, node = columns.place(ORDER, name)
    assert path == ("items", 1, "qty")
    assert node["type"] == "integer"


def test_an_unknown_field_is_told_with_the_nearest():
    with pytest.raises(Misused, match=r"no field 'noPoo'; did you mean noPo\?"):
        columns.place(ORDER, "noPoo")


def test_a_name_in_quotation_marks_is_taken_as_it_is():
    assert columns.place(ORDER, '"noPoo"') == (("noPoo",), {})


def test_a_path_is_shown_as_it_is_written():
    assert columns.shown(("items", 1, "qty")) == "items[2].qty"


def test_values_are_put_into_new_rows_and_rows_that_are_there():
    message = {"items": [{"qty": 1}]}
    columns.put(message, ("items", 0, "qty"), 5)
    columns.put(message, ("items", 1, "qty"), 6)
    assert message == {"items": [{"qty": 5}, {"qty": 6}]}


def test_no_row_is_left_out():
    with pytest.raises(Misused, match=r"no place items\[4\].qty; rows count from 1, and none is left out"):
        columns.put({"items": [{"qty": 1}]}, ("items", 3, "qty"), 5)


def test_what_is_not_there_can_be_dropped():
    message = {"a": 1}
    columns.drop(message, ("b", 0, "c"))
    assert message == {"a": 1}
