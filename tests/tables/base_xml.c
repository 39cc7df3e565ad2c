/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_calls.h"
#include "base_kit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "microtaper/text.h"
#include "microtaper/xml.h"

#define SPACE "urn:x"
#define HEAD "<prescription xmlns='" SPACE "'>"
#define TAIL "</prescription>"

/* --- trees printed as text, for comparing --- */

static void print_node(const XmlNode *node, Buffer *out)
{
    buffer_addf(out, "%d %s", xml_place(node, NULL).line, xml_place(node, NULL).path);
    for (size_t i = 0; i < node->attribute_count; i++)
        buffer_addf(out, " %s='%s'", xml_place(node, node->attributes[i].name).path, node->attributes[i].value);
    if (*text_squeeze(out->arena, node->text))
        buffer_addf(out, " [%s]", text_squeeze(out->arena, node->text));
    buffer_add(out, "\n");
    for (const XmlNode *child = node->first; child; child = child->next)
        print_node(child, out);
}

/* What a reading gave: all trees, and all findings, those of the file last. */
typedef struct {
    Arena *arena;
    Buffer trees;
    Findings findings;
    size_t records, stop_after;
} Seen;

static bool see(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    Seen *seen = context;
    CU_ASSERT_PTR_EQUAL(findings->arena, arena);
    print_node(record, &seen->trees);
    findings_copy(&seen->findings, findings);
    return ++seen->records != seen->stop_after;
}

static Seen seen_new(void)
{
    Arena *arena = arena_new();
    return (Seen){.arena = arena, .trees = buffer_new(arena), .findings = findings_new(arena)};
}

static bool read_into(Seen *seen, const char *document, size_t size)
{
    const XmlSource source = {"doc.xml", SPACE, "prescription", "prescriptions", true};
    Arena *arena = arena_new();
    bool whole = xml_read_memory(&source, document, size, arena, &seen->findings, see, seen);
    arena_free(arena);
    return whole;
}

/* --- what is read --- */

static const struct {
    const char *name, *document, *trees;
} trees[] = {
    {"one record", "<?xml version='1.0'?>\n<!-- c -->\n" HEAD "\n <patient\n name='A'\n/></prescription>",
     "3 prescription\n4 patient patient/@name='A'\n"},
    {"repeated elements", HEAD "<taking><dose/><dose/></taking><taking><dose/></taking><patient/><patient/>" TAIL,
     "1 prescription\n1 taking[1]\n1 taking[1]/dose[1]\n1 taking[1]/dose[2]\n1 taking[2]\n1 taking[2]/dose[1]\n"
     "1 patient\n1 patient[2]\n"},
    {"the taper's name left out", HEAD "<taper starts='x'><reduce by='y'/><reduce/></taper><x><taper><hold/></taper></x>" TAIL,
     "1 prescription\n1 taper taper/@starts='x'\n1 reduce[1] reduce[1]/@by='y'\n1 reduce[2]\n1 x\n1 x/taper\n"
     "1 x/taper/hold[1]\n"},
    {"attributes of the record", "<prescription xmlns='urn:x' number='1'/>", "1 prescription @number='1'\n"},
    {"text, joined", HEAD "<a> one <b>two</b><!-- c -->three<![CDATA[ <4> ]]>&amp;&#53;</a>" TAIL,
     "1 prescription\n1 a [one three <4> &5]\n1 a/b [two]\n"},
    {"references in attributes",
     HEAD "<a b='1 &amp; 2 &amp;#38; &amp;amp; &lt;&gt;&quot;&apos; &#38; &#x26;#38;' c='&#65;&#xA;&#8364;'/>" TAIL,
     "1 prescription\n1 a a/@b='1 & 2 &#38; &amp; <>\"' & &#38;' a/@c='A\n\xE2\x82\xAC'\n"},
    {"white space in attributes", HEAD "<a b='1\n2\t3'/>" TAIL, "1 prescription\n1 a a/@b='1 2 3'\n"},
    {"lines after references", HEAD "<a b='&amp;\n\n'/>\n<c\n\nd='>'/><e/>" TAIL,
     "1 prescription\n1 a a/@b='&  '\n4 c c/@d='>'\n6 e\n"},
    {"lines with CR LF", "<?xml version='1.0'?>\r\n" HEAD "\r\n<a\r\n b='1'/>\r\n<c/>" TAIL,
     "2 prescription\n3 a a/@b='1'\n5 c\n"},
    {"a prefix", "<p:prescription xmlns:p='urn:x' q='1'><p:a/></p:prescription>", "1 prescription @q='1'\n1 a\n"},
    {"an editor's schema", "<prescription xmlns='urn:x' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
     " xsi:schemaLocation='urn:x x.xsd' q='1'/>", "1 prescription @q='1'\n"},
    {"a file of records", "<prescriptions xmlns='urn:x'>\n<prescription a='1'/>\n<!-- c --><?pi x?>\n<prescription a='2'>"
     "\n<b/></prescription></prescriptions>", "2 prescription @a='1'\n4 prescription @a='2'\n5 b\n"},
    {"a byte order mark", "\xEF\xBB\xBF" HEAD TAIL, "1 prescription\n"},
    {"Latin-1 declared", "<?xml version='1.0' encoding='ISO-8859-1'?>" HEAD "<a>\xE9</a>" TAIL,
     "1 prescription\n1 a [\xC3\xA9]\n"},
};

