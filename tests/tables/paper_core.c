/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fonts, layout, PDF, stock. */
#include "paper_kit.h"

#include <locale.h>
#include <string.h>

#include "../../src/paper/layout.h"
#include "../../src/paper/spans.h"
#include "microtaper/text.h"

/* ---------------------------------------------------------------- fonts ---- */

typedef struct { Arena *arena; Findings findings; Fonts *fonts; } Kit;

static Kit kit_begin(void)
{
    Kit kit = {.arena = arena_new()};
    kit.findings = findings_new(kit.arena);
    kit.fonts = fonts_load("templates", kit.arena, &kit.findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.fonts);
    return kit;
}

static void kit_end(Kit *kit)
{
    fonts_free(kit->fonts);
    arena_free(kit->arena);
}

/* Widths in thousandths of the em, from the shipped files (fontTools: advance x 1000 / 2048, cut). */
static const struct { const char *name; Face face; const char *text; int64_t width; } widths[] = {
    {"a figure", FACE_REGULAR, "0", 585},
    {"all figures", FACE_REGULAR, "0123456789", 5850},
    {"bold figure", FACE_BOLD, "8", 605},
    {"nothing", FACE_REGULAR, "", 0},
    {"a space", FACE_REGULAR, " ", 268},
    {"1 l I", FACE_REGULAR, "1lI", 1336},
    {"Greek", FACE_REGULAR, "\xCE\xA9", 782},
    {"not in the face", FACE_REGULAR, "\xE6\xBC\xA2", 0},
};

static void test_widths(void)
{
    Kit kit = kit_begin();
    for (size_t i = 0; i < ROWS(widths); i++)
        base_check_number(font_width(kit.fonts, widths[i].face, (Length){1000}, widths[i].text).um, widths[i].width,
                          widths[i].name);
    for (Face face = 0; face < FACE_COUNT; face++)
        for (char figure = '1'; figure <= '9'; figure++)
            CU_ASSERT_EQUAL(font_width(kit.fonts, face, (Length){4233}, "0").um,
                            font_width(kit.fonts, face, (Length){4233}, (char[]){figure, 0}).um);
    kit_end(&kit);
}

static const struct { const char *text; uint32_t missing; } repertoire[] = {
    {"Jordan Avery", 0},
    {"Nguy\xE1\xBB\x85n \xC4\x90\xE1\xBB\x97 \xC6\xA1\xC6\xB0", 0},
    {"\xD0\x9E\xD0\xBB\xD1\x8C\xD0\xB3\xD0\xB0 \xD0\x87 \xD2\x90", 0},
    {"\xCE\x9C\xCE\xB1\xCF\x81\xCE\xAF\xCE\xB1 \xCE\x90", 0},
    {"\xC5\x81\xC3\xB3" "d\xC5\xBA \xC8\x98tefan \xE1\xBA\x9E", 0},
    {"\xE2\x82\xAC \xE2\x9C\x93 \xE2\x86\x92 \xE2\x80\x93 \xE2\x96\xA1 \xE2\x97\x8F", 0},
    {"", 0},
    {"\xE6\xBC\xA2", 0x6F22},
    {"a\xCC\x81", 0x301},
    {"\xD7\xA9\xD7\x9C", 0x5E9},
    {"a\tb", 9},
    {"\xF0\x9F\x92\x8A", 0x1F48A},
};

static void test_missing(void)
{
    Kit kit = kit_begin();
    for (size_t i = 0; i < ROWS(repertoire); i++)
        base_check_number(fonts_missing(kit.fonts, repertoire[i].text), repertoire[i].missing, repertoire[i].text);
    kit_end(&kit);
}

static void test_other_font(void)
{
    Kit kit = kit_begin();
    const char *folder = paper_templates("fonts/MicrotaperSans-Regular.ttf", "no font");
    CU_ASSERT_PTR_NULL(fonts_load(folder, kit.arena, &kit.findings));
    CU_ASSERT_TRUE(base_found(&kit.findings, MT702, NULL, "its digest is"));
    CU_ASSERT_TRUE(base_found(&kit.findings, MT702, NULL, "cannot be read"));
    paper_templates_end();
    kit_end(&kit);
}

/* ---------------------------------------------------------------- layout ---- */

typedef void (*Placing)(Sheet *sheet);

static const Type plain = {.face = FACE_REGULAR, .size = PT(12)};

static void place_wide(Sheet *sheet)
{
    put_line(sheet, (Box){0, 0, MM(20), 0}, &plain, "a.box", "too wide for twenty");
}

