"""What columns are called, in many languages: how a name is cut into words, and which words mean what.

Words are as `words_of` gives them: lower case, without signs. Nothing here looks at cells.
"""

import re
from functools import lru_cache


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


DATE = _words(
    "date datetime timestamp time ds day month period week quarter year yr dt t unix epoch opentime observationdate "
    "timeperiod datum fecha zeit jahr zeitpunkt zeitstempel messdatum tag monat woche quartal data dato dag jour mois "
    "année annee semaine trimestre horodatage fechahora año ano mes mês semana giorno mese anno settimana dzień dzien "
    "miesiąc rok дата время год месяц день tarih päivämäärä 日期 时间 時間 日付 日時 年月日 年月 年 月 日 날짜 일자 "
    "일시 시간 연도 시점 تاریخ التاريخ ts yyyymmdd yyyymm yyyymmddhh decimalyear decimaldate yearfraction tradedate "
    "tradingday mtu"
)
"""Likely names of a column of dates, the likeliest first."""
END = _words("end ende bis to fin hasta fine koniec конец close_time closetime endtime stop until")
"""The end of a period: its beginning dates the row."""
YEAR = _words("year yr jaar év yyyy yyyy jahr année annee año ano anno rok год yıl år 年 年份 년 연도 년도 yy period")
MONTH = _words("month maand hónap mo mon mm monat mois mes mês mese miesiąc miesiac месяц ay 月 月份 월 period")
DAY = _words("day dd dy tag jour día dia giorno dzień dzien день gün dag nap 日 일 dayofmonth dom")
DAY_OF_YEAR = _words("doy dayofyear yday jday julianday tagdesjahres jourdelannée")
WEEK = _words("week isoweek wk woche kw kalenderwoche semaine semana settimana tydzień неделя 周 週 주 weekofyear")
DIGITS = {
    "julian": _words("mjd jd julian juliandate modifiedjulian"),
    "week": (*WEEK, "yearweek", "yyyyww", "jahrwoche"),
}
"""What is called so is read in this way where it is made of digits."""
QUARTER = _words("quarter qtr q quartal trimestre kwartał kwartal квартал 季度 四半期 분기 period")
HOUR = _words("hour hr hh h he hourending hourofday stunde heure hora ora godzina час saat timme uur 时 時 小时 시")
MINUTE = _words("minute min mn mi minuto minuta минута 分 분")
SECOND = _words("second sec ss sekunde seconde segundo secondo секунда 秒 초")
CLOCK = _words(
    "time timeofday clock tradetime uhrzeit zeit heure hora ora godzina время saat tijd tid klokkeslett 时间 時刻 時間 "
    "시간 timestamp anfang beginn von from start begin début debut desde inizio hourending mtu utc"
)
ELAPSED = _words("millis micros ms us elapsed uptime seconds sec secs timems times t time runtime tick ticks")
INDEX = _words("index unnamed row id nr no num lfdnr instant rownum seq sequence record rn obs instance n")
CODE = _words(
    "id code key zip plz fips iso wmo icao station stations stationid gauge validity valid lat latitude lon long lng "
    "longitude breite länge laenge utcoffsetseconds qn flag flags quality "
    "status kod номер код"
)
"""Numbers that name or place something."""
SERIES = _words(
    "ticker tickers symbol name sensor station stationname region state country countryname area location site city "
    "device deviceid entityid entity product item itemid category series seriesid variable metric indicator "
    "indicatorname type kind id uniqueid group store storeid shop code purpose household meter channel asset "
    "instrument isin wkn stock fund currency pair table"
)
"""Likely names of a column that says which series a row belongs to."""
SENDERS = _words(
    "ticker tickers symbol sensor varname tag tagname entityid entity device deviceid station stationid isin"
)
"""Names of columns that tell series apart even where no date occurs twice."""
CHANGES = _words("change changes chg diff veränderung aenderung variation lag delta fark zmiana изм 涨跌幅")
VOLUME = _words(
    "volume vol volumen wolumen volym objem hacim объём объем 成交量 거래량 出来高 dividends splits "
    "cap marketcap pct percent"
)
"""What stands beside a price."""
OPENING = {
    "open": _words(
        "open o opening eröffn eröffnung öppen öppningskurs åbning åpning avaus ouv erster apertura ouverture abertura "
        "otwarcie otwarcia otevření nyitó açılış mởcửa pembukaan افتتاح الافتتاح פתיחה άνοιγμα เปด відкриття открытие "
        "откр 시가 始値 开盘 开盘价 開盤 開盤價"
    ),
    "high": _words(
        "high h hoch max maximum alto máximo máxima haut hoog hög högsta høj højeste høy høyest ylin najwyzszy "
        "najwyższy maksymalny yüksek massimo caonhất tertinggi أعلى الأعلى גבוה υψηλό สงสด макс 고가 高値 最高 最高价"
    ),
    "low": _words(
        "low l tief min minimum bajo mínimo mínima bas laag låg lägsta lav laveste lavest alin najnizszy najniższy "
        "minimalny düşük minimo thấpnhất terendah أدنى الأدنى נמוך χαμηλό ตำสด мин мін 저가 安値 最低 最低价"
    ),
}
ADJUSTED = _words("adjclose adjustedclose adjcloseprice adjclosing adjclosing closeadj closeadjusted 修正後終値 후복권")
CLOSE = _words(
    "close closelast closeprice closingprice closing schlusskurs schlußkurs schluss schlusspreis zamkniecie zamknięcie "
    "cierre fechamento clôture cloture chiusura закрытие закр 收盘 收盘价 收盤 收盤價 終値 종가 slotkoers slutkurs "
    "sluttkurs zuletzt laatste ostatnio ostatni senast senaste siste ultimo şimdi stängningskurs lukkekurs päätös "
    "zamknięcia zamkniecia záró závěr settle settlementprice kapanış kapanis uzavření zaverecny dernier letzter último "
    "đóngcửa penutupan إغلاق الإغلاق סגירה κλείσιμο ปด закриття last lastprice"
)
MEASURED = _words("value obsvalue wert messwert valeur valor valore wartość wartosc значение 值 値 값 y")
WEAK = _words("target amount total systemtotal count cnt")
"""Names of a value if nothing else was measured."""
PRICE = _words(
    "price preis prix precio preço preco prezzo cena цена 价格 価格 가격 현재가 現在値 koers kurs pris fiyat"
)
VALUES = (
    *ADJUSTED,
    *CLOSE,
    *PRICE,
    *MEASURED,
    *_words("sales umsatz ventas"),
    *WEAK,
)
"""Likely names of the value, the likeliest first."""
TOTALS = {
    *_words("total totals totale totaal sum sums summe gesamt gesamtsumme insgesamt suma somma somme soma razem итого"),
    *_words("mean average avg mittel mittelwert durchschnitt moyenne media promedio média średnia среднее gemiddelde"),
    *_words("subtotal 合計 合计 总计 平均 합계 평균"),
    *("grand total", "total general", "sub total"),
}
"""What stands in front of sums and means below a table."""


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name to be looked up by: lower-case letters and digits only, "adjclose" for "5. Adj Close"."""
    return re.sub(r"[\W_]+", "", name.lower()).lstrip("0123456789")


def words_of(name: str) -> list[str]:
    """The words of a name: ["adj", "close", "usd"] for "Adj Close (USD)", ["aapl", "close"] for "AAPL_Close"."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return [word for word in re.split(r"[\W_]+", apart.lower()) if word and not word.isdecimal()]


def is_called(name: str, words: tuple[str, ...]) -> bool:
    """Whether a name is one of these words; what stands in brackets, as in "Date (UTC)", does not count."""
    return not set(plain_names(name)).isdisjoint(words)


@lru_cache(maxsize=4096)
def plain_names(name: str) -> tuple[str, str]:
    """A name to be looked up by, with and without what stands in brackets."""
    outside = re.sub(r"[(\[{<].*?[)\]}>]", "", name) or name
    return plain_name(name), plain_name(outside)


def speaks_of(name: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words of a name is among these."""
    return is_called(name, words) or any(word in words for word in words_of(name) if len(word) > 1)
