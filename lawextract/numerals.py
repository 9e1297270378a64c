"""数词 → exact value: the grammar of Arabic, Chinese and mixed numerals.

Works on folded text (half width, Simplified). One left-to-right pass finds the longest well-formed numeral at
an offset; what follows it belongs to the next one (八百一千 is 800 and 1000). Values are exact ``Decimal``;
nothing is rounded. Scale words follow the Chinese system: 万 = 10^4, 亿 = 10^8, 万亿 = 10^12; 一万五 is 15 000
and 三百二 is 320, as spoken; 一二三 without a scale word is read digit by digit; two neighbouring digits before
a scale word (三五百) or after one (十五六) are a lower and an upper end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from typing import NamedTuple

import regex

DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2, "幺": 1, "参": 3, "俩": 2, "仨": 3, "貳": 2, "弍": 2, "洞": 0, "拐": 7,
}  # fmt: skip
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 2, "卄": 2, "卅": 3, "卌": 4}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12, "京": 10**16}
#: Characters that can begin or continue a Chinese numeral wherever they stand.
CHINESE = "零〇一二三四五六七八九十百千万亿两廿卅"
#: Their forms for cheques; 伍, 陆 and 参 are also names and words.
CAPITAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
#: Every sign of a Chinese number.
HAN_DIGITS = CHINESE + CAPITAL

#: A plain Arabic number: thousands separators (also a space or a line break after one), decimals. A broken copy may part
#: the digits of a number (2 3 5 6 名, 14 60人, 6⏎814 件) and its point from them (94 .5%, 32. 6万件); it is put together
#: where a word stands before it and a unit after it.
ARABIC = (
    r"(?:(?<=[\p{Han}、,]\s?)\d(?:(?:[^\S\n]\d){1,8}(?!\d)(?=\s?(?:\p{Han}|\.\s?\d|%))|(?:[^\S\n]\d)*\n\d(?!\d)(?=[ ]?\p{Han}))|(?<=[\p{Han}、,])(?<![数为别各])[1-9](?:[^\S\n]\d{1,2}){2,6}(?!\d)(?=\s?\p{Han})|(?<=[\p{Han}、,]\s?)[1-9]\d{0,2}\n\d{3}(?=\s?\p{Han})"
    r"|(?<=[\p{Han}”》])(?!(?:19|20)\d\d )[1-9]\d{0,3} \d{1,4}(?![\d年月日号])(?=(?:\.\d+)?[\p{Han}%])"
    r"|(?<=\p{Han}\s?)\d{1,3},(?:\d\s\d{2}|\d{2}\s\d)(?!\d)(?=\s?\p{Han})"
    r"|\d{1,3}(?:,\s?\d{3})+(?![\d,])|\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d+)"
    r"(?:\.\d+|(?<=\p{Han}\s?(?:\d{1,6}|\d(?:\s\d){1,4}))\s?\.\s?\d{1,2}(?=\s{0,2}(?:[万亿%]|元|个?\s?百\s?分\s?点|平方|公里|亩)))?"
)

#: Arithmetic that does not round.
EXACT = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN)
_LONGEST = 100  # digits; a longer string is no number of anything

_ARABIC = regex.compile(ARABIC)
# in prose a space after the comma parts the items of a list, and a number may begin with its point
_PROSE_ARABIC = re.compile(
    r"(?<=\d\.)\d++|(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d++(?=\.\d++\.\d)|\d++(?:\.\d++)?|\.\d++)(?:\.\d++(?!\.\d))?"
)
_POWER = re.compile(r"(?:[eE](?P<ten>[+-]?\d{1,3})|\^(?P<power>[+-]?\d{1,2}))(?![\w^]|\.\d)")
_SUFFIX = re.compile(r" ?(?:(?P<thousand>[kK])|(?P<million>M)|(?P<milliard>G)|(?P<wan>[wW]))(?![A-Za-z\d²³/])")
_SUFFIXES = {"thousand": 3, "million": 6, "milliard": 9, "wan": 4}
_SEPARATOR = re.compile(r"[,\s]")
# after one of these 一两 and 三两 are one or two and two or three; elsewhere 两 is a weight
_COUNTED = tuple("个位名天年次件家回句块元毛月周小分秒杯碗瓶张条本只米里岁遍趟声页盒包头点")
_DIGIT_RUN = re.compile(f"[{''.join(DIGITS)}]+")
_GAP = re.compile("[零〇]{1,100}")
_LEADING_ZEROS = re.compile("[零〇]{1,100}(?=[一二三四五六七八九]?十|[一二三四五六七八九两][百千万亿])")
_POINT = re.compile(r" ?点 ?(?:(?P<words>[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]+)|(?P<digits>\d+))")
_POINT_SCALE = re.compile(r"[十百千]?[万亿]+|[百千]|个亿")
_INNER = re.compile(r" ?(?:[余多]|来(?<=[十百千]来)|(?<=[十0])几) ?(?=[万亿])")
_PROSE_INNER = re.compile(r" ?(?:(?:[余多来]|个多) ?(?=[万亿])|几十?)")
#: What makes a scale word of 兆 in a report: 一兆三千亿元.
_GOES_ON_LARGE = re.compile(r"[零一二三四五六七八九十百千两\d]{1,12}[万亿]")
_LONE = frozenset("一二三四五六七八九")
_GOES_ON = frozenset([*DIGITS, *SMALL, *TENS, *LARGE, *" \u00a0点余多来几个"])
#: Scale words that belong to a unit: 千克, 兆瓦, 百分点.
_OF_UNIT = re.compile(r"千(?=[克米瓦卡帕伏焦赫])|兆(?=[瓦赫帕]|字节|比特)|百(?=分[点比])")


class Number(NamedTuple):
    """A numeral in a text: where it ends, what it is worth, and whether 余, 多 or 几 stands inside."""

    end: int
    value: Decimal
    upper: Decimal | None = None
    more: bool = False


def value_of(numeral: str) -> Decimal | None:
    """The exact value of one folded numeral, or None when it is none.

    Raises nothing: a string that follows no rule of Chinese numerals gives None.

    >>> [int(value_of(n)) for n in ("一万五", "三百二", "一百八十万五千", "3万4千", "二〇二三", "十")]
    [15000, 320, 1805000, 34000, 2023, 10]
    >>> value_of("1.3万亿") == Decimal("1.3e12"), value_of("一万五千亿") == Decimal("1.5e12")
    (True, True)
    >>> value_of("三点一四"), value_of("负五"), value_of("8,046.3"), value_of("一百一百")
    (Decimal('3.14'), Decimal('-5'), Decimal('8046.3'), None)
    """
    negative = numeral[:1] in ("负", "-")
    number = scan(numeral, int(negative))
    if number is None or number.end != len(numeral):
        return None
    value = number.value if number.upper is None else digits_of(numeral[int(negative) :])
    return value.copy_negate() if negative and value is not None else value


def digits_of(text: str) -> Decimal | None:
    """二〇二三 → 2023, read digit by digit; None when a character is no digit word."""
    if not text or len(text) > _LONGEST or not all(char in DIGITS for char in text):
        return None
    return Decimal("".join(str(DIGITS[char]) for char in text))


def scan(text: str, start: int, *, prose: bool = False) -> Number | None:
    """The longest well-formed unsigned numeral at *start*.

    In *prose* a numeral may be spaced (三千 九百), begin with its point, and carry a power or suffix (2e5, 40k).

    >>> scan("八百一千", 0).end, scan("十五六", 0)
    (2, Number(end=3, value=Decimal('15'), upper=Decimal('16'), more=False))
    """
    first = text[start : start + 1]
    if first in _LONE and text[start + 1 : start + 2] not in _GOES_ON:  # most Chinese ones: 三级, 四川
        return Number(start + 1, Decimal(DIGITS[first]))
    with localcontext(EXACT):
        return _Scanner(text, start, prose).read()


class _Amount(NamedTuple):
    """Digits in front of a scale word or at the end: one digit, two neighbours, a string or Arabic."""

    end: int
    low: Decimal
    high: Decimal
    single: bool  # counts the next lower scale after a scale word: 一万五
    arabic: bool = False


@dataclass(slots=True)
class _Scanner:
    """Left to right through one numeral; ``best`` is the longest well-formed part so far."""

    text: str
    at: int
    prose: bool
    best: Number | None = None
    closed: list[tuple[Decimal, Decimal, int]] = field(default_factory=list)  # amounts with their 万 or 亿
    low: Decimal = Decimal(0)  # the section that is open, below the next 万
    high: Decimal = Decimal(0)
    scale: int = 0  # the last 千, 百, 十 of the section
    more: bool = False
    fractional: bool = False  # an Arabic amount with decimals takes scale words, no further amounts
    done: bool = False

    def read(self) -> Number | None:
        while not self.done:
            self._step()
        return self._with_decimals()

    @property
    def _begun(self) -> bool:
        return self.best is not None

    @property
    def _last_scale(self) -> int:
        return self.scale or (self.closed[-1][2] if self.closed else 0)

    def _step(self) -> None:
        """One amount with its scale word, or one of them alone."""
        at = self._spaced(self.at)
        zeros = (_GAP if self._begun else _LEADING_ZEROS).match(self.text, at)
        gap = zeros is not None
        at = zeros.end() if zeros else at
        amount = self._amount(at)
        if amount is None:
            self._scale_alone(at, gap)
            return
        if self._begun and (amount.low != int(amount.low) or self.fractional):
            self.done = True  # 10.1万|零100
            return
        self.fractional = amount.low != int(amount.low)
        scale, end = self._scale_at(self._spaced(amount.end, before_scale=True, arabic=amount.arabic))
        if scale in SMALL.values():
            if (self.scale and scale >= self.scale) or amount.low == 0:
                self.done = True  # 八百|一千
                if self.low == scale == self.scale == 10 and amount.single and not gap and self.text[end : end + 1] in DIGITS:
                    self._add(amount.low, amount.high, amount.end, 10)  # 十三|十四
                return
            self._add(amount.low * scale, amount.high * scale, end, scale)
            return
        before = self.scale if scale else self._last_scale
        factor = before // 10 if amount.single and not gap and before >= 100 else 1
        if before and amount.high * factor >= before:
            self.done = True
            return
        if scale:
            if self._may_close(scale, empty=False):
                self.low, self.high = self.low + amount.low * factor, self.high + amount.high * factor
                self._close(scale, end)
            else:
                self.done = True
            return
        self._add(amount.low * factor, amount.high * factor, amount.end, self.scale)
        self.done = not self._inner(amount.end)  # 1080余亿

    def _scale_alone(self, at: int, gap: bool) -> None:
        """十 is one ten, 万亿 a product; 百 and 千 count as one only at the beginning (百二)."""
        char = self.text[at : at + 1]
        scale, end = self._scale_at(at)
        if char in TENS and (not self.scale or self.scale > 10):
            self._add(Decimal(TENS[char] * 10), Decimal(TENS[char] * 10), at + 1, 10)
        elif scale in SMALL.values():
            leads = gap or not self._begun or (self.low == self.scale and not self.closed)
            if (not self.scale or scale < self.scale) and (scale == 10 or leads):
                self._add(Decimal(scale), Decimal(scale), end, scale)
            else:
                self.done = True
        elif scale and self._may_close(scale, empty=self.low == 0):
            if not self._begun:
                self.low = self.high = Decimal(1)
            self._close(scale, end)
        elif self._begun and not self.more and (inner := self._inner(at)):
            self.more, self.at = True, inner.end()
            if not self._scale_at(self.at)[0]:
                self._add(Decimal(0), Decimal(0), self.at, self.scale)
                self.done = True
        else:
            self.done = True

    def _inner(self, at: int) -> re.Match[str] | None:
        return (_PROSE_INNER if self.prose else _INNER).match(self.text, at)

    def _amount(self, at: int) -> _Amount | None:
        arabic = (_PROSE_ARABIC if self.prose else _ARABIC).match(self.text, at)
        if arabic:
            return self._arabic(arabic)
        run = _DIGIT_RUN.match(self.text, at, at + _LONGEST + 1)
        if not run:
            return None
        end = run.end()
        followed = self._scale_at(self._spaced(end, before_scale=True))[0]
        weight = self.text[end - 1] == "两" and self.text[end : end + 1] not in _COUNTED
        if weight and not followed and (self._begun or end - at > 1):
            end -= 1  # 三千两百两
        if end - at == 3 and self.text.startswith("两", at + 1) and self.text.startswith("钱", end):
            end = at + 1  # 三两五钱
        if followed in SMALL.values() and end - at > 1 and not self._pair(at, end):
            end -= 1  # the last digit belongs to the next numeral
        if self.scale == 10 and end - at > 1 and not self._pair(at, end):
            end = at + 1  # 九十九|三盒
        if end == at or end - at > _LONGEST:
            return None
        if self._pair(at, end) and (self._begun or not _POINT.match(self.text, end, end + 4)):
            low, high = sorted(Decimal(DIGITS[char]) for char in self.text[at:end])
            return _Amount(end, low, high, True)
        value = digits_of(self.text[at:end])
        assert value is not None
        return _Amount(end, value, value, end - at == 1)

    def _arabic(self, match: re.Match[str]) -> _Amount | None:
        if match.end() - match.start() > _LONGEST:
            return None
        value, end = Decimal(_SEPARATOR.sub("", match.group())), match.end()
        if self.prose and not self._begun:
            power, suffix = _POWER.match(self.text, end), _SUFFIX.match(self.text, end)
            if power and power["ten"]:
                value, end = value.scaleb(int(power["ten"])), power.end()
            elif power and len(match.group()) <= 6 and (value or power["power"][0] != "-"):
                value, end = value ** int(power["power"]) if value else Decimal(0), power.end()
            elif suffix and suffix.lastgroup:
                value, end = value.scaleb(_SUFFIXES[suffix.lastgroup]), suffix.end()
        return _Amount(end, value, value, end - match.start() == 1, True)

    def _pair(self, at: int, end: int) -> bool:
        """Two neighbouring digits: 三四, 一两, and 三五 and 三两 by custom."""
        if end - at != 2:
            return False
        low, high = DIGITS[self.text[at]], DIGITS[self.text[at + 1]]
        spoken = self.text[at] in CHINESE and self.text[at + 1] in CHINESE
        return spoken and low > 0 and (high - low == 1 or (low, high) == (3, 5) or self.text.startswith("三两", at))

    def _scale_at(self, at: int) -> tuple[int, int]:
        """The scale word at *at* (0: none) and where it ends; not one that belongs to a unit."""
        if self.text.startswith("个亿", at) and (self.prose or self.text[at + 2 : at + 3] not in tuple("元级吨斤")):  # not 3个亿元镇
            at += 1  # 两个亿
        char = self.text[at : at + 1]
        scale = SMALL.get(char) or LARGE.get(char, 0)
        if scale and not self.closed and _OF_UNIT.match(self.text, at):
            return 0, at
        if char in ("兆", "京") and not self._counts_as_scale(at):
            return 0, at
        return scale, at + bool(scale)

    def _counts_as_scale(self, at: int) -> bool:
        """兆 and 京 are scale words in a longer numeral; 100兆 alone may be megabytes, and 百兆 is a speed of lines."""
        if not self.prose:
            return self.text[at - 1 : at] not in SMALL and _GOES_ON_LARGE.match(self.text, at + 1) is not None
        after = self.text[at + 1 : at + 2]
        below_another = bool(self.closed) and self.closed[-1][2] > LARGE[self.text[at]]
        return below_another or bool(after and (after.isdecimal() or after in DIGITS or after in SMALL or after in LARGE))

    def _may_close(self, scale: int, *, empty: bool) -> bool:
        """An amount may take a large scale below the last one, or one that covers everything before."""
        rest = [group for group in self.closed if group[2] >= scale]
        if scale < LARGE["万"] or len(self.closed) > 8:
            return False
        if empty and self.closed:  # 万亿, 万万: not 一亿万
            return self.closed[-1][2] <= scale and len(rest) <= (self.closed[-1][2] == scale)
        return not rest or rest[-1][2] > scale or self._counted_on(scale)

    def _counted_on(self, scale: int) -> bool:
        """The word of the last amount again: 四万五千万 is (四万五千)万, 一万亿二千亿 the sum of the two; not 四万五万."""
        whole, _, last = self.closed[-1]
        if last != scale:
            return False
        return whole >= scale * LARGE["万"] or (len(self.closed) == 1 and scale == LARGE["万"] and self.low >= SMALL["千"])

    def _close(self, scale: int, end: int) -> None:
        low, high = self.low, self.high
        before = Decimal(0)
        while self.closed and self.closed[-1][2] <= scale:
            group = self.closed.pop()
            if group[2] == scale and low and group[0] >= scale * LARGE["万"]:  # 一万亿二千亿
                before = group[0]
            else:
                low, high = low + group[0], high + group[1]
        self.closed.append((low * Decimal(scale) + before, high * Decimal(scale) + before, scale))
        self.low = self.high = Decimal(0)
        self.scale = 0
        self._accept(end)
        self.done = self.closed[-1][0].adjusted() > _LONGEST

    def _add(self, low: Decimal, high: Decimal, end: int, scale: int) -> None:
        self.low, self.high, self.scale = self.low + low, self.high + high, scale
        self._accept(end)

    def _accept(self, end: int) -> None:
        low, high = self.low, self.high
        for group in self.closed:
            low, high = low + group[0], high + group[1]
        self.best = Number(end, low, high if high > low else None, self.more)
        self.at = end

    def _spaced(self, at: int, *, before_scale: bool = False, arabic: bool = False) -> int:
        """*at* or, over one or two spaces next to a scale word, the offset after them."""
        end = at
        while end - at < 2 and self.text[end : end + 1] == " ":
            end += 1
        if end == at:
            return at + 1 if arabic and self.text[at : at + 1].isspace() and self._scale_at(at + 1)[0] else at
        if arabic or (self.prose and before_scale):
            return end if self._scale_at(end)[0] and (self.prose or end - at == 1) else at
        return end if self.prose and self._begun else at

    def _with_decimals(self) -> Number | None:
        """点 and its digits after the integer: 三点一四, 二十点一万; never a time of day (三点二十)."""
        whole = self.best
        at = whole.end if whole else self.at
        match = _POINT.match(self.text, at, at + _LONGEST)
        if not match or (whole and (whole.upper is not None or whole.more or whole.value != int(whole.value))):
            return whole
        if not whole and not self.prose:
            return None
        digits = match["digits"] or "".join(str(DIGITS[char]) for char in match["words"])
        value = Decimal(f"{int(whole.value) if whole else 0}.{digits}")
        end = match.end()
        scale = None if _OF_UNIT.match(self.text, end) else _POINT_SCALE.match(self.text, end, end + 3)
        if not scale:
            return whole if self.text[end : end + 1] == "十" else Number(end, value)
        if self.closed or scale.group() in SMALL:
            return whole
        for word in scale.group().lstrip("个"):
            value = value * Decimal(SMALL.get(word) or LARGE[word])
        return Number(scale.end(), value)
