/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seal: base45, keys, records, chart rows, payloads, and the code as modules. */
#include <CUnit/Basic.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../../src/seal/reader.h"
#include "base_calls.h"
#include "base_kit.h"
#include "microtaper/seal.h"
#include "microtaper/text.h"
#include "seal_records.h"

static Arena *arena;

static int setup(void)
{
    arena = arena_new();
    return 0;
}

static int teardown(void)
{
    arena_free(arena);
    return 0;
}

/* Reports whether the findings hold a code. */
static bool found(const Findings *findings, Code code)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].code == code)
            return true;
    return false;
}

/* Field by field: structs have padding. */
static bool records_same(const Record *a, const Record *b)
{
    uint8_t bytes[2][RECORD_SIZE + CHART_ROWS_MAX];
    size_t size[2];
    record_encode(a, bytes[0], &size[0]);
    record_encode(b, bytes[1], &size[1]);
    return size[0] == size[1] && memcmp(bytes[0], bytes[1], size[0]) == 0;
}

static bool rows_same(const ChartRow *a, const ChartRow *b)
{
    return a->date.day == b->date.day && a->time == b->time && a->drug == b->drug && strcmp(a->letter, b->letter) == 0
        && a->strength == b->strength && a->volume.nl == b->volume.nl;
}

/* ---------------------------------------------------------------- base45 ---- */
static const struct { const char *name, *bytes, *text; } base45_rows[] = {
    {"RFC 9285 4.3, AB", "AB", "BB8"},
    {"RFC 9285 4.3, Hello!!", "Hello!!", "%69 VD92EX0"},
    {"RFC 9285 4.3, base-45", "base-45", "UJCLQE7W581"},
    {"RFC 9285 4.4, ietf!", "ietf!", "QED8WEX0"},
    {"nothing", "", ""},
};

static const struct { const char *name, *text; } base45_bad[] = {
    {"a triple of 65,536 (RFC 9285 4.2: GGW is the largest but FGW)", "GGW"},
    {"the largest triple", ":::"},
    {"a pair of 256", ":5"},
    {"the largest pair", "::"},
    {"one character alone", "A"},
    {"one character left over", "BB8A"},
    {"lower case", "bb8"},
    {"outside the alphabet", "BB_"},
    {"a line end", "BB8\n"},
    {"a letter of UTF-8", "B\xC3\xA9"},
};

static void test_base45(void)
{
    uint8_t bytes[64];
    size_t size;
    for (size_t i = 0; i < sizeof base45_rows / sizeof *base45_rows; i++) {
        const char *text = base45_rows[i].text, *plain = base45_rows[i].bytes;
        bool good = base45_decode(text, bytes, sizeof bytes, &size) && size == strlen(plain)
            && memcmp(bytes, plain, size) == 0
            && strcmp(base45_encode((const uint8_t *)plain, strlen(plain), arena), text) == 0;
        row_check(good, "base45", base45_rows[i].name);
    }
    for (size_t i = 0; i < sizeof base45_bad / sizeof *base45_bad; i++)
        row_check(!base45_decode(base45_bad[i].text, bytes, sizeof bytes, &size), "base45 refused",
                  base45_bad[i].name);
    CU_ASSERT(base45_decode("FGW", bytes, sizeof bytes, &size) && size == 2 && bytes[0] == 255 && bytes[1] == 255);
    CU_ASSERT_FALSE(base45_decode("BB8", bytes, 1, &size));
    CU_ASSERT(base45_decode("U5", bytes, 1, &size) && size == 1 && bytes[0] == 255);
}

/* ---------------------------------------------------------------- keys ---- */
static const char *folder_new(void)
{
    char *folder = arena_string(arena, "/tmp/microtaper-seal-XXXXXX");
    CU_ASSERT_FATAL(mkdtemp(folder) != NULL);
    return folder;
}

static void text_write(const char *file, const char *text)
{
    FILE *out = fopen(file, "w");
    CU_ASSERT_FATAL(out != NULL);
    fputs(text, out);
    fclose(out);
    chmod(file, 0600);
}

static void test_key_new(void)
{
    const char *folder = folder_new();
    const char *file = arena_format(arena, "%s/key", folder);
    Key made, read;
    struct stat status;
    CU_ASSERT_EQUAL(key_new(file, "Harbor Pharmacy \xC3\xA9", &made, arena), 0);
    CU_ASSERT(stat(file, &status) == 0 && (status.st_mode & 07777) == 0600);
    CU_ASSERT_EQUAL(key_new(file, "again", &read, arena), EEXIST);
    CU_ASSERT_EQUAL(key_load(file, &read, arena), 0);
    CU_ASSERT(memcmp(&made.secret, &read.secret, sizeof made.secret) == 0 && made.id == read.id);
    CU_ASSERT_STRING_EQUAL(read.name, "Harbor Pharmacy \xC3\xA9");
    CU_ASSERT_EQUAL(key_new(arena_format(arena, "%s/none/key", folder), "x", &read, arena), ENOENT);
    CU_ASSERT_EQUAL(key_load(arena_format(arena, "%s/other", folder), &read, arena), ENOENT);
    CU_ASSERT_EQUAL(key_load(folder, &read, arena), EINVAL);
    key_wipe(&made);
    CU_ASSERT_FALSE(made.has_secret);
    unlink(file);
    rmdir(folder);
}

static void test_key_modes(void)
{
    const char *folder = folder_new();
    const char *file = arena_format(arena, "%s/key", folder);
    static const mode_t modes[] = {0640, 0604, 0620, 0602, 0610, 0601, 0644};
    Key key;
    CU_ASSERT_EQUAL_FATAL(key_new(file, "x", &key, arena), 0);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        chmod(file, modes[i]);
        row_check(key_load(file, &key, arena) == EPERM, "key modes", arena_format(arena, "%o", (unsigned)modes[i]));
    }
    Findings findings = findings_new(arena);
    key_refused(file, EPERM, arena, &findings);
    CU_ASSERT(found(&findings, MT606));
    key_refused(file, EINVAL, arena, &findings);
    key_refused(file, EEXIST, arena, &findings);
    key_refused(file, EIO, arena, &findings);
    CU_ASSERT(found(&findings, MT605));
    CU_ASSERT_EQUAL(findings.count, 4);
    unlink(file);
    rmdir(folder);
}

#define SEED "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define PUBLIC "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"   /* of that seed */

