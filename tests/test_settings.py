"""Settings: closed and frozen groups whose fields say everything about themselves."""

from typing import Annotated

import pytest
from pydantic import ValidationError

from seqcore.settings import OneOf, Settings, fields_of, setting

COLOURS = {"red": "Red", "blue": "Blue"}


class Wheel(Settings):
    spokes: int = setting(8, "Spokes", "How many spokes.", ge=3, le=1000)


class Bicycle(Settings):
    kind: str = "bicycle"
    version: int = 1
    colour: Annotated[str, OneOf(COLOURS)] = setting("red", "Colour", "What it looks like.")
    weight: float = setting(10.0, "Weight", "In kilograms.", gt=0, le=2500)
    gears: int | None = setting(None, "Gears", "Empty: none.", ge=1, le=27, only_if={"colour": ("blue",)})
    lamp: bool = setting(False, "Lamp", "To be seen.", advanced=True)
    wheels: tuple[Wheel, ...] = setting(
        lambda: (Wheel(), Wheel()), "Wheels", "Usually two.", min_length=1, max_length=3
    )
    price: float = setting(1.0, "Price", "No upper end.", ge=0)
    luck: float = setting(0.0, "Luck", "No lower end.", le=1)


FIELDS = fields_of(Bicycle)


def test_fields_come_in_order_without_kind_and_version() -> None:
    assert list(FIELDS) == ["colour", "weight", "gears", "lamp", "wheels", "price", "luck"]


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "colour": "one of red, blue",
        "weight": "a number above 0 and up to 2,500",
        "gears": "a whole number from 1 to 27, or nothing",
        "lamp": "true or false",
        "wheels": "a list of 1 to 3 entries",
        "price": "a number of at least 0",
        "luck": "a number up to 1",
    }.items(),
)
def test_a_field_says_in_words_what_is_allowed(name: str, words: str) -> None:
    assert FIELDS[name].allowed() == words


def test_thousands_are_set_apart() -> None:
    assert fields_of(Wheel)["spokes"].allowed() == "a whole number from 3 to 1,000"


def test_a_field_knows_its_title_explanation_default_and_bounds() -> None:
    weight = FIELDS["weight"]
    assert (weight.title, weight.explanation, weight.default) == ("Weight", "In kilograms.", 10.0)
    assert (weight.value_type, weight.above, weight.low, weight.high) == (float, 0, None, 2500)
    gears = FIELDS["gears"]
    assert (gears.value_type, gears.optional, gears.default, gears.low, gears.high) == (int, True, None, 1, 27)
    assert FIELDS["colour"].choices == COLOURS
    assert FIELDS["lamp"].advanced
    assert not weight.advanced


def test_a_list_field_knows_its_items_and_gets_a_fresh_default() -> None:
    wheels = FIELDS["wheels"]
    assert wheels.item is Wheel
    assert (wheels.low, wheels.high) == (1, 3)
    assert wheels.default == (Wheel(), Wheel())


def test_a_field_with_a_condition_applies_only_beside_the_values_it_names() -> None:
    assert FIELDS["gears"].applies({"colour": "blue"})
    assert not FIELDS["gears"].applies({"colour": "red"})
    assert not FIELDS["gears"].applies({})
    assert FIELDS["weight"].applies({})


def test_choices_may_be_titles_or_entries_with_a_title() -> None:
    assert OneOf(COLOURS).titles() == COLOURS
    assert OneOf({"few": setting_with_title("Few"), "many": "Many"}).titles() == {"few": "Few", "many": "Many"}


def setting_with_title(title: str) -> object:
    return type("Entry", (), {"title": title})()


def test_a_default_gives_way_to_a_lower_bound() -> None:
    class Short(Settings):
        steps: int = setting(10, "Steps", "The limit was lowered.", ge=2, le=5)
        patience: int | None = setting(None, "Patience", "None stays none.", ge=1, le=5)

    assert (Short().steps, Short().patience) == (5, None)
    assert fields_of(Short)["steps"].default == 5


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Wheel().spokes = 9


@pytest.mark.parametrize(
    "wrong",
    [
        *({"colour": "green"}, {"weight": 0}, {"weight": float("nan")}, {"price": float("inf")}, {"gears": 0}),
        *(
            {"gears": True},
            {"gears": "12"},
            {"gears": 3.0},
            {"weight": "9"},
            {"weight": True},
            {"lamp": 1},
            {"lamp": "no"},
        ),
        *({"bell": 1}, {"wheels": []}, {"wheels": [{}] * 4}, {"wheels": [{"spokes": 2}]}),
    ],
)
def test_what_is_not_allowed_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Bicycle.model_validate(wrong)


def test_the_bounds_themselves_are_allowed() -> None:
    bicycle = Bicycle.model_validate({"weight": 2500, "gears": 27, "wheels": [{"spokes": 3}] * 3, "price": 0})
    assert Bicycle.model_validate({"weight": 9}).weight == 9.0
    assert (bicycle.weight, bicycle.gears, len(bicycle.wheels), bicycle.price) == (2500, 27, 3, 0)
