# Each target first installs what is missing from the distribution's packages, and says so.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

SWIFT   ?= swift
VENV    ?= .venv
PORT    ?= 8080
ROWS    ?= 1000000
MINUTES ?= 1
RELEASE := $(SWIFT) build -c release --product ansinh

help:  ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

demo: build-tools  ## The whole job on a made-up country, then its map at http://127.0.0.1:8080
	@$(RELEASE)
	.build/release/ansinh demo --port $(PORT)

test: build-tools page-tools server-tools crash-tools graph-tools  ## Every test: modules and whole runs on both engines, hundreds of made files, pages in a browser, some crashes
	@$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest --parallel
	scripts/with-postgres.sh $(SWIFT) test --skip-build --disable-xctest --parallel
	python3 Tests/Conformance/run.py .build/debug/ansinh
	$(VENV)/bin/python Tests/Conformance/clusters.py .build/debug/ansinh
	python3 Tests/Conformance/spread.py .build/debug/ansinh
	$(VENV)/bin/python Tests/Browser/run.py .build/debug/ansinh
	python3 Tests/Crash/run.py --quick --program .build/debug/ansinh

check: lint test  ## What a change must pass: format, warnings as errors (always on), tests

lint:  ## Format and house rules
	@$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

fuzz: build-tools  ## Millions of made-up files for every reader (MINUTES=1 for each)
	python3 Tests/Fuzz/run.py --minutes $(MINUTES)

bombs: build-tools  ## Files made to cost more than they weigh, ten gigabytes and more
	@$(RELEASE)
	python3 Tests/Conformance/bombs.py .build/release/ansinh

crash: build-tools server-tools crash-tools  ## Hundreds of kills, power cuts and failing disks on both engines (as root; takes a while)
	@$(RELEASE)
	python3 Tests/Crash/run.py

bench: build-tools server-tools  ## Rows, CPU seconds, peak memory; checking, storing, loading beside DuckDB, Polars, sqlite3, psql, xmllint; claims of jobs
	@$(RELEASE)
	$(SWIFT) build -c release --product job-claims
	scripts/install-missing.sh sqlite3 libxml2-utils python3-venv
	python3 Benchmarks/pipeline.py .build/release/ansinh
	scripts/with-postgres.sh Benchmarks/ingest.py .build/release/ansinh $(ROWS) --venv $(VENV)-bench
	scripts/with-postgres.sh Benchmarks/store.py .build/release
	Benchmarks/ingest.py .build/release/ansinh --big
	python3 Tests/Conformance/reader_scores.py .build/release/ansinh --all --peers $(VENV)-bench

spark: build-tools  ## The two steps of a linkage inside Apache Spark (downloads it: 450 MB)
	@scripts/install-missing.sh default-jre-headless python3-venv
	if ! $(VENV)-spark/bin/python -c 'import pyspark' 2>/dev/null; then
	  python3 -m venv $(VENV)-spark
	  $(VENV)-spark/bin/pip install --quiet pyspark==4.3.0
	fi
	$(RELEASE)
	$(VENV)-spark/bin/python Tests/Conformance/spark.py .build/release/ansinh

clean:  ## Remove what was built and the demo's files
	rm -rf .build $(VENV) $(VENV)-bench $(VENV)-spark demo

build-tools:
	@scripts/install-missing.sh libsodium-dev libssl-dev libxml2-dev zlib1g-dev libxlsxwriter-dev libsqlite3-dev libpq-dev pkg-config
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or later is needed: see https://www.swift.org/install/" >&2; exit 1; }

crash-tools:
	@scripts/install-missing.sh strace e2fsprogs python3

graph-tools:
	@scripts/install-missing.sh python3-venv
	if ! $(VENV)/bin/python -c 'import networkx' 2>/dev/null; then
	  echo "Setting up networkx in $(VENV) …"
	  python3 -m venv $(VENV)
	  $(VENV)/bin/pip install --quiet networkx==3.4.2
	fi

server-tools:
	@scripts/install-missing.sh postgresql postgresql-client

page-tools:
	@scripts/install-missing.sh chromium fonts-noto-core python3-venv
	if ! $(VENV)/bin/python -c 'import playwright, axe_playwright_python' 2>/dev/null; then
	  echo "Setting up the browser tests in $(VENV) …"
	  python3 -m venv $(VENV)
	  $(VENV)/bin/pip install --quiet playwright==1.65.2 axe-playwright-python==0.1.8
	fi

.PHONY: help demo test check lint fuzz bombs crash bench spark clean build-tools page-tools server-tools crash-tools graph-tools