static void test_trees(void)
{
    for (size_t i = 0; i < ROWS(trees); i++) {
        Seen seen = seen_new();
        base_check(read_into(&seen, trees[i].document, strlen(trees[i].document)), trees[i].name, "not read");
        base_check_text(buffer_text(&seen.trees), trees[i].trees, trees[i].name);
        base_check_number((int64_t)seen.findings.count, 0, trees[i].name);
        arena_free(seen.arena);
    }
}

static void test_utf16(void)
{
    const char plain[] = HEAD "\n<a b='1'/>" TAIL;
    char wide[2 * sizeof plain + 2] = {(char)0xFF, (char)0xFE};
    for (size_t i = 0; i < sizeof plain - 1; i++)
        wide[2 + 2 * i] = plain[i];
    Seen seen = seen_new();
    CU_ASSERT_TRUE(read_into(&seen, wide, 2 * sizeof plain));
    base_check_text(buffer_text(&seen.trees), "1 prescription\n2 a a/@b='1'\n", "UTF-16");
    arena_free(seen.arena);
}

/* --- what is refused --- */

static const struct {
    const char *name, *document;
    Code code;
    int line;
    const char *path, *text;
    bool whole;        /* the rest is still read */
} refused[] = {
    {"nothing", "", MT102, 0, NULL, "the file is empty", false},
    {"no XML", "hello", MT102, 1, NULL, NULL, false},
    {"no end tag", HEAD "\n<a>", MT102, 2, NULL, "the file ends before </a>", false},
    {"mismatched tags", HEAD "\n<a></b>" TAIL, MT102, 2, NULL, "mismatch", false},
    {"two roots", HEAD TAIL "<a/>", MT102, 1, NULL, NULL, false},
    {"an attribute twice", HEAD "<a b='1' b='2'/>" TAIL, MT102, 1, NULL, "redefined", false},
    {"no UTF-8", HEAD "<a>\xFF</a>" TAIL, MT102, 1, NULL, "UTF-8", false},
    {"an overlong slash", HEAD "<a>\xC0\xAF</a>" TAIL, MT102, 1, NULL, NULL, false},
    {"an unknown encoding", "<?xml version='1.0' encoding='klingon'?>" HEAD TAIL, MT102, 1, NULL, NULL, false},
    {"bytes that are not of the encoding declared", "<?xml version='1.0' encoding='UTF-7'?>\n" HEAD "<a>\xC3\xA9</a>" TAIL, MT102,
     2, NULL, "encoding", false},
    {"a control character", HEAD "<a>&#1;</a>" TAIL, MT102, 1, NULL, NULL, false},
    {"an entity", HEAD "\n<a>&nope;</a>" TAIL, MT102, 2, NULL, "nope", false},
    {"an unbound prefix", "<p:prescription/>", MT102, 1, NULL, "prefix p", false},
    {"a DOCTYPE", "<!DOCTYPE prescription>" HEAD TAIL, MT103, 1, NULL, "<!DOCTYPE prescription>", false},
    {"a DOCTYPE with entities", "\n<!DOCTYPE p [<!ENTITY a 'b'>]>" HEAD "&a;" TAIL, MT103, 2, NULL, NULL, false},
    {"a DOCTYPE from outside", "<!DOCTYPE p SYSTEM 'file:///etc/passwd'>" HEAD TAIL, MT103, 1, NULL, NULL, false},
    {"another root", "\n<shop xmlns='urn:x'/>", MT104, 2, NULL, "<shop>, not <prescription> or <prescriptions>", false},
    {"no namespace", "<prescription/>", MT105, 1, NULL, "no namespace, not \"urn:x\"", false},
    {"another namespace", "<prescription xmlns='urn:y'/>", MT105, 1, NULL, "\"urn:y\", not \"urn:x\"", false},
    {"a child elsewhere", HEAD "<taper>\n<a xmlns='urn:y'><b/></a></taper>" TAIL, MT105, 2, "taper", "urn:y", true},
    {"an attribute elsewhere", HEAD "\n<a xmlns:y='urn:y' y:b='1'/>" TAIL, MT105, 2, "a", "attribute b", true},
    {"xml:lang", HEAD "<a xml:lang='en'/>" TAIL, MT105, 1, "a", "attribute lang", true},
    {"text between records", "<prescriptions xmlns='urn:x'>\njunk<prescription/></prescriptions>", MT106, 2, NULL, "text", true},
    {"an element between records", "<prescriptions xmlns='urn:x'><prescription/>\n<note><a/></note></prescriptions>", MT106, 2,
     NULL, "<note>", true},
    {"a record of another namespace", "<prescriptions xmlns='urn:x'><prescription xmlns='urn:y'><a/></prescription>\n<prescription/></prescriptions>",
     MT105, 1, NULL, "\"urn:y\", not \"urn:x\"", true},
    {"no record", "<prescriptions xmlns='urn:x'> </prescriptions>", MT118, 0, NULL, "no <prescription>", true},
};