static void place_high(Sheet *sheet)
{
    put_block(sheet, (Box){0, 0, MM(20), PT(29)}, &plain, "a.box", "one two three four");
}

static void place_long_word(Sheet *sheet)
{
    put_block(sheet, (Box){0, 0, MM(20), 0}, &plain, "a.box", "a Wolfeschlegelstein b");
}

static void place_strange(Sheet *sheet)
{
    put_line(sheet, (Box){0, 0, MM(90), 0}, &plain, "a.box", "pill \xF0\x9F\x92\x8A");
}

static void place_over_edge(Sheet *sheet)
{
    put_line(sheet, (Box){0, 0, MM(90), 0}, &plain, "a.box", "\xE1\xBB\x84");
}

static void place_beside(Sheet *sheet)
{
    put_line(sheet, (Box){MM(90), MM(10), MM(20), 0}, &plain, "a.box", "right");
}

static void place_spans_high(Sheet *sheet)
{
    Span parts[] = {{"a.first", "one two"}, {"a.second", "three four"}};
    put_spans(sheet, (Box){0, 0, MM(20), PT(29)}, &plain, &(Spans){parts, 2, " ", {0}});
}

static void place_spans_wide(Sheet *sheet)
{
    Span parts[] = {{"a.first", "Wolfeschlegelstein"}};
    put_spans(sheet, (Box){0, 0, MM(20), PT(90)}, &plain, &(Spans){parts, 1, " ", {0}});
}

static const struct { const char *name; Placing place; Code code; const char *says; } refused[] = {
    {"line too wide", place_wide, MT701, "a.box: \"too wide for twenty\""},
    {"block too high", place_high, MT701, "of height"},
    {"word too wide", place_long_word, MT701, "Wolfeschlegelstein"},
    {"no such glyph", place_strange, MT703, "U+1F48A"},
    {"accent over the edge", place_over_edge, MT714, "a.box"},
    {"box over the edge", place_beside, MT714, "a.box"},
    {"parts too high", place_spans_high, MT701, "a.second"},
    {"part too wide", place_spans_wide, MT701, "a.first"},
};

static void test_refused(void)
{
    Kit kit = kit_begin();
    for (size_t i = 0; i < ROWS(refused); i++) {
        Findings findings = findings_new(kit.arena);
        Sheet sheet = sheet_new(kit.fonts, "test", "en", (Place){.path = "here"}, kit.arena, &findings);
        sheet_page(&sheet, MM(100), MM(50));
        refused[i].place(&sheet);
        base_check(base_found(&findings, refused[i].code, "here", refused[i].says), refused[i].name, "not found");
        base_check(sheet_document(&sheet) == NULL, refused[i].name, "a document came of it");
    }
    kit_end(&kit);
}

/* Lines of a text at 12 pt in so many millimetres. */
static const struct { const char *text; Um width; int lines; } wrapped[] = {
    {"", MM(50), 0},
    {"one", MM(50), 1},
    {"one two three four five six", MM(200), 1},
    {"one two three four five six", MM(30), 2},
    {"one\ntwo", MM(200), 2},
    {"4.2\xC2\xA0mL", MM(5), 1},
    {"a b", MM(2), 2},
};

static void test_wrapped(void)
{
    Kit kit = kit_begin();
    Sheet sheet = sheet_new(kit.fonts, "test", "en", (Place){0}, kit.arena, &kit.findings);
    for (size_t i = 0; i < ROWS(wrapped); i++)
        base_check_number(block_height(&sheet, wrapped[i].width, &plain, wrapped[i].text),
                          wrapped[i].lines * type_leading(&plain), wrapped[i].text);
    kit_end(&kit);
}

/* Parts keep their roles, the sign between them is left out at the end of a line, lines end before the code. */
static void test_spans(void)
{
    Kit kit = kit_begin();
    Sheet sheet = sheet_new(kit.fonts, "test", "en", (Place){0}, kit.arena, &kit.findings);
    sheet_page(&sheet, MM(100), MM(50));
    Span parts[] = {{"a.one", "one two"}, {"a.none", NULL}, {"a.three", "three four"}};
    Box notch = {MM(40), MM(15), MM(60), MM(35)};
    put_spans(&sheet, (Box){0, MM(4), MM(100), MM(46)}, &plain, &(Spans){parts, 3, " + ", {0}});
    put_spans(&sheet, (Box){0, MM(14), MM(100), MM(36)}, &plain, &(Spans){parts, 3, " + ", notch});
    const char *text = document_text(sheet_document(&sheet), kit.arena);
    CU_ASSERT_STRING_EQUAL(text, "one two\t + \tthree four\none two\t + \tthree\nfour\n");
    kit_end(&kit);
}

