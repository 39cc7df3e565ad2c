/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lot numbers that meet by chance in one run (numbers.h). */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>
#include "../../src/compound/lot.h"
#include "../../src/run/numbers.h"
#include "base_kit.h"
#include "microtaper/file.h"
#include "microtaper/text.h"

static Arena *arena;
static Numbers numbers;

void suite_run(void);

static int setup(void)
{
    arena = arena_new();
    base_folder();
    return 0;
}

static int teardown(void)
{
    base_folder_end();
    arena_free(arena);
    return 0;
}

static void begin(void)
{
    numbers = (Numbers){.arena = arena};
}

/* Takes the prescription "RX-index" with these lots, "" ends them. */
static bool take(int64_t index, const char *first, const char *second)
{
    MemberBottle bottles[2] = {{.contents = {0}}};
    snprintf(bottles[0].number, sizeof bottles[0].number, "%s", first);
    snprintf(bottles[1].number, sizeof bottles[1].number, "%s", second);
    Member member = {.index = index, .number = arena_format(arena, "RX-%d", (int)index), .revision = 1, .fill = 1,
                     .bottles = bottles, .bottle_count = *second ? 2 : 1};
    return numbers_take(&numbers, &member);
}

static const char *out(void)
{
    return path_join(arena, base_folder(), "out");
}

static const char *paper(const char *path)
{
    return path_join(arena, out(), path);
}

static void write_paper(const char *path)
{
    FILE *file = fopen(paper(path), "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fclose(file);
}

/* The papers of prescriptions 0 to count - 1, a folder each, and a worksheet each lot. */
static void papers_stand(int count, const char *const *lots)
{
    CU_ASSERT_EQUAL(folder_make_inside(base_folder(), "out/batches"), 0);
    for (; *lots; lots++) write_paper(arena_format(arena, "batches/%s.pdf", *lots));
    for (int i = 0; i < count; i++) {
        const char *folder = arena_format(arena, "rx/RX-%d/r1-f1", i);
        CU_ASSERT_EQUAL(folder_make_inside(out(), folder), 0);
        write_paper(arena_format(arena, "%s/labels.pdf", folder));
    }
}

static bool stands(int index)
{
    return file_exists(paper(arena_format(arena, "rx/RX-%d/r1-f1", index)));
}

static void test_alone(void)
{
    begin();
    CU_ASSERT(take(0, "2E0CAAAA", ""));
    CU_ASSERT(take(1, "2E0CBBBB", "2E0CCCCC"));
    CU_ASSERT(take(1, "2E0CBBBB", "2E0CCCCC"));   /* its own are no clash */
    CU_ASSERT_EQUAL(numbers.clash_count, 0);
    numbers_end(&numbers);
}

/* 1 and 3 have a lot of 0; 2 has a lot that 1 would have had: its worksheet may be 1's. */
static void test_cleared(void)
{
    static const char *const lots[] = {"2E0CAAAA", "2E0CBBBB", "2E0CDDDD", "2E0CEEEE", NULL};
    Places later = {0}, owners = {0};
    begin();
    papers_stand(5, lots);
    CU_ASSERT(take(0, "2E0CAAAA", ""));
    CU_ASSERT_FALSE(take(1, "2E0CBBBB", "2E0CAAAA"));
    CU_ASSERT(take(2, "2E0CBBBB", ""));
    CU_ASSERT_FALSE(take(3, "2E0CAAAA", "2E0CDDDD"));
    CU_ASSERT(take(4, "2E0CEEEE", ""));
    CU_ASSERT_EQUAL(numbers_clear(&numbers, out(), &later, &owners), 0);
    CU_ASSERT_EQUAL_FATAL(later.count, 2);
    CU_ASSERT_EQUAL(later.at[0], 1);
    CU_ASSERT_EQUAL(later.at[1], 3);
    CU_ASSERT_EQUAL_FATAL(owners.count, 2);
    CU_ASSERT_EQUAL(owners.at[0], 0);
    CU_ASSERT_EQUAL(owners.at[1], 2);
    for (int i = 0; i < 4; i++) CU_ASSERT_FALSE(stands(i));
    CU_ASSERT(stands(4));
    for (int i = 0; i < 3; i++) CU_ASSERT_FALSE(file_exists(paper(arena_format(arena, "batches/%s.pdf", lots[i]))));
    CU_ASSERT(file_exists(paper("batches/2E0CEEEE.pdf")));
    CU_ASSERT_EQUAL(numbers.clash_count, 0);
    numbers_end(&numbers);
}

/* A folder in the worksheet's place cannot be removed as a file: it is said, and the rest is done. */
static void test_not_cleared(void)
{
    Places later = {0}, owners = {0};
    begin();
    CU_ASSERT_EQUAL(folder_make_inside(base_folder(), "out/batches/2E0CFFFF.pdf"), 0);
    CU_ASSERT(take(0, "2E0CFFFF", ""));
    CU_ASSERT_FALSE(take(1, "2E0CFFFF", ""));
    CU_ASSERT_NOT_EQUAL(numbers_clear(&numbers, out(), &later, &owners), 0);
    CU_ASSERT_EQUAL(later.count, 1);
    CU_ASSERT_EQUAL(owners.count, 1);
    numbers_end(&numbers);
}

static Batch *batch(const Formula *formula, int64_t volume)
{
    Batch *made = ARENA_NEW(arena, Batch);
    *made = (Batch){.formula = formula, .strength = {{100000}, {1000000}}, .made_on = {20000}, .volume = {volume}};
    lot_make(made, arena);
    return made;
}

static void test_given(void)
{
    static const Formula formula = {.id = "f", .version = 1, .code = 'C'};
    Batch *pair[2] = {batch(&formula, 7), batch(&formula, 7)}, *next[1] = {batch(&formula, 7)};
    const char *first = arena_string(arena, pair[0]->lot);
    begin();
    CU_ASSERT(numbers_give(&numbers, 5, pair, 2, arena));
    CU_ASSERT_STRING_EQUAL(pair[0]->lot, first);   /* nobody has it */
    CU_ASSERT_STRING_NOT_EQUAL(pair[1]->lot, first);   /* not twice in one fill */
    CU_ASSERT(numbers_give(&numbers, 6, next, 1, arena));
    CU_ASSERT_STRING_NOT_EQUAL(next[0]->lot, first);
    CU_ASSERT_STRING_NOT_EQUAL(next[0]->lot, pair[1]->lot);

    /* Made again, each gets what it had, whoever is asked first. */
    numbers.as_owned = true;
    Batch *again[1] = {batch(&formula, 7)}, *both[2] = {batch(&formula, 7), batch(&formula, 7)}, *stranger[1] = {batch(&formula, 7)};
    CU_ASSERT(numbers_give(&numbers, 6, again, 1, arena));
    CU_ASSERT_STRING_EQUAL(again[0]->lot, next[0]->lot);
    CU_ASSERT(numbers_give(&numbers, 5, both, 2, arena));
    CU_ASSERT_STRING_EQUAL(both[0]->lot, first);
    CU_ASSERT_STRING_EQUAL(both[1]->lot, pair[1]->lot);
    CU_ASSERT_FALSE(numbers_give(&numbers, 7, stranger, 1, arena));
    numbers_end(&numbers);
}

void suite_run(void)
{
    CU_pSuite suite = CU_add_suite("lot numbers of a run", setup, teardown);
    CU_add_test(suite, "a prescription's own", test_alone);
    CU_add_test(suite, "what clashes is removed, to be made again", test_cleared);
    CU_add_test(suite, "what cannot be removed is said", test_not_cleared);
    CU_add_test(suite, "given once, and given back", test_given);
}
