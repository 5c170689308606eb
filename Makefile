# The one entry for people who work on yizhan; no logic here, see script/.
.PHONY: check fix test run journeys bench
check:
	./script/test
fix:
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .
test:
	.venv/bin/pytest -q $(if $(k),-k $(k))
run:
	./script/demo
journeys:
	.venv/bin/pytest -q -m browser
bench:
	.venv/bin/python benchmarks/siting/compare.py
