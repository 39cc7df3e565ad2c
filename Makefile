# SPDX-License-Identifier: GPL-3.0-or-later
# microtaper.  `make help` lists what can be made; built things live under build/ and out/ only.

CC       ?= gcc
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
PYTHON   ?= /usr/bin/python3
BUILD    ?= build
ROOMS    ?= base model taper compound seal paper ledger scan run cli

# Debian's packages, each with its reason in README ("Libraries"); `make deps` installs those that are missing.
DEPS_BUILD := pkg-config libc6-dev libxml2-dev libhpdf-dev libqrencode-dev libsodium-dev libharfbuzz-dev libgmp-dev libmpfr-dev \
              libdeflate-dev libqpdf-dev libsqlite3-dev libzbar-dev libpng-dev libjpeg62-turbo-dev poppler-utils
# Peers of `make bench`; WeasyPrint joins in where it is installed.
DEPS_BENCH := python3-reportlab python3-qrcode valgrind
DEPS_TEST  := libcunit1-dev libxml2-utils qpdf zbar-tools mupdf-tools valgrind python3 python3-pil python3-fonttools

PACKAGES := libxml-2.0 libdeflate libqpdf libqrencode libsodium harfbuzz harfbuzz-subset mpfr gmp sqlite3 zbar libpng libjpeg
WARNINGS := -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
            -Wwrite-strings -Wvla -Wformat=2 -Wundef
SANITIZE ?=
# V=1 shows the commands themselves.
SAY := $(if $(V),,@)
ALL_CFLAGS = $(WARNINGS) $(CFLAGS) $(SANITIZE) -D_GNU_SOURCE -DMICROTAPER_DATADIR='"$(PREFIX)/share/microtaper"' -Iinclude \
             $(PACKAGE_CFLAGS)
ALL_LIBS   = $(LDFLAGS) $(SANITIZE) $(PACKAGE_LIBS) -lhpdf -lm

# Empty where pkg-config is still to be installed: `run` and `test` build in a make of their own, after `deps`.
PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PACKAGE_LIBS   := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)

