# Every command people use. `make` lists them; CI runs the same ones.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run link desktop check test lint fmt bench tamper tenancy sweep ci setup setup-run setup-desktop setup-test setup-lint setup-fuzz fuzz clean

# Folder for the data of `make run`; that of `make desktop` is in `desktop` below it.
DATA ?= ./data
# Cases of `make fuzz-api`.
CASES ?= 50000
# More flags for `make run` and `make desktop`, such as ARGS="--listen 127.0.0.1:9000".
ARGS ?=

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: setup-run ## Build and serve the console with demo traffic at http://127.0.0.1:8080
	@scripts/step.sh "Building the web UI"
	@cargo xtask ui --release
	@scripts/step.sh "Building fluo-console (the first time takes some minutes)"
	@cargo build --release --package console-server
	@scripts/step.sh "Starting"
	@exec target/release/fluo-console serve --data $(DATA) --demo --ui dist/ui --log warn $(ARGS)

link: ## Print another sign-in link for the console that `make run` started
	@target/release/fluo-console link --data $(DATA)

desktop: setup-run setup-desktop ## Build and open the desktop program with demo traffic
	@scripts/step.sh "Building the web UI"
	@cargo xtask ui --release
	@scripts/step.sh "Building the desktop program (the first time takes some minutes)"
	@exec cargo run --release --package console-desktop -- --data $(DATA)/desktop --demo $(ARGS)

check: ## Inner loop: does everything but the desktop program and the UI compile
	@cargo check --all-targets

test: setup-run setup-desktop setup-test ## All tests: unit, both databases, UI, journeys in Chromium, desktop
	@scripts/test.sh

lint: setup-run setup-desktop setup-lint ## Format, clippy, rustdoc and dependency checks, no warning allowed
	@scripts/lint.sh

fmt: ## Format the sources
	@cargo fmt --all

bench: setup-run setup-test ## Figures: intake, first signal on screen
	@scripts/bench.sh

fuzz: setup-fuzz ## Fuzz the languages (SECONDS_EACH=60)
	@scripts/fuzz.sh

fuzz-api: setup-run setup-test ## Ask the API 50,000 generated requests (CASES=50000)
	@cargo build --package console-server
	@scripts/fuzz-api.sh $(CASES)

tamper: setup-test ## Ten thousand tamperings of the audit trail, each to be found
	@cargo test --package it --test audit -- --ignored --nocapture

sweep: setup-run setup-test ## Every view and widget in every theme, width and engine (takes an hour)
	@cargo xtask ui --release
	@cargo xtask ui --gallery
	@cd tests/e2e && npm run --silent sweep

tenancy: setup-test ## A hundred thousand requests that must not cross tenants, and twenty planted leaks to be found
	@cargo test --package it --test http -- --ignored --nocapture tenancy

ci: lint fuzz test ## What CI runs

setup: setup-run setup-desktop setup-test setup-lint setup-fuzz ## Install everything that is missing for any of these

setup-run: ## Install what `make run` needs
	@scripts/setup.sh run

setup-desktop: ## Install what `make desktop` needs
	@scripts/setup.sh desktop

setup-test: ## Install what `make test` needs
	@scripts/setup.sh test

setup-lint: ## Install what `make lint` needs
	@scripts/setup.sh lint

setup-fuzz: ## Install what `make fuzz` needs
	@scripts/setup.sh fuzz

clean: ## Remove what was built; data stays
	@rm -rf target dist ui/node_modules tests/e2e/node_modules
