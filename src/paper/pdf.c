/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Display list to PDF bytes.  Only this file knows libharu (2.3.0), and it distrusts it:
 *   - the document goes to memory, because HPDF_SaveToFile to a full disk answers success;
 *   - the first error is kept, later ones overwrite the cause;
 *   - no dates, no encryption: the same document gives the same bytes;
 *   - codes are filled rectangles, because 1-bit raw images come out corrupt;
 *   - fonts are put together from the library's objects, glyph by code, because its own way goes through names of glyphs,
 *     which lose letters, and reads, cuts and packs the face anew for every document;
 *   - a page's operators come from pdf_content as one piece: the library clears half a kilobyte for each operator;
 *   - every text has been measured and its characters looked up before it comes here. */
#include <hpdf.h>
#include <inttypes.h>
#include <string.h>

#include <hpdf_doc.h>
#include <hpdf_pages.h>

#include "pdf_content.h"
#include "microtaper/text.h"

typedef struct {
    HPDF_Doc pdf;
    const Document *document;
    Fonts *fonts;
    Arena *arena;
    Findings *findings;
    HPDF_Dict font[FACE_COUNT];              /* NULL: the document does not use the face */
    HPDF_Dict unicode;
    ContentRoom room;
    HPDF_STATUS fault, detail;               /* the first error */
} Writer;

static void keep_first_error(HPDF_STATUS fault, HPDF_STATUS detail, void *writer)
{
    Writer *w = writer;
    if (w->fault) return;
    w->fault = fault;
    w->detail = detail;
}

static HPDF_REAL points(Length length)
{
    return (HPDF_REAL)((double)length.um * 72 / 25400);
}

/* ---------------------------------------------------------------- objects ---- */

/* The library's own functions test for what could not be made, and report it; a NULL goes no further than these. */

/* Writes the text in `attr` among a dictionary's entries: what the library has no type for, or would take apart. */
static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream out)
{
    return HPDF_Stream_WriteStr(out, dict->attr);
}

static void set_entries(HPDF_Dict dict, const char *entries)
{
    union { const char *text; void *attr; } held = {entries};   /* the library only hands it back */
    dict->attr = held.attr;
    dict->write_fn = write_entries;
}

static HPDF_Dict new_dict(Writer *w)
{
    HPDF_Dict dict = w->fault ? NULL : HPDF_Dict_New(w->pdf->mmgr);
    if (dict && HPDF_Xref_Add(w->pdf->xref, dict) == HPDF_OK) return dict;
    return NULL;
}

#define PACKED "/Filter /FlateDecode\n"

/* Bytes that are packed already: the library adds the length. */
static void fill_stream(HPDF_Dict dict, Bytes packed, const char *entries)
{
    set_entries(dict, entries);
    HPDF_Stream_Write(dict->stream, (const HPDF_BYTE *)packed.at, (HPDF_UINT)packed.size);
}

static HPDF_Dict new_stream(Writer *w, Bytes packed, const char *entries)
{
    HPDF_Dict dict = w->fault ? NULL : HPDF_DictStream_New(w->pdf->mmgr, w->pdf->xref);
    if (dict) fill_stream(dict, packed, entries);
    return dict;
}

/* ---------------------------------------------------------------- fonts ---- */

static HPDF_Dict describe_font(Writer *w, const FontFile *file)
{
    const char *sizes = arena_format(w->arena, "%s/Length1 %zu\n", PACKED, file->file_size);
    HPDF_Dict program = new_stream(w, file->file, sizes), descriptor = new_dict(w);
    if (!program || !descriptor) return NULL;
    /* Flags 4: characters beyond Latin's standard set.  StemV is asked for; nothing is drawn by it. */
    set_entries(descriptor, arena_format(w->arena,
                "/Type /FontDescriptor\n/FontName /%s\n/Flags 4\n/FontBBox [%d %d %d %d]\n/ItalicAngle 0\n/Ascent %d\n"
                "/Descent %d\n/CapHeight %d\n/StemV 80\n",
                file->name, file->box[0], file->box[1], file->box[2], file->box[3], file->ascent, file->descent,
                file->capital));
    HPDF_Dict_Add(descriptor, "FontFile2", program);
    return descriptor;
}

static HPDF_Dict descend_font(Writer *w, const FontFile *file)
{
    HPDF_Dict descriptor = describe_font(w, file), glyphs = new_stream(w, file->glyphs, PACKED), font = new_dict(w);
    if (!descriptor || !glyphs || !font) return NULL;
    set_entries(font, arena_format(w->arena,
                "/Type /Font\n/Subtype /CIDFontType2\n/BaseFont /%s\n"
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>\n/W %s\n",
                file->name, file->widths));
    HPDF_Dict_Add(font, "FontDescriptor", descriptor);
    HPDF_Dict_Add(font, "CIDToGIDMap", glyphs);
    return font;
}

