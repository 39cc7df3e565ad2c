/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subsets of the faces, made once for each set of characters and kept. */
#include <hb-subset.h>
#include <inttypes.h>
#include <string.h>

#include "font_faces.h"
#include "microtaper/digest.h"
#include "microtaper/text.h"

/* A document that uses one letter of these gets all of them: names differ from patient to patient, and the documents of
 * one script then share a subset.  Latin-1's letters; Latin further on; Greek; Cyrillic; Vietnamese. */
static const struct { uint32_t first, last; } scripts[] = {   /* in whole words of a set */
    {0xC0, 0xFF}, {0x100, 0x23F}, {0x380, 0x3FF}, {0x400, 0x53F}, {0x1E00, 0x1EFF},
};

static const char *const face_name[FACE_COUNT] = {
    [FACE_REGULAR] = "MicrotaperSans-Regular", [FACE_BOLD] = "MicrotaperSans-Bold",
};

/* ---------------------------------------------------------------- sets ---- */

/* ASCII is in every subset. */
static Characters characters_with_common(const Characters *used)
{
    Characters all = *used;
    for (uint32_t c = 0x20; c <= 0x7E; c++) characters_put(&all, c);
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        uint64_t any = 0;
        for (uint32_t word = scripts[i].first / 64; word <= scripts[i].last / 64; word++) any |= used->bits[word];
        for (uint32_t word = scripts[i].first / 64; any && word <= scripts[i].last / 64; word++) all.bits[word] = UINT64_MAX;
    }
    return all;
}

/* ---------------------------------------------------------------- a subset ---- */

/* The face with these characters only: no hinting, no layout tables (there are none), glyph names dropped. */
static hb_blob_t *subset_once(hb_face_t *face, const Characters *set)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) return NULL;
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_t *wanted = hb_subset_input_unicode_set(input);
    for (uint32_t c = 0; c < FONT_CHARACTERS; c++)
        if (characters_has(set, c)) hb_set_add(wanted, c);
    hb_face_t *built = hb_subset_or_fail(face, input);
    hb_subset_input_destroy(input);
    if (!built) return NULL;
    hb_blob_t *blob = hb_face_reference_blob(built);
    hb_face_destroy(built);
    return blob;
}

/* Where memory runs out, HarfBuzz can leave a table or a letter out and say nothing: only what comes out twice is taken. */
static hb_face_t *subset_make(hb_face_t *face, const Characters *set)
{
    hb_blob_t *blob = subset_once(face, set), *again = subset_once(face, set);
    unsigned size = hb_blob_get_length(blob);
    bool same = size > 0 && hb_blob_get_length(again) == size &&
                memcmp(hb_blob_get_data(blob, NULL), hb_blob_get_data(again, NULL), size) == 0;
    hb_face_t *small = same ? hb_face_create(blob, 0) : NULL;
    hb_blob_destroy(blob);
    hb_blob_destroy(again);
    return small;
}

/* Whether every letter wanted is in the subset as it is in the face: an empty font is all there is where memory runs out. */
static bool subset_whole(const Fonts *fonts, Face face, const Characters *set, hb_font_t *font)
{
    hb_font_t *whole = hb_font_create(fonts->face[face]);
    bool same = hb_face_get_upem(hb_font_get_face(font)) == hb_face_get_upem(fonts->face[face]);
    for (uint32_t c = 0; same && c < FONT_CHARACTERS; c++) {
        hb_codepoint_t glyph, full;
        hb_glyph_extents_t ink, expected;
        if (!characters_has(set, c) || fonts->advance[face][c] < 0) continue;
        same = hb_font_get_nominal_glyph(font, c, &glyph) && hb_font_get_nominal_glyph(whole, c, &full) &&
               hb_font_get_glyph_h_advance(font, glyph) == hb_font_get_glyph_h_advance(whole, full) &&
               hb_font_get_glyph_extents(font, glyph, &ink) && hb_font_get_glyph_extents(whole, full, &expected) &&
               memcmp(&ink, &expected, sizeof ink) == 0;
    }
    hb_font_destroy(whole);
    return same;
}