/* ---------------------------------------------------------------- codes ---- */

static const struct { int dpi, dots; } modules_at[] = {{203, 4}, {300, 4}, {305, 4}, {600, 8}, {150, 4}};

static void test_modules(void)
{
    for (size_t i = 0; i < ROWS(modules_at); i++) CU_ASSERT_EQUAL(module_dots(modules_at[i].dpi), modules_at[i].dots);
    Modules modules = {.side = 41};
    CU_ASSERT_EQUAL(code_side(&modules, 203), 24524);   /* 196 dots of 203 dpi: 24.5 mm */
}

/* ---------------------------------------------------------------- PDF ---- */

static Document *small_document(Kit *kit, Um width)
{
    uint8_t *dark = arena_alloc(kit->arena, 21 * 21);
    for (size_t i = 0; i < 21 * 21; i += 2) dark[i] = 1;
    Modules *modules = ARENA_NEW(kit->arena, Modules);
    *modules = (Modules){.side = 21, .dark = dark};
    Sheet sheet = sheet_new(kit->fonts, "A \xC5\x81 title", "en", (Place){0}, kit->arena, &kit->findings);
    sheet_page(&sheet, width, MM(50));
    put_line(&sheet, (Box){MM(3), MM(5), MM(40), 0}, &plain, "t", "Nguy\xE1\xBB\x85n \xE2\x86\x92");
    put_line(&sheet, (Box){MM(3), MM(15), MM(40), 0}, &plain, "t", "\xD0\x9E\xD0\xBB\xD1\x8C\xD0\xB3\xD0\xB0");
    put_frame(&sheet, (Box){MM(1), MM(1), MM(10.5), MM(3)}, PT(0.5), 128, "f");
    put_bar(&sheet, (Box){MM(1), MM(40), MM(10.5), MM(3)}, 0, "b");
    put_rule(&sheet, 0, MM(20), MM(10), 0, PT(0.5), 0, "r");
    put_code(&sheet, MM(20), MM(20), modules, 203, "c");
    return sheet.document;
}

/* The same bytes twice, from another Fonts, and where decimals are written with commas. */
static void test_same_bytes(void)
{
    Kit kit = kit_begin(), other = kit_begin();
    Bytes first, second, third;
    CU_ASSERT_TRUE_FATAL(pdf_write(small_document(&kit, MM(100)), kit.fonts, kit.arena, &first, &kit.findings));
    CU_ASSERT_TRUE_FATAL(pdf_write(small_document(&kit, MM(100)), kit.fonts, kit.arena, &second, &kit.findings));
    setlocale(LC_ALL, "de_DE.UTF-8");
    CU_ASSERT_TRUE_FATAL(pdf_write(small_document(&other, MM(100)), other.fonts, other.arena, &third, &other.findings));
    setlocale(LC_ALL, "C");
    CU_ASSERT_TRUE(first.size == second.size && memcmp(first.at, second.at, first.size) == 0);
    CU_ASSERT_TRUE(first.size == third.size && memcmp(first.at, third.at, first.size) == 0);
    CU_ASSERT_TRUE(memcmp(first.at, "%PDF-", 5) == 0);
    kit_end(&kit);
    kit_end(&other);
}

static void test_library_error(void)
{
    Kit kit = kit_begin();
    Bytes bytes;
    CU_ASSERT_FALSE(pdf_write(small_document(&kit, MM(6000)), kit.fonts, kit.arena, &bytes, &kit.findings));
    CU_ASSERT_TRUE(base_found(&kit.findings, MT704, NULL, "libharu error 0x"));
    CU_ASSERT_EQUAL(bytes.size, 0);
    kit_end(&kit);
}

