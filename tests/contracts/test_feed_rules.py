"""What feeds rest on: requirements, code lists and fields that the contract has."""

import shutil

import pytest

from kontrak.contracts import ContractError, load
from kontrak.contracts.lint import lint
from kontrak.contracts.load import HERE


@pytest.fixture
def changed(tmp_path):
    """A copy of TPOS with one text replaced in one file."""

    def changed(file, old, new):
        folder = tmp_path / "tpos"
        shutil.copytree(HERE / "tpos", folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return changed


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("feeds/invoice.yaml", "list: tipe_order", "list: colours", "colours is no code list; name one of codes.yaml"),
        (
            "feeds/invoice.yaml",
            "[deliveredQty, orderQty]",
            "[deliveredQty, soldQty]",
            "soldQty is no field; name some of",
        ),
        ("layout.yaml", "YYYYMMDD: {width: 8", "YYMMDD: {width: 6", "the date format 'YYYYMMDD' has no width"),
        ("layout.yaml", "YYYYMMDD: {width: 8", "YYYYMMDD: {width: 6", "the date format YYYYMMDD has another width"),
    ],
)
def test_what_a_feed_names_and_is_not_there_is_told(changed, file, old, new, told):
    with pytest.raises(ContractError) as error:
        load(changed(file, old, new))
    assert told in str(error.value)


def test_a_requirement_that_is_not_there_is_linted(changed):
    folder = changed("feeds/invoice.yaml", "TPOS-FEED-INV-007", "TPOS-FEED-INV-777")
    assert [problem for problem in lint(load(folder)) if "TPOS-FEED-INV-777" in str(problem)]
