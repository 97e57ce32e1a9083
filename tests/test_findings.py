"""Findings are bound to the data: they change, appear and go with it, and no number in them is written by hand."""

import csv
import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.display.findings import findings_of
from helpers.display.report import Report
from helpers.display.texts import TEXTS, BadText, Template, texts
from helpers.project import ENVIRONMENT_VARIABLE, Project
from helpers.reports.matrix import report_matrix
from helpers.store.build import build
from helpers.store.connect import connect
from tiny_collection import AT_THE_END, NORTH

REAL = Project(Path(__file__).resolve().parents[1])
NAMES = sorted(path.stem for path in TEXTS.glob("*.yaml"))
QUZHOU = "quzhou-14fyp-2021"
HAN = r"[\u3400-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[”’》」』）)]*[,:;?!]|[,:;?!][“‘《「『（(]*{HAN}|{HAN}[()]{HAN}")
EMPTY = re.compile(r"\b(?:nan|NaN|NaT|null)\b|<NA>|\bNone\b(?! [a-z])|[{}]|  | [,.;:%)]|\(\s*\)|（\s*）")
DASH_FOR_NOTHING = re.compile(r"[\d%）)]—(?! )|[（(]—|—[)）%]|\b— ?%")
# What a sentence may say in digits without a query.
CONSTANT = re.compile(r"PM2\.5|(?:WHO|世卫组织) ?\d{4}|12月31日|31 December|100%")
NUMERAL = re.compile(
    r"\d|(?<![同上某唯任另])(?!一[^十百])[一二三四五六七八九十百]+(?=[年地项种个份])"
    r"|\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)


def copy_of_the_real_collection(root):
    """Its data, with nothing in it to render."""
    project = Project(root)
    shutil.copytree(REAL.root / "data", project.root / "data")
    shutil.copytree(REAL.params, project.params)
    project.notebooks.mkdir()
    return project


def records(name, *findings, lang="zh"):
    """The typed records that findings (all without) leave in the executed notebook, by the name of the finding."""
    _, metadata = Report(name, lang).findings(*findings)._repr_mimebundle_()
    found = metadata["ecoplan"]["findings"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    by_name = {}
    for record in found:
        by_name.setdefault(record["finding"], []).append(record)
    return by_name


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A copy of the real collection, with its database, that this process's reports read."""
    project = copy_of_the_real_collection(tmp_path_factory.mktemp("real") / "collection")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT_VARIABLE, str(project.root))
        build(project)
        yield project


@pytest.fixture
def here(tiny, monkeypatch):
    """A tiny collection that this process's reports read."""
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tiny.project.root))
    return tiny


# What the real collection says


def test_a_mean_of_years_and_a_single_year_are_both_told(real):
    (record,) = records("air_quality", "pm25_two_bases")["pm25_two_bases"]
    values = record["values"]
    assert values["mean_change"] == pytest.approx(-23.53, abs=0.01)
    assert values["one_change"] == pytest.approx(0, abs=1e-9)
    assert (values["first_year"], values["last_year"], values["year"]) == (2016, 2020, 2025)
    assert "−23.5%" in record["sentence"] and "34" in record["sentence"] and "26" in record["sentence"]


def test_a_fall_of_26_per_cent_is_not_five_years_of_0_4_per_cent(real):
    (record,) = records("coal_and_energy", "coal_pace", lang="en")["coal_pace"]
    assert record["values"]["pace_total"] == pytest.approx(1.984, abs=0.001)
    assert (record["values"]["base_year"], record["values"]["year"]) == (2015, 2020)
    assert "1.98%" in record["sentence"]


def test_limits_count_the_goals_above_them(real):
    (record,) = records("air_quality", "pm25_national_limit")["pm25_national_limit"]
    values = record["values"]
    assert (values["limit_later"], values["later_year"]) == (25, 2031)
    assert 0 < values["above_later"] < values["goals"] and values["within_own"] == values["goals"]


# Filling the texts


@dataclass(frozen=True)
class Filled:
    """A sentence, title, alt text or unit of a report, in a language; of a finding also its values."""

    report: str
    name: str
    part: str
    lang: str
    text: str
    values: dict | None = None


@pytest.fixture(scope="module")
def filled(real):
    """Every text of every report in both languages. Each query is asked once, for it takes most of the time."""
    store = connect(real)
    labels = {key: key for key in store.query("SELECT statement FROM facts ORDER BY statement")["statement"]}
    families = {(spec.notebook, spec.subject): spec for spec in report_matrix(real, store)}.values()
    return [text for spec in families for text in _texts_of(spec, labels)]