static int line_of(const Findings *findings, Code code)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].code == code)
            return findings->items[i].place.line;
    return -1;
}

static void test_refused(void)
{
    for (size_t i = 0; i < ROWS(refused); i++) {
        Seen seen = seen_new();
        bool whole = read_into(&seen, refused[i].document, strlen(refused[i].document));
        base_check(whole == refused[i].whole, refused[i].name, "what it returns");
        base_check(base_found(&seen.findings, refused[i].code, refused[i].path, refused[i].text), refused[i].name,
                   seen.findings.count ? seen.findings.items[0].text : "no finding");
        base_check_number((int64_t)seen.findings.count, 1, refused[i].name);
        base_check_number(line_of(&seen.findings, refused[i].code), refused[i].line, refused[i].name);
        arena_free(seen.arena);
    }
}

/* What was found before the file breaks off is still said. */
static void test_findings_before_a_break(void)
{
    Seen seen = seen_new();
    const char *document = HEAD "<a xmlns='urn:y'/>\n<b></c>" TAIL;
    CU_ASSERT_FALSE(read_into(&seen, document, strlen(document)));
    CU_ASSERT_TRUE(base_found(&seen.findings, MT102, NULL, NULL));
    CU_ASSERT_TRUE(base_found(&seen.findings, MT105, "prescription", NULL));
    CU_ASSERT_EQUAL(seen.records, 0);
    arena_free(seen.arena);
}

/* --- limits: the last that is allowed, and the first that is not --- */

static void repeat(Buffer *out, const char *text, size_t times)
{
    while (times--)
        buffer_add(out, text);
}

