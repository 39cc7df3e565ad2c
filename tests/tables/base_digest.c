/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_calls.h"
#include "base_kit.h"

#include <string.h>
#include "microtaper/digest.h"

/* BLAKE2b-256: `b2sum -l 256` of coreutils. */
static const struct {
    const char *text, *hex;
} known[] = {
    {"", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"},
    {"abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"},
};

static void test_known(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(known); i++) {
        Digest digest = digest_of(known[i].text, strlen(known[i].text));
        base_check_text(digest_hex(arena, &digest), known[i].hex, known[i].text);
    }
    arena_free(arena);
}

/* 00010 00100 00110 01000 01010 01100 01110 10000 ...: Crockford's alphabet. */
static void test_letters(void)
{
    Arena *arena = arena_new();
    Digest digest = {{0x11, 0x0C, 0x85, 0x31, 0xD0, 0xFF}};
    CU_ASSERT_STRING_EQUAL(digest_letters(arena, &digest, 8), "2468ACEG");
    CU_ASSERT_STRING_EQUAL(digest_letters(arena, &digest, 0), "");
    CU_ASSERT_STRING_EQUAL(digest_letters(arena, &digest, 10), "2468ACEGZW");
    CU_ASSERT_EQUAL(strlen(digest_letters(arena, &digest, 51)), 51);
    CU_ASSERT_EQUAL(strlen(base32_alphabet), 32);
    CU_ASSERT_PTR_NULL(strpbrk(base32_alphabet, "ILOU"));
    arena_free(arena);
}

static void test_words(void)
{
    char word[5], other[5];
    int same = 0;
    Digest digest = {{0}};
    digest_word(&digest, word);
    CU_ASSERT_STRING_EQUAL(word, "AAAA");
    for (unsigned i = 0; i < 1000; i++) {
        digest = digest_of(&i, sizeof i);
        digest_word(&digest, word);
        base_check(strlen(word) == 4 && strspn(word, "ABCDEFGHJKMNPRSTVWXYZ") == 4, word, "not four clear letters");
        digest_word(&digest, other);
        same += strcmp(word, other) == 0;
    }
    CU_ASSERT_EQUAL(same, 1000);
}

static int too_many_letters(void *context)
{
    Digest digest = {{0}};
    Arena *arena = arena_new();
    (void)context;
    digest_letters(arena, &digest, 52);
    arena_free(arena);
    return 0;
}

static int without_sodium(void *context)
{
    (void)context;
    call_fails(CALL_sodium_init, 0, 0);
    digest_of("", 0);
    return 0;
}

static void test_refused(void)
{
    CU_ASSERT_EQUAL(base_forked(too_many_letters, NULL), -1);
    CU_ASSERT_EQUAL(base_forked(without_sodium, NULL), 3);
}

void suite_base_digest(void)
{
    CU_pSuite suite = CU_add_suite("base: digests", NULL, NULL);
    CU_add_test(suite, "known digests", test_known);
    CU_add_test(suite, "letters", test_letters);
    CU_add_test(suite, "check words", test_words);
    CU_add_test(suite, "more letters than there are, and no library", test_refused);
}