static const struct { const char *name, *text; int error; } key_files[] = {
    {"as written", "microtaper secret key 1\nname: x\npublic: " PUBLIC "\nseed: " SEED "\n", 0},
    {"no last line end", "microtaper secret key 1\nname: x\npublic: " PUBLIC "\nseed: " SEED, EINVAL},
    {"more behind it", "microtaper secret key 1\nname: x\npublic: " PUBLIC "\nseed: " SEED "\n\n", EINVAL},
    {"another version", "microtaper secret key 2\nname: x\npublic: " PUBLIC "\nseed: " SEED "\n", EINVAL},
    {"nothing behind the name", "microtaper secret key 1\nname: x", EINVAL},
    {"no public line", "microtaper secret key 1\nname: x\nseed: " SEED "\n", EINVAL},
    {"a digit short in public", "microtaper secret key 1\nname: x\npublic: 0\nseed: " SEED "\n", EINVAL},
    {"no seed line", "microtaper secret key 1\nname: x\npublic: " PUBLIC "\nsecret: " SEED "\n", EINVAL},
    {"no name", "microtaper secret key 1\nname: \npublic: " PUBLIC "\nseed: " SEED "\n", EINVAL},
    {"a name not in UTF-8", "microtaper secret key 1\nname: \xFF\npublic: " PUBLIC "\nseed: " SEED "\n", EINVAL},
    {"public of another seed", "microtaper secret key 1\nname: x\npublic: " SEED "\nseed: " SEED "\n", EINVAL},
    {"upper case", "microtaper secret key 1\nname: x\npublic: "
     "03A107BFF3CE10BE1D70DD18E74BC09967E4D6309BA50D5F1DDC8664125531B8\nseed: " SEED "\n", EINVAL},
    {"a digit short", "microtaper secret key 1\nname: x\npublic: " PUBLIC "\nseed: 0" "\n", EINVAL},
    {"nothing", "", EINVAL},
};

static void test_key_files(void)
{
    const char *folder = folder_new();
    const char *file = arena_format(arena, "%s/key", folder);
    for (size_t i = 0; i < sizeof key_files / sizeof *key_files; i++) {
        Key key;
        text_write(file, key_files[i].text);
        row_check(key_load(file, &key, arena) == key_files[i].error, "key files", key_files[i].name);
    }
    unlink(file);
    rmdir(folder);
}

static const struct { const char *name, *line; bool good; } key_lines[] = {
    {"as exported", NULL, true},
    {"another id", "microtaper-public-key-1 0000 " PUBLIC " x", false},
    {"no name", "microtaper-public-key-1 0000 " PUBLIC " ", false},
    {"another version", "microtaper-public-key-2 0000 " PUBLIC " x", false},
    {"cut", "microtaper-public-key-1 00", false},
    {"no blank behind the id", "microtaper-public-key-1 0000-" PUBLIC " x", false},
    {"a digit short", "microtaper-public-key-1 0000 03a1 x", false},
    {"no blank before the name", "microtaper-public-key-1 0000 " PUBLIC, false},
    {"nothing", "", false},
};

static void test_key_lines(void)
{
    Key key = test_key(arena), back;
    for (size_t i = 0; i < sizeof key_lines / sizeof *key_lines; i++) {
        const char *line = key_lines[i].line ? key_lines[i].line : key_export(&key, arena);
        row_check(key_import(line, &back, arena) == key_lines[i].good, "key lines", key_lines[i].name);
    }
    CU_ASSERT(key_import(arena_format(arena, "%s\n", key_export(&key, arena)), &back, arena));
    CU_ASSERT_STRING_EQUAL(back.name, key.name);
    const char *whole = key_export(&key, arena);
    CU_ASSERT_FALSE(key_import(arena_copy(arena, whole, strlen(whole) - strlen(key.name)), &back, arena));
    CU_ASSERT(key_import(key_export(&key, arena), &back, arena));
    CU_ASSERT(memcmp(back.public_key, key.public_key, 32) == 0 && !back.has_secret && back.id == key.id);
    CU_ASSERT_STRING_EQUAL(back.name, key.name);
}

static const char *const bad_names[] = {"", " x", "x ", "a\nb", "a\x7F", "\xFF",
                                        "12345678901234567890123456789012345678901234567890123456789012345"};

static void test_key_names(void)
{
    const char *folder = folder_new();
    Key key;
    for (size_t i = 0; i < sizeof bad_names / sizeof *bad_names; i++)
        row_check(key_new(arena_format(arena, "%s/key", folder), bad_names[i], &key, arena) == EINVAL, "key names",
                  bad_names[i]);
    rmdir(folder);
}

/* ---- the system's own calls fail while a key is written or read ---- */
static const char *key_file;

static int make_key(void)
{
    Key key;
    unlink(key_file);
    return key_new(key_file, "x", &key, arena);
}

static int read_key(void)
{
    Key key;
    return key_load(key_file, &key, arena);
}

/* The n-th of these calls fails with the errno, and where a second is given its first too.  A key that was not written
 * whole does not stand; one that stands is whole, whatever is said of the folder. */
static const struct {
    const char *name;
    int (*job)(void);
    Call call;
    long n;
    int error;
    Call second;
    int expected;
    bool stands;
} key_calls[] = {
    {"no source of randomness", make_key, CALL_sodium_init, 0, 0, CALL_COUNT, EIO, false},
    {"the mode", make_key, CALL_fchmod, 0, EPERM, CALL_COUNT, EPERM, false},
    {"a write that is interrupted goes on", make_key, CALL_write, 0, EINTR, CALL_COUNT, 0, true},
    {"a write", make_key, CALL_write, 0, ENOSPC, CALL_COUNT, ENOSPC, false},
    {"a sync", make_key, CALL_fsync, 0, EIO, CALL_COUNT, EIO, false},
    {"closing", make_key, CALL_close, 0, EDQUOT, CALL_COUNT, EDQUOT, false},
    {"the first cause is said", make_key, CALL_write, 0, ENOSPC, CALL_close, ENOSPC, false},
    {"opening the folder", make_key, CALL_open, 1, EACCES, CALL_COUNT, EACCES, true},
    {"the folder's sync", make_key, CALL_fsync, 1, EIO, CALL_COUNT, EIO, true},
    {"a read that is interrupted goes on", read_key, CALL_read, 0, EINTR, CALL_COUNT, 0, true},
    {"a read", read_key, CALL_read, 0, EIO, CALL_COUNT, EIO, true},
    {"what the file is", read_key, CALL_fstat, 0, EIO, CALL_COUNT, EIO, true},
    {"no library", read_key, CALL_sodium_init, 0, 0, CALL_COUNT, EIO, true},
};

static void test_key_calls(void)
{
    const char *folder = folder_new();
    key_file = arena_format(arena, "%s/key", folder);
    for (size_t i = 0; i < sizeof key_calls / sizeof *key_calls; i++) {
        call_fails(key_calls[i].call, key_calls[i].n, key_calls[i].error);
        if (key_calls[i].second != CALL_COUNT)
            call_fails(key_calls[i].second, 0, EIO);
        row_check(key_calls[i].job() == key_calls[i].expected, "key calls", key_calls[i].name);
        calls_work();
        row_check((access(key_file, F_OK) == 0) == key_calls[i].stands, "key calls, what stands", key_calls[i].name);
    }
    unlink(key_file);
    rmdir(folder);
}