static void name_of(Buffer *out, size_t n) { buffer_add(out, "<"), repeat(out, "n", n), buffer_add(out, "/>"); }

static void attribute_name_of(Buffer *out, size_t n)
{
    buffer_add(out, "<a ");
    repeat(out, "n", n);
    buffer_add(out, "=''/>");
}

static void value_of(Buffer *out, size_t n) { buffer_add(out, "<a b='"), repeat(out, "v", n), buffer_add(out, "'/>"); }
static void text_of(Buffer *out, size_t n) { buffer_add(out, "<a>"), repeat(out, "t", n), buffer_add(out, "</a>"); }
static void depth_of(Buffer *out, size_t n) { repeat(out, "<d>", n - 1), repeat(out, "</d>", n - 1); }
static void elements_of(Buffer *out, size_t n) { repeat(out, "<e/>", n - 1); }

static void attributes_of(Buffer *out, size_t n)
{
    buffer_add(out, "<a");
    for (size_t i = 0; i < n; i++)
        buffer_addf(out, " a%zu=''", i);
    buffer_add(out, "/>");
}

/* n times 4 KiB; the elements that follow the first byte too many are passed over. */
static void bytes_of(Buffer *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        value_of(out, 4096);
    buffer_add(out, "<z/>");
}

static const struct {
    const char *name;
    void (*make)(Buffer *out, size_t n);
    size_t most;
    Code code;
    const char *limit;
} limits[] = {
    {"element name", name_of, 64, MT108, "65 bytes, the limit is 64"},
    {"attribute name", attribute_name_of, 64, MT108, "65 bytes, the limit is 64"},
    {"attribute value", value_of, 4096, MT109, "4097 bytes, the limit is 4096"},
    {"text", text_of, 4096, MT109, "4096 bytes of text"},
    {"attributes", attributes_of, 64, MT110, "65 attributes, the limit is 64"},
    {"depth", depth_of, 16, MT107, "17 deep, the limit is 16"},
    {"elements", elements_of, 20000, MT111, "20000 elements"},
    {"bytes", bytes_of, 1024, MT111, "4198400 bytes of text in one record, the limit is 4194304"},
};

static void check_limit(size_t row, size_t n, bool fits)
{
    Arena *arena = arena_new();
    Buffer document = buffer_new(arena);
    buffer_add(&document, "<prescriptions xmlns='" SPACE "'><prescription>");
    limits[row].make(&document, n);
    buffer_add(&document, "</prescription><prescription/></prescriptions>");
    Seen seen = seen_new();
    base_check(read_into(&seen, document.at, document.length), limits[row].name, "not read to its end");
    base_check_number((int64_t)seen.records, 2, limits[row].name);
    base_check_number((int64_t)seen.findings.count, !fits, limits[row].name);
    base_check(fits || base_found(&seen.findings, limits[row].code, NULL, limits[row].limit), limits[row].name,
               seen.findings.count ? seen.findings.items[0].text : "nothing found");
    arena_free(seen.arena);
    arena_free(arena);
}

static void test_limits(void)
{
    for (size_t i = 0; i < ROWS(limits); i++) {
        check_limit(i, limits[i].most, true);
        check_limit(i, limits[i].most + 1, false);
    }
}

/* What is over a limit is said once, however much of it there is. */
static void test_said_once(void)
{
    for (int texts = 0; texts < 2; texts++) {
        Seen seen = seen_new();
        Buffer document = buffer_new(seen.arena);
        buffer_add(&document, HEAD);
        if (!texts)
            elements_of(&document, 20002);
        for (int i = 0; texts && i < 3; i++) {
            repeat(&document, "t", 5000);
            buffer_add(&document, "<b/>");
        }
        buffer_add(&document, TAIL);
        CU_ASSERT_TRUE(read_into(&seen, document.at, document.length));
        CU_ASSERT_EQUAL(seen.findings.count, 1);
        CU_ASSERT_TRUE(base_found(&seen.findings, texts ? MT109 : MT111, NULL, NULL));
        arena_free(seen.arena);
    }
}

