"""The rules that recognise what is plainly no statement: each with real forms, and with near twins that it must leave.

A rule that swallows a number that a plan promises is worse than ten lines in not_statements.csv.
"""

import re

import pytest

from helpers.curation.account import recognised
from helpers.curation.ledger import BARE_WORD, LEFT_OVER
from helpers.curation.rawtext import RawText
from helpers.curation.recognise import RULES, rules
from known_rules import COLLECTION, known


def by(sentence: str) -> set[str]:
    """What accounts for the numerals in braces (到{2025}年); each of them must be a numeral as a whole."""
    accounts = {
        n.start: (n.text, rule) for n, rule in recognised(RawText(re.sub("[{}]", "", sentence)), known()).items()
    }
    marks = [(m.start() - 2 * i, m[1]) for i, m in enumerate(re.finditer(r"\{(.*?)\}", sentence, re.DOTALL))]
    assert marks and all(start in accounts and accounts[start][0] == text for start, text in marks), sentence
    return {accounts[start][1] for start, _ in marks}


def others_than(expected: str, sentences: list[str]) -> dict[str, set[str]]:
    """The sentences of which something else than the expected accounts for a numeral."""
    found = {sentence: by(sentence) for sentence in sentences}
    return {sentence: rules for sentence, rules in found.items() if rules != {expected}}


# What a rule recognises, and what it must leave


def test_dates_are_recognised():
    forms = [
        "到{2025}年,", "到 {2025} 年", "{2011}年{10}月{29}日", "{2020} 年 {6} 月 {1} 日", "{2021}\u3000年",
        "{2025}年底", "到{２０２５}年", "{２０２１}年{７}月{２０}日", "{二〇三五}年远景目标", "{二○二五}年",
        "{二零三五}年", "{2020}年度", "现就{2011}年至{2015}年", "({2020}-{2025}).pdf", "({2020}—{2035}年)》",
        "（{2022} - {2025}年）", "{2020}~{2025}年", "({20202020}-{20252025})一、", "{201620172019}年获得",
        "{2016}、{2017}和{2019}年获得", "{2016}至{2020}年", "发布时间:{2023}-{03}-{30}文章",
        "发布时间: {2013.08}.{15}   来源", "{2021}/{7}/{20}", "{2021}-{12}-{1}", "{8}月底前", "{3}月{28}日,",
        "{3} 月 {28} 日", "{12}月上旬", "{１２}月底", "{10}月均值", "{2020}年{10}月",
    ]  # fmt: skip
    assert others_than("date", forms) == {}