static Bytes pack_font(Fonts *fonts, hb_face_t *small, size_t *size, Arena *arena)
{
    unsigned length;
    hb_blob_t *blob = hb_face_reference_blob(small);
    const char *bytes = hb_blob_get_data(blob, &length);
    Bytes packed = pack(fonts->kept_packer, (Bytes){bytes, length}, arena);
    hb_blob_destroy(blob);
    *size = length;
    return packed;
}

static Bytes pack_glyphs(Fonts *fonts, hb_font_t *font, const Characters *set, Arena *arena)
{
    size_t codes = 0;
    uint8_t *map = arena_alloc(arena, 2 * FONT_CHARACTERS);
    for (uint32_t c = 0; c < FONT_CHARACTERS; c++) {
        hb_codepoint_t glyph;
        if (!characters_has(set, c) || !hb_font_get_nominal_glyph(font, c, &glyph)) continue;
        map[2 * c] = (uint8_t)(glyph >> 8);
        map[2 * c + 1] = (uint8_t)glyph;
        codes = c + 1;
    }
    return pack(fonts->kept_packer, (Bytes){(const char *)map, 2 * codes}, arena);
}

/* Runs of codes with their advances: "[32 [268 331] 161 [331 ...]]". */
static const char *list_widths(const Fonts *fonts, Face face, const Characters *set, Arena *arena)
{
    Buffer list = buffer_new(arena);
    bool inside = false;
    buffer_add(&list, "[");
    for (uint32_t c = 0; c < FONT_CHARACTERS; c++) {
        bool has = characters_has(set, c) && fonts->advance[face][c] >= 0;
        if (inside && !has) buffer_add(&list, "]");
        if (has && !inside) buffer_addf(&list, "%" PRIu32 " [", c);
        if (has) buffer_addf(&list, "%d ", fonts->advance[face][c]);
        inside = has;
    }
    buffer_add(&list, inside ? "]]" : "]");
    return buffer_text(&list);
}

static int32_t thousandths(int64_t value, unsigned em)
{
    return (int32_t)(value * 1000 / (int64_t)em);
}

/* The `head` table's box of all glyphs: four signed 16-bit numbers from byte 36. */
static bool read_box(FontFile *file, hb_face_t *face, unsigned em)
{
    unsigned size;
    hb_blob_t *head = hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd'));
    const uint8_t *bytes = (const uint8_t *)hb_blob_get_data(head, &size);
    for (unsigned i = 0; i < 4 && size >= 44; i++)
        file->box[i] = thousandths((int16_t)(bytes[36 + 2 * i] << 8 | bytes[37 + 2 * i]), em);
    hb_blob_destroy(head);
    return size >= 44;
}

static bool describe(FontFile *file, hb_face_t *face, hb_font_t *font, int16_t capital)
{
    hb_font_extents_t extents = {0};
    unsigned em = hb_face_get_upem(face);
    if (!hb_font_get_h_extents(font, &extents)) return false;
    file->ascent = thousandths(extents.ascender, em);
    file->descent = thousandths(extents.descender, em);
    file->capital = capital;
    return read_box(file, face, em);
}

/* Six capital letters tell subsets of a face apart (PDF 32000, 9.6.4). */
static void name_file(FontFile *file, Face face, const Characters *set)
{
    Digest digest = digest_of(set, sizeof *set);
    char tag[7] = "";
    for (size_t i = 0; i < 6; i++) tag[i] = (char)('A' + digest.bytes[i] % 26);
    snprintf(file->name, sizeof file->name, "%s+%s", tag, face_name[face]);
}

/* ---------------------------------------------------------------- kept ---- */

static KeptFile *file_find(Fonts *fonts, Face face, const Characters *set)
{
    for (size_t i = 0; i < FONT_FILES; i++) {
        KeptFile *kept = &fonts->files[i];
        if (kept->arena && kept->face == face && memcmp(&kept->set, set, sizeof *set) == 0) return kept;
    }
    return NULL;
}

