"""The names of months in the most common languages, and the signs that stand for year, month and day in others."""

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

# English, German, French, Spanish, Italian, Portuguese, Dutch, Russian, Polish, Turkish; Nordic, Czech, Indonesian.
MONTHS = (
    "january januar jänner janvier enero gennaio janeiro januari январь января styczeń stycznia styczen ocak leden "
    "ledna",
    "february februar février fevrier febrero febbraio fevereiro februari февраль февраля luty lutego şubat únor února",
    "march märz maerz mrz mars marzo março marco maart mrt март марта marzec marca mart březen března maret",
    "april avril abril aprile апрель апреля kwiecień kwietnia kwiecien nisan duben dubna",
    "may mai mayo maggio maio mei май мая maj maja mayıs květen května",
    "june juni juin junio giugno junho июнь июня czerwiec czerwca haziran červen června",
    "july juli juillet julio luglio julho июль июля lipiec lipca temmuz červenec července",
    "august août aout agosto augustus август августа sierpień sierpnia sierpien ağustos augusti srpen srpna agustus",
    "september septembre septiembre settembre setembro сентябрь сентября wrzesień września wrzesien eylül září",
    "october oktober octobre octubre ottobre outubro октябрь октября październik października pazdziernik ekim říjen "
    "října",
    "november novembre noviembre novembro ноябрь ноября listopad listopada kasım",
    "december dezember décembre decembre diciembre dicembre dezembro декабрь декабря grudzień grudnia grudzien aralık "
    "prosinec prosince desember",
)
LETTERS = "a-zà-žа-џ"
"""The letters of these names, as in a pattern."""
_FOREIGN = "[\u00a0\u202f年년월月時时시분分季四午오曜周週期拜일日火水木金土화수목금토]"
"""One of them stands in whatever `_SIGNS` change."""
_SIGNS = (
    ("[\u00a0\u202f]", " "),
    (r"\s*[(（]?(?:(?:周|週|星期|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일)[)）]?", " "),
    (r"\s*[(（][月火水木金土日월화수목금토일一二三四五六][)）]", " "),
    (r"(?:오전|上午|午前)\s*([\d:時时시分분秒초 ]+)", r"\1 am"),
    (r"(?:오후|下午|午後)\s*([\d:時时시分분秒초 ]+)", r"\1 pm"),
    (r"(\d{4})\.(\d\d)\s*[月월]", r"\1-\2"),
    *((f"第{sign}季度", f"q{number}") for number, sign in enumerate("一二三四", 1)),
    (r"(\d)\s*[年년]\s*", r"\1-"),
    (r"(\d)\s*[月월]\s*", r"\1-"),
    (r"(\d)\s*[日일号]", r"\1 "),
    (r"第?([1-4])\s?(?:季度|四半期|분기)", r"q\1"),
    (r"(\d)\s*[時时시]\s*", r"\1:"),
    (r"(\d)\s*[分분]\s*", r"\1:"),
    (r"(\d)\s*[秒초]", r"\1"),
    (r"[-:\s]+([ap]m)$", r" \1"),
    (r"[-:\s]+$", ""),
)


_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= dict(zip("mtshr", _ERAS.values(), strict=True)) | {"民國": 1911, "": 1911}
_ERA = r"^(明治|大正|昭和|平成|令和|[mtshr]|民國)(\d{1,3}|元)([年.])(\d{1,2}[月.])"
"""The years of Japanese eras and of Taiwan: 令和6年1月4日, R6.1.4 and 民國113年1月4日 are 4 January 2024."""
_MINGUO = r"^1\d\d[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])(?:\D|$)"
"""Years of Taiwan without its name, 113/01/04: where there are three digits, the years of two are of the same kind."""
_SHORT_MINGUO = r"^()(\d{2,3})([-/.年])(\d{1,2}[-/.月])"


def _year_of_era(found: re.Match[str]) -> str:
    era, year, sign, month = found.groups()
    return f"{_ERAS[era] + (1 if year == '元' else int(year))}{sign}{month}"


def told_of_years(text: "pa.Array") -> tuple[str, ...]:
    """That years were read as those of Taiwan, where nothing but their three digits says so."""
    import pyarrow.compute as pc

    cells = text.filter(pc.match_substring_regex(text, _MINGUO).fill_null(False))
    if not len(cells):
        return ()
    year = int(cells[0].as_py()[:3])
    return (f"Years were read as those of Taiwan's calendar: {year} is {year + _ERAS['民國']}.",)


def without_signs(text: "pa.Array") -> "pa.Array":
    """Dates with the signs of Chinese, Japanese and Korean as digits: "2024-3-30" for 2024年3月30日."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for telling, era in ((_ERA, _ERA), (_MINGUO, _SHORT_MINGUO)):
        if pc.any(pc.match_substring_regex(text, telling)).as_py():
            cells = [cell and re.sub(era, _year_of_era, cell) for cell in text.to_pylist()]
            text = pa.array(cells, pa.string())
    if not pc.any(pc.match_substring_regex(text, _FOREIGN)).as_py():
        return text
    for pattern, plain in _SIGNS:
        text = pc.replace_substring_regex(text, pattern=pattern, replacement=plain)
    return text


def _beginnings() -> dict[str, int]:
    """The month of each name, and of each beginning from three letters on that belongs to one month only."""
    whole = {name: month for month, names in enumerate(MONTHS, 1) for name in names.split()}
    months: dict[str, set[int]] = {}
    for name, month in whole.items():
        for end in range(3, len(name) + 1):
            months.setdefault(name[:end], set()).add(month)
    return {start: next(iter(found)) for start, found in months.items() if len(found) == 1} | whole | {"sept": 9}


MONTH_OF = _beginnings()


def months_by_name(names: "pa.Array") -> npt.NDArray[np.int64]:
    """1 to 12, and 0 for what is no month."""
    import pyarrow as pa
    import pyarrow.compute as pc

    place = pc.index_in(names, value_set=pa.array(list(MONTH_OF)))
    numbers = np.array([*MONTH_OF.values(), 0])
    found: npt.NDArray[np.int64] = numbers[place.fill_null(len(MONTH_OF)).to_numpy(zero_copy_only=False)]
    return found
