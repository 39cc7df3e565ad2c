/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Display list to PDF bytes.  Only this file knows libharu (2.3.0), and it distrusts it:
 *   - the document goes to memory, because HPDF_SaveToFile to a full disk answers success;
 *   - the first error is kept, later ones overwrite the cause;
 *   - no dates, no encryption: the same document gives the same bytes;
 *   - codes are filled rectangles, because 1-bit raw images come out corrupt;
 *   - every text has been measured and its characters looked up before it comes here: the library would print a box
 *     for a missing glyph and say nothing. */
#include <hpdf.h>
#include <inttypes.h>
#include <string.h>

#include "font.h"
#include "microtaper/text.h"

/* 8-bit encodings first: a text in one of them costs a quarter of the time of the same in UTF-8. */
enum { WIN_ANSI, CP1250, CP1251, CP1253, CP1254, CP1257, EIGHT_BIT, UTF_8 = EIGHT_BIT, ENCODINGS };
static const char *const encoding_name[ENCODINGS] = {
    [WIN_ANSI] = "WinAnsiEncoding", [CP1250] = "CP1250", [CP1251] = "CP1251", [CP1253] = "CP1253",
    [CP1254] = "CP1254", [CP1257] = "CP1257", [UTF_8] = "UTF-8",
};

/* Byte of each character in one 8-bit encoding; 0: it has none. */
typedef struct { uint8_t byte[FONT_CHARACTERS]; } CodePage;

typedef struct {
    HPDF_Doc pdf;
    HPDF_Page page;
    double height;                           /* of the page, points */
    const Document *document;
    Fonts *fonts;
    Arena *arena;
    Findings *findings;
    const char *face_name[FACE_COUNT];
    HPDF_Font font[FACE_COUNT][ENCODINGS];
    CodePage *code_page[EIGHT_BIT];
    HPDF_STATUS fault, detail;               /* the first error */
} Writer;

static void keep_first_error(HPDF_STATUS fault, HPDF_STATUS detail, void *writer)
{
    Writer *w = writer;
    if (w->fault) return;
    w->fault = fault;
    w->detail = detail;
}

static double points(Length length)
{
    return (double)length.um * 72 / 25400;
}

static HPDF_REAL down(const Writer *w, double y)
{
    return (HPDF_REAL)(w->height - y);
}

/* ---------------------------------------------------------------- encodings ---- */

/* Letters whose glyph name means another character to PDF readers (Adobe's list: Delta is U+2206, Omega U+2126, mu
 * U+00B5): written in 8 bits they print nothing, or read back as the other.  A test draws each. */
static bool misnamed(uint32_t c)
{
    return c == 0xAD || c == 0x394 || c == 0x3A9 || c == 0x3BC;
}

/* Turns the library's own table round, so that what is written is what it will embed. */
static CodePage *code_page_make(Writer *w, int encoding)
{
    HPDF_Encoder encoder = HPDF_GetEncoder(w->pdf, encoding_name[encoding]);
    CodePage *page = ARENA_NEW(w->arena, CodePage);
    if (!encoder) return page;
    for (unsigned byte = 255; byte >= 32; byte--) {
        HPDF_UNICODE c = HPDF_Encoder_GetUnicode(encoder, (HPDF_UINT16)byte);
        if (c >= 32 && c < FONT_CHARACTERS && !misnamed(c)) page->byte[c] = (uint8_t)byte;
    }
    return page;
}

/* The text in an encoding, or NULL when it has not all the characters. */
static const char *encode(Writer *w, int encoding, const char *text)
{
    if (encoding == UTF_8) return text;
    if (!w->code_page[encoding]) w->code_page[encoding] = code_page_make(w, encoding);
    const CodePage *page = w->code_page[encoding];
    char *bytes = arena_alloc(w->arena, strlen(text) + 1), *end = bytes;
    for (uint32_t c; (c = utf8_next(&text)) != 0;) {
        if (c >= FONT_CHARACTERS || !page->byte[c]) return NULL;
        *end++ = (char)page->byte[c];
    }
    return bytes;
}

static HPDF_Font font_for(Writer *w, Face face, int encoding)
{
    HPDF_Font *font = &w->font[face][encoding];
    if (!*font) *font = HPDF_GetFont(w->pdf, w->face_name[face], encoding_name[encoding]);
    return *font;
}

