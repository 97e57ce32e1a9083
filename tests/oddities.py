"""Odd words, bytes, names, parameters and queries: what people, machines and strangers put where others were meant."""

CELLS = (
    "", " ", "0", "-1", "１２", "٣", "1e309", "1E+05", "nan", "inf", "9" * 400, "27,90", "27.9O", "2025.0", "２０２５",
    "2100", "true", "FALSE", "1949-13-40", "２０２１-07-20", "2021-7", "<=", "≥", "=1+1", "+cmd|' /C calc'!A0",
    "@SUM(1)", "-2-3", "<script>canary()</script>", '"><img src=x onerror=canary()>', "{{ 7*7 }}", "{% raw %}",
    "%s%n{0}", "javascript:canary()", "\u202eabc", "\u200b", "a\u0301", "𠮷", "\ufffe", "\x07", "\x1b[31m",
    "\u2028", "../../etc/passwd", "/etc/passwd", "C:\\x", "a" * 300, "north-2021;north-2016", ";;;", "'", '"',
    "''; DROP TABLE plans; --", "$plan_id", "十五", "〇", "Ⅲ", "一百零", "万", "%", "μg/m3", "北山", "35", "95",
    "pm25-2020", "pm25-2025", "north", "pm25", "target", "<55 分贝", ">=", "至", "<", "2020", "2025",
)  # fmt: skip
BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\r\n", b"\n", b'"', b",", b";",
    b"\t", b"\x1a", b"\xc0\xaf", b"\xf4\x90\x80\x80", "，".encode(), "\u202e".encode(), b"'", b"#", b"\\",
)  # fmt: skip
MARKUP = (
    b"<", b">", b"<table>", b"</w:tbl>", b"<caption>x</caption>", b"<table><tr><td>", b"&#0;", b"<td colspan=99999999>",
    b"-1", b"9999999999", b"<br>", b"<![CDATA[", b"<?x", b"<!--", b"&x;", b'<!DOCTYPE x [<!ENTITY x "x">]>',
    b"obj<<", b"R",
)  # fmt: skip
ENCODINGS = (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5", "latin-1", "utf-7",
)  # fmt: skip
NAMES = (
    "x.csv",
    "North-2021.csv", "north-2021 (1).csv", "~$north-2021.csv", ".north-2021.csv", "north-2021.csv.bak", "新.csv",
    "a\nb.csv", "<script>.csv", "x" * 240 + ".csv", "é.csv", "e\u0301.csv", "\u202evsc.csv", "-rf.csv", "*.csv",
    "a.yaml", "zh.YAML", "zh.yaml", "..yaml", "x.zh.yaml", "<b>.zh.yaml", "a b.zh.yaml", "new.sql", "$(id).sql",
    "x.ipynb", "x.txt", "README",
)  # fmt: skip
PARAMETERS = (
    "", "lang: zh\n", "lang: en\n", "lang: [zh]\n", "zh\n", "- lang\n", "lang: zh\nlang: en\n",
    "lang: zh\nplan: x\n", "? \n", '!!python/object/apply:os.system ["touch canary"]\n',
    "lang: !!python/name:os.system\n", "{" * 3000, "[" * 20_000, "&a [*a]\n",
    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nlang: zh\n",
    "lang: zh\nx: 2021-07-20\n", "lang: zh\n\x00", "lang: zh\nlimit: .inf\n", "1: 2\nlang: zh\n",
    "lang: zh\n? [a]\n: b\n", "lang: zh\n<<: 3\n", "lang: zh\n--- \nlang: en\n", "lang: '../../x'\n",
    "lang:\tzh\n", "%YAML 9.9\n---\nlang: zh\n", "lang: zh\nlimit: 99999999999999999999999\n",
    "lang: zh\nlimit: true\n", "lang: zh\nlimit: -1\n", "lang: zh\nlimit: 2\n",
)  # fmt: skip
QUERIES = (
    "SELECT 'zh' AS lang", "SELECT 'zh' AS lang, 3 AS \"limit\"", "SELECT 1", "", ";", "SELEC", "DROP TABLE plans",
    "COPY plans TO 'canary'", "SELECT * FROM read_csv('/etc/passwd')", "ATTACH 'canary' AS c", "INSTALL httpfs",
    "SET enable_external_access = true", "SELECT 'zh' AS lang, '../../canary' AS name",
    "SELECT 'zh' AS lang, i AS \"limit\" FROM range(300) AS t (i) ORDER BY i",
    "SELECT 'zh' AS lang, i AS \"limit\" FROM range(1000000000000) AS t (i)", "SELECT NULL AS lang",
    "SELECT 'zh' AS lang, NULL AS \"limit\"",
    "WITH RECURSIVE a AS (SELECT 1 AS i UNION ALL SELECT i FROM a) SELECT 'zh' AS lang, i FROM a ORDER BY i",
    "SELECT 'zh' AS lang, [1] AS x", "SELECT 'zh' AS lang, 'a' AS \"limit\"", "SELECT 'zh' AS LANG",
    "SELECT getenv('HOME') AS lang", "SELECT 'zh' AS lang; SELECT 'en' AS lang", "SELECT error('no') AS lang",
    "PRAGMA database_list", "-- nothing",
)  # fmt: skip
