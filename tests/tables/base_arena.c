/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_calls.h"
#include "base_kit.h"

#include <errno.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include "microtaper/arena.h"
#include "microtaper/text.h"
#include "microtaper/xml.h"

static const size_t sizes[] = {0, 1, 2, 15, 16, 17, 255, 4096, 16384, 16385, 65520, 65536, 65537, 1000000, 3, 0};

static bool is_zeroed(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

static void test_requests(void)
{
    Arena *arena = arena_new();
    for (int round = 0; round < 3; round++) {
        char *taken[ROWS(sizes)];
        for (size_t i = 0; i < ROWS(sizes); i++) {
            taken[i] = arena_alloc(arena, sizes[i]);
            CU_ASSERT_PTR_NOT_NULL_FATAL(taken[i]);
            CU_ASSERT_EQUAL((uintptr_t)taken[i] % alignof(max_align_t), 0);
            CU_ASSERT_TRUE(is_zeroed(taken[i], sizes[i]));
            memset(taken[i], (int)i + 1, sizes[i]);
        }
        for (size_t i = 0; i < ROWS(sizes); i++)
            for (size_t j = 0; j < sizes[i]; j += 61)
                if (taken[i][j] != (char)(i + 1))
                    CU_FAIL("one request wrote into another");
        CU_ASSERT_PTR_NOT_EQUAL(taken[0], taken[1]);
        arena_reset(arena);
    }
    CU_ASSERT_PTR_NOT_NULL(arena_array(arena, 5, 0));
    arena_free(arena);
    arena = arena_new();
    arena_alloc(arena, 70000);   /* alone, and larger than the block that would be kept */
    arena_reset(arena);
    arena_alloc(arena, 1);
    arena_free(arena);
    arena_free(NULL);
}

static void test_copies(void)
{
    Arena *arena = arena_new();
    char text[] = "one";
    const char *copy = arena_string(arena, text), *bytes = arena_copy(arena, "a\0b", 3);
    text[0] = 'x';
    CU_ASSERT_STRING_EQUAL(copy, "one");
    CU_ASSERT_EQUAL(memcmp(bytes, "a\0b\0", 4), 0);
    CU_ASSERT_STRING_EQUAL(arena_format(arena, "%d of %s", 3, "five"), "3 of five");
    CU_ASSERT_STRING_EQUAL(arena_format(arena, "%s", ""), "");
    CU_ASSERT_EQUAL(strlen(arena_format(arena, "%*s", 100000, "x")), 100000);
    arena_free(arena);
}

static void test_growth(void)
{
    Arena *arena = arena_new();
    int *numbers = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 10000; i++)
        *ARENA_PUSH(arena, numbers, count, capacity, int) = i;
    CU_ASSERT_EQUAL(count, 10000);
    for (int i = 0; i < 10000; i++)
        if (numbers[i] != i)
            CU_FAIL("an item was lost");
    arena_free(arena);
}

static Arena *shared;   /* so that valgrind finds it when the process leaves */

static int too_many(void *context)
{
    (void)context;
    arena_array(shared, SIZE_MAX / 2, 3);
    return 0;
}

static int too_large(void *context)
{
    (void)context;
    arena_alloc(shared, SIZE_MAX - 5);
    return 0;
}

static int copied_too_large(void *context)
{
    arena_copy(shared, "", *(size_t *)context);
    return 0;
}

static int grown_too_large(void *context)
{
    size_t capacity = *(size_t *)context - 1;
    arena_grow(shared, NULL, capacity, &capacity, 1);
    return 0;
}

/* The system's own memory runs out: at the arena, and at its first block. */
static int none_left(void *context)
{
    call_fails(CALL_malloc, *(long *)context, ENOMEM);
    Arena *arena = arena_new();
    arena_alloc(arena, 1);
    arena_free(arena);
    calls_work();
    return 0;
}

static void test_out_of_memory(void)
{
    size_t most = SIZE_MAX;
    long calls[] = {0, 1, 2};
    int statuses[] = {3, 3, 0};
    shared = arena_new();
    CU_ASSERT_EQUAL(base_forked(copied_too_large, &most), 3);
    CU_ASSERT_EQUAL(base_forked(grown_too_large, &most), 3);
    for (size_t i = 0; i < ROWS(calls); i++)
        CU_ASSERT_EQUAL(base_forked(none_left, &calls[i]), statuses[i]);
    CU_ASSERT_EQUAL(base_forked(too_many, NULL), 3);
    CU_ASSERT_EQUAL(base_forked(too_large, NULL), 3);
    arena_free(shared);
}