def test_a_number_that_only_looks_like_a_date_is_left():
    twins = [
        "建成{2025}个", "建成{2025} 个", "建成{２０２５}个", "{2000}-{2050}家", "{2000}-{2010}-{2050}家",
        "{2000}到{2050}公里", "{2016}、{2017}、{2019}起", "投资{2000}-{2050}余万元", "{2000}-{2050}mg/L",
        "{2000}~{2050}小时", "{2000}-{2050}天", "分别为{2015}、{2020}。", "投资{2010},2025年达到{2050}",
        "({1950}、{2050})", "达到{2025}。", "{2025}", "降至{2021.5}年均", "{2021.5}万吨", "{12025}年", "{2,025}年",
        "{12}个月", "{3}个月", "{3} 个月", "{3}个 月", "{18}月", "{2020}-{45}-{60}家", "{2020}/{13}/{1}", "每{5}日",
        "{30}日内", "{3}年内", "近{20}年", "{二}年内", "{五}年内建成{三}座", "{十二}个月",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_periods_are_recognised():
    forms = [
        "“{十四五}”规划", "在“{十二五}”末", "{十三五}期间", "“{十一五}”", "“{十五五}”时期", "“ {十四五} ”",
        "第{十四}个{五}年规划", "第{十三}个{五}年计划", "13.4({五}年累计)", "24.36（{五}年累计）",
    ]  # fmt: skip
    assert others_than("period", forms) == {}


def test_a_number_that_only_looks_like_a_period_is_left():
    twins = [
        "建成{十五}个", "{十五}家", "{四五}个", "{十四五}个", "{十四五}座", "{十三五} 家", "第{三}个{五}年",
        "累计{五}年", "({五}年)", "({五}年累计3次)", "实施{五}年规划", "{二十五}项", "{五}年累计减排",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_numbers_of_documents_and_standards_are_recognised():
    forms = [
        "衢委办〔{2011}〕{92}号", "衢发改发〔{2021}〕{46}号", "浙政发[{2020}]{5}号", "(浙委办〔 {2011} 〕 {42} 号)",
        "【{2020}】{12}号", "(衢政办({2021}){8}号)", "〔{２０１１}〕{９２}号", "〔{2021}〕第{3}号",
        "（{2021}）{1024}号", "GB {3095}-{2012}", "GB{3095}-{2012}", "GB/T {31962}-{2015}", "HJ {633}—{2012}",
        "HJ {633}", "按HJ{633}评价", "HJ/T {91}-{2002}", "DB{33}/{2169}-{2018}", "DB{33}/T {2260}—{2020}",
        "CJJ {60}-{94}", "ISO{14000}环境管理体系", "ISO {14001}", "GB {18918}－{2002}", "GB {３０９５}-{２０１２}",
        "QX/T {413}",
    ]  # fmt: skip
    assert others_than("document", forms) == {}


def test_a_number_that_only_looks_like_a_documents_is_left():
    twins = [
        "〔{2021}〕{5}个", "({2021}){5}家", "({2025}个){6}号", "翠竹街{1}号", "{12}号楼", "第{9}号",
        "〔2021〕{12345}号", "({26}){5}号", "存储{16}GB {32}GB", "GB达到{95}", "ISO认证{12}家",
        "执行GB 3095-2012达到{95}%", "ISO14000、{18}家", "VOCs{12}吨", "GDP {2000}元", "HJ 633,{12}个", "AGB {30}%",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_numbers_of_headings_are_recognised():
    forms = [
        "{一}、总体要求", "  {十二}、保障措施", "\u3000{三} 、重点任务", "完成。{二}、主要任务",
        "总体要求({一})指导思想({二})主要目标", "（{十一}）推动", "( {四} )深化", "({一})公众参与", "({三})家庭医生",
        "({二})处置能力", "({五})人居环境", "({六})项目管理", "{1}.健全体系。{2}.优化格局。{3}.完善体系",
        "{1}. 全面节约\n{2}. 推进", "{1}.\xa0高标准", "{1}．加强", "{1}、PDF文件\n{2}、本站", "{2}、PDF文件",
        "发展{1} .深入推进\n等按职责分工{2} .持续打好", "1.甲。2.乙。{4}.丙", "({1})加强监测\n({2})完善",
        "（{1}）加强监测", "{1})加强", "{1}.甲,提高≥9.其中\n{2}.乙",
        "{1}.甲\n{1}.实施\n{2}.交通\n{3}.建筑\n{2}.控制\n{3}.适应",
        "{１}．加强\n{２}．完善", "{1}.VOCs原辅材料", "\n".join(f"{{{i}}}.加强监测" for i in range(1, 34)),
        "".join(f"{{{i}}} .加强监测等按职责分工" for i in range(1, 37)),
    ]  # fmt: skip
    assert others_than("heading", forms) == {}


def test_a_number_that_only_looks_like_a_headings_is_left():
    twins = [
        "{5.92}", "{5.92}万吨", "{6}个园区", "{6} 个园区", "{95}、{98}、{99}%", "{95}、 {98}%", "({6})个", "（{6}）个",
        "({6}) 个园区", "({6})家", "({六})个", "（{六}） 家企业", "建成({六})个", "建成({6})个", "达到{95}。",
        "达到{95}.", "比例达到\n{95},其中", "比例达到\n{95}.其中", "比例达到\n{95}、其中", "1.甲,优良天数达到{2}.其中",
        "1.甲,标准为{2} .其中", "1.甲,提高≥{2}.其中", "1.甲。2.乙占{3}、其中", "达到{8}、力争9", "({95})以上", "{95}",
        "≥{95}", "{12})个", "{3}个园区", "PM{10}.加强", "1.甲,VOCs{2}.加强", "在{三}个园区", "达到{95}%、完成",
        "{95.5}、其中", "{1,200}.其中", "({三})座", "({十二})%",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


@pytest.mark.parametrize(
    ("numbers", "headings"),
    [
        ("3 4", ""), ("2 3", "2 3"), ("1 9 2", "1 2"),
        ("1 1 2 3 2 3", "1 1 2 3 2 3"),
        ("1 1 2 3 3", "1 1 2 3 3"),
        ("1 1 2 3 4 5 4", "1 1 2 3 4 5"),
        ("1 1 2 3 2 3 3", "1 1 2 3 2 3"),
        ("1 1 2 2 3 3", "1 1 2 2 3"),
    ],
)  # fmt: skip
def test_a_series_of_headings_goes_on_may_lose_one_and_may_be_interrupted_once(numbers, headings):
    raw = RawText("\n".join(f"{number}.加强监测" for number in numbers.split()))
    assert " ".join(n.text for n, rule in recognised(raw, known()).items() if rule == "heading") == headings


def test_numbers_of_captions_are_recognised():
    forms = [
        "专栏{4}治水重大工程", "专栏 {10} 能力建设", "专栏{１０}", "附件{1}:任务清单", "附件 {2}", "附表{3} 指标",
        "附图{1}:", "表{2} 衢州市主要指标", "表 {2} 主要指标", "  表{1}:", "图{3}\u3000布局", "见附件{2}。",
    ]  # fmt: skip
    assert others_than("caption", forms) == {}


def test_a_number_that_only_looks_like_a_captions_is_left():
    twins = [
        "附件{12}份", "附件 {3} 个", "开设专栏{5}个", "专栏{120}", "绘制地图 {12} 张", "图 {12} 幅", "发表 {5} 篇",
        "报表 {3} 份", "表 {95} %", "电表{12} 万只", "专栏{2.5}", "附件{3}件", "附表 {12}张", "代表 {30} 名",
        "水表{12}万只", "附图{3}幅",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_ordinals_are_recognised():
    forms = [
        "第{七}批省级", "第{三}次全国国土调查", "第{二}轮督察", "第 {二} 轮督察", "第{2}轮", "第{１２}届",
        "第{一}期工程", "第{三}章", "第{十二}条", "第{一}阶段", "第{3}页", "第{五}部分", "第{2} 批",
    ]  # fmt: skip
    assert others_than("ordinal", forms) == {}


def test_a_rank_or_a_count_is_no_ordinal():
    twins = [
        "全省第{一}", "位居第 {一},", "第{3}名", "第{三}名", "第{2}位", "前{三}", "前{3}名", "前 {十} 位",
        "排名前{十}", "{三}次", "{7}批次", "{2}轮", "{一}期工程", "举办{三}届", "第{三}产业", "第{5}个", "第{一}期间",
        "第{1000}批", "抽检{一}批次", "位列第{二}。",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_page_numbers_are_recognised():
    forms = ["上\n- {12} -\n下", "—{3}—", "  – {4} –  ", "共{36}页", "共 {36} 页", "- {１２} -"]
    assert others_than("page number", forms) == {}


def test_a_number_that_only_looks_like_a_page_number_is_left():
    twins = [
        "-{12}", "{5}-{10}", "- {12}% -", "-{5}-{10}-", "降低- {12} -个", "{12}页", "共{12}个", "共{36}项",
        "- {1234} -", "- {2.5} -", "{12}",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_names_of_the_catalogue_are_recognised_however_they_are_spaced():
    forms = [
        "PM{2.5}浓度", "PM {2.5}", "ＰＭ{２.５}", "O{3}最大{8}小时", "“{811}”生态", "({1}+{4}+{8})", "{五}位{一}体",
        "消灭劣{V}类", "“{6}+{1}”重点领域", "{12369}环境举报\n热线", "“{千}吨\n{万}人”", "{5.22}国际生物多样性日",
    ]  # fmt: skip
    assert others_than("name", forms) == {}


def test_a_number_beside_or_longer_than_a_name_is_left():
    twins = [
        "PM2.5降至{26}", "PM2.5 {35}微克", "建成{811}个", "PM{25}", "PM{2.55}", "{2.5}微克", "新增{5}G",
        "({11}+{4}+{8})", "({1}+{4}+{80})", "PM{10}", "达到{V}类", "Ⅲ类{8}小时", "{360}个", "{135}公里", "{771}家",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_numerals_of_units_are_recognised():
    forms = [
        "785.5 {万}吨以下", "16 {亿}立方米", "16\n{亿} 立方米", "88立方米/{万}元以内", "0.55吨标准煤/{万}元",
        "7.4个{百}分点", "26μg/m{3}", "26微克,(µg/m{3})", "(μg/m{3})\n45", "低于19.2ugm{3},", "12 hm{2}", "({万}吨)",
        "（{亿}立方米）", "12 {万}亩", "3 {万}家", "三个{百}分点",
    ]  # fmt: skip
    assert others_than("unit", forms) == {}


def test_a_number_before_or_behind_a_unit_is_left():
    twins = [
        "{785.5} 万吨", "{785.5}万吨", "{两万}吨", "{三十亿}立方米", "{三} 万吨", "{十}\n万吨", "{三}个百分点",
        "湿地12hm {2}座", "湿地12hm\n{2}座", "治理5hm2 {3}个", "超过{万}吨", "投资{百亿}元", "面积{千万}亩",
        "湿地12hm{2}座", "湿地12hm {2}。", "μg/m3 {35}", "立方米/万元 {70}", "{26}μg/m3",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


def test_chinese_numerals_without_unit_or_count_are_bare_words():
    forms = [
        "{一}体化发展", "多评合{一}", "标准划{一}", "企业清{零}", "污水{零}直排区", "低({零})碳试点", "“{零}碳”会议",
        "{三}大攻坚战", "长{三}角", "进{一}步", "培育{一}批", "取缔{一}批、清理{一} 批", "{二}氧化碳", "“{八八}战略”",
        "“{两}山”转化", "“{三}线{一}单”", "{一}河{一}策", "“{一点一}策”", "“{六五}”环境日", "国{六}b排放标准",
        "党的{二十}大", "{一}是绿色", "{一}般固废", "{三}区{三}线", "{千}村示范、{万}村整治", "党风{一}起抓",
        "{一}系列", "唯{一}国家公园", "“{一}带{一}路”", "{四}省边际", "{三}方登录", "建好“{一}本账”,下好“{一}盘棋”",
        "河流{两}岸", "实行{一}公开", "{百}姓", "{千}里岗", "{五}好文明家庭", "{零}容忍", "{零}部件",
    ]  # fmt: skip
    assert others_than(BARE_WORD, forms) == {}


def test_chinese_numerals_with_a_unit_or_a_count_are_left():
    twins = [
        "{三}个园区", "{三} 个园区", "{三}\n个园区", "{六}家", "{两}座", "{三}台", "{十二}公里", "{二十万}元",
        "{百分之九十}", "{百分之九十点五}", "{四分之三}", "翻{一}番", "翻{两}番", "{零}增长", "{零}新增", "{零}排放",
        "重大事故{零}发生", "生活垃圾{零}填埋", "洋垃圾{零}进口", "{零}污染", "{零}超标", "{零}伤亡", "{零}投诉",
        "{一}倍", "{两}成", "减少{一}半", "{一}半以上", "{三}年", "{五}天", "{三}小时", "{六}级", "{二}类", "{十}余家",
        "{十}多个", "{三百}余 家", "{十}几个", "{三}至{五}个", "{两}到{三}家", "新建{三}、{四}个",
        "新建\n{三}、{四}个", "{九十}以上", "{九十}左右", "达到{九十}。", "降至{三十},", "达到{九十}\n其他",
        "提高到{二十五}", "发生突发环境事件{六}起", "发生{十}余起", "{三}例", "{两}艘", "{三}所学校", "{三}场培训",
        "{三千}瓦", "{十万千}瓦", "{两}周", "{三}项目标", "{三}人", "{两}家园区", "{两}家电厂", "{三} 万个",
        "{三}处", "{一}个", "{六}斤", "{三}眼", "{五}宗", "{三}篇", "{两}段", "{十二}μg/m³",
        "{三}%", "{三}km", "{两}ha", "{六}dB", "{三}m²",
    ]  # fmt: skip
    assert others_than(LEFT_OVER, twins) == {}


# The collection itself


def test_the_rules_are_those_that_the_ledger_names():
    assert tuple(rule.name for rule in rules([], [])) == RULES


def test_no_rule_and_no_name_would_swallow_the_value_of_a_statement():
    """Deleted, the row would be missed: rules and names by themselves leave its number over."""
    accounts = {plan: recognised(raw, known()) for plan, raw in COLLECTION.raw.items()}
    swallowed = {
        (*key, numeral.text): rule
        for key, evidence in COLLECTION.evidence.items()
        for span in (evidence.value, evidence.value_max)
        for numeral, rule in accounts[key[0]].items()
        if span and span.start < numeral.end and numeral.start < span.end and rule != LEFT_OVER
    }
    assert swallowed == {}
