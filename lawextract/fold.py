"""Same-length folding: one translated copy of the text for matching.

Full width becomes half width, Traditional becomes Simplified (character table of OpenCC's t2s),
dashes and quotation marks become one of their kind, and characters that a machine took for others, radicals among them, what
they stand for. Each character maps to exactly one, so an offset
means the same in the folded and in the original text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from unicodedata import normalize

# a Latin full stop that ends a Chinese sentence; not after a list number: 一. (1). The dot comes first in the pattern,
# so that only dots are looked at
_FULL_STOP = re.compile(
    r"\.(?:(?<=[\u4e00-\u9fff%)”》].)|(?<=[\u4e00-\u9fff%)”》] .))"
    r"(?<![一二三四五六七八九十].)(?<![一二三四五六七八九十] .)(?<!\d\).)(?<!\([一二三四五六七八九十]\).)(?!\.)"
)
# 二0二二年, 二O二二年: a Chinese year with a zero or a letter O typed into it
_MIXED_YEAR = re.compile(r"[二一][0Oo〇零九][0Oo〇零一二三四五六七八九1-9][0Oo〇零一二三四五六七八九1-9](?=年)")
_YEAR_END = re.compile("年(?<=[二一][0Oo〇零九][0Oo〇零一二三四五六七八九1-9]{2}年)")  # stands behind all of them and is found faster
# 答覆 and 覆議 are 答复 and 复议; the 覆 of 覆盖 stays, so the character table has none of it
_ANSWER = re.compile("覆(?:(?<=[答回批函]覆)|(?=[议核查审]))")
# 1OO%, 2O23年, 62O人, 4l 件, l5名, 7l.2%, 8〇6人, 2l3家, and before what is counted S8次, l个: letters typed or recognised for digits
_MISTYPED = re.compile(r"(?<![A-Za-z\d])(?<!\d[.,·])[\dlIS](?:[,.·]?[\dlIO〇S])*+(?=\s?[%一-鿿])(?!\s?(?:[型级区网号楼栋座]|平台))")
_COUNTED = re.compile(r"\s?[%万亿元余多件次人名个场条期份起宗户处张篇]")
_LETTER_IN_NUMBER = re.compile(r"[lIOS](?=[\d.,·〇]|\s?[%一-鿿])|〇(?:(?<=\d〇)|(?=\d))")  # stands in all of them and is found faster
# 1'214家, 23·6%, but “12·4”: signs that stand for a comma or a point in a number, and 受理28件·审结25件 for one behind it
_NUMBER_SIGN = re.compile(r"['’](?<=\d.)(?=[\dlIO]{3}(?![\dlIO]))|·(?<=[\dS].)(?=[\dlIOS]{1,2} ?[%万亿])|(?P<between>·)(?<=[\dlIOS][件项次个份场宗起户家元%名人本条期处].)(?=[一-鿿]{2})")
_SIGNS = {"'": ",", "’": ",", "·": "."}
_POINT_STOP = re.compile(r"(?<![\d.])(?:(?<=[为达到率是占降升长高约])\d{1,2}(?=。\d{1,2}%)|\d{1,4}(?=。\d{1,2}[万亿]元))。")  # 为98。5%, 罚没512。5万元
_ANY_POINT_STOP = re.compile(r"(?<![\d.])\d{1,5}[。,](?=\d{1,2}[%万亿])")  # in a text that has them for its points
_MAY_BE_POINT = re.compile(r"[。,](?=\d{1,2}[%万亿])(?<=\d.)")
_POINT = re.compile(r"\d[.．]\d")
_POINT_STOPS = 4  # fewer are chance
# 3.2w人次: the w of 万
_MYRIAD = re.compile(r"[wW](?:(?<=\d.)|(?<=\d .))(?=\s?(?:[余多]\s?)?[元件人次条处户份个名家场字平])")
# what a machine takes for another character: 被吿, 巳办结, 26曰, 年未, 末发生
_LOOKS_LIKE = re.compile(r"[吿巳己曰未末宙顼迸问](?:(?<=吿)|(?<=宙)(?=[结理查核批判议])|(?<=顼)(?<!颛顼)|(?<=迸)(?=驻|展|行|入|一步)|(?<=民问)(?=纠纷|矛盾|组织)|(?<=巳)(?![时年])|(?<=\d曰)|(?<=工作曰)|(?<=年未)(?=[,。、])|(?<=末)(?<![年月期周本学]末)(?=发生|发现|收到|出现|受理|办结|审结|结案|完成|整改|按[期时]|达到|能|经)|(?<=己)(?<![自知异克]己)(?=审结|办结|结案|完成|建成|受理|整改|全部|化解|纠正|回复|[经将于在]))")
# and in a text that has letters in its numbers: 入民调解, 负责入, 党员千部, 予盾
_SCANNED = re.compile(r"[入予千](?:(?<=入)(?=民(?:调解|法院|政府|检察|陪审|代表)|员(?!工))(?<![新加招引]入)|(?<=负责入)(?![企户村校库园驻场])|(?<=代表入)|(?<=当事入)|(?<=\d入)(?=次|[,。、])|(?<=予)(?=盾)|(?<=[员导关名级]千)(?=部(?![件分])))")
_LIKE = {"吿": "告", "入": "人", "予": "矛", "千": "干", "巳": "已", "己": "已", "宙": "审", "顼": "项", "迸": "进", "问": "间", "曰": "日", "未": "末", "末": "未"}
# words of Taiwan that a converter put in place of the mainland's, as long as these: 規範性檔案, 行政程式, 法制稽核
_TAIWANESE = {
    "档案": "文件", "专案": "项目", "资讯": "信息", "社群": "社区", "稽核": "审核", "程式": "程序", "支援": "支持", "透过": "通过", "释出": "发布",
    "网路": "网络", "联络": "联系", "视窗": "窗口", "影片": "视频", "物件": "对象", "装置": "设备", "线上": "在线", "设定": "设置", "登出": "注销",
    "登入": "登录", "列印": "打印", "简讯": "短信", "型别": "类型", "资料": "数据",
}  # fmt: skip
_TAIWAN_WORD = re.compile(
    f"(?<!执法|调解|矫正|信用|人事|一档|电子|监管|诚信)档案(?![馆局室员柜])|(?<=大)资料|资料(?=共享|中心|平台|归集|分析|安全|汇聚|赋能|治理|资源|[库局])|{'|'.join(word for word in _TAIWANESE if word not in ('档案', '资料'))}"
)
_TAIWAN_SIGN = re.compile("資訊|網路|程式|透過|規範性檔案|社群矯正|社群服務|社群工作|法制稽核|法律稽核|合法性稽核|釋出|短影片|專案建設|專案審批")  # in none of the mainland's texts in Traditional characters
_TAIWAN_COMMON = ("資訊", "檔案", "網路", "專案", "社群", "稽核")  # one of them stands in any text of several signs, and is found faster
_TAIWAN_SIGNS = 2  # fewer are chance
_LETTER_DIGITS = str.maketrans("lIO〇S", "11005")
_CHINESE_YEAR = re.compile(r"(?:一九|二[〇零])[〇零一二三四五六七八九]{2}(?=年)")
_YEAR_TO_ARABIC = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR_DIGITS = str.maketrans("0Oo零123456789", "〇〇〇〇一二三四五六七八九")
# what fonts of PDF files give for characters that look the same: radicals, and the characters of other standards
_RADICALS = dict(zip("⺟⺠⺡⻁⻄⻅⻆⻈⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺶⺼⻞", "母民氵虎西见角讠贝车长长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟羊肉食", strict=True))
_ALIKE = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF)]
_FIRST_CHOICE = re.compile(r"(?m)^(.)\t(?!\1)(.)(?=[ \n]|$)")  # of a line such as 乾<TAB>干 乾
_INK = re.compile(r"[^\r\n]")
_LAST = "\uffff"  # of the basic plane
_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_COMMON = "，；：（）％！？"  # nearly all that there is to fold in a report, replaced faster one by one
_SPACES = dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\u2007\ufeff\u200b", " ")
_DASHES = dict.fromkeys("—–‐‑‒―−﹣─━ー", "-")
_TILDES = dict.fromkeys("～∼〜﹏", "~")
_QUOTES = {"「": "“", "『": "“", "〝": "“", "」": "”", "』": "”", "〞": "”", "＂": '"'}
_OTHER = {"○": "〇", "◯": "〇", "％": "%", "﹪": "%", "·": "·", "•": "·", "・": "·", "‧": "·",
          "﹐": ",", "﹑": "、", "﹔": ";", "﹕": ":", "﹙": "(", "﹚": ")", "〈": "<", "〉": ">",
          "硏": "研", "厎": "底", "巿": "市", "幵": "开", "査": "查", "収": "收", "囯": "国", "眀": "明", "攺": "改", "亊": "事", "仵": "件",
          "兩": "两", "衞": "卫", "丶": "、"}  # fmt: skip


@cache
def _traditional() -> dict[str, str]:
    """Traditional → Simplified characters, the first choice of OpenCC's TSCharacters."""
    package = find_spec("opencc")  # not imported: that takes ten times as long as reading its table
    assert package is not None and package.origin is not None
    table = Path(package.origin).with_name("dictionary") / "TSCharacters.txt"
    return dict(_FIRST_CHOICE.findall(table.read_text(encoding="utf-8")))