static int seed_without_library(void *context)
{
    uint8_t seed[32] = {1};
    Key key;
    call_fails(CALL_sodium_init, 0, 0);
    key_of_seed(seed, "x", &key, context);
    return 0;
}

static void test_no_library(void)
{
    Key key = test_key(arena);
    Record bottle = test_bottle(arena), back;
    const char *payload = payload_sign(&bottle, &key, arena);
    CU_ASSERT_EQUAL(base_forked(seed_without_library, arena), -1);
    call_fails(CALL_sodium_init, 0, 0);
    CU_ASSERT_PTR_NULL(payload_sign(&bottle, &key, arena));
    call_fails(CALL_sodium_init, 0, 0);
    CU_ASSERT_EQUAL(payload_open(payload, &key, 1, &back, arena), SEAL_ALTERED);
    call_fails(CALL_sodium_init, 0, 0);
    CU_ASSERT_PTR_NULL(payload_key(payload, &key, 1));
    calls_work();
    CU_ASSERT_PTR_NOT_NULL(payload_key(payload, &key, 1));
}

/* ---------------------------------------------------------------- records ---- */
static const struct { const char *name; size_t at; uint8_t value; } bad_bytes[] = {
    {"version 0", 0, 0x01},      {"version 2", 0, 0x21},        {"kind 0", 0, 0x10},       {"kind 4", 0, 0x14},
    {"kind chart without rows", 0, 0x12}, {"kind batch with a token", 0, 0x13},
    {"no drug", 11, 0},          {"no fill", 12, 0},            {"bottle 0", 18, 0},       {"bottle above n", 18, 9},
    {"no bottles", 19, 0},       {"no days", 22, 0},
};

static void test_record_bytes(void)
{
    uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX + 1] = {0}, changed[sizeof bytes];
    size_t size;
    Record record = test_bottle(arena), back;
    record_encode(&record, bytes, &size);
    CU_ASSERT_EQUAL(size, RECORD_SIZE);
    CU_ASSERT(record_decode(bytes, size, &back, arena) && records_same(&record, &back));
    for (size_t i = 0; i < sizeof bad_bytes / sizeof *bad_bytes; i++) {
        memcpy(changed, bytes, sizeof bytes);
        changed[bad_bytes[i].at] = bad_bytes[i].value;
        row_check(!record_decode(changed, size, &back, arena), "record bytes", bad_bytes[i].name);
    }
    for (size_t length = 0; length <= sizeof bytes; length++)
        if (length != size)
            row_check(!record_decode(bytes, length, &back, arena), "record sizes",
                      arena_format(arena, "%zu", length));
}

/* A run of bytes set to zero that must not be. */
static const struct { const char *name; size_t at, size; } zero_fields[] = {
    {"revision", 9, 2}, {"lot", 13, 5}, {"strength", 25, 3}, {"largest", 28, 2},
};

static void test_record_zeros(void)
{
    uint8_t bytes[RECORD_SIZE];
    size_t size;
    Record record = test_bottle(arena), back;
    for (size_t i = 0; i < sizeof zero_fields / sizeof *zero_fields; i++) {
        record_encode(&record, bytes, &size);
        memset(bytes + zero_fields[i].at, 0, zero_fields[i].size);
        row_check(!record_decode(bytes, size, &back, arena), "record zeros", zero_fields[i].name);
    }
}

/* The same of a batch, and of a page's fill. */
static const struct { const char *name; bool chart; size_t at, size; } other_zeros[] = {
    {"a batch's drug", false, 11, 1}, {"a batch's lot", false, 13, 5}, {"a batch's strength", false, 25, 3},
    {"a page's fill", true, 12, 1},
};

static void test_other_zeros(void)
{
    uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX];
    size_t size;
    Record batch = test_batch(arena), chart = test_chart(arena), back;
    for (size_t i = 0; i < sizeof other_zeros / sizeof *other_zeros; i++) {
        record_encode(other_zeros[i].chart ? &chart : &batch, bytes, &size);
        CU_ASSERT(record_decode(bytes, size, &back, arena));
        memset(bytes + other_zeros[i].at, 0, other_zeros[i].size);
        row_check(!record_decode(bytes, size, &back, arena), "zeros", other_zeros[i].name);
    }
}

