# make demo   sets up everything and shows the package in a browser, on a Cognito that runs on this machine
#             (DEMO_SERVICE=stand-in make demo: on the tests' stand-in, which also has devices and codes by SMS and e-mail)
# make test   sets up everything and passes all tests
# make build  leaves the publishable package in pkg/
#
# Tools go to a folder that all checkouts share; what is there already is not installed again.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

# The same version as the wasm-bindgen crate in Cargo.toml.
WASM_BINDGEN := 0.2.130
BINARYEN := 132.0.0
ESBUILD := 0.28.2
TERSER := 5.51.4
CARGO_FUZZ := 0.13.2
CARGO_DENY := 0.20.2
GECKODRIVER := 0.37.1
MINISTACK_VERSION := 1.5.33
CRYPTOGRAPHY := 50.0.2

TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/cognito-auth-wasm
BINDGEN_HOME := $(TOOLS)/wasm-bindgen-$(WASM_BINDGEN)
BINARYEN_HOME := $(TOOLS)/binaryen-$(BINARYEN)
FUZZ_HOME := $(TOOLS)/cargo-fuzz-$(CARGO_FUZZ)
DENY_HOME := $(TOOLS)/cargo-deny-$(CARGO_DENY)
GECKODRIVER_HOME := $(TOOLS)/geckodriver-$(GECKODRIVER)
ESBUILD_HOME := $(TOOLS)/esbuild-$(ESBUILD)
TERSER_HOME := $(TOOLS)/terser-$(TERSER)
COGNITO_HOME := $(TOOLS)/ministack-$(MINISTACK_VERSION)

export MINISTACK := $(COGNITO_HOME)/bin/ministack
export WASM_OPT = node $(BINARYEN_HOME)/node_modules/binaryen/bin/wasm-opt
WASM_METADCE = node $(BINARYEN_HOME)/node_modules/binaryen/bin/wasm-metadce
export CHROMIUM ?= $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
export PATH := $(BINDGEN_HOME)/bin:$(PATH)

WASM := target/wasm32-unknown-unknown/release/cognito_auth_wasm.wasm
FMA := target/fma/wasm32-unknown-unknown/release/srp_fma.wasm
# What rustc may emit for this target, and every browser since Safari 16.4 understands.
WASM_FEATURES := --enable-simd --enable-bulk-memory --enable-bulk-memory-opt --enable-reference-types \
  --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals --enable-multivalue
# Found by trial: each pass takes 0.1 to 0.4 kB off what is left after compression.
export SMALLEST := -Oz --traps-never-happen --flatten --rereloop -Oz --gufa-optimizing -Oz --dealign --reorder-functions --reorder-locals \
  --always-inline-max-function-size=12
# Nothing lies in the first kilobyte, where the stack would end.
SMALLER := -Oz --low-memory-unused --traps-never-happen --reorder-functions
STRIP := --strip-debug --strip-producers --strip-target-features

# Panics name source files: not by the paths of the machine that built them.
NO_MACHINE_PATHS = target.wasm32-unknown-unknown.rustflags=['--remap-path-prefix=$(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src=crates']

need = @command -v $(1) > /dev/null || { echo "$(1) is missing: $(2)" >&2; exit 1; }

# ---- the package