@cache
def _table() -> dict[str, str]:
    alike = {chr(code): normalize("NFKC", chr(code)) for code in _ALIKE}
    simplified = _traditional()
    return {**{char: simplified.get(same, same) for char, same in {**alike, **_RADICALS}.items() if len(same) == 1}, **simplified, **_WIDTH, **_SPACES, **_DASHES, **_TILDES, **_QUOTES, **_OTHER}


@cache
def _foldable() -> re.Pattern[str]:
    """What the table may hold, found faster than each character of a text is looked up.

    `re` has no fast class of characters beyond the basic plane, so all of these are looked up.
    """
    basic = "".join(sorted(char for char in _table() if char <= _LAST))
    return re.compile(f"[{basic}\U00010000-\U0010ffff]")


def _digits(number: re.Match[str]) -> str:
    """The *number* in digits; as it is where its letters may be some."""
    told = number[0]
    counted = _COUNTED.match(number.string, number.end()) is not None
    whole = any(char.isdigit() for char in told) or (told.rstrip("O〇") in ("l", "I") and (len(told) > 2 or (told == "l" and counted)))
    return told.translate(_LETTER_DIGITS) if whole and (counted or "S" not in told) else told


@cache
def _telling() -> re.Pattern[str]:
    """Characters that only Traditional text uses (乾, 著 and the like stand in both; the rare ones tell nothing more)."""
    return re.compile(f"[{''.join(sorted(char for char in _traditional() if char <= _LAST and char not in '乾著瞭藉麼於徵'))}]")


