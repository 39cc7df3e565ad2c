/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check words, the trust folder, and copies of a key. */
#include <CUnit/Basic.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base_kit.h"
#include <unistd.h>
#include "microtaper/file.h"
#include "microtaper/seal.h"
#include "microtaper/text.h"
#include "seal_records.h"

void suite_seal_trust(void);

static Arena *arena;
static char *home, *folder;

static int setup(void)
{
    arena = arena_new();
    home = arena_string(arena, "/tmp/microtaper-trust-XXXXXX");
    if (!mkdtemp(home))
        return 1;
    folder = path_join(arena, home, "trust");
    return 0;
}

static int teardown(void)
{
    int error = folder_remove(home);
    arena_free(arena);
    return error;
}

/* ---------------------------------------------------------------- words ---- */
static void test_word(void)
{
    Record bottle = test_bottle(arena), batch = test_batch(arena);
    Key key = test_key(arena);
    char word[WORD_ROOM], other[WORD_ROOM], back[WORD_ROOM];
    record_word(&bottle, &key, word);
    CU_ASSERT(strlen(word) == 11 && word[4] == '-' && word[9] == '-');
    CU_ASSERT(word_read(word, back) && strcmp(word, back) == 0);
    record_word(&batch, &key, other);
    CU_ASSERT(strcmp(word, other) != 0);
    bottle.days++;
    record_word(&bottle, &key, other);
    CU_ASSERT(strcmp(word, other) != 0);
}

static const struct { const char *name, *typed; const char *reads; } words[] = {
    {"all zeros are a word", "0000-0000-0", "0000-0000-0"},
    {"O and I as they are mistaken", "oooo ooooo", "0000-0000-0"},
    {"with a line end", "000000000\r\n", "0000-0000-0"},
    {"eight letters", "0000-0000", NULL},
    {"ten letters", "0000-0000-00", NULL},
    {"no letters", "", NULL},
    {"a letter outside", "0000-0000-U", NULL},
    {"a payload", "MT1:BB8", NULL},
    {"wrong check letter", "0000-0000-1", NULL},
};

static void test_word_typed(void)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char word[WORD_ROOM];
        bool read = word_read(words[i].typed, word);
        row_check(read == (words[i].reads != NULL) && (!read || strcmp(word, words[i].reads) == 0), "words",
                  words[i].name);
    }
}

/* Every letter of a word as every other letter, and every two neighbours exchanged, are found. */
static void test_word_slips(void)
{
    Record bottle = test_bottle(arena);
    Key key = test_key(arena);
    char word[WORD_ROOM], slip[WORD_ROOM], back[WORD_ROOM];
    record_word(&bottle, &key, word);
    for (size_t i = 0; word[i]; i++)
        for (const char *letter = base32_alphabet; word[i] != '-' && *letter; letter++) {
            memcpy(slip, word, sizeof slip);
            slip[i] = *letter;
            CU_ASSERT(word_read(slip, back) == (*letter == word[i]));
        }
    for (size_t i = 0; word[i + 1]; i++) {
        size_t next = word[i + 1] == '-' ? i + 2 : i + 1;
        memcpy(slip, word, sizeof slip);
        slip[i] = word[next];
        slip[next] = word[i];
        CU_ASSERT(word[i] == '-' || word_read(slip, back) == (word[i] == word[next]));
    }
}

/* ---------------------------------------------------------------- trust ---- */
static Key branch(uint8_t number, const char *name)
{
    uint8_t seed[32] = {number};
    Key key;
    key_of_seed(seed, name, &key, arena);
    return key;
}

static Trust *load(size_t errors)
{
    Findings findings = findings_new(arena);
    Trust *trust = trust_load(folder, arena, &findings);
    CU_ASSERT_EQUAL(findings.count, errors);
    return trust;
}

