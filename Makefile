# make demo   sets up everything and shows the package in a browser, on a Cognito that runs on this machine
#             (DEMO_SERVICE=stand-in make demo: on the tests' stand-in, which also has devices, passkeys, and codes by SMS
#             and e-mail)
# make test   sets up everything and passes all tests
# make build  leaves the publishable package in pkg/
#
# Tools go to a folder that all checkouts share; what is there already is not installed again.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

# The same version as the wasm-bindgen crate in Cargo.toml.
WASM_BINDGEN := 0.2.130
# Takes the module apart: by the macros of the crate wasm_split_helpers.
WASM_SPLIT := 0.2.4
BINARYEN := 132.0.0
ESBUILD := 0.28.2
TERSER := 5.51.4
CARGO_FUZZ := 0.13.2
CARGO_DENY := 0.20.2
GECKODRIVER := 0.37.1
WASM_PACK := 0.15.1
MINISTACK_VERSION := 1.5.33
CRYPTOGRAPHY := 50.0.2

TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/cognito-auth-wasm
BINDGEN_HOME := $(TOOLS)/wasm-bindgen-$(WASM_BINDGEN)
SPLIT_HOME := $(TOOLS)/wasm-split-$(WASM_SPLIT)
BINARYEN_HOME := $(TOOLS)/binaryen-$(BINARYEN)
FUZZ_HOME := $(TOOLS)/cargo-fuzz-$(CARGO_FUZZ)
DENY_HOME := $(TOOLS)/cargo-deny-$(CARGO_DENY)
GECKODRIVER_HOME := $(TOOLS)/geckodriver-$(GECKODRIVER)
WASM_PACK_HOME := $(TOOLS)/wasm-pack-$(WASM_PACK)
ESBUILD_HOME := $(TOOLS)/esbuild-$(ESBUILD)
TERSER_HOME := $(TOOLS)/terser-$(TERSER)
COGNITO_HOME := $(TOOLS)/ministack-$(MINISTACK_VERSION)

export MINISTACK := $(COGNITO_HOME)/bin/ministack
export CHROMIUM ?= $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
# The same engine without windows, which is a third less work, where Debian has it. The benchmarks take the whole browser.
export HEADLESS_CHROMIUM ?= $(or $(wildcard /usr/bin/chromium-headless-shell),$(CHROMIUM))
export PATH := $(BINDGEN_HOME)/bin:$(SPLIT_HOME)/bin:$(PATH)

TARGET := $(or $(CARGO_TARGET_DIR),target)
MODULE := $(TARGET)/module/wasm32-unknown-unknown/release/cognito_auth_wasm.wasm
FMA := $(TARGET)/fma/wasm32-unknown-unknown/release/srp_fma.wasm