def fold(text: str) -> str:
    """Return the folded copy of *text*, of equal length.

    >>> fold("５７０宗，佔85．6％") == "570宗,占85.6%"
    True
    >>> fold("调解98件.一.成效"), fold("培养1,318名.133个村签约")  # a dot that ends a sentence, not one after a number
    ('调解98件。一.成效', '培养1,318名。133个村签约')
    >>> fold("公开率达l00%,1OO%,lOO%"), fold("2O23年"), fold("O2O年会,P2O5%")  # letters for digits
    ('公开率达100%,100%,100%', '2023年', 'O2O年会,P2O5%')
    >>> fold("培训62O人,受理4l 件,l5名顾问,占7l.2%"), fold("H1N1病例5I级,O2O平台")
    ('培训620人,受理41 件,15名顾问,占71.2%', 'H1N1病例5I级,O2O平台')
    >>> fold("S5〇人参训,党员千部,罚没3S6·8万元,接访S8次,压缩到l个工作曰,8〇6人"), fold("4S店2家,S315省道,5S管理")
    ('550人参训,党员干部,罚没356.8万元,接访58次,压缩到1个工作日,806人', '4S店2家,S315省道,5S管理')
    >>> fold("检查1'2l4家·下降23·6％,“12·4”,截至年未,巳办结,末发生")
    '检查1,214家,下降23.6%,“12·4”,截至年末,已办结,未发生'
    >>> fold("⼈⺠调解⻓效机制"), fold("規範性檔案12件,資訊公開、網路宣傳,法制稽核"), fold("檔案資訊化")
    ('人民调解长效机制', '规范性文件12件,信息公开、网络宣传,法制审核', '档案资讯化')
    >>> fold("宙结案仵5件,事顼3项,迸驻大厅,民问纠纷,幵展检査"), fold("询问、颛顼、宇宙")
    ('审结案件5件,事项3项,进驻大厅,民间纠纷,开展检查', '询问、颛顼、宇宙')
    >>> fold("占98。5%,受理120。2023年")
    '占98.5%,受理120。2023年'
    >>> fold("受众3.2w人次,罚没8.6 W元,www")
    '受众3.2万人次,罚没8.6 万元,www'
    """
    table = _table()
    folded = text
    for char in _COMMON:
        folded = folded.replace(char, table[char])
    folded = _foldable().sub(lambda match: table.get(match[0], match[0]), folded)
    if any(word in text for word in _TAIWAN_COMMON) and len(_TAIWAN_SIGN.findall(text)) >= _TAIWAN_SIGNS:
        folded = _TAIWAN_WORD.sub(lambda match: _TAIWANESE[match[0]], folded)
    if "." in folded:
        folded = _FULL_STOP.sub("。", folded)
    if _MAY_BE_POINT.search(folded):
        many = not _POINT.search(folded) and len(_ANY_POINT_STOP.findall(folded)) >= _POINT_STOPS
        folded = (_ANY_POINT_STOP if many else _POINT_STOP).sub(lambda match: f"{match[0][:-1]}.", folded)
    if "覆" in folded:
        folded = _ANSWER.sub("复", folded)
    if "·" in folded or "'" in folded or "’" in folded:
        folded = _NUMBER_SIGN.sub(lambda match: "," if match["between"] else _SIGNS[match[0]], folded)
    if "w" in folded or "W" in folded:
        folded = _MYRIAD.sub("万", folded)
    folded = _LOOKS_LIKE.sub(lambda match: _LIKE[match[0]], folded)
    if _LETTER_IN_NUMBER.search(folded):
        folded = _MISTYPED.sub(_digits, folded)
        folded = _SCANNED.sub(lambda match: _LIKE[match[0]], folded)
    if _YEAR_END.search(folded):
        folded = _MIXED_YEAR.sub(lambda match: match.group().translate(_YEAR_DIGITS), folded)
    assert len(folded) == len(text)
    return folded


