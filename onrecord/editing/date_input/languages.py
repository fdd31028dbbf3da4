"""Dates in the words of a language, put into English words: names by Unicode's locale data, a few words by hand.

Accents, vowel marks and the hamza may be left out. What is in no table stays as it is and is refused by the grammar.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from onrecord import dates
from onrecord.editing.date_input.report_day import WEEKDAYS

# Months bear other names in Austria, around the Río de la Plata, in the Levant, in Morocco and in Algeria.
LOCALES: Mapping[str, tuple[str, ...]] = {
    "fr": ("fr",), "de": ("de", "de_AT"), "es": ("es", "es_UY"), "ru": ("ru",),
    "ar": ("ar", "ar_LB", "ar_MA", "ar_DZ"), "he": ("he",), "zh": ("zh", "zh_Hant"),
}  # fmt: skip
ENGLISH = "en"  # its words are the grammar's own
LANGUAGES = (ENGLISH, *LOCALES)
# Only these have forms of their own that stand alone. For others Babel 2.18 gives those of whatever it loaded before.
STAND_ALONE = frozenset({"de", "ru"})
FILLER = ""
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        FILLER: "le la l' du de d' en au a mois", "beginning": "debut", "mid": "mi milieu", "end": "fin",
        "today": "aujourd'hui", "yesterday": "hier", "tomorrow": "demain", "last": "dernier", "next": "prochain",
        "spring": "printemps", "summer": "ete", "autumn": "automne", "winter": "hiver", "1": "1er",
    },
    "de": {
        FILLER: "am im den der des dem", "beginning": "anfang beginn", "mid": "mitte", "end": "ende",
        "today": "heute", "yesterday": "gestern", "tomorrow": "morgen", "last": "letzten letzter vergangenen",
        "next": "nachsten nachster kommenden",
        "spring": "fruhjahr fruhling", "summer": "sommer", "autumn": "herbst", "winter": "winter",
    },
    "es": {
        FILLER: "el la de del en a mes", "beginning": "principios comienzos inicios", "mid": "mediados",
        "end": "finales fines", "today": "hoy", "yesterday": "ayer", "tomorrow": "manana", "last": "pasado",
        "next": "proximo", "spring": "primavera", "summer": "verano", "autumn": "otono", "winter": "invierno",
        "1": "1.o 1o",
    },
    "ru": {
        FILLER: "в во г год года году", "beginning": "начале начало", "mid": "середине середина", "end": "конце конец",
        "today": "сегодня", "yesterday": "вчера", "tomorrow": "завтра",
        "spring": "весна весной весны", "summer": "лето летом лета", "autumn": "осень осенью осени",
        "winter": "зима зимой зимы",
    },
    "ar": {
        FILLER: "في من يوم شهر عام سنة", "beginning": "اوائل مطلع بداية", "mid": "منتصف اواسط", "end": "اواخر نهاية",
        "today": "اليوم", "yesterday": "امس", "tomorrow": "غدا", "last": "الماضي", "next": "المقبل القادم",
        "spring": "ربيع", "summer": "صيف", "autumn": "خريف", "winter": "شتاء",
    },
    "he": {
        FILLER: "של ב ב- שנת חודש", "beginning": "תחילת ראשית", "mid": "אמצע", "end": "סוף",
        "today": "היום", "yesterday": "אתמול", "tomorrow": "מחר", "last": "שעבר", "next": "הבא",
        "spring": "אביב", "summer": "קיץ", "autumn": "סתיו", "winter": "חורף",
    },
    "zh": {
        "this ": "本", "this year": "今年", "beginning": "初 上旬", "mid": "中旬 年中", "end": "底 末 下旬",
        "today": "今天 今日", "yesterday": "昨天 昨日", "tomorrow": "明天 明日",
        "spring": "春季 春天", "summer": "夏季 夏天", "autumn": "秋季 秋天", "winter": "冬季 冬天",
    },
}  # fmt: skip
# In Hebrew “in”, “to” and “from” are letters before the word.
BEFORE: Mapping[str, str] = {"he": "(?:[בלמה]-?)?"}
TWICE = re.compile(r"\b([a-z]+) ?/ ?\1\b")  # “آذار/مارس”: one month by both its names
PART_BEHIND = re.compile(r"(.+?) ?\b(beginning|mid|end)")


@dataclass(frozen=True)
class Vocabulary:
    """The words of a language with what they are in English, and the pattern that finds them."""

    english: Mapping[str, str]
    pattern: re.Pattern[str]


def in_english(text: str, language: str) -> tuple[str, ...]:
    """`text` in lower case with the words of `language` in English; twice where a word is a month and a weekday.

    >>> in_english("mercredi 26 mars 2021", "fr"), in_english("2021年3月26日星期五", "zh")
    (('wednesday 26 march 2021',), ('2021 march 26 friday',))
    """
    plain = _plain_letters(text)
    if language == ENGLISH:
        return (plain,)
    translate = _english_of_chinese if language == "zh" else _english_of_words
    return tuple(dict.fromkeys(translate(plain, words) for words in _vocabularies(language)))


def _english_of_words(plain: str, words: Vocabulary) -> str:
    found = words.pattern.sub(lambda match: words.english[match["word"]] or " ", plain)
    return TWICE.sub(r"\1", " ".join(found.split()))


def _english_of_chinese(plain: str, words: Vocabulary) -> str:
    """The same where nothing stands between words, and a part of a month behind it."""
    found = words.pattern.sub(lambda match: f" {words.english[match['word']]} ", _plain_chinese(plain))
    found = " ".join(found.split())
    behind = PART_BEHIND.fullmatch(found)
    return f"{behind[2]} {behind[1]}" if behind else found


def _plain_chinese(text: str) -> str:
    """Chinese with one sign for a day of the week and none for year and day."""
    for written, plain in (("週", "周"), ("禮拜", "星期"), ("礼拜", "星期"), ("星期天", "星期日"), ("周天", "周日")):
        text = text.replace(written, plain)
    return re.sub(r"(?<=[0-9])[日号號]", " ", re.sub(r"(?<=[0-9])年(?!中)|(?<=[0-9])(?=年中)", " ", text))


@cache
def _vocabularies(language: str) -> tuple[Vocabulary, ...]:
    """The words of a language: once, or with months before weekdays and the other way round (Spanish “mar”)."""
    months = {name: dates.MONTHS[n].casefold() for name, n in _names(language, "months")}
    weekdays = {name: WEEKDAYS[n] for name, n in _names(language, "days")}
    quarters = {name: f"q{n + 1}" for name, n in _names(language, "quarters")}
    others = {_plain_letters(w): english for english, words in WORDS.get(language, {}).items() for w in words.split()}
    both = (others | quarters | weekdays | months, others | quarters | months | weekdays)
    return tuple(_vocabulary(english, language) for english in (both if both[0] != both[1] else both[:1]))


def _vocabulary(english: Mapping[str, str], language: str) -> Vocabulary:
    longest_first = "|".join(re.escape(word) for word in sorted(english, key=len, reverse=True))
    if language == "zh":
        # no blanks between words: only a number must not be cut in two
        return Vocabulary(english, re.compile(f"(?<![0-9])0?(?P<word>{longest_first})"))
    before = BEFORE.get(language, "")
    return Vocabulary(english, re.compile(rf"(?<!\w){before}(?P<word>{longest_first})(?:(?<=['-])|(?!\w))[.']?"))


def _names(language: str, of: str) -> Iterator[tuple[str, int]]:
    """Names of months, weekdays or quarters with their number from 0, Monday first."""
    contexts = ("format", "stand-alone") if language in STAND_ALONE and of != "quarters" else ("format",)
    for locale in map(Locale.parse, LOCALES[language]):
        for context in contexts:
            for width in ("abbreviated", "wide"):
                for number, name in getattr(locale, of)[context][width].items():
                    for form in _forms(_plain_letters(name).rstrip(".'"), language):
                        yield form, number if of == "days" else number - 1


def _forms(name: str, language: str) -> Iterator[str]:
    """A name, and in Russian that after “in” and “on”: «в марте», «в среду»."""
    yield name
    if language == "ru" and len(name) > 2:
        yield name.removesuffix("а") + "у" if name.endswith("а") else name.rstrip("ьи") + "е"


def _plain_letters(text: str) -> str:
    """`text` in lower case without accents, with one apostrophe and one comma for those of all scripts."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    whole = unicodedata.normalize("NFC", "".join(c for c in apart if unicodedata.category(c) != "Mn"))
    for written, plain in (("’", "'"), ("׳", "'"), ("،", ","), ("、", ",")):
        whole = whole.replace(written, plain)
    return " ".join(whole.split())