/* A tag, comment or instruction that does not end is given up before it takes the parser's time. */
static void test_pending(void)
{
    static const struct { const char *begin, *part; } endless[] = {
        {HEAD "<a ", "b='' "}, {HEAD "<!--", "words "}, {HEAD "<?pi ", "words "}, {"", " \n "},
    };
    for (size_t i = 0; i < ROWS(endless); i++) {
        Seen seen = seen_new();
        Buffer document = buffer_new(seen.arena);
        buffer_add(&document, endless[i].begin);
        repeat(&document, endless[i].part, 80000);
        CU_ASSERT_FALSE(read_into(&seen, document.at, document.length));
        base_check(base_found(&seen.findings, i < 3 ? MT109 : MT102, NULL, NULL), endless[i].begin, "was read on");
        arena_free(seen.arena);
    }
}

/* Blanks between many children may pass the limit of text; words behind them may not be lost unsaid. */
static void test_many_blanks(void)
{
    Seen seen = seen_new();
    Buffer document = buffer_new(seen.arena);
    buffer_add(&document, HEAD);
    repeat(&document, "          <e/>\n", 1000);
    buffer_add(&document, TAIL);
    CU_ASSERT_TRUE(read_into(&seen, document.at, document.length));
    CU_ASSERT_EQUAL(seen.findings.count, 0);
    document = buffer_new(seen.arena);
    buffer_add(&document, HEAD);
    repeat(&document, "          <e/>\n", 1000);
    buffer_add(&document, "a" TAIL);
    CU_ASSERT_TRUE(read_into(&seen, document.at, document.length));
    CU_ASSERT_TRUE(base_found(&seen.findings, MT109, "prescription", NULL));
    arena_free(seen.arena);
}

/* --- streams --- */

static void test_stop(void)
{
    const char document[] = "<prescriptions xmlns='urn:x'><prescription/><prescription/><prescription/><<<";
    Seen seen = seen_new();
    seen.stop_after = 2;
    CU_ASSERT_TRUE(read_into(&seen, document, sizeof document - 1));
    CU_ASSERT_EQUAL(seen.records, 2);
    CU_ASSERT_EQUAL(seen.findings.count, 0);
    arena_free(seen.arena);
}

typedef struct {
    int records, line;
    bool good;
} Counted;

static bool count(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    Counted *counted = context;
    (void)arena;
    counted->records++;
    counted->good = counted->good && findings->count == 0 && record->line == 3 * counted->records - 1 &&
                    record->first->line == record->line + 1;
    counted->line = record->line;
    return true;
}

/* 100,000 records from a file: lines right past 65,535, and the memory of one record. */
static long peak_kib(void)
{
    char line[128];
    long peak = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (text_starts(line, "VmHWM:"))
            peak = strtol(line + 6, NULL, 10);
    if (status)
        fclose(status);
    return peak;
}

static void test_stream(void)
{
    const char *path = base_file("stream.xml", "", 0);
    FILE *out = fopen(path, "w");
    fputs("<prescriptions xmlns='urn:x'>\n", out);
    for (int i = 0; i < 100000; i++)
        fputs("<prescription number='RX-1042' revision='1'>\n<patient name='Jordan Avery'/>\n</prescription>", out);
    fputs("</prescriptions>", out);
    fclose(out);
    const XmlSource source = {path, SPACE, "prescription", "prescriptions", true};
    Arena *arena = arena_new(), *own = arena_new();
    Findings findings = findings_new(own);
    Counted counted = {.good = true};
    long before = peak_kib();
    bool whole = xml_read(&source, arena, &findings, count, &counted);
    long grown = peak_kib() - before;
    CU_ASSERT_TRUE(whole);
    CU_ASSERT_EQUAL(counted.records, 100000);
    CU_ASSERT_EQUAL(findings.count, 0);
    base_check(grown < 8192, "memory of a stream", "more than 8 MiB");
    arena_free(arena);
    arena_free(own);
}