/* Every bit of a batch's and a chart page's record turned: what still decodes must say something else. */
static void turn_bits(const Record *record)
{
    uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX], again[sizeof bytes];
    size_t size, back_size;
    record_encode(record, bytes, &size);
    for (size_t bit = 0; bit < size * 8; bit++) {
        Record back;
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        if (record_decode(bytes, size, &back, arena)) {
            record_encode(&back, again, &back_size);
            row_check(back_size == size && memcmp(bytes, again, size) == 0, "turned bits",
                      arena_format(arena, "%zu", bit));
        }
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

static void test_record_bits(void)
{
    Record bottle = test_bottle(arena), batch = test_batch(arena), chart = test_chart(arena);
    turn_bits(&bottle);
    turn_bits(&batch);
    turn_bits(&chart);
}

/* ---------------------------------------------------------------- chart rows ---- */
typedef struct { int32_t day; uint8_t drug, time; const char *letter; uint32_t strength; int64_t units; } RowRow;

static ChartRow row_of(const RowRow *row)
{
    ChartRow out = {.date = date_add(date_of(2026, 12, 1), row->day), .drug = row->drug, .time = row->time,
                    .strength = row->strength, .volume = {row->units * 10000}};
    snprintf(out.letter, sizeof out.letter, "%s", row->letter);
    return out;
}

#define ROWS_MOST 400
static bool chart_make(const RowRow *rows, size_t count, Record *out, Findings *findings)
{
    static ChartRow made[ROWS_MOST];
    Prescription rx = {.number = "RX-1042", .revision = 1};
    Fill fill = {.number = 1};
    Key key = test_key(arena);
    for (size_t i = 0; i < count; i++)
        made[i] = row_of(&rows[i]);
    return record_of_chart(&key, &rx, &fill, 1, 2, date_of(2026, 12, 28), made, count, out, arena, findings);
}

static const struct { const char *name; size_t bytes; RowRow rows[6]; } chart_tables[] = {
    {"one row", 11, {{0, 5, 0, "A", 100000, 420}}},
    {"one run", 11, {{0, 5, 0, "A", 100000, 420}, {1, 5, 0, "A", 100000, 420}, {2, 5, 0, "A", 100000, 420}}},
    {"a change", 14, {{0, 5, 0, "A", 100000, 420}, {1, 5, 0, "A", 100000, 400}}},
    {"a gap", 17, {{0, 5, 0, "A", 100000, 420}, {2, 5, 0, "A", 100000, 420}}},
    {"two times", 22, {{0, 5, 0, "A", 100000, 420}, {0, 5, 3, "A", 100000, 400}}},
    {"a later time of day", 25, {{0, 5, 0, "A", 100000, 420}, {1, 5, 3, "A", 100000, 400}}},
    {"the next bottle", 25, {{0, 5, 0, "A", 100000, 420}, {1, 5, 0, "B", 100000, 420}}},
    {"two letters", 25, {{0, 5, 0, "Z", 100000, 420}, {1, 5, 0, "AA", 100000, 420}}},
    {"a new strength", 25, {{0, 5, 0, "A", 100000, 420}, {1, 5, 0, "B", 1000000, 42}}},
    {"two drugs", 22, {{0, 5, 0, "A", 100000, 420}, {0, 2, 0, "B", 1000000, 65535}}},
    {"days out of order", 14, {{1, 5, 0, "A", 100000, 400}, {0, 5, 0, "A", 100000, 420}}},
};

static size_t rows_used(const RowRow *rows)
{
    size_t count = 0;
    while (count < 6 && rows[count].units)
        count++;
    return count;
}

static bool chart_holds(const ChartRow *rows, size_t count, const RowRow *want)
{
    ChartRow row = row_of(want);
    for (size_t i = 0; i < count; i++)
        if (rows_same(&rows[i], &row))
            return true;
    return false;
}

static void test_chart_rows(void)
{
    for (size_t t = 0; t < sizeof chart_tables / sizeof *chart_tables; t++) {
        Findings findings = findings_new(arena);
        const RowRow *want = chart_tables[t].rows;
        size_t count, used = rows_used(want);
        Record record;
        ChartRow *rows;
        bool good = chart_make(want, used, &record, &findings) && record.rows_size == chart_tables[t].bytes
            && chart_rows(&record, &rows, &count, arena) && count == used;
        for (size_t i = 0; good && i < used; i++)
            good = chart_holds(rows, count, &want[i]) && (i == 0 || rows[i - 1].date.day <= rows[i].date.day);
        row_check(good, "chart rows", chart_tables[t].name);
    }
}

static const struct { const char *name; Code code; RowRow rows[6]; } chart_refused[] = {
    {"a volume over 655.35 mL", MT602, {{0, 5, 0, "A", 100000, 65536}}},
    {"a time twice", MT604, {{0, 5, 0, "A", 100000, 420}, {0, 5, 0, "B", 100000, 420}}},
    {"three letters", MT607, {{0, 5, 0, "AAA", 100000, 420}}},
    {"no letter", MT607, {{0, 5, 0, "", 100000, 420}}},
    {"no drug", MT603, {{0, 0, 0, "A", 100000, 420}}},
    {"a ninth time", MT603, {{0, 5, 8, "A", 100000, 420}}},
    {"strength over 24 bits", MT603, {{0, 5, 0, "A", 16777216, 420}}},
    {"256 days", MT603, {{0, 5, 0, "A", 100000, 420}, {255, 5, 0, "A", 100000, 420}}},
    {"after 2199-06-06", MT603, {{63100, 5, 0, "A", 100000, 420}}},
};

static void test_chart_refused(void)
{
    for (size_t t = 0; t < sizeof chart_refused / sizeof *chart_refused; t++) {
        Findings findings = findings_new(arena);
        Record record;
        bool made = chart_make(chart_refused[t].rows, rows_used(chart_refused[t].rows), &record, &findings);
        row_check(!made && found(&findings, chart_refused[t].code), "chart refused", chart_refused[t].name);
    }
}

/* A page of words stands for the days of its fill. */
static void test_chart_cover(void)
{
    Findings findings = findings_new(arena);
    Record record, back;
    uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX];
    size_t size = 0;
    CU_ASSERT_FATAL(chart_make(chart_refused[0].rows, 0, &record, &findings));
    CU_ASSERT_EQUAL(findings.count, 0);
    CU_ASSERT_EQUAL(record.rows_size, 0);
    record_encode(&record, bytes, &size);
    CU_ASSERT_EQUAL(size, RECORD_SIZE);
    CU_ASSERT(record_decode(bytes, size, &back, arena));
    CU_ASSERT_EQUAL(back.first.day, record.first.day);
    CU_ASSERT_EQUAL(back.days, record.days);
    static const size_t of_rows[] = {11, 25, 28};   /* drug, strength, largest volume, and no row that has it */
    for (size_t i = 0; i < sizeof of_rows / sizeof *of_rows; i++) {
        bytes[of_rows[i]] = 1;
        CU_ASSERT_FALSE(record_decode(bytes, size, &back, arena));
        bytes[of_rows[i]] = 0;
    }
}

/* Other volumes on each of many days: three bytes a day and time, past what a page's code carries. */
static void test_chart_full(void)
{
    RowRow rows[ROWS_MOST];
    Findings findings = findings_new(arena);
    Record record;
    for (int i = 0; i < ROWS_MOST; i++)
        rows[i] = (RowRow){i / 2, 5, (uint8_t)(i % 2), "A", 100000, 1000 - i / 2};
    CU_ASSERT(chart_make(rows, ROWS_MOST - 8, &record, &findings));
    CU_ASSERT_FALSE(chart_make(rows, ROWS_MOST, &record, &findings));
    CU_ASSERT(found(&findings, MT604));
    for (int i = 0; i < 120; i++)   /* each row a series of its own: not even its head has room */
        rows[i] = (RowRow){i, 5, 0, "A", 100000u + (unsigned)i, 1000};
    Findings heads = findings_new(arena);
    CU_ASSERT_FALSE(chart_make(rows, 120, &record, &heads));
    CU_ASSERT(found(&heads, MT604));
}

/* The first day of a page is one on which something is taken. */
static void test_chart_first(void)
{
    static const uint8_t gap[] = {0, 5, 'A', 0, 1, 134, 160, 2, 1, 0, 0, 1, 1, 164};
    static const uint8_t both[] = {0, 5, 'A', 0, 1, 134, 160, 2, 1, 1, 163, 1, 1, 164};
    const uint8_t *const rows[] = {gap, both};
    for (size_t i = 0; i < 2; i++) {
        uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX];
        size_t size;
        Record page = test_chart(arena), back;
        page.rows = rows[i];
        page.rows_size = sizeof gap;
        page.drug = 5;
        page.strength = 100000;
        page.largest = 420;
        page.days = 2;
        Digest digest = digest_of(rows[i], sizeof gap);
        memcpy(page.digest, digest.bytes, sizeof page.digest);
        record_encode(&page, bytes, &size);
        CU_ASSERT_EQUAL(record_decode(bytes, size, &back, arena), i == 1);
    }
}

