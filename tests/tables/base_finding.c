/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "microtaper/text.h"

/* The table of codes: in order, each named, with a meaning and a remedy. */
static void test_table(void)
{
    const char *before = "";
    for (Code code = 0; code < FINDING_CODES; code++) {
        const FindingKind *kind = finding_kind(code);
        Code back;
        base_check(strlen(kind->name) == 5 && text_starts(kind->name, "MT"), kind->name, "not a code");
        base_check(strcmp(before, kind->name) < 0, kind->name, "not in order");
        base_check(*kind->meaning && *kind->remedy && kind->source, kind->name, "meaning, remedy or source missing");
        base_check(finding_code(kind->name, &back) && back == code, kind->name, "not found by its name");
        before = kind->name;
    }
    Code none;
    CU_ASSERT_FALSE(finding_code("MT000", &none));
    CU_ASSERT_FALSE(finding_code("", &none));
    CU_ASSERT_FALSE(finding_code("mt201", &none));
}

static int unknown_kind(void *context)
{
    (void)context;
    return finding_kind(FINDING_CODES) != NULL;
}

static void test_unknown_kind(void)
{
    CU_ASSERT_EQUAL(base_forked(unknown_kind, NULL), -1);
}

/* Findings as printed, for comparing. */
static char *printed(const Findings *findings, FindingsForm form, const char *rx)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    findings_print(findings, form, rx, out);
    fclose(out);
    return text;
}

static void check_printed(const Findings *findings, FindingsForm form, const char *rx, const char *expected)
{
    char *text = printed(findings, form, rx);
    base_check_text(text, expected, "as printed");
    free(text);
}

static const struct {
    const char *name;
    Place place;
    const char *text, *printed;
} lines[] = {
    {"all", {"taper.xml", 14, "reduce[3]/@by"}, "not a quantity: \".5 mg\"",
     "taper.xml:14: error MT201: reduce[3]/@by: not a quantity: \".5 mg\"\n"},
    {"no line", {"taper.xml", 0, "patient"}, "t", "taper.xml: error MT201: patient: t\n"},
    {"no path", {"taper.xml", 2, NULL}, "t", "taper.xml:2: error MT201: t\n"},
    {"no file", {NULL, 7, NULL}, "t", "microtaper: error MT201: t\n"},
    {"what a terminal obeys", {"a\nb", 1, "p\x1b[2J"}, "\r\x7f\xC2\x9B\xFF\xC5\xBB\xEF\xBF\xBD",
     "a\\x0ab:1: error MT201: p\\x1b[2J: \\x0d\\x7f\\xc2\\x9b\\xff\xC5\xBB\xEF\xBF\xBD\n"},
};

static void test_lines(void)
{
    for (size_t i = 0; i < ROWS(lines); i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        finding_add(&findings, MT201, lines[i].place, "%s", lines[i].text);
        check_printed(&findings, FINDINGS_TEXT, NULL, lines[i].printed);
        arena_free(arena);
    }
}

static void test_json(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    finding_add(&findings, MT205, (Place){"a\"b.xml", 3, "drug/@x"}, "neither \"yes\" nor \"no\"");
    check_printed(&findings, FINDINGS_JSON, "RX-1",
                  "{\"file\":\"a\\\"b.xml\",\"line\":3,\"tier\":\"error\",\"code\":\"MT205\",\"place\":\"drug/@x\","
                  "\"text\":\"neither \\\"yes\\\" nor \\\"no\\\"\",\"remedy\":\"Write yes or no.\",\"check\":null,"
                  "\"accepted\":null,\"rx\":\"RX-1\"}\n");
    findings.items[0].place.file = NULL;
    findings.items[0].tier = TIER_WARNING;
    memcpy(findings.items[0].check, "KMRX", 5);
    findings.items[0].accepted = true;
    findings.items[0].accepted_by = "J. Ruiz, RPh";
    check_printed(&findings, FINDINGS_JSON, NULL,
                  "{\"file\":\"microtaper\",\"line\":3,\"tier\":\"warning\",\"code\":\"MT205\",\"place\":\"drug/@x\","
                  "\"text\":\"neither \\\"yes\\\" nor \\\"no\\\"\",\"remedy\":\"Write yes or no.\",\"check\":\"KMRX\","
                  "\"accepted\":\"J. Ruiz, RPh\",\"rx\":null}\n");
    arena_free(arena);
}

/* The tiers as a table gives them; here set by hand, so that the test stands whatever codes there are. */
static void test_tiers(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    CU_ASSERT_TRUE(findings_clear(&findings));
    finding_add(&findings, MT201, (Place){"f", 1, "p"}, "falls by %d %%", 27);
    Finding *finding = &findings.items[0];
    CU_ASSERT_EQUAL(findings_errors(&findings), 1);
    CU_ASSERT_FALSE(findings_clear(&findings));
    finding->tier = TIER_NOTE;
    CU_ASSERT_TRUE(findings_clear(&findings));
    check_printed(&findings, FINDINGS_TEXT, NULL, "f:1: note MT201: p: falls by 27 %\n");
    finding->tier = TIER_WARNING;
    memcpy(finding->check, "KMRX", 5);
    CU_ASSERT_EQUAL(findings_open_warnings(&findings), 1);
    CU_ASSERT_FALSE(findings_clear(&findings));
    check_printed(&findings, FINDINGS_TEXT, NULL, "f:1: warning MT201: p: falls by 27 % [KMRX]\n");
    finding->accepted = true;
    finding->accepted_by = "J. Ruiz, RPh";
    CU_ASSERT_TRUE(findings_clear(&findings));
    check_printed(&findings, FINDINGS_TEXT, NULL,
                  "f:1: note MT201: p: falls by 27 % (accepted by J. Ruiz, RPh) [KMRX]\n");
    finding->accepted_by = NULL;
    check_printed(&findings, FINDINGS_TEXT, NULL,
                  "f:1: note MT201: p: falls by 27 % (accepted by somebody) [KMRX]\n");
    arena_free(arena);
}