static bool count_lines(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    (void)arena, (void)findings;
    *(int *)context = record->line;
    return true;
}

static void test_late_lines(void)
{
    Seen seen = seen_new();
    Buffer document = buffer_new(seen.arena);
    buffer_add(&document, "<prescriptions xmlns='urn:x'>");
    repeat(&document, "\n", 99998);
    buffer_add(&document, "\n<prescription\n\n/></prescriptions>");
    const XmlSource source = {"doc.xml", SPACE, "prescription", "prescriptions", false};
    int line = 0;
    CU_ASSERT_TRUE(xml_read_memory(&source, document.at, document.length, seen.arena, &seen.findings, count_lines, &line));
    CU_ASSERT_EQUAL(line, 100000);
    arena_free(seen.arena);
}

/* Tags and characters that lie across the chunks in which a file is read. */
static void test_chunks(void)
{
    for (size_t shift = 65536 - 60; shift < 65536 + 4; shift++) {
        Seen seen = seen_new();
        Buffer document = buffer_new(seen.arena);
        buffer_add(&document, "<!--");
        repeat(&document, "x", shift - 7 - strlen(HEAD));
        buffer_add(&document, "-->" HEAD "\n<a\nb='\xC3\xA9&amp;'>\xE2\x82\xAC</a>" TAIL);
        CU_ASSERT_TRUE(read_into(&seen, document.at, document.length));
        base_check_text(buffer_text(&seen.trees), "1 prescription\n2 a a/@b='\xC3\xA9&' [\xE2\x82\xAC]\n", "chunks");
        arena_free(seen.arena);
    }
}

/* --- damaged documents --- */

static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13, *state ^= *state >> 17, *state ^= *state << 5;
    return *state;
}

/* One to four bytes changed, in the way of a bad disk or a bad hand. */
static void damage(char *document, size_t size, uint32_t *state)
{
    static const char bytes[] = "<>/&;'\"= a:!-[]?\n\0\xC3\xFF#x";
    for (uint32_t n = random_next(state) % 4 + 1; n; n--)
        document[random_next(state) % size] = bytes[random_next(state) % (sizeof bytes - 1)];
}

/* A damaged document is read to its end, or there is an error that says why not. */
static void test_damaged(void)
{
    static const char whole[] = "<?xml version='1.0' encoding='UTF-8'?>\n<prescriptions xmlns='urn:x' xmlns:y='urn:y'>\n"
        "<prescription number='1'><patient name='Zo\xC3\xAB &amp; co'/><!-- c --><?pi d?><taper><hold for='14 days'/>"
        "<reduce by='5 %'>&#65;<![CDATA[ t ]]></reduce></taper></prescription>\n<prescription number='2'/></prescriptions>";
    uint32_t state = 20261201;
    for (int i = 0; i < 3000; i++) {
        char document[sizeof whole];
        memcpy(document, whole, sizeof whole);
        damage(document, sizeof whole - 1, &state);
        Seen seen = seen_new();
        bool read = read_into(&seen, document, sizeof whole - 1);
        base_check(read || findings_errors(&seen.findings) > 0, document, "neither read nor refused");
        arena_free(seen.arena);
    }
}

/* --- files --- */

