"""Charts: what a reader may rely on when looking at one."""

import base64
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb

from helpers.display import style
from helpers.display.charts import by_year, dots
from helpers.display.figure import IncompleteFigure
from helpers.display.frame import BadFrame
from helpers.environment import FIGURES

NAN = float("nan")
PLACES = {
    "quzhou": ("衢州市", "Quzhou"),
    "jiaxing": ("嘉兴市", "Jiaxing"),
    "xx-zone": ("某某经济技术开发区", "XX economic development zone"),
    "zhejiang": ("浙江省", "Zhejiang"),
}
WORDS = {"lang": "zh", "title": "标题", "unit": "μg/m³", "source": "来源：规划", "alt": "替代文字"}


def statement(number=1, **cells):
    """One row of a frame: a target of 26 for 2025, except for what `cells` say."""
    row = {
        "statement": f"quzhou-2021/pm25-{number}", "row": "衢州市", "place_id": "quzhou",
        "place": "衢州市", "role": "target", "comparator": "=", "value": 26.0, "value_max": NAN,
        "period_start": NAN, "year": 2025, "label": "26", "words": "", "near": "",
        "quote": f"到2025年，PM2.5平均浓度达到26微克/立方米（{number}）",
    }  # fmt: skip
    return row | cells


def crowded(lang):
    """Thirty statements of four places, several of them at one value, labels of the real length."""
    column = ("zh", "en").index(lang)
    plans = ("“十三五”规划", "“十四五”规划"), ("13th Five-Year Plan", "14th Five-Year Plan")
    rows = []
    for shift, (place_id, names) in enumerate(PLACES.items()):
        for plan, start in enumerate((2015, 2020)):
            top = 48 - 12 * plan - shift
            told = {
                "place_id": place_id, "place": names[column], "near": place_id == "zhejiang",
                "row": f"{names[column]} {plans[column][plan]}",
            }  # fmt: skip
            numbers = [
                ("baseline", "=", top, NAN, start), ("prior_target", "<=", top - 3, NAN, start),
                ("actual", "=", top - 9, NAN, start), ("baseline", "=", top - 2, start - 4, start),
                ("target", "<=", top - 9, NAN, start + 5), ("target", "<", 19.2, NAN, start + 5),
            ]  # fmt: skip
            for role, comparator, value, since, year in numbers:
                text = f"{comparator.replace('<=', '≤').replace('=', '')}{value}"
                cells = {"role": role, "comparator": comparator, "value": value, "year": year,
                         "period_start": since, "label": text}  # fmt: skip
                rows.append(statement(len(rows), **told, **cells))
        words = ("PM2.5浓度持续下降，达到上级下达的要求", "keeps falling, as the province requires")
        rows.append(statement(len(rows), **told, comparator="down", value=NAN, year=2025,
                              words=words[column]))  # fmt: skip
    return pd.DataFrame(rows)


def standards(lang):
    """National and WHO limits as they are."""
    national = ("国家二级", "National class II")[lang == "en"]
    who = ("世卫过渡目标", "WHO interim target ")[lang == "en"]
    rows = [(national, 35, "2016-01-01", "2026-02-28", "national"),
            (national, 30, "2026-03-01", "2030-12-31", "national"),
            (national, 25, 2031, None, "national")]  # fmt: skip
    rows += [(f"{who}{n}", value, 2021, None, "who") for n, value in enumerate((35, 25, 15, 10, 5))]
    return pd.DataFrame(rows, columns=["label", "value", "year_from", "year_to", "kind"])


def drawn_texts(figure):
    """(text, extent in pixels) of everything printed in the figure."""
    renderer = FigureCanvasAgg(figure.canvas).get_renderer()
    figure.canvas.draw(renderer)
    texts = []
    for ax in figure.canvas.axes:
        texts += ax.texts
        if ax.axison:
            texts += [*ax.get_xticklabels(), *ax.get_yticklabels()]
    return [(t.get_text(), t.get_window_extent(renderer)) for t in texts if t.get_text()]


def body(svg):
    """The SVG without definitions and tooltips: what is seen."""
    return re.sub(r"<defs>.*?</defs>|<title>.*?</title>", "", svg)


@pytest.mark.parametrize("chart", [dots, by_year])
@pytest.mark.parametrize("pair", [("<=", "<"), (">=", ">"), ("=", "~"), ("<=", ">="), ("=", "<=")])
def test_comparators_look_different(chart, pair):
    one, other = (chart(pd.DataFrame([statement(comparator=c)]), **WORDS).svg() for c in pair)
    marks = [re.search(r"<a .*?</a>", body(svg), re.S)[0] for svg in (one, other)]
    assert marks[0] != marks[1]


