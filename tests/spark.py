"""The Spark job of the README: spark.py ANSWERS.jsonl FOLDER grades each partition by a process of its own."""

import os
import sys

from pyspark.sql import SparkSession

# Status 3 says that some records could not be graded; they have a line each that says why.
GRADE = "sh -c 'rubricate grade --quiet --allow-empty -f jsonl - || [ $? -eq 3 ]'"

spark = SparkSession.builder.appName("rubricate").getOrCreate()
answers = spark.sparkContext.textFile(sys.argv[1], minPartitions=4)
answers.pipe(GRADE, env={"PATH": os.environ["PATH"]}, checkCode=True).saveAsTextFile(sys.argv[2])
spark.stop()