static void test_files(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const char good[] = "<shop xmlns='urn:s'><time name='noon'/></shop>";
    const char *path = base_file("shop.xml", good, sizeof good - 1);
    XmlNode *shop = xml_load(path, "urn:s", "shop", arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(shop);
    CU_ASSERT_STRING_EQUAL(shop->file, path);
    CU_ASSERT_STRING_EQUAL(xml_attribute(shop->first, "name"), "noon");
    CU_ASSERT_PTR_NULL(xml_attribute(shop->first, "weight"));
    CU_ASSERT_PTR_EQUAL(shop->first->parent, shop);
    CU_ASSERT_EQUAL(findings.count, 0);
    CU_ASSERT_PTR_NULL(xml_load(path, "urn:s", "formula", arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT104, NULL, "<shop>, not <formula>"));
    CU_ASSERT_PTR_NULL(xml_load("/nonexistent/shop.xml", "urn:s", "shop", arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT101, NULL, "No such file"));
    CU_ASSERT_PTR_NULL(xml_load(base_folder(), "urn:s", "shop", arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT101, NULL, "directory"));
    arena_free(arena);
}

/* The n-th of these calls fails: what is found, and whether the file is read all the same. */
static const struct {
    const char *name;
    Call call;
    long n;
    int error;
    Code code;      /* FINDING_CODES: none */
    const char *text;
} failing[] = {
    {"a read that is interrupted goes on", CALL_read, 0, EINTR, FINDING_CODES, NULL},
    {"a read", CALL_read, 0, EIO, MT101, "Input/output error"},
};

static void test_failing(void)
{
    const char good[] = "<shop xmlns='urn:s'/>";
    for (size_t i = 0; i < ROWS(failing); i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        const char *path = base_file("shop.xml", good, sizeof good - 1);
        call_fails(failing[i].call, failing[i].n, failing[i].error);
        bool read = xml_load(path, "urn:s", "shop", arena, &findings) != NULL;
        calls_work();
        base_check(read == (failing[i].code == FINDING_CODES), failing[i].name, "what it returns");
        base_check(read || base_found(&findings, failing[i].code, NULL, failing[i].text), failing[i].name,
                   findings.count ? findings.items[0].text : "no finding");
        arena_free(arena);
    }
}

/* A parser that is silent about a file that breaks off is not believed. */
static void test_silent_parser(void)
{
    const char document[] = HEAD "<a>";
    Seen seen = seen_new();
    call_fails(CALL_xmlParseChunk, 1, 0);
    CU_ASSERT_FALSE(read_into(&seen, document, sizeof document - 1));
    calls_work();
    CU_ASSERT_TRUE(base_found(&seen.findings, MT102, NULL, "ends inside an element"));
    arena_free(seen.arena);
}

/* --- the schema's opinion --- */

static const char schema[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:x' elementFormDefault='qualified'>"
    "<xs:element name='shop'><xs:complexType><xs:sequence><xs:element name='time' maxOccurs='2'><xs:complexType>"
    "<xs:attribute name='n' type='xs:int' use='required'/></xs:complexType></xs:element></xs:sequence>"
    "</xs:complexType></xs:element></xs:schema>";

/* ---- libxml2's own memory runs out ---- */

static const struct { const char *name, *document; bool by_schema, good; } scarce[] = {
    {"read", HEAD "<a b='1'>text</a>" TAIL, false, true},
    {"not well formed", HEAD "<a b='1'>text</b>" TAIL, false, false},
    {"valid", "<shop xmlns='urn:x'><time n='1'/></shop>", true, true},
    {"not valid", "<shop xmlns='urn:x'><time n='a'/></shop>", true, false},
};
static const char *scarce_rules;

typedef struct { size_t row; Call call; long n; } Scarce;

/* 0: the right answer; 1: a wrong one; 3: the process left for want of memory. */
static int read_scarcely(void *context)
{
    const Scarce *job = context;
    const char *document = scarce[job->row].document;
    Seen seen = seen_new();
    const char *path = base_file("scarce.xml", document, strlen(document));
    call_fails(job->call, job->n, ENOMEM);
    bool good = scarce[job->row].by_schema ? xml_validate(path, scarce_rules, &seen.findings)
                                           : read_into(&seen, document, strlen(document));
    arena_free(seen.arena);
    calls_work();
    return good != scarce[job->row].good;
}

/* The n-th call fails, n = 0, 1, 2 ..., until it is never come to: the answer is right, or there is none. */
static void scarce_row(size_t row, Call call)
{
    int left = 0;
    long n = 0;
    for (int status = 3; n < 10000 && (status == 3 || n < 20); n++) {
        Scarce job = {row, call, n};
        status = base_forked(read_scarcely, &job);
        base_check(status == 0 || status == 3, scarce[row].name, "an answer without the memory for it");
        left += status == 3;
    }
    base_check(left > 0 || call == CALL_realloc, scarce[row].name, "memory never ran out");
}

static void test_scarce(void)
{
    scarce_rules = base_file("rules.xsd", schema, sizeof schema - 1);
    for (size_t row = 0; row < ROWS(scarce); row++) {
        scarce_row(row, CALL_malloc);
        scarce_row(row, CALL_realloc);
    }
}

/* --- its judgements --- */

static const struct {
    const char *name, *document;
    bool valid;
    Code code;
    int line;
} judged[] = {
    {"valid", "<shop xmlns='urn:x'><time n='1'/></shop>", true, 0, 0},
    {"an element too many", "<shop xmlns='urn:x'>\n<time n='1'/><time n='1'/>\n<time\n n='1'/></shop>", false, MT119, 3},
    {"a wrong value", "<shop xmlns='urn:x'>\n\n<time\nn='a'/></shop>", false, MT119, 3},
    {"an element missing", "<shop xmlns='urn:x'>\n</shop>", false, MT119, 2},
    {"not well formed", "<shop xmlns='urn:x'>\n<time n='1'/>", false, MT102, 2},
    {"a DOCTYPE", "<!DOCTYPE shop><shop xmlns='urn:x'><time n='1'/></shop>", false, MT103, 1},
};

static void test_schema(void)
{
    const char *rules = base_file("rules.xsd", schema, sizeof schema - 1);
    for (size_t i = 0; i < ROWS(judged); i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        const char *path = base_file("judged.xml", judged[i].document, strlen(judged[i].document));
        base_check(xml_validate(path, rules, &findings) == judged[i].valid, judged[i].name, "judgement");
        base_check(judged[i].valid ? findings.count == 0 : base_found(&findings, judged[i].code, NULL, NULL),
                   judged[i].name, findings.count ? findings.items[0].text : "no finding");
        if (!judged[i].valid)
            base_check_number(line_of(&findings, judged[i].code), judged[i].line, judged[i].name);
        arena_free(arena);
    }
}

static void test_bad_schema(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const char *path = base_file("judged.xml", judged[0].document, strlen(judged[0].document));
    CU_ASSERT_FALSE(xml_validate(path, path, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT120, NULL, NULL));
    CU_ASSERT_FALSE(xml_validate(path, "/nonexistent.xsd", &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT120, NULL, "cannot be read"));
    const char *rules = base_file("rules.xsd", schema, sizeof schema - 1);
    CU_ASSERT_FALSE(xml_validate("/nonexistent.xml", rules, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT101, NULL, NULL));
    arena_free(arena);
}

static int end(void)
{
    base_folder_end();
    return 0;
}

void suite_base_xml(void)
{
    CU_pSuite suite = CU_add_suite("base: XML", NULL, end);
    CU_add_test(suite, "trees, lines and paths", test_trees);
    CU_add_test(suite, "UTF-16", test_utf16);
    CU_add_test(suite, "what is refused", test_refused);
    CU_add_test(suite, "findings before a break", test_findings_before_a_break);
    CU_add_test(suite, "each limit", test_limits);
    CU_add_test(suite, "over a limit, said once", test_said_once);
    CU_add_test(suite, "what never ends", test_pending);
    CU_add_test(suite, "many blanks", test_many_blanks);
    CU_add_test(suite, "a reader may stop", test_stop);
    CU_add_test(suite, "100,000 records in little memory", test_stream);
    CU_add_test(suite, "lines past 65,535", test_late_lines);
    CU_add_test(suite, "across chunks", test_chunks);
    CU_add_test(suite, "damaged documents", test_damaged);
    CU_add_test(suite, "whole files", test_files);
    CU_add_test(suite, "each call can fail", test_failing);
    CU_add_test(suite, "a silent parser", test_silent_parser);
    CU_add_test(suite, "each allocation of the parser can fail", test_scarce);
    CU_add_test(suite, "the schema's opinion", test_schema);
    CU_add_test(suite, "schemas that cannot be read", test_bad_schema);
}