/* A free place, or the one filled longest ago.  A document holds one subset a face, far fewer than there are places. */
static KeptFile *file_place(Fonts *fonts)
{
    KeptFile *kept = &fonts->files[fonts->next++ % FONT_FILES];
    arena_free(kept->arena);
    kept->arena = arena_new();
    return kept;
}

static bool file_fill(Fonts *fonts, KeptFile *kept, hb_face_t *small)
{
    FontFile *file = &kept->file;
    hb_font_t *font = hb_font_create(small);
    Arena *scratch = arena_new();
    *file = (FontFile){0};
    bool whole = subset_whole(fonts, kept->face, &kept->set, font) && describe(file, small, font, fonts->above[kept->face]['H']);
    if (whole) {
        name_file(file, kept->face, &kept->set);
        file->file = pack_font(fonts, small, &file->file_size, kept->arena);
        file->glyphs = pack_glyphs(fonts, font, &kept->set, scratch);
        file->glyphs.at = arena_copy(kept->arena, file->glyphs.at, file->glyphs.size);
        file->widths = arena_string(kept->arena, list_widths(fonts, kept->face, &kept->set, scratch));
    }
    arena_free(scratch);
    hb_font_destroy(font);
    return whole;
}

static void file_drop(KeptFile *kept)
{
    arena_free(kept->arena);
    kept->arena = NULL;
}

static bool packers_ready(Fonts *fonts)
{
    if (!fonts->page_packer) fonts->page_packer = packer_new(PACK_PAGE);
    if (!fonts->kept_packer) fonts->kept_packer = packer_new(PACK_KEPT);
    return fonts->page_packer && fonts->kept_packer;
}

static bool file_make(Fonts *fonts, KeptFile *kept)
{
    hb_face_t *small = subset_make(fonts->face[kept->face], &kept->set);
    bool whole = small && file_fill(fonts, kept, small);
    hb_face_destroy(small);
    if (!whole) file_drop(kept);
    return whole;
}

const FontFile *font_file(Fonts *fonts, Face face, const Characters *used, Findings *findings)
{
    Characters set = characters_with_common(used);
    KeptFile *kept = file_find(fonts, face, &set);
    if (kept) return &kept->file;
    if (packers_ready(fonts)) {
        kept = file_place(fonts);
        kept->face = face;
        kept->set = set;
        if (file_make(fonts, kept)) return &kept->file;
    }
    finding_add(findings, MT704, (Place){0}, "no subset of %s could be made: has memory run out?", face_name[face]);
    return NULL;
}

void font_files_free(Fonts *fonts)
{
    for (size_t i = 0; i < FONT_FILES; i++) arena_free(fonts->files[i].arena);
    arena_free(fonts->arena);
    packer_free(fonts->page_packer);
    packer_free(fonts->kept_packer);
}

Packer *fonts_packer(Fonts *fonts)
{
    return packers_ready(fonts) ? fonts->page_packer : NULL;
}

/* ---------------------------------------------------------------- what codes mean ---- */

/* A code is a character's Unicode number, so every range stands for itself; a range keeps its first byte. */
static const char *unicode_map(Arena *arena)
{
    Buffer map = buffer_new(arena);
    buffer_addf(&map,
                "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n%d beginbfrange\n",
                FONT_CHARACTERS / 256);
    for (unsigned row = 0; row < FONT_CHARACTERS / 256; row++)
        buffer_addf(&map, "<%02X00> <%02XFF> <%02X00>\n", row, row, row);
    buffer_add(&map, "endbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    return buffer_text(&map);
}

Bytes font_unicode(Fonts *fonts)
{
    if (!fonts->arena && packers_ready(fonts)) {
        fonts->arena = arena_new();
        const char *map = unicode_map(fonts->arena);
        fonts->unicode = pack(fonts->kept_packer, (Bytes){map, strlen(map)}, fonts->arena);
    }
    return fonts->unicode;
}