.PHONY: build
build: tools-build
	# As a cdylib alone: with an rlib beside it, cargo leaves out link-time optimisation, a fifth of the size. The
	# relocations, and names that are no two functions', are for split.mjs.
	cargo rustc --release --locked --lib --crate-type cdylib --features module --target wasm32-unknown-unknown --config "$(NO_MACHINE_PATHS)" \
	  -- -C target-feature=+simd128 -C symbol-mangling-version=v0 -C link-arg=--emit-relocs
	cd src/fma && cargo build --release --locked --target wasm32-unknown-unknown --target-dir ../../target/fma
	rm -rf pkg/dist target/glue
	mkdir -p pkg/dist
	wasm-bindgen --target web --omit-default-module-path --no-typescript --out-dir target/glue $(WASM)
	node pkg/plain.mjs target/glue/cognito_auth_wasm_bg.wasm target/glue/whole.wasm
	# What wasm-bindgen's own glue would call, and ours does not.
	$(WASM_METADCE) -g $(WASM_FEATURES) --graph-file pkg/wasm-exports.json target/glue/whole.wasm -o target/glue/whole.wasm > /dev/null
	$(WASM_OPT) -g $(SMALLEST) $(WASM_FEATURES) --minify-imports-and-exports-and-modules \
	  target/glue/whole.wasm -o target/glue/whole.wasm > target/glue/names.json
	node pkg/split.mjs $(WASM) target/glue/whole.wasm $(BINARYEN_HOME) target/glue
	for part in auth account; do $(WASM_OPT) $(SMALLER) $(WASM_FEATURES) $(STRIP) target/glue/$$part.wasm -o pkg/dist/$$part.wasm; done
	$(WASM_OPT) -O3 --all-features --disable-custom-descriptors $(STRIP) $(FMA) -o pkg/dist/fma.wasm
	node pkg/build.mjs target/glue $(ESBUILD_HOME) $(TERSER_HOME)
	cp README.md LICENSE-MIT LICENSE-APACHE CHANGELOG.md pkg/
	ESBUILD=$(ESBUILD_HOME)/ node tests/bench/size.mjs

# ---- the demo

.PHONY: demo
demo: build tools-cognito
	node www/demo.mjs

# ---- the benchmarks

# BENCH=--only=kernels (or signin, task, cold, session) runs a part.
.PHONY: bench
bench: build tools-bench tools-browser
	node tests/bench/run.mjs $(BENCH)

# ---- the tests

.PHONY: test
test: test-native build test-web test-types test-packaging test-e2e test-faults test-parity

.PHONY: test-native
test-native: tools-build
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --all-targets --target wasm32-unknown-unknown -- -D warnings
	cargo clippy --locked --lib --features module --target wasm32-unknown-unknown -- -D warnings
	cargo test --locked
	cd src/fma && cargo test --locked --target-dir ../../target/fma

# The whole journey, and two tabs, in Firefox and in the engine of Safari: browsers that `make test` does without.
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
fuzz: $(FUZZ_HOME)/bin/cargo-fuzz
	@for target in arithmetic powers replies storage encodings proofs; do \
	  PATH="$(FUZZ_HOME)/bin:$$PATH" cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none --target-dir target/fuzz $$target \
	    -- -max_total_time=$(FUZZ_SECONDS); done

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

.PHONY: test-web
test-web: tools-build tools-npm tools-browser
	CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER='node $(CURDIR)/tests/setup/web-runner.mjs' \
	  cargo test --locked --target wasm32-unknown-unknown --test web

.PHONY: test-types
test-types: build tools-npm
	node --test tests/types/*.test.mjs

.PHONY: test-packaging
test-packaging: build tools-npm tools-browser
	node --test tests/packaging/*.test.mjs

.PHONY: test-e2e
test-e2e: build tools-npm tools-browser tools-cognito
	node --test tests/local-cognito/*.test.mjs tests/stand-in/*.test.mjs
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
tools-build: $(BINDGEN_HOME)/bin/wasm-bindgen $(BINARYEN_HOME)/node_modules/binaryen $(ESBUILD_HOME)/node_modules/esbuild $(TERSER_HOME)/node_modules/terser
	$(call need,rustup,install Rust from https://rustup.rs)
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

# Without --locked: a dependency that the lock file names may be gone from the registry.
$(BINDGEN_HOME)/bin/wasm-bindgen:
	$(call need,cargo,install Rust from https://rustup.rs)
	cargo install wasm-bindgen-cli --version $(WASM_BINDGEN) --root $(BINDGEN_HOME)

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

.PHONY: tools-bench
tools-bench: tests/bench/node_modules/.package-lock.json

tests/bench/node_modules/.package-lock.json: tests/bench/package-lock.json
	$(call need,npm,install Node.js 20 or later)
	cd tests/bench && npm ci --ignore-scripts --no-audit --no-fund
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