/* Beyond the last character there is: nothing can print it, and whoever asks for it is at fault. */
static const wint_t no_character = 0x7FFFFFFF;

static int formatted(void *context)
{
    (void)context;
    arena_format(shared, "%lc", no_character);
    return 0;
}

static int buffered(void *context)
{
    Buffer buffer = buffer_new(shared);
    (void)context;
    buffer_addf(&buffer, "%lc", no_character);
    return 0;
}

static int found(void *context)
{
    Findings findings = findings_new(shared);
    (void)context;
    finding_add(&findings, MT201, (Place){NULL, 0, NULL}, "%lc", no_character);
    return 0;
}

static int reserved(void *context)
{
    Buffer buffer = buffer_new(shared);
    buffer_add_bytes(&buffer, "", *(size_t *)context);
    return 0;
}

static void test_bugs_end_the_process(void)
{
    size_t most = SIZE_MAX;
    shared = arena_new();
    CU_ASSERT_EQUAL(base_forked(formatted, NULL), -1);
    CU_ASSERT_EQUAL(base_forked(buffered, NULL), -1);
    CU_ASSERT_EQUAL(base_forked(found, NULL), -1);
    CU_ASSERT_EQUAL(base_forked(reserved, &most), -1);
    arena_free(shared);
}

static int third_fails(void *context)
{
    Arena *arena = arena_new();
    arena_fail_at(2);
    arena_alloc(arena, 1);
    arena_alloc(arena, 1);
    if (*(bool *)context)
        arena_fail_at(-1);
    arena_alloc(arena, 1);
    arena_free(arena);
    return 0;
}

static void test_made_to_fail(void)
{
    bool switched_off = false;
    CU_ASSERT_EQUAL(base_forked(third_fails, &switched_off), 3);
    switched_off = true;
    CU_ASSERT_EQUAL(base_forked(third_fails, &switched_off), 0);
}

static const char document[] =
    "<prescriptions xmlns='urn:x'><prescription number='1'><taking drug='a'><dose at='x'>1 mg</dose></taking>"
    "<nonsense/></prescription><prescription number='2'/>junk</prescriptions>";

static bool count_record(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    static const char *const names[] = {"taking", NULL};
    (void)arena;
    xml_children(record, names, findings);
    ++*(int *)context;
    return true;
}

/* Reads the document; 0 when it was read as it should be. */
static int read_document(void *context)
{
    const XmlSource source = {"memory", "urn:x", "prescription", "prescriptions", true};
    int records = 0;
    arena_fail_at(*(long *)context);
    Arena *arena = arena_new(), *own = arena_new();
    Findings findings = findings_new(own);
    bool read = xml_read_memory(&source, document, sizeof document - 1, arena, &findings, count_record, &records);
    bool good = read && records == 2 && findings.count == 1 && findings.items[0].code == MT106;
    arena_free(arena);
    arena_free(own);
    return good ? 0 : 1;
}

/* The n-th request fails, n = 0, 1, 2 ...: each time the process leaves with 3, until the job is done. */
static void test_every_request_can_fail(void)
{
    long n = 0;
    int status = 3;
    for (; n < 10000 && status == 3; n++)
        status = base_forked(read_document, &n);
    CU_ASSERT_EQUAL(status, 0);
    CU_ASSERT_TRUE(n > 20);
}

void suite_base_arena(void)
{
    CU_pSuite suite = CU_add_suite("base: arena", NULL, NULL);
    CU_add_test(suite, "requests of every size", test_requests);
    CU_add_test(suite, "copies and formats", test_copies);
    CU_add_test(suite, "growing arrays", test_growth);
    CU_add_test(suite, "too much leaves with 3", test_out_of_memory);
    CU_add_test(suite, "what only a bug asks for", test_bugs_end_the_process);
    CU_add_test(suite, "the third request fails", test_made_to_fail);
    CU_add_test(suite, "every request of a job can fail", test_every_request_can_fail);
}
