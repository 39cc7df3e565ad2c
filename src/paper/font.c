/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faces that ship: widths and repertoire.  Only this file and font_file know HarfBuzz. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "font_faces.h"
#include "microtaper/digest.h"
#include "microtaper/text.h"

#define FONT_FILE_MOST (1 << 20)

/* The faces as delivered.  A malformed font can crash the PDF library, so no other file is taken: the letters are
 * digest_letters of the file, and of what is measured in it.  HarfBuzz goes on with an empty font where memory runs out. */
static const struct { const char *file, *digest, *measures; } shipped[FACE_COUNT] = {
    [FACE_REGULAR] = {"fonts/MicrotaperSans-Regular.ttf", "30MA4XABNP67S1SP", "35Y2983BWQWS0068"},
    [FACE_BOLD] = {"fonts/MicrotaperSans-Bold.ttf", "QCT02WJYN9ME3A2Q", "PF9112266YG6M1DE"},
};

/* ---------------------------------------------------------------- sets ---- */

void characters_add(Characters *set, const char *text)
{
    for (uint32_t c; (c = utf8_next(&text)) != 0;) characters_put(set, c);
}

/* ---------------------------------------------------------------- loading ---- */

/* Widths are stated by the PDF in whole thousandths, rounded down: so do we, to agree with it. */
static void measure_glyph(Fonts *fonts, Face face, uint32_t c, hb_font_t *font, int em)
{
    hb_codepoint_t glyph;
    hb_glyph_extents_t ink;
    fonts->advance[face][c] = -1;
    if (!hb_font_get_nominal_glyph(font, c, &glyph)) return;
    fonts->advance[face][c] = (int16_t)(hb_font_get_glyph_h_advance(font, glyph) * 1000 / em);
    if (!hb_font_get_glyph_extents(font, glyph, &ink)) return;
    fonts->above[face][c] = (int16_t)(ink.y_bearing * 1000 / em);
    fonts->below[face][c] = (int16_t)(-(ink.y_bearing + ink.height) * 1000 / em);
}

static void measure(Fonts *fonts, Face face)
{
    hb_font_t *font = hb_font_create(fonts->face[face]);
    unsigned em = hb_face_get_upem(fonts->face[face]);
    hb_font_set_scale(font, (int)em, (int)em);
    for (uint32_t c = 0; c < 0x20; c++) fonts->advance[face][c] = -1;
    for (uint32_t c = 0x20; c < FONT_CHARACTERS; c++) measure_glyph(fonts, face, c, font, (int)em);
    hb_font_destroy(font);
}

/* Each measure as two bytes, the higher first: the same letters on any machine. */
static const char *measures_letters(const Fonts *fonts, Face face, Arena *arena)
{
    const int16_t *const measures[] = {fonts->advance[face], fonts->above[face], fonts->below[face]};
    uint8_t *bytes = arena_alloc(arena, 3 * 2 * FONT_CHARACTERS), *at = bytes;
    for (size_t m = 0; m < 3; m++)
        for (uint32_t c = 0; c < FONT_CHARACTERS; c++) {
            *at++ = (uint8_t)((uint16_t)measures[m][c] >> 8);
            *at++ = (uint8_t)measures[m][c];
        }
    Digest digest = digest_of(bytes, 3 * 2 * FONT_CHARACTERS);
    return digest_letters(arena, &digest, 16);
}

static bool face_load(Fonts *fonts, Face face, const char *templates, Arena *arena, Findings *findings)
{
    const char *path = path_join(arena, templates, shipped[face].file);
    Place place = {.file = path};
    Bytes bytes;
    int fault = file_read(path, FONT_FILE_MOST, arena, &bytes);
    if (fault) {
        finding_add(findings, MT702, place, "cannot be read: %s", strerror(fault));
        return false;
    }
    Digest digest = digest_of(bytes.at, bytes.size);
    const char *letters = digest_letters(arena, &digest, 16);
    if (strcmp(letters, shipped[face].digest) != 0) {
        finding_add(findings, MT702, place, "its digest is %s, that of the delivered font %s", letters, shipped[face].digest);
        return false;
    }
    hb_blob_t *blob = hb_blob_create(bytes.at, (unsigned)bytes.size, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    fonts->face[face] = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    measure(fonts, face);
    letters = measures_letters(fonts, face, arena);
    if (strcmp(letters, shipped[face].measures) == 0) return true;
    finding_add(findings, MT702, place, "its letters do not measure as they must (%s, not %s): has memory run out?", letters,
                shipped[face].measures);
    return false;
}

Fonts *fonts_load(const char *templates, Arena *arena, Findings *findings)
{
    Fonts *fonts = ARENA_NEW(arena, Fonts);
    bool good = true;
    for (Face face = 0; face < FACE_COUNT; face++) good &= face_load(fonts, face, templates, arena, findings);
    if (good) return fonts;
    fonts_free(fonts);
    return NULL;
}

void fonts_free(Fonts *fonts)
{
    if (!fonts) return;
    font_files_free(fonts);
    for (Face face = 0; face < FACE_COUNT; face++) hb_face_destroy(fonts->face[face]);
    memset(fonts, 0, sizeof *fonts);
}

/* ---------------------------------------------------------------- widths ---- */

int32_t font_advance(const Fonts *fonts, Face face, uint32_t character)
{
    if (character >= FONT_CHARACTERS || fonts->advance[face][character] < 0) return 0;
    return fonts->advance[face][character];
}

Length font_width(const Fonts *fonts, Face face, Length size, const char *text)
{
    int64_t thousandths = 0;
    for (uint32_t c; (c = utf8_next(&text)) != 0;) thousandths += font_advance(fonts, face, c);
    return font_length(thousandths, size);
}

FontMeasure font_measure(const Fonts *fonts, Face face, Length size, const char *text)
{
    int64_t thousandths = 0;
    int16_t above = 0, below = 0;
    FontMeasure measure = {0};
    for (uint32_t c; (c = utf8_next(&text)) != 0;) {
        bool has = c < FONT_CHARACTERS;
        for (Face each = 0; each < FACE_COUNT; each++) has = has && fonts->advance[each][c] >= 0;
        if (!has && !measure.missing) measure.missing = c;
        if (c >= FONT_CHARACTERS || fonts->advance[face][c] < 0) continue;
        thousandths += fonts->advance[face][c];
        if (fonts->above[face][c] > above) above = fonts->above[face][c];
        if (fonts->below[face][c] > below) below = fonts->below[face][c];
    }
    measure.width = font_length(thousandths, size);
    measure.above.um = above * size.um / 1000;
    measure.below.um = below * size.um / 1000;
    return measure;
}

uint32_t fonts_missing(const Fonts *fonts, const char *text)
{
    return font_measure(fonts, FACE_REGULAR, (Length){0}, text).missing;
}