static HPDF_Dict make_font(Writer *w, const FontFile *file)
{
    HPDF_Dict descendant = descend_font(w, file), font = new_dict(w);
    HPDF_Array descendants = w->fault ? NULL : HPDF_Array_New(w->pdf->mmgr);
    if (!descendant || !font || !descendants) return NULL;
    set_entries(font, arena_format(w->arena, "/Type /Font\n/Subtype /Type0\n/BaseFont /%s\n/Encoding /Identity-H\n",
                                   file->name));
    HPDF_Dict_Add(font, "DescendantFonts", descendants);
    HPDF_Array_Add(descendants, descendant);
    HPDF_Dict_Add(font, "ToUnicode", w->unicode);
    return font;
}

/* The characters each face must hold, by face. */
static void collect_characters(const Document *document, Characters used[FACE_COUNT], bool uses[FACE_COUNT])
{
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++) {
            const Item *item = &document->pages[p].items[i];
            if (item->kind != ITEM_TEXT) continue;
            characters_add(&used[item->face], item->text);
            uses[item->face] = true;
        }
}

static bool load_faces(Writer *w)
{
    Characters used[FACE_COUNT] = {0};
    bool uses[FACE_COUNT] = {false};
    collect_characters(w->document, used, uses);
    for (Face face = 0; face < FACE_COUNT; face++) {
        const FontFile *file = uses[face] ? font_file(w->fonts, face, &used[face], w->findings) : NULL;
        if (uses[face] && !file) return false;
        if (!file) continue;
        if (!w->unicode) w->unicode = new_stream(w, font_unicode(w->fonts), PACKED);
        w->font[face] = w->unicode ? make_font(w, file) : NULL;
        if (!w->font[face]) return false;
    }
    return true;
}

/* ---------------------------------------------------------------- pages ---- */

static void add_fonts(Writer *w, HPDF_Page page)
{
    HPDF_Dict resources = HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT);
    HPDF_Dict fonts = resources ? HPDF_Dict_New(w->pdf->mmgr) : NULL;
    if (!fonts) return;
    HPDF_Dict_Add(resources, "Font", fonts);
    for (Face face = 0; face < FACE_COUNT && !w->fault; face++)
        if (w->font[face]) HPDF_Dict_Add(fonts, content_font[face], w->font[face]);
}

static void draw_page(Writer *w, const Page *page)
{
    HPDF_Page out = HPDF_AddPage(w->pdf);
    if (!out) return;
    HPDF_Page_SetWidth(out, points(page->width));
    HPDF_Page_SetHeight(out, (HPDF_REAL)content_height(page));
    add_fonts(w, out);
    if (w->fault) return;
    HPDF_PageAttr attributes = out->attr;
    Bytes packed = pack(fonts_packer(w->fonts), content_write(page, w->fonts, &w->room, w->arena), w->arena);
    fill_stream(attributes->contents, packed, PACKED);
}

/* ---------------------------------------------------------------- documents ---- */

static bool ascii(const char *text)
{
    while (*text > 0) text++;
    return *text == 0;
}

static void begin(Writer *w)
{
    /* Printed at its own size: a scaled label is off its stock and its code off the dots. */
    HPDF_SetViewerPreference(w->pdf, HPDF_PRINT_SCALING_NONE);
    if (!ascii(w->document->title)) {
        HPDF_UseUTFEncodings(w->pdf);
        HPDF_SetCurrentEncoder(w->pdf, "UTF-8");
    }
    HPDF_SetInfoAttr(w->pdf, HPDF_INFO_TITLE, w->document->title);
}

/* What fails inside the library reaches the handler only from its outer functions; in the document it stays. */
static bool faulty(Writer *w)
{
    if (!w->fault) keep_first_error(HPDF_GetError(w->pdf), HPDF_GetErrorDetail(w->pdf), w);
    return w->fault != HPDF_OK;
}

static bool draw(Writer *w)
{
    begin(w);
    if (!fonts_packer(w->fonts) || !load_faces(w)) return false;
    for (size_t p = 0; p < w->document->count && !w->fault; p++) draw_page(w, &w->document->pages[p]);
    return !faulty(w);
}

static void save(Writer *w, Bytes *out)
{
    if (HPDF_SaveToStream(w->pdf) != HPDF_OK || faulty(w)) return;
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
        if (draw(&w)) save(&w, out);
        HPDF_Free(w.pdf);
    }
    if (!w.fault && out->size) return true;
    *out = (Bytes){0};
    if (findings_errors(findings) == before)
        finding_add(findings, MT704, (Place){0}, "%s: libharu error 0x%04lX, detail %lu", document->title,
                    (unsigned long)w.fault, (unsigned long)w.detail);
    return false;
}
