#!/usr/bin/env bash
# Grades the sample answers as a Spark job, for real, and compares the results with those of one process.
# Needs Java 17 or later and Python; not part of the ordinary tests. Usage: tests/spark.sh
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked --quiet
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv --system-site-packages "$folder/venv"
"$folder/venv/bin/python" -c 'import pyspark' 2>/dev/null || "$folder/venv/bin/pip" install --quiet pyspark
PATH="$PWD/target/release:$PATH" "$folder/venv/bin/python" tests/spark.py fixtures/answers/python.jsonl "$folder/graded"
# A record's `source` is its line in what one process read, so it is another one here.
plain() { sed -E 's/"source":"[^"]*"/"source":""/' | LC_ALL=C sort; }
cat "$folder"/graded/part-* | plain > "$folder/spark"
target/release/rubricate grade --quiet -f jsonl fixtures/answers/python.jsonl | plain > "$folder/alone"
cmp "$folder/spark" "$folder/alone"
echo "$(wc -l < "$folder/spark") answers graded by $(ls "$folder"/graded/part-* | wc -l) partitions, as by one process"