# std is built with the module: for size, and so that a panic traps at once and brings neither messages nor what formats them.
# That takes nightly's flags on the stable compiler. The splitter needs the linker's relocations. Panics name source files:
# not by the paths of the machine that built them. rustc's own inliner, which is off where size counts, makes the module smaller.
MODULE_FLAGS = -Ctarget-feature=+simd128 -Clink-arg=--emit-relocs -Zunstable-options -Cpanic=immediate-abort -Zinline-mir=yes \
  --cfg=sha2_backend="soft" --cfg=sha2_backend_soft="compact" --remap-path-prefix=$(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src=crates
BUILD_STD := -Zbuild-std=core,alloc,std,panic_abort -Zbuild-std-features=optimize_for_size
# For tests/setup/kernels.mjs, which builds in the same way.
export MODULE_FLAGS BUILD_STD BINARYEN_HOME

need = @command -v $(1) > /dev/null || { echo "$(1) is missing: $(2)" >&2; exit 1; }

# ---- the package

.PHONY: build
ifdef BUILT
# By `make test`, before its suites: pkg/ is taken as it is.
build panics:
else
build: tools-build dist
	cp README.md LICENSE-MIT LICENSE-APACHE CHANGELOG.md pkg/
	node tests/bench/size.mjs

# The published program, but for a panic where a test asks for one. It is compiled in a folder of its own, on a copy of
# what both depend on: cargo would give up the one for the other, and compile the published one again.
PANICS_TARGET := tests/.work/panics-target
panics: build
	rm -rf $(PANICS_TARGET) && mkdir -p $(PANICS_TARGET)
	cp -a $(TARGET)/module $(PANICS_TARGET)
	$(MAKE) dist CARGO_TARGET_DIR=$(PANICS_TARGET) MODULE_FEATURES='--features panics' DIST=tests/.work/panics
endif
.PHONY: panics

# DIST takes the files in place of pkg/dist, MODULE_FEATURES are cargo's.
.PHONY: dist
dist: tools-build
	# As a cdylib alone: with an rlib beside it, cargo leaves out link-time optimisation, a fifth of the size.
	RUSTC_BOOTSTRAP=1 RUSTFLAGS='$(MODULE_FLAGS)' cargo rustc --release --locked --lib --crate-type cdylib $(MODULE_FEATURES) \
	  --target wasm32-unknown-unknown --target-dir $(TARGET)/module $(BUILD_STD)
	cd src/fma && cargo build --release --locked --target wasm32-unknown-unknown --target-dir "$(if $(filter /%,$(TARGET)),,$(CURDIR)/)$(TARGET)/fma"
	node pkg/build.mjs $(MODULE) $(FMA) $(TARGET)/package $(BINARYEN_HOME) $(ESBUILD_HOME) $(TERSER_HOME) $(DIST)

# ---- the demo

.PHONY: demo
demo: build tools-cognito
	node www/demo.mjs

# ---- the benchmarks

# BENCH=--only=kernels (or signin, task, cold, people, session, warm) runs a part; BENCH=--quick shows that it works.
.PHONY: bench
bench: build tools-npm tools-browser
	node tests/bench/run.mjs $(BENCH)

# ---- the tests

# Compilers, installers and tests that do one thing at a time leave half of the machine to each other. Most of the other
# suites have two workers. The tools come before, one by one: neither rustup nor apt-get can be run twice at once.
.PHONY: test
test: tools-build tools-web tools-cognito test-in-pairs test-suites

.PHONY: test-in-pairs
test-in-pairs:
	$(MAKE) -j2 --output-sync=target --no-print-directory test-native tools-npm tools-apps tools-cognito test-web panics \
	  test-format test-docs test-stored-session test-types test-credentials test-servers test-examples test-size

.PHONY: test-suites
test-suites:
	$(MAKE) BUILT=1 test-packaging test-e2e test-faults test-parity test-panics

.PHONY: test-native
test-native: tools-build
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --lib --target wasm32-unknown-unknown -- -D warnings
	cargo clippy --locked --lib --features panics --target wasm32-unknown-unknown -- -D warnings
	cargo test --locked
	cd src/fma && cargo test --locked --target-dir ../../target/fma
	# The lock files of crates that only `make fuzz` and `make test-constant-time` build.
	cargo update --workspace --locked --manifest-path tests/fuzz/Cargo.toml
	cargo update --workspace --locked --manifest-path tests/constant-time/Cargo.toml

# The whole journey, two tabs, the hosted page, and passkeys, in Firefox and in the engine of Safari: browsers that `make test` does without.
.PHONY: test-browsers
test-browsers: build tools-npm tools-cognito $(GECKODRIVER_HOME)/bin/geckodriver
	@bash tests/setup/packages.sh 'command -v firefox-esr && command -v WebKitWebDriver && command -v xvfb-run' firefox-esr webkit2gtk-driver xvfb xauth
	PATH="$(GECKODRIVER_HOME)/bin:$$PATH" MINIBROWSER="$$(ls /usr/lib/*/webkit2gtk-4.*/MiniBrowser | head -1)" \
	  node --test tests/browsers/*.test.mjs

# Counts the instructions that the compiled kernels execute, over a thousand secrets. Builds a Wasm engine first,
# which takes minutes, so it is not part of `make test`.
.PHONY: test-constant-time
test-constant-time: tools-build
	cd tests/constant-time && CARGO_TARGET_DIR="$(CURDIR)/target/constant-time" cargo test --locked

# Times the compiled kernels for one fixed secret and for random ones; SECONDS is how long each row takes.
SECONDS ?= 20
.PHONY: dudect
dudect: tools-build
	cd tests/constant-time && CARGO_TARGET_DIR="$(CURDIR)/target/constant-time" cargo run --locked --bin dudect -- $(SECONDS)

# Lets libFuzzer make inputs, FUZZ_SECONDS for each target: tests/fuzz/README.md says what is done with them.
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: tools-build $(FUZZ_HOME)/bin/cargo-fuzz
	@echo "The native build, with debug assertions, checks for overflow and libFuzzer's counters: $$(rustc --version)"
	@for target in arithmetic powers replies storage encodings proofs; do \
	  PATH="$(FUZZ_HOME)/bin:$$PATH" cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none --target-dir target/fuzz $$target \
	    -- -max_total_time=$(FUZZ_SECONDS); done
	cd tests/constant-time && CARGO_TARGET_DIR="$(CURDIR)/target/constant-time" cargo run --locked --bin published -- $(FUZZ_SECONDS)

# Licences, duplicates, sources and known weaknesses of the crates; cargo deny takes minutes to build.
.PHONY: deny
deny: $(DENY_HOME)/bin/cargo-deny
	tests/supply-chain/deny.sh $(DENY_HOME)/bin

# Known weaknesses of the npm packages, and that the package itself needs none.
.PHONY: audit
audit:
	tests/supply-chain/audit.sh

# Builds the package twice from nothing, in two folders, and compares every byte.
.PHONY: reproducible
reproducible: tools-build
	tests/supply-chain/reproducible.sh

# The page's side of tests/web.rs in one file: of many at once, the server of wasm-bindgen's runner leaves one waiting for ever.
WEB_PAGE := tests/.work/web/page.js
$(WEB_PAGE): tests/web/page.js $(wildcard pkg/*.js) | tools-build
	$(ESBUILD_HOME)/node_modules/.bin/esbuild $< --bundle --format=iife --global-name=testPage --log-level=warning --outfile=$@

# The module in a browser, in one piece: what only a browser can show.
.PHONY: test-web
test-web: tools-build tools-web $(WEB_PAGE)
	cargo clippy --locked --all-targets --features whole --target wasm32-unknown-unknown -- -D warnings
	# Without make's flags: rustdoc warns that it has no part in make's jobs. All tests together have five minutes, and the driver
	# one to start: the machine may be busy.
	MAKEFLAGS= WASM_BINDGEN_TEST_TIMEOUT=300 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=60 WASM_BINDGEN_TEST_WEBDRIVER_JSON=tests/web/webdriver.json PATH="$(WASM_PACK_HOME)/bin:$$PATH" \
	  wasm-pack test --headless --chrome --mode no-install --chromedriver "$$(command -v chromedriver)" \
	  -- --locked --features whole

# The storage keys, the reading and writing of a session, the text of cookies, and when tokens are valid: without a browser.
.PHONY: test-stored-session
test-stored-session: tools-npm
	node --test tests/stored-session/*.test.mjs

# That a page goes on after a panic; and files of two builds.
.PHONY: test-panics
test-panics: panics tools-npm tools-browser
	node --test --test-concurrency=2 tests/panics/*.test.mjs

.PHONY: test-types
test-types: build tools-npm
	node --test tests/types/*.test.mjs

# JavaScript and TypeScript as prettier writes them; FORMAT=--write does it.
FORMAT ?= --check
.PHONY: test-format
test-format: tools-npm
	cd tests && npx prettier --config .prettierrc.json --ignore-path .prettierignore $(FORMAT) --log-level warn \
	  '../pkg/*.{js,mjs}' '../www/*.mjs' '../www/src/**/*.{ts,tsx}' '**/*.{js,mjs,ts}'

# README's length, links, the tables' tests, and that the snippets compile.
.PHONY: test-docs
test-docs: tools-npm
	node --test tests/docs/*.test.mjs

# The examples of the documentation, as they stand there.
.PHONY: test-examples
test-examples: build tools-npm tools-browser
	node --test tests/examples/*.test.mjs

# A client of AWS SDK v3, against a service that checks its signatures.
.PHONY: test-credentials
test-credentials: build tools-npm
	node --test tests/credentials/*.test.mjs

# Requests to a server, each with its own session.
.PHONY: test-servers
test-servers: build tools-npm
	node --test tests/servers/*.test.mjs

# What each journey of a page fetches, and that it stays within its limit; SIZE=--write writes docs/size.md.
.PHONY: test-size
test-size: build tools-npm tools-browser
	node tests/bench/journeys.mjs $(SIZE)

.PHONY: test-packaging
test-packaging: build tools-npm tools-apps tools-browser
	node --test --test-concurrency=2 tests/packaging/*.test.mjs

.PHONY: test-e2e
test-e2e: build tools-npm tools-browser tools-cognito
	node --test --test-concurrency=2 tests/local-cognito/*.test.mjs tests/stand-in/*.test.mjs
	cd tests && npx playwright test -c e2e
	cd tests && npx playwright test -c e2e/demo
	cd www && npx tsc --noEmit

# Each request of each flow meets each fault; a thousand sign-ins in one page; tabs that go away.
.PHONY: test-faults
test-faults: build tools-npm tools-browser tools-cognito
	cd tests && npx playwright test -c faults

.PHONY: test-parity
test-parity: build tools-npm tools-browser tools-cognito
	cd tests && npx playwright test -c parity

# ---- the tools

.PHONY: tools-build
tools-build: $(BINDGEN_HOME)/bin/wasm-bindgen $(SPLIT_HOME)/bin/wasm-split-cli $(BINARYEN_HOME)/node_modules/binaryen $(ESBUILD_HOME)/node_modules/esbuild $(TERSER_HOME)/node_modules/terser
	$(call need,rustup,install Rust from https://rustup.rs)
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	@rustup component list --installed | grep -qx rust-src || rustup component add rust-src

# Without --locked: a dependency that the lock file names may be gone from the registry.
$(BINDGEN_HOME)/bin/wasm-bindgen:
	$(call need,cargo,install Rust from https://rustup.rs)
	cargo install wasm-bindgen-cli --version $(WASM_BINDGEN) --root $(BINDGEN_HOME)

$(SPLIT_HOME)/bin/wasm-split-cli:
	$(call need,cargo,install Rust from https://rustup.rs)
	cargo install wasm_split_cli_support --version $(WASM_SPLIT) --features build-binary --root $(SPLIT_HOME)

$(BINARYEN_HOME)/node_modules/binaryen:
	$(call need,npm,install Node.js 20 or later)
	npm install --prefix $(BINARYEN_HOME) --ignore-scripts --no-audit --no-fund --no-save binaryen@$(BINARYEN)

$(ESBUILD_HOME)/node_modules/esbuild:
	$(call need,npm,install Node.js 20 or later)
	npm install --prefix $(ESBUILD_HOME) --ignore-scripts --no-audit --no-fund --no-save esbuild@$(ESBUILD)

$(TERSER_HOME)/node_modules/terser:
	$(call need,npm,install Node.js 20 or later)
	npm install --prefix $(TERSER_HOME) --ignore-scripts --no-audit --no-fund --no-save terser@$(TERSER)

$(GECKODRIVER_HOME)/bin/geckodriver:
	cargo install geckodriver --version $(GECKODRIVER) --root $(GECKODRIVER_HOME)

$(WASM_PACK_HOME)/bin/wasm-pack:
	cargo install wasm-pack --version $(WASM_PACK) --root $(WASM_PACK_HOME)

$(FUZZ_HOME)/bin/cargo-fuzz:
	cargo install cargo-fuzz --version $(CARGO_FUZZ) --root $(FUZZ_HOME)

$(DENY_HOME)/bin/cargo-deny:
	cargo install cargo-deny --version $(CARGO_DENY) --locked --root $(DENY_HOME)

.PHONY: tools-npm
tools-npm: tests/node_modules/.package-lock.json

tests/node_modules/.package-lock.json: tests/package-lock.json
	$(call need,npm,install Node.js 20 or later)
	cd tests && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

# The test runners, and Next, that the package is tried in.
.PHONY: tools-apps
tools-apps: tests/packaging/node_modules/.package-lock.json

tests/packaging/node_modules/.package-lock.json: tests/packaging/package-lock.json
	$(call need,npm,install Node.js 20 or later)
	cd tests/packaging && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

.PHONY: tools-cognito
tools-cognito: $(MINISTACK)

$(MINISTACK):
	$(call need,python3,install Python 3.10 or later)
	python3 -m venv $(COGNITO_HOME)
	$(COGNITO_HOME)/bin/pip install --quiet ministack==$(MINISTACK_VERSION) cryptography==$(CRYPTOGRAPHY)

.PHONY: tools-browser
tools-browser:
	@bash tests/setup/packages.sh 'command -v chromium || command -v chromium-browser || command -v google-chrome' chromium
	@bash tests/setup/packages.sh 'command -v chromium-headless-shell' chromium-headless-shell > /dev/null 2>&1 || true

.PHONY: tools-web
tools-web: tools-browser $(WASM_PACK_HOME)/bin/wasm-pack
	@bash tests/setup/packages.sh 'command -v chromedriver' chromium-driver
