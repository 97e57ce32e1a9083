"""No rule of what is no statement swallows a number with a unit, however it is written and whatever is around it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.curation.account import recognised
from helpers.curation.ledger import LEFT_OVER
from helpers.curation.rawtext import RawText
from known_rules import UNITS, known

BEFORE = st.sampled_from([
    "到2025年,全市建成", "力争", "优良天数比率达到", "新增", "到规划期末,", "其中", "(", "\n", "。", ",", "完成",
    "累计", "比2020年下降", "城镇污水处理厂", "“十四五”期间新建", "共", "超过", "一般工业固废", "PM2.5平均浓度降至 ",
    "1.加强监测。", "(一)主要目标", "专栏4治水工程", "约", "第七批:", "在", "表", "、", "GB 3095-2012规定",
])  # fmt: skip
BEHIND = st.sampled_from([
    "。", "以上", ",力争", "的园区", "污染源自动监控设施", "\n其他县", "左右", ");", "企业完成改造", "、优良天数比率",
    "/年", "", "。\n2.加强", "生态缓冲带", "PM2.5", "一体化", "地块",
])  # fmt: skip
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


def chinese(number: int) -> str:
    """A number below 100 000 000 in Chinese numerals: 1005 is 一千零五."""
    if number >= 10_000:
        rest = number % 10_000
        return f"{chinese(number // 10_000)}万" + ("零" if 0 < rest < 1000 else "") + (chinese(rest) if rest else "")
    said, gap = "", False
    for power, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            said += ("零" if gap and said else "") + "零一二三四五六七八九"[digit] + word
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said


WHOLE = st.one_of(st.integers(1, 40), st.integers(1, 99_999), st.integers(1900, 2060))
DIGITS = st.one_of(
    WHOLE.map(str),
    WHOLE.map(lambda number: str(number).translate(FULL_WIDTH)),
    WHOLE.map(lambda number: f"{number:,}"),
    st.decimals("0.01", 3000, places=2).map(str),
    st.tuples(WHOLE, st.sampled_from("-~—至、"), WHOLE).map(lambda ends: f"{ends[0]}{ends[1]}{ends[2]}"),
)
CHINESE = st.one_of(
    WHOLE.map(chinese),
    st.tuples(WHOLE, st.sampled_from("至到"), WHOLE).map(lambda ends: f"{chinese(ends[0])}{ends[1]}{chinese(ends[2])}"),
)
# 百分之 stands before its number; of 大类, texts name the ones they list (五大类固体废物), so 五大 is a bare word.
BEHIND_DIGITS = st.sampled_from(sorted(set(UNITS) - {"百分之"}))
BEHIND_CHINESE = st.sampled_from(sorted(set(UNITS) - {"百分之", "大类"}))
SPACE = st.sampled_from(["", " ", "\u3000", "\n", "余", "多"])


def swallowed(before: str, number: str, unit: str, behind: str) -> dict[str, str]:
    """Of a number in a sentence, the numerals that a rule recognises."""
    raw = RawText(f"其他任务,{before}{number}{unit}{behind}")
    start = len(raw.text) - len(number + unit + behind)
    accounts = recognised(raw, known())
    inside = {n.text: rule for n, rule in accounts.items() if start <= n.start < start + len(number)}
    return {text: rule for text, rule in inside.items() if rule != LEFT_OVER}


@settings(deadline=None)
@given(BEFORE, DIGITS, SPACE, BEHIND_DIGITS, BEHIND)
@example("共", "2000-2010-2050", "", "家", "。")
@example("专栏4治水工程", "12", "", "个", "。")
@example("\n", "3", "", "万吨", "、优良天数比率")
def test_no_rule_swallows_digits_with_a_unit(before, number, space, unit, behind):
    assert swallowed(before, number, space + unit, behind) == {}


@settings(deadline=None)
@given(BEFORE, CHINESE, SPACE, BEHIND_CHINESE, BEHIND)
@example("新建", "三", "\n", "个", "的园区")
@example("新建", "三至五", "", "个", "。")
@example("新建", "十", "余", "家", "企业")
@example("达到", "三", "", "μg/m³", "。")
def test_no_rule_swallows_a_chinese_number_with_a_unit(before, number, space, unit, behind):
    assert swallowed(before, number, space + unit, behind) == {}


@settings(deadline=None)
@given(BEFORE, WHOLE, WHOLE, BEHIND)
def test_no_rule_swallows_a_share_in_chinese(before, number, other, behind):
    assert swallowed(before, f"百分之{chinese(number)}", "", behind) == {}
    assert swallowed(before, f"{chinese(other)}分之{chinese(number)}", "", behind) == {}
