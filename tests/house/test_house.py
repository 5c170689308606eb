"""The house keeps its own rules: sizes, names, arguments, glossary, translations."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "yizhan"
FILES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
FORBIDDEN = {"util", "utils", "helpers", "common", "misc", "core", "base", "manager"}
LINES_A_FILE = 400
LINES_A_BODY = 50


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_can_be_read_in_one_sitting():
    everything = [
        *FILES,
        *sorted((ROOT / "tests").rglob("*.py")),
        *sorted((ROOT / "benchmarks").rglob("*.py")),
    ]
    long = {names(p): n for p in everything if (n := len(p.read_text().splitlines())) > LINES_A_FILE}
    assert long == {}


def test_functions_fit_on_a_screen():
    long = {
        f"{names(path)}:{function.name}": lines
        for path in FILES
        for function in functions(path)
        if (lines := body_lines(function)) > LINES_A_BODY
    }
    assert long == {}


def test_modules_have_names_that_mean_something():
    assert [names(p) for p in FILES if p.stem.rstrip("s") in FORBIDDEN | {"util", "helper"}] == []


def test_modules_open_with_one_sentence():
    assert [names(p) for p in FILES if not ast.get_docstring(ast.parse(p.read_text()))] == []


def test_actions_are_keyword_only_and_say_who():
    """Every public function in an actions room takes keywords only, and `by`."""
    wrong = []
    for path in FILES:
        if path.stem != "actions" and path.parent.name != "actions":
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                keywords = {argument.arg for argument in node.args.kwonlyargs}
                if node.args.args or "by" not in keywords:
                    wrong.append(f"{names(path)}:{node.name}")
    assert wrong == []


def classes_for_the_glossary() -> Iterator[str]:
    """Every model, and every public dataclass of the planning core."""
    for path in FILES:
        inside = path.relative_to(SOURCE).parts
        is_model = "models" in {path.stem, path.parent.name}
        if not is_model and inside[0] != "planning":
            continue
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            dataclass = any("dataclass" in ast.unparse(d) for d in node.decorator_list)
            if dataclass or (is_model and any("Model" in ast.unparse(b) for b in node.bases)):
                yield node.name


def test_glossary_names_every_model_and_planning_value():
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    missing = sorted(name for name in classes_for_the_glossary() if f"`{name}`" not in glossary)
    assert missing == []


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("templates/**/*.html"))


def test_no_page_asks_another_host_for_anything():
    external = [
        names(path)
        for path in templates()
        if re.search(
            r"""(?:src|href|action)=["'](?:https?:)?//(?!www\.openstreetmap\.org/copyright)""",
            path.read_text(),
        )
    ]
    assert external == []


def catalogue() -> dict[str, str]:
    from babel.messages.pofile import read_po

    with (SOURCE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        messages = read_po(file)
    return {str(m.id): str(m.string) for m in messages if m.id and isinstance(m.id, str)}


def chinese_messages() -> Iterator[tuple[str, str]]:
    for path in templates():
        text = path.read_text()
        for match in re.finditer(r"""{%\s*translate\s+(["'])(.*?)\1""", text):
            yield names(path), match.group(2)
        for match in re.finditer(
            r"{%\s*blocktranslate[^%]*%}(.*?){%\s*(?:plural|endblocktranslate)", text, re.DOTALL
        ):
            sentence = re.sub(r"{{\s*([\w.]+)\s*}}", r"%(\1)s", match.group(1))
            yield names(path), " ".join(line.strip() for line in sentence.strip().splitlines())
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            said = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "gettext"}
            )
            if said and isinstance(node.args[0], ast.Constant):
                yield names(path), str(node.args[0].value)


def test_every_chinese_sentence_has_its_english():
    english = catalogue()
    missing = sorted({(place, text) for place, text in chinese_messages() if not english.get(text)})
    assert missing == []


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of the source that is said to people: templates, and strings that are no docstrings."""
    for path in templates():
        yield names(path), path.read_text()
    for path in FILES:
        tree = ast.parse(path.read_text())
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield names(path), node.value


def test_chinese_sentences_use_chinese_punctuation():
    half_width = re.compile(r"[\u3400-\u9fff\u300b\uff09][,;:?!(]|\([\u3400-\u9fff]")
    wrong = [(place, found.group()) for place, text in sentences() if (found := half_width.search(text))]
    assert wrong == []