static void test_trust(void)
{
    Key one = branch(1, "Branch 1"), two = branch(2, "Branch 2"), own = branch(3, "Here");
    Date day = date_of(2026, 11, 22);
    CU_ASSERT_EQUAL_FATAL(load(0)->count, 0);
    CU_ASSERT_EQUAL(trust_add(folder, &one, day, "J. Ruiz, RPh", arena), 0);
    CU_ASSERT_EQUAL(trust_add(folder, &one, day, "J. Ruiz, RPh", arena), EEXIST);
    CU_ASSERT_EQUAL(trust_add(folder, &two, day, "", arena), EINVAL);
    CU_ASSERT_EQUAL(trust_add(folder, &two, day, "a\nb", arena), EINVAL);
    CU_ASSERT_EQUAL(trust_add(folder, &two, day, "a\x7F" "b", arena), EINVAL);
    CU_ASSERT_EQUAL(trust_add(folder, &two, day, "\xFF", arena), EINVAL);
    char *longest = arena_alloc(arena, 257);
    memset(longest, 'a', 256);
    CU_ASSERT_EQUAL(trust_add(folder, &two, day, longest, arena), EINVAL);
    CU_ASSERT_EQUAL(trust_add(folder, &two, day, "J. Ruiz, RPh", arena), 0);
    Trust *trust = load(0);
    CU_ASSERT_EQUAL_FATAL(trust->count, 2);
    size_t count;
    Key *keys = trust_keys(trust, &own, &count, arena);
    CU_ASSERT(count == 3 && keys[0].id == own.id && !keys[0].has_secret);
    Record record = test_bottle(arena), back;
    record.key_id = two.id;
    CU_ASSERT_EQUAL(payload_open(payload_sign(&record, &two, arena), keys, count, &back, arena), SEAL_GENUINE);
    CU_ASSERT_STRING_EQUAL(trust_find(trust, arena_format(arena, "%04x", two.id))->key.name, "Branch 2");
    char digits[17] = {0};
    for (size_t i = 0; i < 8; i++)
        snprintf(digits + 2 * i, 3, "%02x", two.public_key[i]);
    CU_ASSERT_STRING_EQUAL(trust_find(trust, digits)->key.name, "Branch 2");
    TrustedKey twice[] = {{.key = two}, {.key = two}};   /* digits that say two keys say none */
    CU_ASSERT_PTR_NULL(trust_find(&(Trust){.items = twice, .count = 2}, digits));
    keys = trust_keys(trust, NULL, &count, arena);
    CU_ASSERT(count == 2 && keys[0].id != own.id);
    Findings findings = findings_new(arena);
    CU_ASSERT(trust_signs(trust, &two, "key", &findings) && findings.count == 0);
    CU_ASSERT_PTR_NULL(trust_find(trust, "zzzz"));
    CU_ASSERT_PTR_NULL(trust_find(trust, ""));
}

static void test_retire(void)
{
    Key one = branch(1, "Branch 1"), own = branch(3, "Here");
    size_t count;
    Retirement rotate = {date_of(2027, 1, 5), "J. Ruiz, RPh", "yearly change", false};
    Retirement lost = {date_of(2027, 2, 5), "J. Ruiz, RPh", "laptop: stolen", true};
    Findings findings = findings_new(arena);
    CU_ASSERT(trust_signs(load(0), &own, "key", &findings));
    CU_ASSERT_EQUAL(trust_retire(folder, &own, &rotate, arena), 0);
    CU_ASSERT_EQUAL(trust_retire(folder, &own, &rotate, arena), ENOTSUP);
    trust_keys(load(0), &own, &count, arena);
    CU_ASSERT_EQUAL(count, 3);   /* what it signed stays readable */
    CU_ASSERT_FALSE(trust_signs(load(0), &own, "key", &findings));
    CU_ASSERT(findings.count == 1 && findings.items[0].code == MT610);
    CU_ASSERT_EQUAL(trust_retire(folder, &own, &lost, arena), 0);
    CU_ASSERT_EQUAL(trust_retire(folder, &one, &lost, arena), 0);
    CU_ASSERT_EQUAL(trust_retire(folder, &one, &rotate, arena), ENOTSUP);
    Key *keys = trust_keys(load(0), &own, &count, arena);
    CU_ASSERT(count == 1 && keys[0].id == branch(2, "").id);
    const TrustedKey *known = trust_find(load(0), arena_format(arena, "%04x", one.id));
    CU_ASSERT(known && known->compromised && known->trusted.day == date_of(2026, 11, 22).day);
    CU_ASSERT_STRING_EQUAL(known->reason, "laptop: stolen");
    static const char *const bad[][2] = {{"a: b", "yearly change"}, {"", "yearly change"}, {"J. Ruiz, RPh", ""}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rotate.by = bad[i][0];
        rotate.reason = bad[i][1];
        row_check(trust_retire(folder, &one, &rotate, arena) == EINVAL, "retired by nobody, or for nothing", bad[i][0]);
    }
}

