#!/usr/bin/env python3
"""The whole program against a program that only parses the same records.

    cargo build --release --bin rubricate --example parse_only
    benches/whole.py [ANSWERS]                 20,000 answers unless said otherwise

Each round runs all of them, one after the other, so that a busy machine slows all alike; of the rounds the median ratio
counts. Times are of the wall; the start (reading the rubrics) is measured by itself and taken off.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
HERE = Path(__file__).parent
RELEASE = HERE.parent / "target" / "release"
GRADE = [RELEASE / "rubricate", "grade", "--quiet"]


def seconds(command: list) -> float:
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        answers, one = Path(folder, "answers.jsonl"), Path(folder, "one.jsonl")
        with answers.open("wb") as file:
            subprocess.run([sys.executable, HERE / "corpus.py", str(count)], stdout=file, check=True)
        one.write_bytes(answers.read_bytes().split(b"\n")[0] + b"\n")
        runs = {
            "parse only": [RELEASE / "examples" / "parse_only", answers],
            "start": [*GRADE, "-j1", "-f", "jsonl", one],
            "jsonl -j1": [*GRADE, "-j1", "-f", "jsonl", answers],
            "jsonl -j2": [*GRADE, "-j2", "-f", "jsonl", answers],
            "csv -j1": [*GRADE, "-j1", "-f", "csv", answers],
        }
        rounds = [{name: seconds(command) for name, command in runs.items()} for _ in range(ROUNDS)]
    for name in runs:
        off = 0 if name in ("parse only", "start") else 1
        took = [each[name] - off * each["start"] for each in rounds]
        middle = statistics.median(took)
        line = f"{name:<12}{middle * 1000:>8.0f} ms"
        if name != "start":
            share = statistics.median(each["parse only"] / time for each, time in zip(rounds, took))
            line += f"{count / middle:>12,.0f} answers/s   {share:.3f} of parse only"
        print(line)
    twice = [(each["jsonl -j1"] - each["start"]) / (each["jsonl -j2"] - each["start"]) for each in rounds]
    print(f"two threads  {statistics.median(twice):.2f} times as fast as one")


if __name__ == "__main__":
    main()
