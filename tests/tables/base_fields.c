/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading through tables: each fault of a row, and each reader. */
#include "base_kit.h"

#include <string.h>
#include "microtaper/date.h"
#include "microtaper/quantity.h"
#include "microtaper/text.h"
#include "microtaper/xml.h"

typedef struct {
    const char *name;
    Mass dose;
    int32_t days;
    bool has_days;
    Date on;
} Sample;

static const XmlField fields[] = {
    {"name", REQUIRED, read_text, offsetof(Sample, name), NO_FLAG},
    {"days", OPTIONAL, read_days, offsetof(Sample, days), offsetof(Sample, has_days)},
    {"on", OPTIONAL, read_date, offsetof(Sample, on), NO_FLAG},
    XML_END,
};
static const XmlField text_fields[] = {
    {".", REQUIRED, read_mass, offsetof(Sample, dose), NO_FLAG},
    {"name", REQUIRED, read_text, offsetof(Sample, name), NO_FLAG},
    XML_END,
};
static const XmlField optional_text_fields[] = {
    {".", OPTIONAL, read_days, offsetof(Sample, days), offsetof(Sample, has_days)},
    XML_END,
};

typedef struct {
    Arena *arena;
    Findings findings;
    XmlNode *node;
} Read;

static bool keep(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    (void)arena, (void)findings;
    ((Read *)context)->node = record->first;
    return true;
}

/* <r> with one element in it, which is the node judged. */
static Read read_element(const char *element)
{
    Read read = {.arena = arena_new()};
    const XmlSource source = {"doc.xml", "urn:x", "r", NULL, false};
    const char *document = arena_format(read.arena, "<r xmlns='urn:x'>%s</r>", element);
    read.findings = findings_new(read.arena);
    xml_read_memory(&source, document, strlen(document), read.arena, &read.findings, keep, &read);
    return read;
}

static const struct {
    const char *name;
    const XmlField *fields;
    const char *element;
    Code code;             /* FINDING_CODES: none */
    const char *path, *text;
} rows[] = {
    {"all given", fields, "<a name='x' days='14 days' on='2026-12-01'/>", FINDING_CODES, NULL, NULL},
    {"optional left out", fields, "<a name='x'/>", FINDING_CODES, NULL, NULL},
    {"required left out", fields, "<a/>", MT114, "a/@name", "<a> needs the attribute \"name\""},
    {"unknown attribute", fields, "<a name='x' nam='y'/>", MT113, "a/@nam", "<a> has no attribute \"nam\""},
    {"a point is no name", text_fields, "<a name='x'>1 mg</a>", FINDING_CODES, NULL, NULL},
    {"text where none belongs", fields, "<a name='x'> hello </a>", MT115, "a", "\"hello\""},
    {"blanks are no text", fields, "<a name='x'> \n\t </a>", FINDING_CODES, NULL, NULL},
    {"a wrong text", text_fields, "<a name='x'>.1 mg</a>", MT201, "a", "write 0.1 mg"},
    {"text with blanks", text_fields, "<a name='x'> 1 mg</a>", MT201, "a", "white space"},
    {"no text", text_fields, "<a name='x'/>", MT201, "a", "not a quantity: \"\""},
    {"optional text left out", optional_text_fields, "<a> </a>", FINDING_CODES, NULL, NULL},
    {"a wrong attribute", fields, "<a name='x' days='14'/>", MT201, "a/@days", "such as 14 days"},
    {"an empty attribute", fields, "<a name=' '/>", MT203, "a/@name", "empty"},
    {"a wrong date", fields, "<a name='x' on='2026-02-30'/>", MT202, "a/@on", "\"2026-02-30\""},
};

