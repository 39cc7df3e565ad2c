/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data mask of a code: our choice is the library's, module by module. */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>
#include "../../src/seal/mask.h"

void suite_seal_mask(void);

static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/* Payloads of one kind: `letters` from the first `kinds` of the alphabet. */
static const struct { const char *name; size_t least, most; unsigned kinds; int count; } payloads[] = {
    {"short", 1, 40, 45, 200},
    {"a bottle's", 154, 154, 45, 100},
    {"a chart page's", 200, 400, 45, 100},
    {"figures", 1, 300, 10, 100},
    {"one sign", 1, 300, 1, 30},
    {"two signs", 1, 300, 2, 60},
    {"versions about the widest we judge", 1400, 1700, 45, 20},
};

/* The same numbers everywhere (Numerical Recipes' generator). */
static unsigned next_number(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static bool same_modules(const char *payload, Arena *arena)
{
    Modules ours, library;
    if (!modules_of(payload, 0, &ours, arena) || !modules_by_library(payload, 0, &library, arena)) return false;
    return ours.side == library.side && memcmp(ours.dark, library.dark, (size_t)ours.side * (size_t)ours.side) == 0;
}

static void test_masks(void)
{
    Arena *arena = arena_new();
    unsigned state = 7;
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        int differ = 0;
        for (int n = 0; n < payloads[i].count; n++) {
            char payload[2000];
            size_t length = payloads[i].least + next_number(&state) % (payloads[i].most - payloads[i].least + 1);
            for (size_t k = 0; k < length; k++) payload[k] = letters[next_number(&state) % payloads[i].kinds];
            payload[length] = '\0';
            differ += !same_modules(payload, arena);
            arena_reset(arena);
        }
        if (differ) printf("\n  masks: row \"%s\": %d codes differ from the library's", payloads[i].name, differ);
        CU_ASSERT_EQUAL(differ, 0);
    }
    arena_free(arena);
}

void suite_seal_mask(void)
{
    CU_pSuite suite = CU_add_suite("seal: masks", NULL, NULL);
    CU_add_test(suite, "the mask the library would choose", test_masks);
}