/* What is no page is said before its rows are looked at. */
static void test_chart_numbers(void)
{
    Prescription rx = {.number = "RX-1042", .revision = 0};
    Fill fill = {.number = 1};
    Key key = test_key(arena);
    Findings findings = findings_new(arena);
    Record record;
    CU_ASSERT_FALSE(record_of_chart(&key, &rx, &fill, 0, 2, date_of(2026, 12, 28), NULL, 0, &record, arena, &findings));
    CU_ASSERT_EQUAL(findings.count, 2);   /* page and revision */
    CU_ASSERT(found(&findings, MT603));
}

/* Encodings that say the right thing in a wrong way, or that are cut. */
static const struct { const char *name; size_t size; uint8_t bytes[24]; } rows_bad[] = {
    {"run of no days", 11, {0, 5, 'A', 0, 1, 134, 160, 1, 0, 1, 164}},
    {"no runs", 8, {0, 5, 'A', 0, 1, 134, 160, 0}},
    {"two equal runs", 14, {0, 5, 'A', 0, 1, 134, 160, 2, 1, 1, 164, 1, 1, 164}},
    {"ends in nothing", 14, {0, 5, 'A', 0, 1, 134, 160, 2, 1, 1, 164, 1, 0, 0}},
    {"longer than the page", 11, {0, 5, 'A', 0, 1, 134, 160, 1, 3, 1, 164}},
    {"letter and then none", 11, {0, 5, 0, 'A', 1, 134, 160, 1, 2, 1, 164}},
    {"small letter", 11, {0, 5, 'a', 0, 1, 134, 160, 1, 2, 1, 164}},
    {"no strength", 11, {0, 5, 'A', 0, 0, 0, 0, 1, 2, 1, 164}},
    {"no drug", 11, {0, 0, 'A', 0, 1, 134, 160, 1, 2, 1, 164}},
    {"a run cut", 10, {0, 5, 'A', 0, 1, 134, 160, 1, 2, 1}},
    {"a head cut", 7, {0, 5, 'A', 0, 1, 134, 160}},
    {"more runs than bytes", 11, {0, 5, 'A', 0, 1, 134, 160, 2, 2, 1, 164}},
    {"series twice", 22, {0, 5, 'A', 0, 1, 134, 160, 1, 1, 1, 164, 0, 5, 'A', 0, 1, 134, 160, 1, 2, 1, 164}},
    {"series out of order", 22, {1, 5, 'A', 0, 1, 134, 160, 1, 2, 1, 164, 0, 5, 'A', 0, 1, 134, 160, 1, 2, 1, 164}},
    {"a day twice", 22, {0, 5, 'A', 0, 1, 134, 160, 1, 2, 1, 164, 0, 5, 'B', 0, 1, 134, 160, 1, 2, 1, 164}},
};

static void test_rows_bad(void)
{
    ChartRow *rows;
    size_t count;
    static const uint8_t good[] = {0, 5, 'A', 0, 1, 134, 160, 1, 2, 1, 164};
    Record record = {.kind = RECORD_CHART, .days = 2, .rows = good, .rows_size = sizeof good};
    CU_ASSERT(chart_rows(&record, &rows, &count, arena) && count == 2);
    for (size_t i = 0; i < sizeof rows_bad / sizeof *rows_bad; i++) {
        record.rows = rows_bad[i].bytes;
        record.rows_size = rows_bad[i].size;
        row_check(!chart_rows(&record, &rows, &count, arena), "rows refused", rows_bad[i].name);
    }
    record.rows_size = CHART_ROWS_MAX + 1;
    CU_ASSERT_FALSE(chart_rows(&record, &rows, &count, arena));
}

/* ---------------------------------------------------------------- batches ---- */
static const struct { const char *name; const char *lot; int64_t ng, nl; Code code; bool good; } batch_rows[] = {
    {"0.1 mg per mL", "6NKC7XQ2", 100000, 1000000, MT601, true},
    {"5 mg per 2 mL", "6NKC7XQ2", 5000000, 2000000, MT601, true},
    {"1 mg per 3 mL is no whole number of ng in 1 mL", "6NKC7XQ2", 1000000, 3000000, MT601, false},
    {"16.777216 mg per mL", "6NKC7XQ2", 16777216, 1000000, MT601, false},
    {"nothing in it", "6NKC7XQ2", 0, 1000000, MT601, false},
    {"lot too short", "6NKC7XQ", 100000, 1000000, MT607, false},
    {"lot with a letter that is mistaken", "6NKC7XQI", 100000, 1000000, MT607, false},
    {"lot of zeros", "00000000", 100000, 1000000, MT607, false},
};

static void test_batches(void)
{
    Drug drug = {.name = "clonazepam", .code = 5};
    Formula formula = {.id = "clonazepam-0.1", .version = 1, .drug = &drug};
    Key key = test_key(arena);
    for (size_t i = 0; i < sizeof batch_rows / sizeof *batch_rows; i++) {
        Findings findings = findings_new(arena);
        Record record;
        Batch batch = {.formula = &formula, .strength = {{batch_rows[i].ng}, {batch_rows[i].nl}},
                       .made_on = date_of(2026, 11, 30), .discard_after = date_of(2027, 1, 3)};
        snprintf(batch.lot, sizeof batch.lot, "%s", batch_rows[i].lot);
        bool made = record_of_batch(&key, &batch, &record, arena, &findings);
        bool good = made ? payload_sign(&record, &key, arena) != NULL : found(&findings, batch_rows[i].code);
        row_check(made == batch_rows[i].good && good, "batches", batch_rows[i].name);
    }
}

/* Days are counted from 2020-01-01. */
static void test_batch_date(void)
{
    Drug drug = {.name = "clonazepam", .code = 5};
    Formula formula = {.id = "clonazepam-0.1", .version = 1, .drug = &drug};
    Key key = test_key(arena);
    Findings findings = findings_new(arena);
    Record record;
    Batch batch = {.formula = &formula, .strength = {{100000}, {1000000}}, .lot = "6NKC7XQ2",
                   .made_on = date_of(2019, 12, 31), .discard_after = date_of(2027, 1, 3)};
    CU_ASSERT_FALSE(record_of_batch(&key, &batch, &record, arena, &findings));
    CU_ASSERT(findings.count == 1 && findings.items[0].code == MT603);
}

