"""Whether Apache Spark, running scripts/link.spark.sql, writes the pairs that a pipe writes.

    .venv-spark/bin/python Tests/Conformance/spark.py PROGRAM [--households N]

Needs pyspark and a Java runtime (`make spark` brings both). Prints what is wrong; ends with 1 when anything is.
"""
import argparse
import json
import os
import sys
import tempfile

from pyspark.sql import SparkSession

import spread

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "link.spark.sql")


def statement(values: dict[str, str]) -> str:
    with open(SCRIPT, encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("--")]
    text = "".join(lines).strip().rstrip(";")
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--households", type=int, default=1500)
    given = parser.parse_args()
    program = os.path.abspath(given.program)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with tempfile.TemporaryDirectory(prefix="ansinh-spark-") as folder:
        made = spread.prepared(program, folder, given.households)
        pipe, _, _ = made.whole()
        spark = (SparkSession.builder.master("local[2]").appName("ansinh").config("spark.ui.enabled", "false")
                 .config("spark.sql.warehouse.dir", os.path.join(folder, "warehouse")).config("spark.sql.shuffle.partitions", "5")
                 .config("spark.driver.extraJavaOptions", f"-Dderby.system.home={folder}").getOrCreate())
        spark.sparkContext.setLogLevel("ERROR")
        for name, side in (("register", "left"), ("lists", "right")):
            spark.read.csv(made.path(f"{side}.csv"), header=True).repartition(4).createOrReplaceTempView(name)
        # The catalogue of a session makes no table of a query; a cluster's does.
        query = statement({"ansinh": program, "model": made.path("M.json"), "frequencies": made.path("F.csv")})
        rows = spark.sql(query.removeprefix("CREATE TABLE scored_pairs AS\n")).collect()
        spark.stop()
    counts = [json.loads(row.right_id) for row in rows if row.left_id == "#"]
    pairs = {"\t".join((row.left_id, row.right_id, row.weight)) for row in rows if row.left_id != "#"}
    lines, announced = (sum(count[name] for count in counts) for name in ("lines", "announced"))
    spread.check(lines == announced > 0, f"{announced} lines were sent and {lines} came")
    spread.check(pairs == set(pipe), f"{len(pairs ^ set(pipe))} pairs are of Spark or of the pipe alone")
    print(f"spark: {len(pairs):,} pairs of {lines:,} lines, by {len(counts)} scorers; {'the same as by a pipe' if not spread.wrong else 'WRONG'}")
    sys.exit(1 if spread.wrong else 0)


if __name__ == "__main__":
    main()