static void test_rows(void)
{
    for (size_t i = 0; i < ROWS(rows); i++) {
        Read read = read_element(rows[i].element);
        Sample sample = {0};
        bool good = xml_fields(read.node, rows[i].fields, &sample, read.arena, &read.findings);
        bool expected = rows[i].code == FINDING_CODES;
        base_check(good == expected, rows[i].name, "what it returns");
        base_check_number((int64_t)read.findings.count, !expected, rows[i].name);
        base_check(expected || base_found(&read.findings, rows[i].code, rows[i].path, rows[i].text), rows[i].name,
                   read.findings.count ? read.findings.items[0].text : "no finding");
        arena_free(read.arena);
    }
}

static void test_values(void)
{
    Read read = read_element("<a name=' J.  Ruiz ' days='14 days' on='2026-12-01'/>");
    Sample sample = {0};
    CU_ASSERT_TRUE(xml_fields(read.node, fields, &sample, read.arena, &read.findings));
    CU_ASSERT_STRING_EQUAL(sample.name, "J. Ruiz");
    CU_ASSERT_EQUAL(sample.days, 14);
    CU_ASSERT_TRUE(sample.has_days);
    CU_ASSERT_EQUAL(sample.on.day, 2526);
    arena_free(read.arena);
    read = read_element("<a name='x'/>");
    sample = (Sample){0};
    CU_ASSERT_TRUE(xml_fields(read.node, fields, &sample, read.arena, &read.findings));
    CU_ASSERT_FALSE(sample.has_days);
    arena_free(read.arena);
}

/* All faults of one element are said at once. */
static void test_all_at_once(void)
{
    Read read = read_element("<a b='1' days='x' on='y'>z<c/><d/></a>");
    static const char *const names[] = {"d", NULL};
    Sample sample = {0};
    CU_ASSERT_FALSE(xml_fields(read.node, fields, &sample, read.arena, &read.findings));
    CU_ASSERT_FALSE(xml_children(read.node, names, &read.findings));
    CU_ASSERT_EQUAL(read.findings.count, 6);
    CU_ASSERT_TRUE(base_found(&read.findings, MT112, "a/c", "<a> has no element <c>"));
    CU_ASSERT_TRUE(base_found(&read.findings, MT113, "a/@b", NULL));
    CU_ASSERT_TRUE(base_found(&read.findings, MT114, "a/@name", NULL));
    CU_ASSERT_TRUE(base_found(&read.findings, MT115, "a", NULL));
    CU_ASSERT_TRUE(base_found(&read.findings, MT201, "a/@days", NULL));
    CU_ASSERT_TRUE(base_found(&read.findings, MT202, "a/@on", NULL));
    arena_free(read.arena);
}

static const struct {
    const char *name;
    XmlReader read;
    const char *good, *bad;
    Code code;
    const char *text;
} readers[] = {
    {"mass", read_mass, "0.25 mg", ".25 mg", MT201, "write 0.25 mg"},
    {"volume", read_volume, "1 mL", "1 ml", MT201, "mL or L"},
    {"length", read_length, "4 in", "4 cm", MT201, "mm, in or pt"},
    {"share", read_share, "5 %", "5%", MT201, "write 5 %"},
    {"strength", read_strength, "1 mg per mL", "1 mg/mL", MT201, "mg per mL"},
    {"exchange", read_exchange, "0.5 mg = 10 mg", "0.5 = 10", MT201, "mg = mg"},
    {"days", read_days, "14 days", "2 weeks", MT201, "days"},
    {"count", read_count, "12", "1.5", MT201, "0 to 1,000,000"},
    {"date", read_date, "2026-12-01", "1 Dec 2026", MT202, "not a date"},
    {"text", read_text, "x", "", MT203, "empty"},
    {"blank text", read_text, "x", " \n ", MT203, "empty"},
    {"a text that turns", read_text, "x", "a\xE2\x80\xAE" "b", MT206, "U+202E"},
    {"a text with a C1 control", read_text, "x", "a\xC2\x9B" "b", MT206, "U+009B"},
    {"a hidden character", read_text, "x", "a\xE2\x80\x8B" "b", MT206, "U+200B"},
    {"a text with a C0 control", read_text, "a\xE2\x81\xB0" "b", "a\x01" "b", MT206, "U+0001"},
    {"a mark from left to right", read_text, "x", "a\xE2\x80\x8E" "b", MT206, "U+200E"},
    {"a mark from right to left", read_text, "x", "a\xE2\x80\x8F" "b", MT206, "U+200F"},
    {"an Arabic letter mark", read_text, "x", "a\xD8\x9C" "b", MT206, "U+061C"},
    {"a direction of its own", read_text, "x", "a\xE2\x81\xA6" "b", MT206, "U+2066"},
    {"a line of Unicode's own", read_text, "x", "a\xE2\x80\xA8" "b", MT206, "U+2028"},
    {"a paragraph of Unicode's own", read_text, "x", "a\xE2\x80\xA9" "b", MT206, "U+2029"},
    {"a byte order mark within", read_text, "x", "a\xEF\xBB\xBF" "b", MT206, "U+FEFF"},
    {"a code point of no character", read_text, "a\xEF\xB7\xB0" "b", "a\xEF\xB7\x90" "b", MT206, "U+FDD0"},
    {"no character", read_long_text, "x", "a\xEF\xBF\xBF" "b", MT206, "U+FFFF"},
    {"yes or no", read_bool, "yes", "true", MT205, "\"true\""},
    {"words", read_words, "a b", " ", MT203, "empty"},
};

