# The commands of careplan. `make` alone lists them.

.DEFAULT_GOAL := help
# Compiled modules are kept, whatever the machine says: each of the many processes of the tests is seconds quicker.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help install run test sure bench

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

install: ## make .venv with locked packages and fetch the NHS styles; quick when nothing changed
	@scripts/install.sh

run: install ## start careplan on 127.0.0.1:8000 (PORT=… for another) with a demo service on first start
	@scripts/run.sh

test: ## run every test on SQLite, what uses the database on PostgreSQL too, and journeys in Chromium
	@scripts/test.sh

sure: ## format, lint, types, templates, fast tests: before every commit, under a minute
	@scripts/install.sh dev
	@scripts/sure.sh

bench: ## measure the busy pages and a service's audit against a bare Flask page; what is over its reach fails
	@scripts/install.sh dev
	@.venv/bin/python benchmarks/run.py