static const struct {
    const char *name;
    Place place;
    const char *text;
    bool same;    /* the check word, as the first row's */
} checks[] = {
    {"the same", {"f", 1, "p"}, "27 %", true},   {"another line", {"f", 9, "p"}, "27 %", true},
    {"another file", {"g", 1, "p"}, "27 %", true}, {"another place", {"f", 1, "q"}, "27 %", false},
    {"another number", {"f", 1, "p"}, "28 %", false}, {"no place", {"f", 1, NULL}, "27 %", false},
    {"moved over the border", {"f", 1, "p2"}, "7 %", false},
};

static void test_check_words(void)
{
    Arena *arena = arena_new();
    Findings first = findings_new(arena);
    finding_add(&first, MT201, checks[0].place, "%s", checks[0].text);
    for (size_t i = 0; i < ROWS(checks); i++) {
        Findings other = findings_new(arena);
        finding_add(&other, MT201, checks[i].place, "%s", checks[i].text);
        bool same = text_equal(first.items[0].check, other.items[0].check);
        base_check(same == checks[i].same, checks[i].name, "check word");
    }
    Findings other = findings_new(arena);
    finding_add(&other, MT202, checks[0].place, "%s", checks[0].text);
    CU_ASSERT_STRING_NOT_EQUAL(first.items[0].check, other.items[0].check);
    arena_free(arena);
}

static void test_repeats(void)
{
    Arena *arena = arena_new(), *elsewhere = arena_new();
    Findings findings = findings_new(arena), copies = findings_new(elsewhere);
    for (int round = 0; round < 2; round++)
        for (int line = 1; line <= 500; line++)
            finding_add(&findings, MT201, (Place){"f", line, "p"}, "t");
    CU_ASSERT_EQUAL(findings.count, 500);
    finding_add(&findings, MT201, (Place){"f", 1, "p"}, "u");
    CU_ASSERT_EQUAL(findings.count, 501);
    findings_copy(&copies, &findings);
    findings_copy(&copies, &findings);
    arena_free(arena);
    CU_ASSERT_EQUAL(copies.count, 501);
    CU_ASSERT_STRING_EQUAL(copies.items[500].text, "u");
    CU_ASSERT_STRING_EQUAL(copies.items[500].place.path, "p");
    arena_free(elsewhere);
}

/* Four letters can agree by chance: what differs is kept all the same.  The pairs were found by trying. */
static void test_same_word(void)
{
    Arena *arena = arena_new();
    Findings texts = findings_new(arena), places = findings_new(arena), files = findings_new(arena);
    finding_add(&texts, MT201, (Place){"f", 1, "p"}, "174 mg");
    finding_add(&texts, MT201, (Place){"f", 1, "p"}, "770 mg");
    finding_add(&places, MT201, (Place){"f", 1, "step[230]"}, "t");
    finding_add(&places, MT201, (Place){"f", 1, "step[775]"}, "t");
    finding_add(&files, MT201, (Place){"f", 1, "p"}, "t");
    finding_add(&files, MT201, (Place){"g", 1, "p"}, "t");
    CU_ASSERT_EQUAL_FATAL(texts.count, 2);
    CU_ASSERT_STRING_EQUAL(texts.items[0].check, texts.items[1].check);
    CU_ASSERT_EQUAL_FATAL(places.count, 2);
    CU_ASSERT_STRING_EQUAL(places.items[0].check, places.items[1].check);
    CU_ASSERT_EQUAL(files.count, 2);
    arena_free(arena);
}

/* A file with more faults than anybody reads must not take memory without bound. */
static void test_most(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena), copies = findings_new(arena);
    for (int line = 1; line <= 10000; line++)
        finding_add(&findings, MT526, (Place){"f", line, "p"}, "t");
    CU_ASSERT_EQUAL(findings.count, 10000);
    CU_ASSERT_EQUAL(findings_errors(&findings), 0);
    for (int line = 20001; line <= 20003; line++)
        finding_add(&findings, MT201, (Place){"f", line, "p"}, "t");
    CU_ASSERT_EQUAL(findings.count, 10001);
    CU_ASSERT_EQUAL(findings_errors(&findings), 1);
    CU_ASSERT_EQUAL(findings.items[10000].code, MT121);
    CU_ASSERT_EQUAL(findings.items[10000].place.line, 20001);
    finding_add(&copies, MT201, (Place){"g", 1, "p"}, "t");
    findings_copy(&copies, &findings);
    CU_ASSERT_EQUAL(copies.count, 10001);
    CU_ASSERT_EQUAL(copies.items[10000].code, MT121);
    arena_free(arena);
}

void suite_base_finding(void)
{
    CU_pSuite suite = CU_add_suite("base: findings", NULL, NULL);
    CU_add_test(suite, "the table of codes", test_table);
    CU_add_test(suite, "lines of text", test_lines);
    CU_add_test(suite, "lines of JSON", test_json);
    CU_add_test(suite, "errors, warnings, notes, accepts", test_tiers);
    CU_add_test(suite, "check words", test_check_words);
    CU_add_test(suite, "a code that is none", test_unknown_kind);
    CU_add_test(suite, "repeats are said once", test_repeats);
    CU_add_test(suite, "check words that agree by chance", test_same_word);
    CU_add_test(suite, "so many and no more", test_most);
}