/* ---------------------------------------------------------------- items ---- */

static void draw_text(Writer *w, const Item *item)
{
    int encoding = WIN_ANSI;
    const char *bytes;
    while (!(bytes = encode(w, encoding, item->text))) encoding++;
    Length wide = font_width(w->fonts, item->face, item->size, item->text);
    Length spare = {item->width.um - wide.um};
    double x = points(item->x);
    if (item->align == ALIGN_CENTRE) x += points(spare) / 2;
    if (item->align == ALIGN_RIGHT) x += points(spare);
    double baseline = points(item->y) + 0.8 * points(item->size);
    HPDF_Page_SetGrayFill(w->page, (HPDF_REAL)item->grey / 255);
    HPDF_Page_BeginText(w->page);
    HPDF_Page_SetFontAndSize(w->page, font_for(w, item->face, encoding), (HPDF_REAL)points(item->size));
    HPDF_Page_TextOut(w->page, (HPDF_REAL)x, down(w, baseline), bytes);
    HPDF_Page_EndText(w->page);
}

static void draw_line(Writer *w, const Item *item)
{
    HPDF_Page_SetGrayStroke(w->page, (HPDF_REAL)item->grey / 255);
    HPDF_Page_SetLineWidth(w->page, (HPDF_REAL)points(item->size));
    HPDF_Page_MoveTo(w->page, (HPDF_REAL)points(item->x), down(w, points(item->y)));
    HPDF_Page_LineTo(w->page, (HPDF_REAL)(points(item->x) + points(item->width)),
                     down(w, points(item->y) + points(item->height)));
    HPDF_Page_Stroke(w->page);
}

static void rectangle(Writer *w, const Item *item)
{
    HPDF_Page_Rectangle(w->page, (HPDF_REAL)points(item->x), down(w, points(item->y) + points(item->height)),
                        (HPDF_REAL)points(item->width), (HPDF_REAL)points(item->height));
}

static void draw_bar(Writer *w, const Item *item)
{
    HPDF_Page_SetGrayFill(w->page, (HPDF_REAL)item->grey / 255);
    rectangle(w, item);
    HPDF_Page_Fill(w->page);
}

static void draw_box(Writer *w, const Item *item)
{
    HPDF_Page_SetGrayStroke(w->page, (HPDF_REAL)item->grey / 255);
    HPDF_Page_SetLineWidth(w->page, (HPDF_REAL)points(item->size));
    rectangle(w, item);
    HPDF_Page_Stroke(w->page);
}

/* ---------------------------------------------------------------- codes ---- */

static int64_t whole_dots(Length length, int dpi)
{
    return (length.um * dpi + 12700) / 25400;
}

/* In dots.  Codes of 150 dpi stand on pages for office printers of 600 dpi and more, and are judged from grey renderings
 * of 150: there the quarter is that of the printer's dot, so that the rendering stays black and white. */
static double run_inset(int dpi)
{
    return dpi < 200 ? 0.25 * dpi / 600 : 0.25;
}

/* One run of dark modules.  Rasterizers spread a rectangle by up to a dot: each is drawn a quarter of a dot smaller on
 * every side, and comes out exact (measured with poppler, MuPDF and Ghostscript). */
static void draw_run(Writer *w, const Item *item, int64_t x, int64_t y, int64_t dots, int64_t module)
{
    double dot = 72.0 / item->dpi, inset = run_inset(item->dpi);
    HPDF_Page_Rectangle(w->page, (HPDF_REAL)((x + inset) * dot), down(w, (y + module - inset) * dot),
                        (HPDF_REAL)((dots - 2 * inset) * dot), (HPDF_REAL)((module - 2 * inset) * dot));
}

static void draw_modules(Writer *w, const Item *item)
{
    const Modules *m = item->modules;
    int64_t left = whole_dots(item->x, item->dpi), top = whole_dots(item->y, item->dpi);
    int64_t module = whole_dots(item->width, item->dpi) / m->side;
    HPDF_Page_SetGrayFill(w->page, 0);
    for (int y = 0; y < m->side; y++) {
        const uint8_t *row = m->dark + (size_t)y * (size_t)m->side;
        for (int x = 0, end; x < m->side; x = end + 1) {
            for (end = x; end < m->side && row[end]; end++) {}
            if (end > x) draw_run(w, item, left + x * module, top + y * module, (end - x) * module, module);
        }
    }
    HPDF_Page_Fill(w->page);
}