def _texts_of(spec, labels):
    chosen = {name: value for name, value in spec.parameters.items() if name != "lang"}
    report = Report(spec.notebook, **chosen)
    for name, template in texts(spec.notebook)["findings"].items():
        rows = report.query(template.sql).to_dict("records")
        for lang in ("zh", "en"):
            for finding in findings_of(template, rows, lang, labels):
                yield Filled(spec.family, name, "sentence", lang, finding.sentence, finding.record["values"])
    if not texts(spec.notebook)["findings"]:  # what the audit finds has no templates here
        for lang in ("zh", "en"):
            for finding in Report(spec.notebook, lang, **chosen).audit_findings().found:
                yield Filled(spec.family, finding.name, "sentence", lang, finding.sentence, finding.record["values"])
    for name, template in texts(spec.notebook)["figures"].items():
        rows = report.query(template.sql).to_dict("records") if template.sql else [{}]
        assert len(rows) == 1, f"{spec.family}: the query of {name} gives {len(rows)} rows"
        for part in ("title", "alt", "unit"):
            for lang in ("zh", "en"):
                yield Filled(spec.family, name, part, lang, template.fill(part, lang, rows[0]))


def faults(filled, lang, *patterns):
    """The texts of a language in which one of the patterns is found."""
    return [(t.report, t.name, t.text) for t in filled if t.lang in lang and any(p.search(t.text) for p in patterns)]


def test_every_text_fills_in_for_every_report(filled):
    assert {text.report.split("-")[0] for text in filled} == set(NAMES)
    assert all(text.text.strip() for text in filled)


def test_every_report_has_findings(filled):
    assert {text.report for text in filled} == {text.report for text in filled if text.part == "sentence"}


def test_no_filled_text_has_a_hole(filled):
    assert faults(filled, ("zh", "en"), EMPTY, DASH_FOR_NOTHING) == []


def test_chinese_texts_have_full_width_punctuation(filled):
    assert faults(filled, ("zh",), HALF_WIDTH) == []


def test_english_texts_hold_no_chinese(filled):
    assert faults(filled, ("en",), re.compile(HAN)) == []


def test_chinese_texts_hold_no_english_words(filled):
    """Names of indices, units and standards apart."""
    known = {"PM", "API", "AQI", "WHO", "GB", "XX", "g", "m", "km", "COD", "t", "d", "O", "VOCs", "GDP", "II", "III"}
    words = {(t.name, word) for t in filled if t.lang == "zh" for word in re.findall(r"[A-Za-z]+", t.text)}
    assert {(name, word) for name, word in words if word not in known} == set()


def test_one_is_not_told_in_the_plural(filled):
    plural = re.compile(r"(?<![\d.,–])\b1 (?!of\b)(?:\w+ )?(?:goals|targets|plans|places|measures|numbers|years)\b")
    assert faults(filled, ("en",), plural) == []


def test_sentences_end_as_sentences(filled):
    ends = {"zh": "。", "en": "."}
    assert [t for t in filled if t.part == "sentence" and not t.text.endswith(ends[t.lang])] == []


def test_both_languages_tell_the_same_with_the_same_numbers(filled):
    zh, en = ([(t.report, t.name, t.part, t.values) for t in filled if t.lang == lang] for lang in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_written_by_hand(name):
    by_hand = []
    for kind in ("findings", "figures"):
        for template in texts(name)[kind].values():
            for part in {"sentence", "title", "alt"} & set(template.texts):
                for lang in ("zh", "en"):
                    constant = CONSTANT.sub("", re.sub(r"\{[^}]*\}", "", template.texts[part][lang]))
                    by_hand += [f"{template.name}.{part}.{lang}: {m[0]}" for m in NUMERAL.finditer(constant)]
    assert by_hand == []


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_of_a_text_tell_the_same_values(name):
    """The same placeholders, names in a language counting as one."""
    for kind in ("findings", "figures"):
        for template in texts(name)[kind].values():
            for part, text in template.texts.items():
                zh, en = (set(re.findall(r"\{(\w+)\}", text[lang])) for lang in ("zh", "en"))
                assert zh == en, f"{kind}.{template.name}.{part}"


def test_a_text_that_names_an_unknown_column_is_refused():
    template = Template("t", None, {"sentence": {"zh": "{place}有{goal}项", "en": "{goal}"}})
    assert template.fill("sentence", "zh", {"place_zh": "北山", "place_en": "North", "goal": 2.50}) == "北山有2.5项"
    with pytest.raises(BadText, match=r"t: the text names \{goal\}, but its query gives goals"):
        template.fill("sentence", "en", {"goals": 2})


# Other data, other findings


def test_two_goals_in_one_plan_are_told_until_they_agree(real, tmp_path, monkeypatch):
    (record,) = records("air_quality", "days_disagree")["days_disagree"]
    assert (record["values"]["first_said"], record["values"]["again_said"]) == ("≥95", "≥96")
    modified = copy_of_the_real_collection(tmp_path / "modified")
    _make_table_2_agree(modified)
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(modified.root))
    now = records("air_quality")
    assert "days_disagree" not in now
    assert "pm25_two_bases" in now