static void test_readers(void)
{
    const Place place = {"f", 1, "p"};
    for (size_t i = 0; i < ROWS(readers); i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        int64_t field[4] = {0};
        base_check(readers[i].read(readers[i].good, field, place, arena, &findings), readers[i].name, "not read");
        base_check_number((int64_t)findings.count, 0, readers[i].name);
        base_check(!readers[i].read(readers[i].bad, field, place, arena, &findings), readers[i].name, "not refused");
        base_check(base_found(&findings, readers[i].code, "p", readers[i].text), readers[i].name,
                   findings.count ? findings.items[0].text : "no finding");
        arena_free(arena);
    }
}

/* Lengths count characters, not bytes. */
static void test_lengths(void)
{
    static const struct { XmlReader read; size_t limit; } kinds[] = {{read_text, 255}, {read_long_text, 2000}};
    for (size_t i = 0; i < ROWS(kinds); i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        Buffer text = buffer_new(arena);
        const char *field = NULL;
        for (size_t n = 0; n < kinds[i].limit; n++)
            buffer_add(&text, "\xC3\xA9");
        CU_ASSERT_TRUE(kinds[i].read(text.at, &field, (Place){0}, arena, &findings));
        buffer_add(&text, "e");
        CU_ASSERT_FALSE(kinds[i].read(text.at, &field, (Place){0}, arena, &findings));
        CU_ASSERT_TRUE(base_found(&findings, MT204, NULL,
                                  arena_format(arena, "%zu characters, the limit is %zu", kinds[i].limit + 1, kinds[i].limit)));
        arena_free(arena);
    }
}

static void test_word_lists(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Words words = {0};
    bool yes = false;
    CU_ASSERT_TRUE(read_words(" bedtime  morning ", &words, (Place){0}, arena, &findings));
    CU_ASSERT_EQUAL(words.count, 2);
    CU_ASSERT_STRING_EQUAL(words.at[1], "morning");
    CU_ASSERT_TRUE(read_bool("yes", &yes, (Place){0}, arena, &findings));
    CU_ASSERT_TRUE(yes);
    CU_ASSERT_TRUE(read_bool("no", &yes, (Place){0}, arena, &findings));
    CU_ASSERT_FALSE(yes);
    arena_free(arena);
}

void suite_base_fields(void)
{
    CU_pSuite suite = CU_add_suite("base: fields", NULL, NULL);
    CU_add_test(suite, "each fault of a row", test_rows);
    CU_add_test(suite, "values and flags", test_values);
    CU_add_test(suite, "all faults at once", test_all_at_once);
    CU_add_test(suite, "each reader", test_readers);
    CU_add_test(suite, "lengths of texts", test_lengths);
    CU_add_test(suite, "words, yes and no", test_word_lists);
}
