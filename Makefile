# SPDX-License-Identifier: GPL-3.0-or-later
# microtaper.  `make help` lists what can be made; built things live under build/ only.

CC       ?= gcc
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
PYTHON   ?= /usr/bin/python3
BUILD    ?= build
ROOMS    ?= base model taper compound seal paper ledger scan run cli

# What Debian must hold, each with its reason (README, "Libraries"): `make deps` installs what is missing.
DEPS_RUN  := gcc make pkg-config libc6-dev libxml2-dev libhpdf-dev libqrencode-dev libsodium-dev libharfbuzz-dev libgmp-dev libmpfr-dev
DEPS_TEST := libcunit1-dev libxml2-utils qpdf poppler-utils zbar-tools mupdf-tools valgrind python3 python3-pil python3-fonttools

PACKAGES := libxml-2.0 libqrencode libsodium harfbuzz harfbuzz-subset gmp mpfr
WARNINGS := -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
            -Wwrite-strings -Wvla -Wformat=2 -Wundef
SANITIZE ?=
ALL_CFLAGS  = $(WARNINGS) $(CFLAGS) $(SANITIZE) -D_GNU_SOURCE -Iinclude $$(pkg-config --cflags $(PACKAGES))
ALL_LIBS    = $(LDFLAGS) $(SANITIZE) $$(pkg-config --libs $(PACKAGES)) -lhpdf -lm

SOURCES  := $(foreach room,$(filter-out cli,$(ROOMS)),$(wildcard src/$(room)/*.c))
OBJECTS  := $(SOURCES:src/%.c=$(BUILD)/obj/%.o)
CLI      := $(patsubst src/%.c,$(BUILD)/obj/%.o,$(wildcard src/cli/*.c))
UNITS    := $(patsubst tests/tables/%.c,$(BUILD)/obj/tests/%.o,$(wildcard $(foreach room,$(ROOMS),tests/tables/$(room).c tests/tables/$(room)_*.c)) tests/tables/main.c)

all: $(BUILD)/microtaper ## build the program (build/microtaper)

$(BUILD)/microtaper: $(CLI) $(OBJECTS)
	$(CC) -o $@ $^ $(ALL_LIBS)

$(BUILD)/unit: $(UNITS) $(OBJECTS)
	$(CC) -o $@ $^ $(ALL_LIBS) -lcunit

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/tests/%.o: tests/tables/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

unit: $(BUILD)/unit ## the CUnit tables
	$(BUILD)/unit

clean: ## remove what was built
	rm -rf build out

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | sort | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

.PHONY: all unit clean help