/* ---------------------------------------------------------------- payloads ---- */
static void test_payload(void)
{
    Key key = test_key(arena), other, keys[3];
    static const uint8_t seed[32] = {9};
    Record bottle = test_bottle(arena), back;
    const char *payload = payload_sign(&bottle, &key, arena);
    key_of_seed(seed, "other", &other, arena);
    CU_ASSERT_EQUAL_FATAL(strlen(payload), BOTTLE_PAYLOAD);
    CU_ASSERT_EQUAL(payload_open(payload, &key, 1, &back, arena), SEAL_GENUINE);
    CU_ASSERT(records_same(&bottle, &back));
    CU_ASSERT_EQUAL(payload_open(payload, NULL, 0, &back, arena), SEAL_UNKNOWN_KEY);
    CU_ASSERT_EQUAL(payload_open(payload, &other, 1, &back, arena), SEAL_UNKNOWN_KEY);
    keys[0] = other;
    keys[0].id = key.id;   /* two keys of one id: each is tried */
    CU_ASSERT_EQUAL(payload_open(payload, keys, 1, &back, arena), SEAL_ALTERED);
    keys[1] = key;
    CU_ASSERT_EQUAL(payload_open(payload, keys, 2, &back, arena), SEAL_GENUINE);
    CU_ASSERT_PTR_EQUAL(payload_key(payload, keys, 2), &keys[1]);
    CU_ASSERT_PTR_NULL(payload_key(payload, keys, 1));
    CU_ASSERT_PTR_NULL(payload_key("an address", keys, 2));
    CU_ASSERT_PTR_NULL(payload_key("MT1:A", keys, 2));
    Record chart = test_chart(arena);
    chart.rows_size = CHART_ROWS_MAX + 1;
    CU_ASSERT_PTR_NULL(payload_sign(&chart, &key, arena));
    bottle.n = 0;
    CU_ASSERT_PTR_NULL(payload_sign(&bottle, &key, arena));
    key_wipe(&key);
    bottle = test_bottle(arena);
    CU_ASSERT_PTR_NULL(payload_sign(&bottle, &key, arena));
}

static const struct { const char *name, *payload; SealState state; } payload_rows[] = {
    {"nothing", "", SEAL_NOT_OURS},
    {"an address", "https://example.org/MT1:", SEAL_NOT_OURS},
    {"lower case prefix", "mt1:AAA", SEAL_NOT_OURS},
    {"another version", "MT2:BB8", SEAL_NOT_OURS},
    {"a blank before it", " MT1:BB8", SEAL_NOT_OURS},
    {"the prefix alone", "MT1:", SEAL_ALTERED},
    {"too short", "MT1:BB8", SEAL_ALTERED},
    {"broken base45", "MT1:A", SEAL_ALTERED},
    {"not base45", "MT1:_____", SEAL_ALTERED},
};

static void test_payload_states(void)
{
    Key key = test_key(arena);
    Record back;
    for (size_t i = 0; i < sizeof payload_rows / sizeof *payload_rows; i++)
        row_check(payload_open(payload_rows[i].payload, &key, 1, &back, arena) == payload_rows[i].state,
                  "payload states", payload_rows[i].name);
    char *longest = arena_alloc(arena, 100000);
    memset(longest, '0', 99999);
    memcpy(longest, "MT1:", 4);
    CU_ASSERT_EQUAL(payload_open(longest, &key, 1, &back, arena), SEAL_ALTERED);
}

/* A signature is of one kind: the bytes of a bottle signed as a batch are altered. */
static void test_payload_kinds(void)
{
    Key key = test_key(arena);
    Record batch = test_batch(arena), back;
    uint8_t bytes[RECORD_SIZE + SIGNATURE_SIZE];
    size_t size;
    const char *payload = payload_sign(&batch, &key, arena);
    CU_ASSERT_FATAL(base45_decode(payload + 4, bytes, sizeof bytes, &size));
    static const uint8_t kinds[] = {0x11, 0x12, 0x14};   /* a bottle, a chart page, nothing that is ever signed */
    for (size_t i = 0; i < sizeof kinds; i++) {
        bytes[0] = kinds[i];
        const char *other = arena_format(arena, "MT1:%s", base45_encode(bytes, size, arena));
        CU_ASSERT_EQUAL(payload_open(other, &key, 1, &back, arena), SEAL_ALTERED);
    }
}

/* MICROTAPER_FULL=1: 1,000 payloads and 100,000 random strings instead of a slice; some minutes. */
static bool full(void)
{
    return getenv("MICROTAPER_FULL") != NULL;
}

static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/* Each character of a payload becomes each other letter of the alphabet, and is left out, and doubled. */
typedef struct { unsigned long payloads, tried, genuine; } Changes;

static bool changed_opens(const char *changed, const Key *key, Arena *work, Changes *changes)
{
    Record back;
    changes->tried++;
    return payload_open(changed, key, 1, &back, work) == SEAL_GENUINE;
}

static void change_each(const char *payload, const Key *key, Arena *work, Changes *changes)
{
    unsigned long genuine = 0;
    changes->payloads++;
    size_t length = strlen(payload);
    for (size_t i = 0; i < length; i++) {
        for (const char *letter = letters; *letter; letter++) {
            char *changed = arena_string(work, payload);
            changed[i] = *letter;
            genuine += *letter != payload[i] && changed_opens(changed, key, work, changes);
        }
        const char *less = arena_format(work, "%.*s%s", (int)i, payload, payload + i + 1);
        const char *more = arena_format(work, "%.*s%s", (int)i + 1, payload, payload + i);
        genuine += changed_opens(less, key, work, changes);
        genuine += changed_opens(more, key, work, changes);
        arena_reset(work);
    }
    changes->genuine += genuine;
}

static void test_payload_changed(void)
{
    Key key = test_key(arena);
    Arena *work = arena_new();
    Record bottle = test_bottle(arena), batch = test_batch(arena), chart = test_chart(arena);
    Changes changes = {0};
    for (int i = 0; i < (full() ? 1000 : 1); i++) {
        bottle.revision = (uint16_t)(1 + i);
        bottle.largest = (uint16_t)(500 + i * 7);
        change_each(payload_sign(&bottle, &key, arena), &key, work, &changes);
    }
    change_each(payload_sign(&batch, &key, arena), &key, work, &changes);
    change_each(payload_sign(&chart, &key, arena), &key, work, &changes);
    CU_ASSERT_EQUAL(changes.genuine, 0);
    CU_ASSERT(changes.tried > 45 * 154 * changes.payloads);
    printf("\n  %lu payloads, %lu single-character changes, %lu taken for genuine\n  ", changes.payloads, changes.tried,
           changes.genuine);
    arena_free(work);
}

