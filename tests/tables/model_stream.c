/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many prescriptions in one file: read one after the other, memory flat, one fault not spoiling the others. */
#include <CUnit/CUnit.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "microtaper/text.h"
#include "model_kit.h"

#define MANY 10000

typedef struct { int records, usable, doubled; size_t heap_early, heap_late; } Count;

static bool count_one(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Count *count = context;
    (void)number;
    (void)arena;
    count->records++;
    count->usable += rx != NULL;
    for (size_t i = 0; i < findings->count; i++) count->doubled += findings->items[i].code == MT231;
    if (count->records == 100) count->heap_early = mallinfo2().uordblks;
    if (count->records == MANY) count->heap_late = mallinfo2().uordblks;
    return true;
}

static const char *many_text(Arena *arena, int count)
{
    Buffer text = buffer_new(arena);
    const char *body = strchr(model_base, '>') + 1;
    buffer_add(&text, "<prescriptions xmlns='urn:microtaper:prescription:1'>\n");
    for (int i = 0; i < count; i++) {
        buffer_addf(&text, "<prescription number='RX-%d' revision='1'>", i);
        buffer_add(&text, body);
    }
    buffer_add(&text, "</prescriptions>\n");
    return buffer_text(&text);
}

/* Between the hundredth and the ten-thousandth only the set of numbers has grown: eight bytes each, half full. */
static void flat(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Count count = {0};
    const char *text = many_text(arena, MANY);
    CU_ASSERT_TRUE(prescriptions_read_memory("many.xml", text, strlen(text), model_tables(), model_shop(),
                                             count_one, &count,
                                             &findings));
    CU_ASSERT_EQUAL(count.records, MANY);
    CU_ASSERT_EQUAL(count.usable, MANY);
    CU_ASSERT_EQUAL(count.doubled, 0);
    CU_ASSERT_TRUE(count.heap_late < count.heap_early + 512 * 1024);
    if (count.heap_late >= count.heap_early + 512 * 1024)
        printf("    %zu, then %zu bytes\n", count.heap_early, count.heap_late);
    arena_free(arena);
}

static const struct { const char *name, *find, *replace; int records, usable, doubled; } rows[] = {
    {"three", "x", "x", 3, 3, 0},
    {"one of three is spoilt", "<hold for='14 days'/>", "<hold for='14'/>", 3, 2, 0},
    {"a number twice", "RX-1", "RX-0", 3, 3, 1},
};

static void three(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        Count count = {0};
        const char *text = model_edit(arena, rows[i].name, many_text(arena, 3), rows[i].find, rows[i].replace);
        CU_ASSERT_TRUE(prescriptions_read_memory("three.xml", text, strlen(text), model_tables(), model_shop(),
                                                 count_one,
                                                 &count, &findings));
        CU_ASSERT_EQUAL(count.records, rows[i].records);
        CU_ASSERT_EQUAL(count.usable, rows[i].usable);
        CU_ASSERT_EQUAL(count.doubled, rows[i].doubled);
        arena_free(arena);
    }
}

static bool stop_at_two(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    int *records = context;
    (void)rx;
    (void)number;
    (void)findings;
    (void)arena;
    return ++*records < 2;
}

static void stopped(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    int records = 0;
    const char *text = many_text(arena, 5);
    prescriptions_read_memory("five.xml", text, strlen(text), model_tables(), model_shop(), stop_at_two,
                              &records, &findings);
    CU_ASSERT_EQUAL(records, 2);
    arena_free(arena);
}

/* What came before the break has been given; the break itself is said with its line. */
static void broken_off(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Count count = {0};
    const char *text = many_text(arena, 3);
    CU_ASSERT_FALSE(prescriptions_read_memory("cut.xml", text, strlen(text) - 200, model_tables(),
                                              model_shop(), count_one,
                                              &count, &findings));
    CU_ASSERT_EQUAL(count.records, 2);
    CU_ASSERT_TRUE(model_has("cut.xml", &findings, MT102, 0, NULL));
    arena_free(arena);
}

void suite_model_stream(void)
{
    CU_pSuite suite = CU_add_suite("model: stream", NULL, NULL);
    CU_add_test(suite, "10,000 prescriptions, memory flat", flat);
    CU_add_test(suite, "one fault does not spoil the others", three);
    CU_add_test(suite, "stopped by the reader", stopped);
    CU_add_test(suite, "broken off", broken_off);
}
