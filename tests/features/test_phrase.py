import pytest

from kontrak.features.phrase import Phrase


def test_what_stands_in_quotation_marks_is_an_argument():
    phrase = Phrase('the field "{field}" is "{value}"', "en")
    assert phrase.parse_arguments('the field "No. PO" is "PO 1"') == {"field": "No. PO", "value": "PO 1"}


def test_a_quotation_mark_in_a_value_is_escaped():
    phrase = Phrase('the answer says "{text}"', "en")
    assert phrase.parse_arguments(r'the answer says "a \"b\""') == {"text": 'a "b"'}


def test_a_value_does_not_reach_over_its_quotation_mark():
    assert not Phrase('the field "{field}" is empty', "en").is_matching('the field "a" is "b" is empty')


@pytest.mark.parametrize("text", ["1 row", "1 rows", "22 rows"])
def test_what_stands_in_brackets_may_be_left_out(text):
    assert Phrase("{n} row(s)", "en").parse_arguments(text) == {"n": int(text.split()[0])}


def test_a_slash_parts_choices():
    phrase = Phrase("{n} call(s) is/are refused", "en")
    assert [phrase.is_matching(f"1 call {word} refused") for word in ("is", "are", "isn")] == [True, True, False]


@pytest.mark.parametrize("text", ["Outlet mengirim pesanan", "outlet mengirim pesanan ", "outlet mengirim  pesanan"])
def test_the_whole_sentence_must_be_the_phrase(text):
    assert not Phrase("{party} {does}", "id").is_matching(text)


def test_a_party_may_have_a_code():
    phrase = Phrase("{party} {does}", "id")
    found = phrase.parse_arguments('outlet "KTK000002" mengirim pesanan')
    assert found == {"code": "KTK000002", "does": "mengirim pesanan"}
    assert phrase.parse_arguments("outlet mengirim pesanan") == {"does": "mengirim pesanan"}


def test_the_words_are_those_of_the_language():
    assert not Phrase("{party} {does}", "en").is_matching("outlet mengirim pesanan")