@pytest.mark.parametrize("chart", [dots, by_year])
def test_roles_look_different_without_colour(chart):
    roles = ("target", "baseline", "prior_target", "actual")
    outlines = []
    for role in roles:
        svg = chart(pd.DataFrame([statement(role=role, comparator="=")]), **WORDS).svg()
        mark = re.search(r"<a .*?</a>", body(svg), re.S)[0]
        outlines.append(re.sub(r"#[0-9a-f]{6}", lambda c: "x" * (c[0] == "#ffffff"), mark))
    assert len(set(outlines)) == len(roles)


@pytest.mark.parametrize("chart", [dots, by_year])
def test_a_numberless_target_is_words_and_never_a_mark(chart):
    silent = statement(2, comparator="down", value=NAN, label="", words="进一步下降")
    figure = chart(pd.DataFrame([statement(), silent]), **WORDS)
    assert any("进一步下降" in text for text, _ in drawn_texts(figure))
    marks = [p for ax in figure.canvas.axes for p in ax.patches if p.get_url() == "#s-" + silent[
        "statement"].replace("/", "--")]  # fmt: skip
    assert not marks
    assert all(ax.get_xlim()[0] > 0 for ax in figure.canvas.axes if ax.axison)


def test_a_row_of_words_alone_has_no_axis():
    frame = pd.DataFrame([statement(comparator="down", value=NAN, words="进一步下降")])
    printed = {text for text, _ in drawn_texts(dots(frame, **WORDS))}
    assert not any(re.fullmatch(r"[−\d.]+", text) for text in printed)


def test_a_statement_with_neither_number_nor_words_is_refused():
    with pytest.raises(BadFrame, match="quzhou-2021/pm25-1: neither"):
        dots(pd.DataFrame([statement(value=NAN)]), **WORDS)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("chart", [dots, by_year])
def test_every_statement_is_one_link_with_a_tooltip(chart, lang):
    frame = crowded(lang)
    svg = chart(frame, **WORDS | {"lang": lang}).svg()
    links = re.findall(r'<a href="(#[^"]+)"><title>([^<]+)</title><', svg)
    assert sorted(address for address, _ in links) == sorted(
        "#s-" + name.replace("/", "--") for name in frame["statement"]
    )
    assert {tooltip for _, tooltip in links} == set(frame["quote"])
    assert svg.rstrip().endswith("</a></svg>"), "a line after a link would lie on top of it"


def test_the_svg_fits_into_a_page():
    svg = dots(pd.DataFrame([statement()]), **WORDS).svg()
    for unwanted in ("_blank", "<?xml", "<!DOCTYPE", "<metadata", "<style", "xlink", "<!--"):
        assert unwanted not in svg
    opening = svg[: svg.index(">")]
    assert "viewBox=" in opening and "width=" not in opening
    assert 'aria-label="替代文字"' in opening
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', svg)) - set(ids) == {"s-quzhou-2021--pm25-1"}


def test_the_svg_is_the_same_in_every_process():
    here = Path(__file__).parent
    program = (
        "import test_charts as t, hashlib;"
        "f = t.by_year(t.crowded('zh'), standards=t.standards('zh'), **t.WORDS);"
        "print(hashlib.sha256(f.svg().encode() + f.png()).hexdigest())"
    )
    path = os.pathsep.join([str(here), str(Path(style.__file__).parents[2])])
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_a_figure_is_png_in_jupyterlab_and_svg_in_a_report(monkeypatch):
    figure = dots(pd.DataFrame([statement()]), **WORDS)
    monkeypatch.delenv(FIGURES, raising=False)
    data, metadata = figure._repr_mimebundle_()
    assert list(data) == ["image/png"] and metadata["image/png"]["alt"] == "替代文字"
    png = base64.b64decode(data["image/png"])
    assert png.startswith(b"\x89PNG") and b"Software" not in png
    monkeypatch.setenv(FIGURES, "svg")
    data, metadata = figure._repr_mimebundle_()
    assert list(data) == ["image/svg+xml"] and metadata["image/svg+xml"]["alt"] == "替代文字"
    assert data["image/svg+xml"].startswith("<svg ")


@pytest.mark.parametrize("chart", [dots, by_year])
@pytest.mark.parametrize("word", ["title", "unit", "source", "alt"])
def test_a_figure_without_its_words_is_refused(chart, word):
    with pytest.raises(IncompleteFigure, match=f"no {word}"):
        chart(pd.DataFrame([statement()]), **WORDS | {word: " "})