def _make_table_2_agree(project):
    """Quzhou's table 2 asks for ≥95, in the text and in the row that quotes it."""
    raw = project.raw / f"{QUZHOU}.txt"
    before = raw.read_text("utf-8")
    after = re.sub(r"(城市空气质量优良天数比例\(%\)\s+92\.9\(“十三五”均值\)\s+≥)96", r"\g<1>95", before)
    assert after != before
    raw.write_text(after, encoding="utf-8", newline="")
    _edit(project.statements / f"{QUZHOU}.csv", _say_95)
    _edit(project.curated / "plans.csv", lambda row: _sign(row, raw))


def _say_95(row):
    row["quote"] = row["quote"].replace("均值) ≥96 约束性", "均值) ≥95 约束性")
    if row["statement_id"] == "good-air-days-2025-t2":
        row["value"] = "95"


def _sign(row, raw):
    if row["plan_id"] == QUZHOU:
        row["sha256"] = hashlib.sha256(raw.read_bytes()).hexdigest()


def _edit(path, change):
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_where_nothing_holds_the_report_says_so(here):
    report = Report("water_quality", "en").findings()
    assert repr(report) == "On the present data there is nothing to report."
    data, metadata = report._repr_mimebundle_()
    assert metadata == {"ecoplan": {"findings": []}} and "nothing to report" in data["text/html"]


def test_a_finding_appears_with_the_statements_that_it_rests_on(here):
    assert records("air_quality", "days_disagree") == {}
    days = {"indicator_id": "good_air_days", "unit": "%", "year": "2025", "context": AT_THE_END, "comparator": ">="}
    here.tell("优良天数比率提高到96%以上", statement_id="days-again", repeats="days-2025", value="96", **days)
    report = Report("air_quality", "en")
    (finding,) = report.findings("days_disagree").found
    assert "≥95%" in finding.sentence and "≥96%" in finding.sentence
    assert [key for key, _ in finding.statements] == [f"{NORTH}/days-2025", f"{NORTH}/days-again"]
    quoted = report.sources()._repr_mimebundle_()[0]["text/html"]
    assert f'id="s-{NORTH}--days-2025"' in quoted and f'id="s-{NORTH}--days-again"' in quoted


def test_a_finding_follows_its_numbers_and_goes(here):
    mean = {
        "statement_id": "pm25-mean", "indicator_id": "pm25", "role": "baseline", "unit": "微克/立方米",
        "aggregation": "mean", "period_start": "2016", "year": "2020",
    }  # fmt: skip
    here.tell("“十三五”期间PM2.5浓度均值36微克/立方米", value="36", **mean)
    (record,) = records("air_quality", "pm25_two_bases")["pm25_two_bases"]
    assert record["values"]["mean_change"] == pytest.approx(100 * (27.9 / 36 - 1))
    assert record["values"]["one_change"] == pytest.approx(100 * (27.9 / 35 - 1))
    assert (record["values"]["mean_value"], record["values"]["said"]) == ("36", "≤27.90")
    text = here.raw().read_text("utf-8").replace("均值36微克", "均值45微克")
    here.raw().write_text(text, encoding="utf-8", newline="")
    here.set(NORTH, "pm25-mean", value="45", quote="“十三五”期间PM2.5浓度均值45微克/立方米")
    here.sign()
    (record,) = records("air_quality", "pm25_two_bases")["pm25_two_bases"]
    assert record["values"]["mean_change"] == pytest.approx(100 * (27.9 / 45 - 1))
    here.rows[NORTH].pop()
    here.save(NORTH)
    here.sign()
    assert records("air_quality", "pm25_two_bases") == {}


def test_a_goal_below_what_was_reached_is_told_with_its_distance(here):
    assert records("air_quality", "days_below_reached") == {}
    here.tell(
        "2020年市内优良天数比率已达97.5%", statement_id="days-2020", role="actual", indicator_id="good_air_days",
        year="2020", value="97.5", unit="%",
    )  # fmt: skip
    (record,) = records("air_quality", "days_below_reached")["days_below_reached"]
    assert record["values"]["slack"] == pytest.approx(2.5)