/* A generator of our own, so that a failing string can be made again. */
static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void test_payload_random(void)
{
    Key key = test_key(arena);
    Arena *work = arena_new();
    Record back;
    uint32_t state = 2463534242u;
    unsigned long genuine = 0;
    int strings = full() ? 100000 : 5000;
    for (int i = 0; i < strings; i++) {
        char text[256] = "MT1:";
        size_t length = i % 2 ? 150 : random_next(&state) % 240;
        for (size_t k = 0; k < length; k++)
            text[4 + k] = letters[random_next(&state) % 45];
        text[4 + length] = '\0';
        genuine += payload_open(text, &key, 1, &back, work) == SEAL_GENUINE;
        arena_reset(work);
    }
    CU_ASSERT_EQUAL(genuine, 0);
    printf("\n  %d random strings, %lu taken for genuine\n  ", strings, genuine);
    arena_free(work);
}

/* ---------------------------------------------------------------- in words ---- */
static const char *const bottle_says[] = {
    "bottle 1 of 2, fill 1, revision 1\n", "clonazepam, 0.1 mg per mL\n", "lot 6NKC7XQ2\n",
    "2026-12-01 to 2026-12-14, 14 days\n", "discard after 2027-01-03\n",  "largest single volume 5 mL\n",
    "key 9d24 Published test key"};
static const char *const chart_says[] = {"chart page 1 of 4, fill 3, revision 2\n", "drug 5, several strengths\n",
                                         "last covered day 2026-12-28\n",
                                         "2026-12-01  time 1         5 mL  bottle A   drug 5 0.1 mg per mL\n",
                                         "2026-12-08  time 4      4.94 mL  bottle AB  drug 5 0.05 mg per mL\n"};
static const char *const batch_says[] = {"batch\n", "lot 6NKC7XQ2\n", "made on 2026-11-30\n",
                                         "discard after 2027-01-03\n"};

static void says(const char *text, const char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        row_check(strstr(text, lines[i]) != NULL, "in words", lines[i]);
}

static void test_show(void)
{
    Key key = test_key(arena);
    Record bottle = test_bottle(arena), chart = test_chart(arena), batch = test_batch(arena);
    Drug drug = {.name = "clonazepam", .code = 5};
    Tables tables = {.drugs = &drug, .drug_count = 1};
    says(record_text(&bottle, &key, &tables, NULL, arena), bottle_says, sizeof bottle_says / sizeof *bottle_says);
    says(record_text(&chart, &key, NULL, NULL, arena), chart_says, sizeof chart_says / sizeof *chart_says);
    says(record_text(&batch, &key, &tables, NULL, arena), batch_says, sizeof batch_says / sizeof *batch_says);
    Shop shop = {.times = {{"morning", 1}}, .time_count = 1};
    const char *page = record_text(&chart, &key, &tables, &shop, arena);
    CU_ASSERT(strstr(page, "2026-12-01  morning ") && strstr(page, "2026-12-08  time 4 "));
    key.name = NULL;
    drug.code = 9;   /* a table without the bottle's drug */
    bottle.days = 1;
    const char *single = record_text(&bottle, &key, &tables, NULL, arena);
    CU_ASSERT(strstr(single, "drug 5, ") && strstr(single, "2026-12-01 to 2026-12-01, 1 day\n") && strstr(single, "key 9d24 \n"));
    chart.drug = 0;
    CU_ASSERT_PTR_NOT_NULL(strstr(record_text(&chart, &key, &tables, NULL, arena), "several drugs, several strengths"));
    drug.code = 5;
    CU_ASSERT_STRING_EQUAL(record_title(&bottle, &tables, arena),
                           "bottle 1 of 2 of clonazepam, fill 1, revision 1, lot 6NKC7XQ2");
    CU_ASSERT_STRING_EQUAL(record_title(&chart, NULL, arena), "chart page 1 of 4, fill 3, revision 2");
    CU_ASSERT_STRING_EQUAL(record_title(&batch, NULL, arena), "batch 6NKC7XQ2 of drug 5");
}

/* ---------------------------------------------------------------- modules ---- */
/* Each version, filled to its last letter and far from full, read back. */
static void test_modules_versions(void)
{
    Arena *work = arena_new();
    for (int version = 1; version <= 40; version++) {
        static const size_t full[41] = {0,    20,   38,   61,   90,   122,  154,  178,  221,  262,  311,
                                        366,  419,  483,  528,  600,  656,  734,  816,  909,  970,  1035,
                                        1134, 1248, 1326, 1451, 1542, 1637, 1732, 1839, 1994, 2113, 2238,
                                        2369, 2506, 2632, 2780, 2894, 3054, 3220, 3391}; /* ISO/IEC 18004 table 7, M */
        Modules modules;
        char text[4000];
        for (size_t less = 0; less < 8; less++) {
            size_t length = full[version] - less * (less < 4 ? 1 : 2);
            for (size_t i = 0; i < length; i++)
                text[i] = letters[(i * 7 + (size_t)version) % 45];
            text[length] = '\0';
            const char *back = modules_of(text, version, &modules, work) ? modules_read(&modules, work) : NULL;
            row_check(back && strcmp(back, text) == 0 && modules.side == version * 4 + 17, "versions",
                      arena_format(work, "%d less %zu", version, less));
        }
        strcat(strcat(text, "AAAAAAAAAA"), "AAAAAAAAAA");
        row_check(!modules_of(text, version, &modules, work), "too long", arena_format(work, "%d", version));
        arena_reset(work);
    }
    arena_free(work);
}

static const struct { const char *name, *text; int version; bool good; } modules_rows[] = {
    {"least version", "MT1:ABC", 0, true},          {"blanks kept", " A  ", 1, true},
    {"nothing", "", 0, false},                      {"lower case is not alphanumeric", "mt1", 0, false},
    {"version 41", "A", 41, false},                 {"a version below zero", "A", -1, false},
};

static void test_modules_rows(void)
{
    for (size_t i = 0; i < sizeof modules_rows / sizeof *modules_rows; i++) {
        Modules modules;
        bool made = modules_of(modules_rows[i].text, modules_rows[i].version, &modules, arena);
        const char *back = made ? modules_read(&modules, arena) : NULL;
        row_check(made == modules_rows[i].good && (!made || text_equal(back, modules_rows[i].text)), "modules",
                  modules_rows[i].name);
    }
}

/* A bottle's payload stands in 6-M exactly; any one module turned is noticed. */
static void test_modules_bottle(void)
{
    Key key = test_key(arena);
    Record bottle = test_bottle(arena);
    const char *payload = payload_sign(&bottle, &key, arena);
    Modules modules;
    CU_ASSERT_FATAL(modules_of(payload, 6, &modules, arena) && modules.side == 41);
    CU_ASSERT_FALSE(modules_of(payload, 5, &modules, arena));
    CU_ASSERT_FATAL(modules_of(payload, 6, &modules, arena));
    CU_ASSERT_STRING_EQUAL(modules_read(&modules, arena), payload);
    Arena *work = arena_new();
    for (int i = 0; i < 41 * 41; i++) {
        modules.dark[i] ^= 1;
        row_check(modules_read(&modules, work) == NULL, "module turned", arena_format(work, "%d", i));
        modules.dark[i] ^= 1;
        arena_reset(work);
    }
    static const int no_sides[] = {17, 40, 181};
    for (size_t i = 0; i < sizeof no_sides / sizeof *no_sides; i++) {
        modules.side = no_sides[i];
        CU_ASSERT_PTR_NULL(modules_read(&modules, work));
    }
    arena_free(work);
}

