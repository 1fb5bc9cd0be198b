"""The decimal sign in files, where it is not beyond doubt."""

import pytest
from file_contents import ISO, VALUES, lines, read, said, values_of


@pytest.mark.parametrize(
    ("between", "decimal", "first"), [(";", "comma", 1.234), ("\t", "point", 1234), ("|", "point", 1234)]
)
def test_three_digits_after_a_comma(between: str, decimal: str, first: float) -> None:
    found = read(lines(ISO, [f"{n + 1},{234 + n}" for n in range(12)], between))
    assert (found.decimal, values_of(found)[0]) == (decimal, first)
    assert said(found, "'1,234'", f"decimal {decimal}")


def test_three_digits_after_a_point() -> None:
    found = read(lines(ISO, [f"{n + 1}.{234 + n}" for n in range(12)], ";"))
    assert (found.decimal, values_of(found)[0]) == ("point", 1.234)
    assert said(found, "'1.234'")


def test_another_column_tells() -> None:
    found = read(lines(ISO, [f"{n + 1}.{234 + n};{n},5" for n in range(12)], ";", "date;close;change"))
    assert (found.decimal, values_of(found)[0]) == ("comma", 1234)
    assert found.notes == ()


def test_a_chosen_sign_is_used() -> None:
    content = lines(ISO, [f"{n + 1}.{234 + n}" for n in range(12)], ";")
    assert values_of(read(content, decimal="comma"))[0] == 1234
    assert values_of(read(content, decimal="point"))[0] == 1.234


def test_a_chosen_comma_does_not_separate() -> None:
    content = "".join(f"{n},{n * 7 % 10}\n" for n in range(1, 13))
    assert read(content, decimal="comma").columns == ("column 1",)
    assert read(content).columns == ("column 1", "column 2")


def test_letters_for_thousands_and_millions() -> None:
    found = read(lines(ISO, ["1.5K", "2M", "-3.25B", *VALUES[3:]]))
    assert values_of(found)[:3] == [1500, 2e6, -3.25e9]
    assert said(found, "thousands, millions")