def test_a_missing_glyph_is_an_error_that_names_the_character():
    for _ in range(2):  # the second time its width is known already
        with pytest.raises(style.MissingGlyph, match=r"U\+1F728") as raised:
            dots(pd.DataFrame([statement(label="26🜨")]), **WORDS).svg()
        assert raised.value.characters == "🜨"
    with pytest.raises(style.MissingGlyph):
        dots(pd.DataFrame([statement(label="26🜨")]), **WORDS).png()


def test_the_house_style_leaves_other_figures_alone():
    import matplotlib as mpl

    before = {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"}
    dots(pd.DataFrame([statement()]), **WORDS).svg()
    assert {name: mpl.rcParams[name] for name in before} == before


@pytest.mark.parametrize("share", [("%", 99.5, 100), ("比例（%）", 92, 100)])
def test_the_axis_of_a_share_ends_at_a_hundred(share):
    unit, low, high = share
    rows = [statement(n, value=float(v), row=str(n)) for n, v in enumerate((low, high))]
    figure = dots(pd.DataFrame(rows), **WORDS | {"unit": unit})
    ticks = [tick for ax in figure.canvas.axes if ax.axison for tick in ax.get_xticks()]
    assert max(ticks) <= 100


def test_years_are_printed_as_soon_as_there_are_several():
    rows = [statement(1), statement(2, role="actual", value=31.0, year=2020, label="31")]
    texts = {text for text, _ in drawn_texts(dots(pd.DataFrame(rows), **WORDS))}
    assert {"2025: 26", "2020: 31"} <= texts
    texts = {text for text, _ in drawn_texts(dots(pd.DataFrame(rows[:1]), **WORDS))}
    assert "26" in texts


def test_panels_have_axes_and_units_of_their_own():
    rows = [statement(1, panel="总量", value=785.5), statement(2, panel="占比", value=60.0)]
    units = {"总量": "万吨", "占比": "%"}
    figure = dots(pd.DataFrame(rows), **WORDS | {"unit": units})
    limits = [ax.get_xlim() for ax in figure.canvas.axes if ax.axison]
    assert len(limits) == 2 and limits[0][0] > limits[1][1]
    assert figure.unit == "万吨 · %"


def test_a_near_scope_is_marked():
    texts = {t for t, _ in drawn_texts(dots(pd.DataFrame([statement(near="设区城市")]), **WORDS))}
    assert {"≈ 衢州市", "设区城市", "≈ 浅色：口径相近但不相同"} <= texts


def test_the_key_explains_only_what_occurs():
    texts = {text for text, _ in drawn_texts(dots(pd.DataFrame([statement()]), **WORDS))}
    assert "目标" in texts
    assert not texts & {"基期值", "实际值", "上一期的目标"}


def test_a_crowded_chart_prints_below_what_finds_no_room():
    frame = crowded("en")
    texts = {text for text, _ in drawn_texts(by_year(frame, **WORDS | {"lang": "en"}))}
    for row in frame[frame["value"].notna()].to_dict("records"):
        assert any(text.endswith(row["label"]) for text in texts), row["label"]


def test_a_mark_is_never_moved_into_another_year():
    frame = crowded("en")
    figure = by_year(frame, **WORDS | {"lang": "en"})
    (ax,) = [ax for ax in figure.canvas.axes if ax.axison]
    one_year = np.diff(ax.transData.transform([(2020, 0), (2021, 0)])[:, 0])[0]
    figure.canvas.draw_without_rendering()
    places = {p.get_url(): p.get_transform().transform([(0, 0)])[0, 0] for p in ax.patches
              if p.get_url()}  # fmt: skip
    for row in frame[frame["value"].notna() & frame["period_start"].isna()].to_dict("records"):
        address = "#s-" + row["statement"].replace("/", "--")
        expected = ax.transData.transform((row["year"], 0))[0]
        assert abs(places[address] - expected) < one_year / 2


def test_a_limit_counts_for_the_years_in_which_it_is_in_force_on_31_december():
    from helpers.display.steps import read_steps

    spans = [(step.first, step.last) for step in read_steps(standards("en"))]
    assert spans[:3] == [(2016, 2025), (2026, 2030), (2031, None)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("chart", ["dots", "by_year", "by_year without standards"])
def test_no_text_overlaps_another_or_leaves_the_figure(chart, lang):
    frame, words = crowded(lang), WORDS | {"lang": lang}
    words["title"] = ("很长的标题，" * 9) if lang == "zh" else "A title that takes two lines " * 4
    if chart == "dots":
        figure = dots(frame, **words)
    else:
        limits = standards(lang) if chart == "by_year" else None
        figure = by_year(frame, **words, standards=limits)
    texts = drawn_texts(figure)
    for (one, a), (other, b) in combinations(texts, 2):
        apart = a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0
        assert apart, f"{one!r} overlaps {other!r}"
    width, height = figure.canvas.bbox.size
    for text, box in texts:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
        assert inside, f"{text!r} leaves the figure"


# Machado, Oliveira and Fernandes 2009, full severity, for linear RGB.
DEFICIENCIES = {
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "greyscale": [[0.2126, 0.7152, 0.0722]] * 3,
    "full colour": np.eye(3).tolist(),
}  # fmt: skip


def lab(colour, deficiency):
    """CIE L*a*b* (D65) of a colour as seen with a deficiency."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]]) @ seen  # fmt: skip
    f = np.cbrt(np.maximum(xyz / (0.95047, 1.0, 1.08883), 0.008856))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_places_are_told_apart_by_everybody(deficiency):
    least = 8 if deficiency == "greyscale" else 18
    for one, other in combinations(style.PLACE_COLOURS, 2):
        difference = np.linalg.norm(
            lab(style.place_colour(one), deficiency) - lab(style.place_colour(other), deficiency)
        )
        assert difference >= least, (one, other)


def test_places_differ_in_shape_too_and_leave_the_shapes_of_roles_alone():
    markers = [style.place_marker(place) for place in style.PLACE_MARKERS]
    assert len(set(markers)) == len(markers)
    assert not set(markers) & {"o", "D", "x"}


def test_a_place_keeps_its_colour():
    assert style.place_colour("quzhou") == "#c84a00"
    assert style.place_colour("ningbo") == style.place_colour("ningbo")
    assert style.place_colour("ningbo") not in style.PLACE_COLOURS.values()
    # Written down: a change would recolour published charts.
    assert (style.place_colour("ningbo"), style.place_marker("ningbo")) == ("#7a5195", "p")


SURFACE = [("baseline", "=", 100.0, 2015, "100"), ("prior_target", "=", 100.0, 2020, "100"),
           ("actual", "=", 100.0, 2020, "100")]  # fmt: skip
FARMLAND = [("prior_target", "=", 92.0, 2020, "92"), ("actual", "=", 97.03, 2020, "97.03"),
            ("target", ">=", 98.0, 2025, "≥98"), ("target", "=", 98.0, 2025, "98")]  # fmt: skip
NEARBY = [("baseline", "=", 93.0, 2020, "93"), ("actual", "=", 93.1, 2020, "93.1"),
          ("actual", "~", 93.2, 2020, "~93.2"), ("target", ">", 93.3, 2025, ">93.3"),
          ("target", ">=", 93.4, 2025, "≥93.4"), ("target", "<=", 93.5, 2025, "≤93.5")]  # fmt: skip
NAMES = {
    "zh": "衢州“十四五”规划 · 国家“水十条”考核断面 {}",
    "en": "Quzhou 14th FYP · Sections under the Water Ten Plan {}",
}


def repeated(told, lang, times=6):
    """A frame whose rows, `times` of them, all hold the statements `told`."""
    rows = []
    for number in range(times):
        for role, comparator, value, year, label in told:
            cells = {"role": role, "comparator": comparator, "value": value, "year": year, "label": label}
            rows.append(statement(len(rows), row=NAMES[lang].format(number), **cells))
    return pd.DataFrame(rows)


def row_bands(figure):
    """(bottom, top) in pixels of every row, from the top: rows end at the rules across the sheet."""
    sheet, chart = figure.canvas.axes
    rules = [line for line in sheet.lines if line.get_color() == style.RULE]
    ends = [sheet.transData.transform((0, line.get_ydata()[0]))[1] for line in rules]
    return list(zip(ends, [chart.bbox.y1, *ends], strict=False))


def assert_apart(figure):
    for (one, a), (other, b) in combinations(drawn_texts(figure), 2):
        assert a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0, f"{one!r} overlaps {other!r}"


def value_labels(figure):
    """(address, text, extent in pixels) of the labels of marks."""
    renderer = FigureCanvasAgg(figure.canvas).get_renderer()
    texts = [t for ax in figure.canvas.axes if ax.axison for t in ax.texts if t.get_url()]
    return [(t.get_url(), t.get_text(), t.get_window_extent(renderer)) for t in texts]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("limits", [None, (0, 100)])
@pytest.mark.parametrize("told", [SURFACE, FARMLAND, NEARBY, SURFACE[:1] * 9, FARMLAND + SURFACE, FARMLAND + NEARBY])
def test_labels_stay_in_their_row_and_in_the_plot(told, limits, lang):
    frame = repeated(told, lang)
    figure = dots(frame, **WORDS | {"lang": lang, "unit": "%"}, limits=limits)
    assert_apart(figure)
    chart = figure.canvas.axes[1]
    bands = row_bands(figure)
    assert len(bands) == 6
    place_of = {f"#s-{s.replace('/', '--')}": n // len(told) for n, s in enumerate(frame["statement"])}
    for address, text, box in value_labels(figure):
        bottom, top = bands[place_of[address]]
        assert bottom <= box.y0 and box.y1 <= top, f"{text!r} leaves its row"
        assert chart.bbox.x0 <= box.x0 and box.x1 <= chart.bbox.x1, f"{text!r} leaves the plot"
    for line in chart.lines:
        (low, high) = sorted(chart.transData.transform(np.column_stack(line.get_data()))[:, 1])
        if line.get_color() != style.RULE:
            assert any(bottom <= low and high <= top for bottom, top in bands), "a line leaves its row"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("told", [FARMLAND, NEARBY, FARMLAND + SURFACE])
def test_a_label_covers_no_mark(told, lang):
    figure = dots(repeated(told, lang, 2), **WORDS | {"lang": lang, "unit": "%"}, limits=(0, 100))
    labels = value_labels(figure)
    chart = figure.canvas.axes[1]
    for patch in chart.patches:
        mark = patch.get_window_extent()
        for _, text, box in labels:
            apart = box.x1 <= mark.x0 or mark.x1 <= box.x0 or box.y1 <= mark.y0 or mark.y1 <= box.y0
            assert apart, f"{text!r} covers a mark"


@pytest.mark.parametrize(("lang", "shared"), [("zh", "2015、2020: 100"), ("en", "2015, 2020: 100")])
def test_marks_of_one_value_share_a_label_with_their_years_once(lang, shared):
    figure = dots(repeated(SURFACE[::-1], lang, 1), **WORDS | {"lang": lang, "unit": "%"})
    assert [text for _, text, _ in value_labels(figure)] == [shared]
    assert len({patch.get_url() for patch in figure.canvas.axes[1].patches}) == 3


def test_marks_of_one_value_with_different_signs_keep_their_labels():
    figure = dots(repeated(FARMLAND, "en", 1), **WORDS | {"lang": "en", "unit": "%"})
    assert {text for _, text, _ in value_labels(figure)} == {"2020: 92", "2020: 97.03", "2025: ≥98", "2025: 98"}


@pytest.mark.parametrize("unit", ["%", "万吨"])
@pytest.mark.parametrize("value", [785.5, 60.0, 93.3, 100.0, 0.0, 1.0, 0.03, -0.4, -1.0, -26.0, -2400.0, 12345.0])
def test_the_axis_of_a_single_value_has_few_ticks_and_none_of_another_sign(unit, value):
    frame = pd.DataFrame([statement(n, value=value, row=str(n), label=f"{value:g}".replace("-", "−")) for n in (1, 2)])
    figure = dots(frame, **WORDS | {"unit": unit})
    chart = figure.canvas.axes[1]
    low, high = chart.get_xlim()
    assert low < value < high
    ticks = chart.get_xticks()
    assert (2 if value else 1) <= len(ticks) <= 3
    assert all(tick * value >= 0 for tick in ticks)
    assert all(low <= tick <= high for tick in ticks)


def test_the_axis_of_falls_has_no_positive_tick():
    rows = [statement(n, value=v, row=str(n), label=f"−{-v:g}") for n, v in enumerate((-0.2, -3.0))]
    figure = dots(pd.DataFrame(rows), **WORDS | {"unit": "%"})
    assert max(figure.canvas.axes[1].get_xticks()) <= 0


@pytest.mark.parametrize("chart", [dots, by_year])
def test_quotes_are_as_wide_as_the_language_wants_them(chart):
    told = {"row": "Quzhou “811” ‘14’", "place": "Quzhou “811” ‘14’", "panel": "A “panel”", "group": "A “group”"}
    words = {"lang": "en", "title": "The “811” plan’s goal", "source": "Source: “811”"}
    rows = [statement(1, **told), statement(2, **told, comparator="down", value=NAN, words="“lower”")]
    printed = "".join(text for text, _ in drawn_texts(chart(pd.DataFrame(rows), **WORDS | words)))
    assert not set(printed) & set("“”‘’") and '"811"' in printed and "plan's" in printed
    told = {key: "衢州“十四五”规划" for key in told}
    figure = chart(pd.DataFrame([statement(1, **told)]), **WORDS | {"title": "“十四五”"})
    printed = "".join(text for text, _ in drawn_texts(figure))
    assert "“十四五”" in printed and '"' not in printed
