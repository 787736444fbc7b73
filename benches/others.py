#!/usr/bin/env python3
"""rubricate beside what one would write in Python: phrase matchers, on the same answers.

    cargo build --release --bin rubricate
    benches/others.py [ANSWERS]                2,000 answers unless said otherwise

Installs spaCy, pyahocorasick, orjson and PyYAML from PyPI into a folder that is removed afterwards. Each contender reads
the records, looks for the phrases of the record's question, whole words in any case, and writes a line of JSON with how
many it found for each criterion and where. The phrases are the plain words between the operators of the shipped
rubrics' patterns, and those of the glossary terms that they name.

It is not the same work: the others find phrases. They know no gaps, conditions, inflections, misspellings or denials, and
give no scores or flags; rubricate does all that meanwhile. Each round runs all of them, one after the other; the start,
measured with one answer to each question, is taken off; of the rounds the median counts.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from whole import corpus, seconds

ROUNDS = 3
ROOT = Path(__file__).absolute().parent.parent
PACKAGES = ["spacy==3.8.18", "pyahocorasick==2.3.1", "orjson==3.13.0", "pyyaml==6.0.4"]
OPERATORS = re.compile(r"/(?:[^/\\]|\\.)+/|\.\.\.\d*|…\d*|\b\d+ of[.\d]*|&[.\d]*|[()\[\]|!`=*]")


def patterns(signals: object) -> list[str]:
    """The patterns among a criterion's or a term's signals."""
    if isinstance(signals, str):
        return [signals]
    if isinstance(signals, dict):
        return patterns(signals.get("pattern", []))
    return [pattern for signal in signals or [] for pattern in patterns(signal)]


def plain(pattern: str, terms: dict[str, list[str]], above: tuple[str, ...] = ()) -> set[str]:
    """The phrases of a pattern, with those of the terms that it names."""
    found: set[str] = set()
    for name in re.findall(r"<([\w-]+)>", pattern):
        if name not in above:
            found = found.union(*(plain(inner, terms, (*above, name)) for inner in terms.get(name, [])))
    words = OPERATORS.sub("\n", re.sub(r"<[\w-]+>", "\n", pattern)).lower().split("\n")
    return found | {" ".join(phrase.split()) for phrase in words if re.search(r"\w", phrase)}


def phrases() -> dict[str, dict[str, list[str]]]:
    """By question and criterion."""
    import yaml

    files = sorted((ROOT / "rubrics").rglob("*.yaml"))
    documents = {file: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}
    glossary: dict[str, list[str]] = {}
    for file, document in documents.items():
        if file.stem == "glossary":
            glossary |= {name: patterns(term) for name, term in document.get("terms", document).items()}
    questions = {}
    for document in documents.values():
        if not isinstance(document, dict) or "question" not in document:
            continue
        terms = glossary | {name: patterns(term) for name, term in (document.get("terms") or {}).items()}
        questions[document["id"]] = {
            criterion["id"]: sorted(
                set().union(*(plain(p, terms) for kind in ("strong", "weak", "wrong") for p in patterns(criterion.get(kind))))
            )
            for criterion in document["criteria"]
            if "id" in criterion
        }
    return questions


def with_re(questions: dict) -> object:
    compiled = {
        question: {
            id: re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?!\w)", re.I)
            for id, words in criteria.items()
            if words
        }
        for question, criteria in questions.items()
    }
    return lambda question, answer: {
        id: [(m.start(), m.end()) for m in regex.finditer(answer)] for id, regex in compiled[question].items()
    }


def with_spacy(questions: dict) -> object:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    matchers = {}
    for question, criteria in questions.items():
        matchers[question] = PhraseMatcher(nlp.vocab, attr="LOWER")
        for id, words in criteria.items():
            if words:
                matchers[question].add(id, [nlp.make_doc(phrase) for phrase in words])

    def find(question: str, answer: str) -> dict:
        doc, found = nlp.make_doc(answer), {}
        for id, start, end in matchers[question](doc):
            span = doc[start:end]
            found.setdefault(nlp.vocab.strings[id], []).append((span.start_char, span.end_char))
        return found

    return find


def with_ahocorasick(questions: dict) -> object:
    import ahocorasick

    automata = {}
    for question, criteria in questions.items():
        owners: dict[str, list[str]] = {}
        for id, words in criteria.items():
            for phrase in words:
                owners.setdefault(phrase, []).append(id)
        automata[question] = ahocorasick.Automaton()
        for phrase, ids in owners.items():
            automata[question].add_word(phrase, (len(phrase), ids))
        automata[question].make_automaton()

    def find(question: str, answer: str) -> dict:
        text, found = answer.lower(), {}
        for last, (length, ids) in automata[question].iter(text):
            start, end = last + 1 - length, last + 1
            if (start == 0 or not text[start - 1].isalnum()) and (end == len(text) or not text[end].isalnum()):
                for id in ids:
                    found.setdefault(id, []).append((start, end))
        return found

    return find


def contend(name: str, answers: str) -> None:
    """Runs one contender over the records."""
    import orjson

    load, dump = (json.loads, lambda line: json.dumps(line).encode()) if name == "re" else (orjson.loads, orjson.dumps)
    find = {"re": with_re, "spacy": with_spacy, "ahocorasick": with_ahocorasick}[name](phrases())
    out = sys.stdout.buffer
    for line in Path(answers).read_bytes().splitlines():
        record = load(line)
        found = find(record["question"], record["answer"])
        counts = {id: len(spans) for id, spans in found.items()}
        out.write(dump({"id": record["id"], "counts": counts, "found": found}) + b"\n")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder + "/venv"], check=True)
        python = folder + "/venv/bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        many, each = Path(folder, "many.jsonl"), Path(folder, "each.jsonl")
        firsts = corpus(count, many, each)
        grade = [ROOT / "target/release/rubricate", "grade", "--quiet", "-j1", "-f", "jsonl"]
        commands = {"rubricate": grade} | {
            name: [python, ROOT / "benches" / "others.py", "--contend", name] for name in ("re", "spacy", "ahocorasick")
        }
        rounds = [
            {name: seconds([*command, many], folder) - seconds([*command, each], folder) for name, command in commands.items()}
            for _ in range(ROUNDS)
        ]
        print(subprocess.run([python, __file__, "--count"], capture_output=True, text=True, check=True).stdout.strip())
    for name in commands:
        each = statistics.median(took[name] for took in rounds) / (count - firsts)
        ratio = statistics.median(took[name] / took["rubricate"] for took in rounds)
        print(f"{name:<12}{each * 1e6:>10,.0f} µs an answer   {ratio:>6.2f} times rubricate's")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--contend", name, answers]:
            contend(name, answers)
        case ["--count"]:
            per_question = [sum(map(len, criteria.values())) for criteria in phrases().values()]
            print(f"{len(per_question)} questions, {sum(per_question) // len(per_question)} phrases each")
        case _:
            main()