/* ---------------------------------------------------------------- pages ---- */

static void draw_item(Writer *w, const Item *item)
{
    static void (*const draw[])(Writer *, const Item *) = {
        [ITEM_TEXT] = draw_text, [ITEM_LINE] = draw_line, [ITEM_BAR] = draw_bar,
        [ITEM_BOX] = draw_box, [ITEM_MODULES] = draw_modules,
    };
    draw[item->kind](w, item);
}

/* PDF counts from the bottom: the height must be whole dots for a code to stand on whole dots. */
static double page_height(const Page *page)
{
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == ITEM_MODULES)
            return (double)whole_dots(page->height, page->items[i].dpi) * 72 / page->items[i].dpi;
    return points(page->height);
}

static void draw_page(Writer *w, const Page *page)
{
    w->page = HPDF_AddPage(w->pdf);
    w->height = page_height(page);
    HPDF_Page_SetWidth(w->page, (HPDF_REAL)points(page->width));
    HPDF_Page_SetHeight(w->page, (HPDF_REAL)w->height);
    for (size_t i = 0; i < page->count && !w->fault; i++) draw_item(w, &page->items[i]);
}

/* ---------------------------------------------------------------- documents ---- */

static bool ascii(const char *text)
{
    while (*text > 0) text++;
    return *text == 0;
}

/* The characters each face must hold, by face. */
static void collect_characters(const Document *document, Characters used[FACE_COUNT])
{
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++) {
            const Item *item = &document->pages[p].items[i];
            if (item->kind == ITEM_TEXT) characters_add(&used[item->face], item->text);
        }
}

static bool load_faces(Writer *w)
{
    Characters used[FACE_COUNT] = {0};
    collect_characters(w->document, used);
    for (Face face = 0; face < FACE_COUNT; face++) {
        const char *file = font_subset(w->fonts, face, &used[face], w->findings);
        if (!file) return false;
        w->face_name[face] = HPDF_LoadTTFontFromFile(w->pdf, file, HPDF_TRUE);
        if (!w->face_name[face]) return false;
    }
    return true;
}

static void begin(Writer *w)
{
    HPDF_SetCompressionMode(w->pdf, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(w->pdf);
    /* Printed at its own size: a scaled label is off its stock and its code off the dots. */
    HPDF_SetViewerPreference(w->pdf, HPDF_PRINT_SCALING_NONE);
    if (!ascii(w->document->title)) HPDF_SetCurrentEncoder(w->pdf, "UTF-8");
    HPDF_SetInfoAttr(w->pdf, HPDF_INFO_TITLE, w->document->title);
}

static void draw(Writer *w)
{
    begin(w);
    if (!load_faces(w)) return;
    for (size_t p = 0; p < w->document->count && !w->fault; p++) draw_page(w, &w->document->pages[p]);
}

static void save(Writer *w, Bytes *out)
{
    if (w->fault || HPDF_SaveToStream(w->pdf) != HPDF_OK) return;
    HPDF_UINT32 size = HPDF_GetStreamSize(w->pdf);
    char *bytes = arena_alloc(w->arena, size);
    HPDF_UINT32 got = size;
    HPDF_ReadFromStream(w->pdf, (HPDF_BYTE *)bytes, &got);
    if (got == size) *out = (Bytes){bytes, size};
}

bool pdf_write(const Document *document, Fonts *fonts, Arena *arena, Bytes *out, Findings *findings)
{
    Writer w = {.document = document, .fonts = fonts, .arena = arena, .findings = findings};
    size_t before = findings_errors(findings);
    *out = (Bytes){0};
    w.pdf = HPDF_New(keep_first_error, &w);
    if (w.pdf) {
        draw(&w);
        save(&w, out);
        HPDF_Free(w.pdf);
    }
    if (!w.fault && out->size) return true;
    *out = (Bytes){0};
    if (findings_errors(findings) == before)
        finding_add(findings, MT704, (Place){0}, "%s: libharu error 0x%04lX, detail %lu", document->title,
                    (unsigned long)w.fault, (unsigned long)w.detail);
    return false;
}