static const struct { const char *name, *text; } bad_files[] = {
    {"empty", ""},
    {"another version", "microtaper trusted key 2\n$\ntrusted 2026-11-22 by x\n"},
    {"no key", "microtaper trusted key 1\nx\ntrusted 2026-11-22 by x\n"},
    {"no date", "microtaper trusted key 1\n$\ntrusted by x\n"},
    {"no such day", "microtaper trusted key 1\n$\ntrusted 2026-02-30 by x\n"},
    {"believed, not trusted", "microtaper trusted key 1\n$\nbelieved 2026-11-22 by x\n"},
    {"no blank before the date", "microtaper trusted key 1\n$\ntrusted_2026-11-22 by x\n"},
    {"to somebody", "microtaper trusted key 1\n$\ntrusted 2026-11-22 to xx\n"},
    {"by a control character", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by \x01\n"},
    {"retired some day", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by x\nretired some day by x: y\n"},
    {"retired for nothing", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by x\nretired 2026-11-23 by x: \n"},
    {"retired by nobody", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by x\nretired 2026-11-23 by : y\n"},
    {"nobody", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by \n"},
    {"retired without reason", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by x\nretired 2026-11-23 by x\n"},
    {"cut", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by x"},
    {"more behind it", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by x\nretired 2026-11-23 by x: y\nz\n"},
    {"under another name", "microtaper trusted key 1\n$\ntrusted 2026-11-22 by x\n"},
};

static void test_bad_files(void)
{
    Key key = branch(1, "x");
    const char *line = key_export(&key, arena);
    const char *path = path_join(arena, folder, "0000.key");
    for (size_t i = 0; i < sizeof bad_files / sizeof *bad_files; i++) {
        Findings findings = findings_new(arena);
        const char *dollar = strchr(bad_files[i].text, '$');
        const char *text = !dollar ? bad_files[i].text
            : arena_format(arena, "%.*s%s%s", (int)(dollar - bad_files[i].text), bad_files[i].text, line, dollar + 1);
        CU_ASSERT_EQUAL(file_publish(path, (Bytes){text, strlen(text)}), 0);
        bool refused =
            !trust_load(folder, arena, &findings) && findings.count == 1 && findings.items[0].code == MT608;
        row_check(refused, "trust files", bad_files[i].name);
    }
    CU_ASSERT_EQUAL(chmod(path, 0620), 0);
    Findings findings = findings_new(arena);
    CU_ASSERT_PTR_NULL(trust_load(folder, arena, &findings));
    CU_ASSERT_EQUAL(findings.items[0].code, MT609);
    CU_ASSERT_EQUAL(remove(path), 0);
    CU_ASSERT_EQUAL(chmod(folder, 0770), 0);
    CU_ASSERT_PTR_NULL(load(1));
    CU_ASSERT_EQUAL(chmod(folder, 0700), 0);
    CU_ASSERT_PTR_NOT_NULL(load(0));
}

/* What stands in the folder and is no key's file is passed over; what cannot be read is said. */
static void test_folder(void)
{
    static const char *const others[] = {".hidden.key", "key", ".key", "notes.txt"};
    Findings findings = findings_new(arena);
    size_t before = load(0)->count;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CU_ASSERT_EQUAL(file_publish(path_join(arena, folder, others[i]), (Bytes){"x", 1}), 0);
    CU_ASSERT_EQUAL(load(0)->count, before);
    const char *link = path_join(arena, folder, "gone.key"), *nul = path_join(arena, folder, "nul.key");
    CU_ASSERT_EQUAL(symlink(path_join(arena, home, "nowhere"), link), 0);
    CU_ASSERT_PTR_NULL(load(1));
    CU_ASSERT_EQUAL(remove(link), 0);
    CU_ASSERT_EQUAL(file_publish(nul, (Bytes){"microtaper\0 trusted", 19}), 0);
    CU_ASSERT_PTR_NULL(load(1));
    CU_ASSERT_EQUAL(remove(nul), 0);
    CU_ASSERT_PTR_NULL(trust_load(path_join(arena, folder, "notes.txt"), arena, &findings));
    CU_ASSERT(findings.count == 1 && findings.items[0].code == MT608);
}

/* A damaged file is not taken for none, and a folder that cannot be made is said. */
static void test_damaged(void)
{
    Key one = branch(1, "Branch 1");
    Date day = date_of(2026, 11, 22);
    Retirement rotate = {date_of(2027, 1, 5), "J. Ruiz, RPh", "yearly change", false};
    const char *other = path_join(arena, home, "damaged"), *link = path_join(arena, home, "to-nowhere");
    CU_ASSERT_EQUAL(trust_add(other, &one, day, "J. Ruiz, RPh", arena), 0);
    char digits[17] = {0};
    for (size_t i = 0; i < 8; i++)
        snprintf(digits + 2 * i, 3, "%02x", one.public_key[i]);
    const char *file = path_join(arena, other, arena_format(arena, "%s.key", digits));
    CU_ASSERT_EQUAL(file_publish(file, (Bytes){"damaged", 7}), 0);
    CU_ASSERT_EQUAL(trust_add(other, &one, day, "J. Ruiz, RPh", arena), EINVAL);
    CU_ASSERT_EQUAL(trust_retire(other, &one, &rotate, arena), EINVAL);
    CU_ASSERT_EQUAL(symlink(path_join(arena, home, "nowhere"), link), 0);
    CU_ASSERT_EQUAL(trust_add(link, &one, day, "J. Ruiz, RPh", arena), ENOENT);
}

static void test_backup(void)
{
    Key key, back;
    const char *file = path_join(arena, home, "secret"), *copy = path_join(arena, home, "copy");
    CU_ASSERT_EQUAL_FATAL(key_new(file, "Here", &key, arena), 0);
    CU_ASSERT_EQUAL(key_backup(file, copy, arena), 0);
    CU_ASSERT_EQUAL(key_backup(file, copy, arena), EEXIST);
    CU_ASSERT_EQUAL(key_backup(path_join(arena, home, "none"), copy, arena), ENOENT);
    CU_ASSERT_EQUAL(key_load(copy, &back, arena), 0);
    CU_ASSERT(memcmp(key.secret, back.secret, sizeof key.secret) == 0);
    CU_ASSERT_STRING_EQUAL(back.name, "Here");
}

void suite_seal_trust(void)
{
    CU_pSuite suite = CU_add_suite("seal trust", setup, teardown);
    CU_add_test(suite, "check words", test_word);
    CU_add_test(suite, "check words as typed", test_word_typed);
    CU_add_test(suite, "slips in check words", test_word_slips);
    CU_add_test(suite, "trusted keys", test_trust);
    CU_add_test(suite, "retired keys", test_retire);
    CU_add_test(suite, "trust files refused", test_bad_files);
    CU_add_test(suite, "what else is in the folder", test_folder);
    CU_add_test(suite, "damaged files", test_damaged);
    CU_add_test(suite, "a copy of a key", test_backup);
}
