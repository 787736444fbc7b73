#!/usr/bin/env python3
"""The whole program against a program that only parses the same records.

    cargo build --release --bin rubricate --example parse_only
    benches/whole.py [ANSWERS [ROUNDS]]        20,000 answers in 7 rounds unless said otherwise

Each round runs all of them, one after the other, so that a busy machine slows all alike; of the rounds the median ratio
counts. Times are of the wall. The bank is the one that is built in, and a question is read when it is first asked; so a run
with one answer to each question is measured by itself and taken off.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).absolute().parent
RELEASE = HERE.parent / "target" / "release"


def seconds(command: list, folder: str | None = None) -> float:
    return measured(command, folder)[0]


def measured(command: list, folder: str | None = None) -> tuple[float, float]:
    """The time of the wall in seconds, and the most memory that was used, in MiB."""
    begin = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    _, status, used = os.wait4(running.pid, 0)
    took = time.perf_counter() - begin
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        sys.exit(f"{command} ended with {running.returncode}")
    return took, used.ru_maxrss / 1024


def corpus(count: int, answers: Path, one_of_each: Path) -> int:
    """Writes so many answers, and the first to each question; how many these are."""
    with answers.open("wb") as file:
        subprocess.run([sys.executable, HERE / "corpus.py", str(count)], stdout=file, check=True)
    firsts: dict[str, bytes] = {}
    with answers.open("rb") as lines:
        for line in lines:
            firsts.setdefault(json.loads(line)["question"], line)
    one_of_each.write_bytes(b"".join(firsts.values()))
    return len(firsts)


def main() -> None:
    count, rounds = (*map(int, sys.argv[1:]), *(20_000, 7)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        answers, each, one = (Path(folder, name) for name in ("answers.jsonl", "each.jsonl", "one.jsonl"))
        firsts = corpus(count, answers, each)
        one.write_bytes(each.read_bytes().split(b"\n")[0] + b"\n")
        program = RELEASE / "rubricate"

        def grade(report: str, threads: int, file: Path, *options: object) -> list:
            return [program, "grade", "--quiet", f"-j{threads}", "-f", report, *options, file]

        runs = {
            "version": [program, "--version"],
            "one answer": grade("jsonl", 1, one),
            "one answer, rubrics of a folder": grade("jsonl", 1, one, "--rubrics", HERE.parent / "rubrics"),
            "one answer to each question": grade("jsonl", 1, each),
            "parse only": [RELEASE / "examples" / "parse_only", answers],
            "jsonl -j1": grade("jsonl", 1, answers),
            "csv -j1": grade("csv", 1, answers),
            "jsonl -j2": grade("jsonl", 2, answers),
        }
        taken = [{name: measured(command, folder) for name, command in runs.items()} for _ in range(rounds)]
    print(f"{count:,} answers, {rounds} rounds")
    for name in runs:
        parses = name == "parse only"
        all_answers = parses or " -j" in name
        off = "one answer to each question" if all_answers and not parses else None
        took = [each[name][0] - (each[off][0] if off else 0) for each in taken]
        middle, memory = statistics.median(took), statistics.median(each[name][1] for each in taken)
        line = f"{name:<32}{middle * 1000:>10,.1f} ms{memory:>8,.0f} MiB"
        if all_answers:
            share = statistics.median(each["parse only"][0] / time for each, time in zip(taken, took))
            line += f"{middle / (count if parses else count - firsts) * 1e6:>8.1f} µs an answer   {share:.4f} of parse only"
        print(line)
    off = [each["one answer to each question"][0] for each in taken]
    for name, other in (("jsonl -j2", "jsonl -j1"), ("csv -j1", "jsonl -j1")):
        times = statistics.median((each[other][0] - start) / (each[name][0] - start) for each, start in zip(taken, off))
        print(f"{name} is {times:.2f} times as fast as {other}")


if __name__ == "__main__":
    main()