/* What is no whole PDF joins no volume; nothing is mended in silence. */
static void test_merge_refused(void)
{
    static const struct { const char *name, *bytes; } bad[] = {
        {"no PDF", "Take 2 mL"}, {"empty", ""}, {"cut short", "%PDF-1.3\n1 0 obj\n<< /Type /Catalog"},
    };
    Kit kit = kit_begin();
    Bytes whole;
    CU_ASSERT_TRUE_FATAL(pdf_write(small_document(&kit, MM(100)), kit.fonts, kit.arena, &whole, &kit.findings));
    const char *good = path_join(kit.arena, base_folder(), "good.pdf"), *path = path_join(kit.arena, base_folder(), "bad.pdf");
    CU_ASSERT_EQUAL_FATAL(file_publish(good, whole), 0);
    MergePart parts[] = {{good, "A"}, {path, "B"}};
    Merged merged;
    for (size_t i = 0; i <= ROWS(bad); i++) {   /* the last one is not there at all */
        Findings findings = findings_new(kit.arena);
        if (i < ROWS(bad)) CU_ASSERT_EQUAL(file_publish(path, (Bytes){bad[i].bytes, strlen(bad[i].bytes)}), 0);
        if (i == ROWS(bad)) CU_ASSERT_EQUAL(remove(path), 0);
        base_check(!pdf_merge(parts, 2, "t", kit.arena, &merged, &findings), i < ROWS(bad) ? bad[i].name : "missing", "was joined");
        CU_ASSERT_TRUE(base_found(&findings, MT729, NULL, "bad.pdf"));
    }
    Findings findings = findings_new(kit.arena);
    CU_ASSERT_TRUE(pdf_merge((MergePart[]){{good, "A"}, {good, "B"}}, 2, "t", kit.arena, &merged, &findings));
    CU_ASSERT_EQUAL(merged.pages, 2);
    CU_ASSERT_EQUAL(findings.count, 0);
    kit_end(&kit);
}

/* ---------------------------------------------------------------- stock ---- */

#define STOCK(attributes, inside) \
    "<stock xmlns=\"urn:microtaper:stock:1\" id=\"x\" title=\"t\" " attributes ">" inside "</stock>"
#define SIZE "width=\"99.1 mm\" height=\"67.7 mm\" margin=\"2 mm\""
#define SHEET(across, down, pitch) \
    "<sheet width=\"210 mm\" height=\"297 mm\" across=\"" across "\" down=\"" down \
    "\" left=\"4.65 mm\" top=\"13.1 mm\" pitch-x=\"" pitch "\" pitch-y=\"67.7 mm\"/>"

static const struct { const char *name, *xml; bool good; Code code; } stocks[] = {
    {"roll", STOCK(SIZE, ""), true, MT709},
    {"sheet", STOCK(SIZE, SHEET("2", "4", "101.6 mm")), true, MT709},
    {"too many across", STOCK(SIZE, SHEET("3", "4", "101.6 mm")), false, MT709},
    {"too many down", STOCK(SIZE, SHEET("2", "5", "101.6 mm")), false, MT709},
    {"none across", STOCK(SIZE, SHEET("0", "4", "101.6 mm")), false, MT709},
    {"pitch under the width", STOCK(SIZE, SHEET("2", "4", "99 mm")), false, MT709},
    {"all margin", STOCK("width=\"99.1 mm\" height=\"67.7 mm\" margin=\"40 mm\"", ""), false, MT709},
    {"another id", "<stock xmlns=\"urn:microtaper:stock:1\" id=\"y\" title=\"t\" " SIZE "/>", false, MT709},
};

static void test_stocks(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(stocks); i++) {
        Findings findings = findings_new(arena);
        const char *folder = paper_templates("stock/x.xml", stocks[i].xml);
        base_check((stock_load(folder, "x", arena, &findings) != NULL) == stocks[i].good, stocks[i].name, "taken or not");
        if (!stocks[i].good) base_check(base_found(&findings, stocks[i].code, NULL, NULL), stocks[i].name, "its code");
    }
    paper_templates_end();
    arena_free(arena);
}

void suite_paper_core(void)
{
    CU_pSuite suite = CU_add_suite("paper: core", NULL, NULL);
    CU_add_test(suite, "widths of the shipped faces", test_widths);
    CU_add_test(suite, "characters no face has", test_missing);
    CU_add_test(suite, "only the shipped fonts are taken", test_other_font);
    CU_add_test(suite, "what does not fit is refused", test_refused);
    CU_add_test(suite, "wrapping", test_wrapped);
    CU_add_test(suite, "paragraphs of parts", test_spans);
    CU_add_test(suite, "modules in dots", test_modules);
    CU_add_test(suite, "the same bytes", test_same_bytes);
    CU_add_test(suite, "an error of the PDF library is told", test_library_error);
    CU_add_test(suite, "what is no PDF joins no volume", test_merge_refused);
    CU_add_test(suite, "stocks", test_stocks);
}