SOURCES := $(foreach room,$(filter-out cli,$(ROOMS)),$(wildcard src/$(room)/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o)
CLI     := $(patsubst src/%.c,$(BUILD)/obj/%.o,$(wildcard src/cli/*.c))
UNITS   := $(patsubst tests/tables/%.c,$(BUILD)/obj/tests/%.o,$(wildcard $(foreach room,$(ROOMS),tests/tables/$(room).c \
             tests/tables/$(room)_*.c)) tests/tables/main.c)
SAMPLES := $(filter-out samples/shop.xml samples/approvals.xml samples/inventory.xml samples/bad.xml,$(wildcard samples/*.xml))

all: $(BUILD)/microtaper ## build the program: build/microtaper

$(BUILD)/microtaper: $(CLI) $(OBJECTS)
	@echo "  LD $@"
	$(SAY)$(CC) -o $@ $^ $(ALL_LIBS)

# Calls that the tables make fail (tests/tables/base_calls.h).
WRAPPED := malloc realloc read write close fsync fstat stat lstat fchmod open openat unlinkat rmdir fdopendir mkdtemp mkostemp renameat2 \
           sodium_init xmlParseChunk QRinput_new2

$(BUILD)/unit: $(UNITS) $(OBJECTS)
	@echo "  LD $@"
	$(SAY)$(CC) -o $@ $^ $(WRAPPED:%=-Wl,--wrap=%) $(ALL_LIBS) -lcunit

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(SAY)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/tests/%.o: tests/tables/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(SAY)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Installs those of $(1) that Debian does not have here yet; says nothing and does nothing when all are there.
define install_missing
@missing=""; \
if ! command -v dpkg-query >/dev/null 2>&1; then \
    echo "This is no Debian: apt is not here.  Install what corresponds to: $(1)"; exit 0; fi; \
for package in $(1); do \
    dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || missing="$$missing $$package"; \
done; \
[ -z "$$missing" ] && exit 0; \
echo "Installing:$$missing"; \
sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
mkdir -p build; \
{ $$sudo apt-get update -q && \
  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; } >build/deps.log 2>&1 || \
{ tail -n 5 build/deps.log; echo "Could not install$$missing with apt; install them by hand, then run make again."; exit 1; }
endef

deps: ## install what building needs (apt)
	$(call install_missing,$(DEPS_BUILD))

deps-test: ## install what building and testing need (apt)
	$(call install_missing,$(DEPS_BUILD) $(DEPS_TEST))

run: deps ## build, and make the samples' papers in out/
	@$(MAKE) --no-print-directory all
	@mkdir -p out
	@[ -f out/sample.key ] || $(BUILD)/microtaper key new --key out/sample.key --name "Sample key"
	@$(BUILD)/microtaper make --shop samples/shop.xml --key out/sample.key --date 2026-11-30 --out out $(SAMPLES)
	@echo "Look at out/rx/*/*/labels.pdf, chart.pdf and out/batches/*.pdf"

test: deps-test ## build, then run every test
	@$(MAKE) --no-print-directory all unit-program replay-programs $(BUILD)/fault-shim.so
	@BUILD=$(BUILD) PYTHON=$(PYTHON) tests/run.sh

unit-program: $(BUILD)/unit

unit: $(BUILD)/unit ## the CUnit tables alone
	$(BUILD)/unit

oracle-long: all ## random prescriptions through program and oracle: make oracle-long COUNT=5000 SEED=7
	@MICROTAPER=$(BUILD)/microtaper $(PYTHON) -B tests/oracle/random_rx.py --count $(or $(COUNT),5000) --seed $(or $(SEED),1)

reading-rates: all ## how well label codes are read when blurred, turned, tilted, dimmed: make reading-rates LABELS=20
	@$(PYTHON) -B tests/paper/reading_rates.py --labels $(or $(LABELS),20) --program $(BUILD)/microtaper

asan: deps-test ## the CUnit tables and the samples under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory BUILD=build/asan CFLAGS="-O1 -g" \
	    SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" all unit-program
	@BUILD=build/asan tests/sanitized.sh

valgrind: deps-test ## the samples under valgrind
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) RUNNER="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite" tests/sanitized.sh

check: ## the room rule: who may include whom (src/rooms.txt)
	@$(PYTHON) tests/cases/rooms.py

# Not asked for: NULL behind the words of a paper is a pointer ((void *)0, POSIX); and workers are processes, so that
# nothing of ours runs in two threads.
UNLINTED := varFuncNullUB readdirCalled getpwuidCalled

lint: ## cppcheck over the sources
	cppcheck --quiet --std=c11 --library=posix,gnu --enable=warning,performance,portability --inline-suppr \
	    $(UNLINTED:%=--suppress=%) --error-exitcode=1 -Iinclude src

install: all ## install under $(DESTDIR)$(PREFIX)
	install -D -m 755 $(BUILD)/microtaper $(DESTDIR)$(PREFIX)/bin/microtaper
	install -D -m 644 src/cli/microtaper.1 $(DESTDIR)$(PREFIX)/share/man/man1/microtaper.1
	install -D -m 644 src/cli/microtaper.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/microtaper
	cd templates && find . -type f -exec install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/microtaper/templates/{} \;

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/microtaper $(DESTDIR)$(PREFIX)/share/man/man1/microtaper.1 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/microtaper
	rm -rf $(DESTDIR)$(PREFIX)/share/microtaper

deb: ## a Debian package of this program: build/microtaper_VERSION_ARCH.deb
	@src/cli/package.sh "$(MAKE)" "$(BUILD)"

pictures: run ## the README's pictures anew, from the samples' papers
	@mkdir -p samples/pictures
	@pdftoppm -r 130 -singlefile -png out/rx/RX-1042/r1-f1/labels.pdf samples/pictures/label
	@pdftoppm -r 72 -f 4 -singlefile -png out/rx/RX-1042/r1-f1/chart.pdf samples/pictures/chart
	@pdftoppm -r 72 -singlefile -png "$$(ls out/batches/*.pdf | head -n 1)" samples/pictures/worksheet

page-cost: all $(BUILD)/paper-page_cost ## CPU of layout, proof and PDF of each kind of paper, and its size
	@[ -f $(BUILD)/page-cost.key ] || $(BUILD)/microtaper key new --key $(BUILD)/page-cost.key --name "Page cost"
	@$(BUILD)/paper-page_cost templates samples/shop.xml $(BUILD)/page-cost.key 2026-11-30 samples/clonazepam-three-times.xml $(or $(TIMES),400)

contact: all ## every kind of page on every stock as contact sheets to look at: build/contact
	@MICROTAPER=$(BUILD)/microtaper $(PYTHON) -B tests/paper/contact.py --build $(BUILD)

clean: ## remove what was built
	rm -rf build out

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | sort | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

# Fuzzing: clang's libFuzzer, everything under its sanitizers in a folder of its own; and the same targets with a main of
# their own that gives them the corpus, for any compiler.
FUZZ_KIT := kit course_laws
FUZZERS  := $(filter-out $(FUZZ_KIT) replay,$(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
FUZZ_OBJECTS = $(FUZZ_KIT:%=$(BUILD)/obj/fuzz/%.o) $(filter-out %/main.o,$(CLI)) $(OBJECTS)

$(BUILD)/obj/fuzz/%.o: tests/fuzz/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(SAY)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/fuzz-%: $(BUILD)/obj/fuzz/%.o $(FUZZ_OBJECTS)
	@echo "  LD $@"
	$(SAY)$(CC) -fsanitize=fuzzer -o $@ $^ $(ALL_LIBS)

$(BUILD)/replay-%: $(BUILD)/obj/fuzz/%.o $(BUILD)/obj/fuzz/replay.o $(FUZZ_OBJECTS)
	@echo "  LD $@"
	$(SAY)$(CC) -o $@ $^ $(ALL_LIBS)

.SECONDARY: $(patsubst tests/fuzz/%.c,$(BUILD)/obj/fuzz/%.o,$(wildcard tests/fuzz/*.c))

fuzz-programs: $(FUZZERS:%=$(BUILD)/fuzz-%)

replay-programs: $(FUZZERS:%=$(BUILD)/replay-%)

fuzz: ## fuzz each target for TIME seconds (60): make fuzz TIME=600
	@tests/fuzz/run.sh $(or $(TIME),60)

# Programs of tests/bench: bare.c knows nothing of ours.
$(BUILD)/bench-bare: tests/bench/bare.c
	@echo "  CC $<"
	$(SAY)$(CC) $(WARNINGS) $(CFLAGS) -D_GNU_SOURCE -o $@ $< -lhpdf -lqrencode -lm

$(BUILD)/bench-items: tests/bench/items.c $(OBJECTS)
	@echo "  CC $<"
	$(SAY)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS)

bench-programs: $(BUILD)/microtaper $(BUILD)/bench-bare $(BUILD)/bench-items

bench: deps-test ## CPU a prescription beside bare libharu and ReportLab: make bench COUNT=200
	$(call install_missing,$(DEPS_BENCH))
	@$(MAKE) --no-print-directory bench-programs
	@BUILD=$(BUILD) $(PYTHON) -B tests/bench/run.py --count $(or $(COUNT),200) $(BENCH)

scale: ## a great many prescriptions in one run, digest and memory: make scale COUNT=100000 JOBS="1 2" SCALE=--merge (20 GB)
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) $(PYTHON) -B tests/bench/scale.py --count $(or $(COUNT),2000) --jobs $(or $(JOBS),1 2) $(SCALE)

# Programs of tests/paper: each is asked for by its script.
$(BUILD)/paper-%: tests/paper/%.c $(OBJECTS)
	@echo "  CC $<"
	$(SAY)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS)

# Preloaded by tests/faults: makes the n-th call fail.
$(BUILD)/fault-shim.so: tests/faults/shim.c
	@echo "  CC $<"
	$(SAY)$(CC) $(WARNINGS) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ $< -ldl

mutants: ## change the arithmetic here and there and see that a test notices: all of it, or COUNT=200 SEED=1
	@$(MAKE) --no-print-directory BUILD=build/mutants all unit-program
	@$(MAKE) --no-print-directory BUILD=build/mutants/sanitized ROOMS="base model taper compound" CFLAGS=-O0 \
	    SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" unit-program
	@BUILD=build/mutants $(PYTHON) -B tests/mutants/mutate.py --kept build/mutants/fates $(if $(COUNT),--count $(COUNT) --seed $(or $(SEED),1))

coverage: ## branches of base, taper, compound, seal that no test takes: none but those listed with a reason
	@$(MAKE) --no-print-directory BUILD=build/coverage CFLAGS="-O0 -g --coverage -include tests/coverage/flush.h" \
	    LDFLAGS=--coverage all unit-program
	@tests/coverage/run.sh

faults: ## every fault at every call, 200 kills (half an hour and more): make faults SEED=7
	@$(MAKE) --no-print-directory all $(BUILD)/fault-shim.so
	@BUILD=$(BUILD) MICROTAPER=$(BUILD)/microtaper $(PYTHON) -B tests/faults/run.py --full --seed $(or $(SEED),7)
	@BUILD=$(BUILD) MICROTAPER=$(BUILD)/microtaper $(PYTHON) -B tests/faults/ledger_kill.py --full

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

.PHONY: all deps deps-test run test faults mutants coverage unit unit-program oracle-long reading-rates asan valgrind check lint install uninstall pictures contact page-cost fuzz-programs replay-programs fuzz bench bench-programs scale deb clean help
