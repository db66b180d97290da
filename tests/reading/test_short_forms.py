"""Short forms of names are looked for in a text: what is found is what all forms of all names, written out, say."""

import random

from planbook.reading.agencies import folded_name
from planbook.reading.short_forms import ShortForms, words_as_ids

JOINING = frozenset({"và", "cùng"})
WORDS = (
    *(
        "sở",
        "tài",
        "chính",
        "ủy",
        "ban",
        "đoàn",
        "y",
        "con",
        "vá",
        "va",
        "và",
        "cùng",
        "00017",
        "10a",
        "1",
        "&",
        "-",
        "/",
    ),
    *("(pclb)", "tp.", "’a", "ß", "²", "o\u0304", "nn&mt", "gd-đt", "x,", "aux"),
)


def name_of(chance):
    return folded_name(" ".join(chance.choices(WORDS, k=chance.randint(1, 6))).strip(", "))


def test_no_short_form_of_a_name_is_missed():
    chance = random.Random(7)
    names = [*dict.fromkeys(name for _ in range(300) if (name := name_of(chance)))]
    forms = ShortForms(names, JOINING)
    seen = 0
    for name in names:
        for form in {name, *forms.of(name)}:
            text = f"{name_of(chance)}, {form} và {name_of(chance)}"
            among = forms.among(words_as_ids(text))
            assert name in among, (name, form, text)
            assert among == [other for other in names if other in among]
            seen += 1
    assert seen > 3 * len(names)


def test_few_of_many_names_are_tried():
    names = [folded_name(f"Sở Tài chính tỉnh Thứ {number:05}") for number in range(500)]
    forms = ShortForms([*names, "sở y tế tỉnh an"], JOINING)
    assert forms.among(words_as_ids("sở tc tỉnh thứ 00017 và sởyt tỉnh an")) == [names[17]]
    assert forms.among(words_as_ids("syt tỉnh an")) == ["sở y tế tỉnh an"]
    assert forms.among(words_as_ids("ý kiến góp ý lần 2")) == []