def arabic_years(folded: str) -> str:
    """*folded* with the years of this and the last century in Arabic digits, for what looks for years.

    >>> arabic_years("二〇二一年工作安排,二零二〇年受理"), arabic_years("二〇二〇五")
    ('2021年工作安排,2020年受理', '二〇二〇五')
    """
    if not _YEAR_END.search(folded):
        return folded
    return _CHINESE_YEAR.sub(lambda match: match.group().translate(_YEAR_TO_ARABIC), folded)


def blank(folded: str, stretches: Iterable[tuple[int, int]]) -> str:
    """*folded* with spaces in place of all *stretches*, sorted and disjoint; line breaks stay.

    >>> blank("570宗\\n打印 3次", [(5, 10)])
    '570宗\\n     '
    """
    parts: list[str] = []
    position = 0
    for start, end in stretches:
        parts += (folded[position:start], _INK.sub(" ", folded[start:end]))
        position = end
    return "".join([*parts, folded[position:]])


def script(text: str) -> Literal["Hans", "Hant"]:
    """The script of *text*: "Hant" when one character in fifty or more is Traditional only.

    >>> script("我縣堅持以習近平新時代"), script("我县坚持")
    ('Hant', 'Hans')
    """
    return "Hant" if len(_telling().findall(text)) * 50 > len(text) else "Hans"
