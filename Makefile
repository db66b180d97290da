# make = build everything · make test = run everything · make quick = what of it takes no more than a moment.
# Each does all set-up itself.
.PHONY: build test quick serve bench bench-import pictures clean lighthouse zensical mutants cases

build: build/installed-build
	.venv/bin/python build_docs.py

test: build/installed-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest

quick: build/installed-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest -m quick -n 2  # nothing waits here, and a third process would read all tests once more

serve: build/installed-build
	.venv/bin/python build_docs.py serve

bench-import: build/installed-test
	.venv/bin/python -m bench.importing $(ORIGINALS)

bench: build/installed-test
	.venv/bin/python -m bench

pictures: build/installed-test
	.venv/bin/python -m pictures $(NAMES)

lighthouse: build/installed-test
	.ci/lighthouse

zensical: build/installed-build
	.ci/zensical

mutants: build/installed-test
	.ci/mutants $(or $(MANY),60) $(SEED)

cases: build/installed-test
	ALL_CASES=1 .venv/bin/pytest tests/review/test_redline.py tests/returns/test_pull_random.py tests/outputs/test_build.py tests/verify/test_tampering.py tests/render/test_page_frames.py tests/outputs/test_shards.py \
		tests/review/test_merging.py tests/repository/test_publishing_kills.py tests/site/test_accessibility.py tests/agreement/test_work_everywhere.py tests/render/test_pdf.py tests/agreement/test_office_data.py tests/outputs/test_cluster.py tests/returns/test_collected_random.py \
		tests/returns/test_random_edits.py tests/text/test_kept_layout.py

clean:
	rm -rf build site site-offline .site-*

build/installed-build: requirements.lock .ci/install
	.ci/install build

build/installed-test: requirements-test.lock tests/package-lock.json .ci/install
	.ci/install test

