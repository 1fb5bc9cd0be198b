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


@pytest.mark.parametrize(("between", "sign", "decimal"), [(";", ".", "comma"), ("\t", ",", "point")])
def test_whole_hundreds_beside_three_digits_tell(between: str, sign: str, decimal: str) -> None:
    numbers = [900, 1019, 1138, 957, 1076, 895, 1014, 1133, 952, 1071, 890, 1009]
    found = read(lines(ISO, [f"{number:,}".replace(",", sign) for number in numbers], between))
    assert (found.decimal, values_of(found), found.questions) == (decimal, numbers, ())
    assert said(found, f"'1{sign}019'", "thousand")


@pytest.mark.parametrize(("before", "after", "scale"), [("Rp", ".000", 1000), ("<", ",5", 1), ("", ".000", 1000)])
def test_what_only_a_decimal_comma_explains(before: str, after: str, scale: int) -> None:
    found = read(lines(ISO, [f"{before}1.{n}{after}" for n in range(110, 122)], ";"))
    assert (found.decimal, found.questions) == ("comma", ())
    assert values_of(found) == [(1000 + n) * scale + (0.5 if scale == 1 else 0) for n in range(110, 122)]


def test_a_few_small_numbers_tell_nothing() -> None:
    found = read(lines(ISO, [f"{n + 1}.{234 + n}" if n % 3 else n for n in range(12)], ";"))
    assert [question.about for question in found.questions] == ["decimal"]


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