/* A module of both copies of the format or the version, turned in both: they agree, and are wrong. */
static const struct { const char *name; int version, x[2], y[2]; } both_turned[] = {
    {"the level", 6, {0, 8}, {8, 40}},
    {"the mask", 6, {2, 8}, {8, 38}},
    {"the version's number", 7, {5, 36}, {36, 5}},
    {"the version's check", 7, {0, 34}, {34, 0}},
};

static void test_modules_both(void)
{
    for (size_t i = 0; i < sizeof both_turned / sizeof *both_turned; i++) {
        Modules modules;
        CU_ASSERT_FATAL(modules_of("A", both_turned[i].version, &modules, arena));
        CU_ASSERT_STRING_EQUAL(modules_read(&modules, arena), "A");
        for (int copy = 0; copy < 2; copy++)
            modules.dark[both_turned[i].y[copy] * modules.side + both_turned[i].x[copy]] ^= 1;
        row_check(modules_read(&modules, arena) == NULL, "both copies turned", both_turned[i].name);
    }
}

/* Data words of version 1, most significant bit first: mode 0010, a count of 9 bits, pairs of 11 bits, a last letter of
 * 6, the end 0000, zeros up to a whole word, then EC and 11 in turn.  "AB" is 461 = 00111001101. */
static const struct { const char *name; size_t count; uint8_t words[6]; const char *text; } word_rows[] = {
    {"as it must be", 6, {0x20, 0x11, 0xCD, 0x00, 0xEC, 0x11}, "AB"},
    {"full to the last bit but four", 4, {0x20, 0x11, 0xCD, 0x00}, "AB"},
    {"an end and a bit behind a letter", 3, {0x20, 0x09, 0x40}, "A"},
    {"less than an end is left", 4, {0x20, 0x19, 0xCD, 0x30}, "ABC"},
    {"less than an end is left, and not zero", 4, {0x20, 0x19, 0xCD, 0x31}, NULL},
    {"bytes, not letters", 6, {0x40, 0x11, 0xCD, 0x00, 0xEC, 0x11}, NULL},
    {"a count that is cut", 1, {0x20}, NULL},
    {"fewer letters than counted", 3, {0x20, 0x51, 0xCD}, NULL},
    {"a pair past the last", 6, {0x20, 0x17, 0xFD, 0x00, 0xEC, 0x11}, NULL},
    {"a letter past the last", 6, {0x20, 0x0F, 0xE0, 0x00, 0xEC, 0x11}, NULL},
    {"a bit in the zeros", 6, {0x20, 0x11, 0xCD, 0x01, 0xEC, 0x11}, NULL},
    {"padding the other way about", 6, {0x20, 0x11, 0xCD, 0x00, 0x11, 0xEC}, NULL},
};

static void test_words(void)
{
    for (size_t i = 0; i < sizeof word_rows / sizeof *word_rows; i++) {
        const char *text = words_text(word_rows[i].words, word_rows[i].count, 1, arena);
        row_check(text_equal(text, word_rows[i].text), "data words", word_rows[i].name);
        if (text && !text_equal(text, word_rows[i].text))
            printf(" (%s)", text);
    }
}

static int code_without_memory(void *context)
{
    Modules modules;
    call_fails(CALL_QRinput_new2, 0, ENOMEM);
    return modules_of("A", 0, &modules, context);
}

/* What memory does not suffice for must not look like a payload that does not fit. */
static void test_modules_memory(void)
{
    char *longest = arena_alloc(arena, 4298);
    Modules modules;
    memset(longest, 'A', 4297);
    CU_ASSERT_FALSE(modules_of(longest, 0, &modules, arena));
    CU_ASSERT_EQUAL(base_forked(code_without_memory, arena), 3);
}

void suite_seal_compare(void);
void suite_seal_mask(void);
void suite_seal_trust(void);
void suite_seal_vectors(void);
void suite_seal(void);

void suite_seal(void)
{
    CU_pSuite suite = CU_add_suite("seal", setup, teardown);
    CU_add_test(suite, "base45", test_base45);
    CU_add_test(suite, "a new key", test_key_new);
    CU_add_test(suite, "key file modes", test_key_modes);
    CU_add_test(suite, "key files", test_key_files);
    CU_add_test(suite, "public keys as lines", test_key_lines);
    CU_add_test(suite, "key names", test_key_names);
    CU_add_test(suite, "calls that fail under a key", test_key_calls);
    CU_add_test(suite, "no library", test_no_library);
    CU_add_test(suite, "record bytes", test_record_bytes);
    CU_add_test(suite, "fields of batch and page that may not be zero", test_other_zeros);
    CU_add_test(suite, "record fields that may not be zero", test_record_zeros);
    CU_add_test(suite, "record bits turned", test_record_bits);
    CU_add_test(suite, "chart rows there and back", test_chart_rows);
    CU_add_test(suite, "chart rows refused", test_chart_refused);
    CU_add_test(suite, "chart page of words", test_chart_cover);
    CU_add_test(suite, "a chart page too full", test_chart_full);
    CU_add_test(suite, "a page's first day", test_chart_first);
    CU_add_test(suite, "what is no page", test_chart_numbers);
    CU_add_test(suite, "rows not well formed", test_rows_bad);
    CU_add_test(suite, "batches", test_batches);
    CU_add_test(suite, "a batch before its time", test_batch_date);
    CU_add_test(suite, "payload", test_payload);
    CU_add_test(suite, "payload states", test_payload_states);
    CU_add_test(suite, "one signature, one kind", test_payload_kinds);
    CU_add_test(suite, "payloads with one character changed", test_payload_changed);
    CU_add_test(suite, "random payloads", test_payload_random);
    CU_add_test(suite, "in words", test_show);
    CU_add_test(suite, "modules of every version", test_modules_versions);
    CU_add_test(suite, "modules", test_modules_rows);
    CU_add_test(suite, "a bottle's modules", test_modules_bottle);
    CU_add_test(suite, "both copies wrong", test_modules_both);
    CU_add_test(suite, "data words", test_words);
    CU_add_test(suite, "codes without memory", test_modules_memory);
    suite_seal_trust();
    suite_seal_vectors();
    suite_seal_compare();
    suite_seal_mask();
}
