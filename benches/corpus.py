#!/usr/bin/env python3
"""Answers to measure with: as many as asked for, the same ones each time.

    benches/corpus.py 20000 > answers.jsonl

Each is put together from sentences that were given in answer to one question (`fixtures/answers/python.jsonl`), about
100 words of them, with a mistyped word now and then, so that no two are alike and spellings keep coming up that were
not met before.
"""

import json
import random
import re
import sys
from pathlib import Path

ANSWERS = Path(__file__).parent.parent / "fixtures" / "answers" / "python.jsonl"
WORDS = 100
MISTYPED = 0.005


def mistype(word: str, chance: random.Random) -> str:
    """One edit within a word: a letter left out, doubled, or swapped with the next."""
    if len(word) < 5 or chance.random() >= MISTYPED:
        return word
    at = chance.randrange(1, len(word) - 2)
    edits = [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2 :]]
    return chance.choice(edits)


def answer(sentences: list[str], chance: random.Random) -> str:
    said: list[str] = []
    count = 0
    for sentence in chance.sample(sentences, len(sentences)):
        said.append(" ".join(mistype(word, chance) for word in sentence.split(" ")))
        count += len(sentence.split())
        if count >= WORDS:
            break
    return " ".join(said)


def main() -> None:
    sentences: dict[str, list[str]] = {}
    with ANSWERS.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            sentences.setdefault(record["question"], []).extend(re.split(r"(?<=[.!?])\s+", record["answer"].strip()))
    chance = random.Random(1)
    questions = sorted(sentences)
    for number in range(int(sys.argv[1])):
        question = questions[chance.randrange(len(questions))]
        record = {"id": f"a{number}", "question": question, "answer": answer(sentences[question], chance)}
        print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
