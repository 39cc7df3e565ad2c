/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faces that ship: widths, repertoire, and subsets as files in memory.  Only this file knows HarfBuzz. */
#include <errno.h>
#include <hb-subset.h>
#include <hb.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "font.h"
#include "microtaper/digest.h"
#include "microtaper/text.h"

#define FONT_FILE_MOST (1 << 20)
#define SUBSETS 12

/* The faces as delivered.  A malformed font can crash the PDF library, so no other file is taken: the letters are
 * digest_letters of the file. */
static const struct { const char *file, *digest; } shipped[FACE_COUNT] = {
    [FACE_REGULAR] = {"fonts/MicrotaperSans-Regular.ttf", "30MA4XABNP67S1SP"},
    [FACE_BOLD] = {"fonts/MicrotaperSans-Bold.ttf", "QCT02WJYN9ME3A2Q"},
};

/* One subset, kept for the next document that uses the same characters. */
typedef struct {
    bool full;
    Face face;
    Characters set;
    int file;
    char name[32];
} Subset;

struct Fonts {
    hb_face_t *face[FACE_COUNT];
    int16_t advance[FACE_COUNT][FONT_CHARACTERS];   /* thousandths of the em; -1: not in the face */
    int16_t above[FACE_COUNT][FONT_CHARACTERS];     /* ink, thousandths of the em */
    int16_t below[FACE_COUNT][FONT_CHARACTERS];
    Subset subsets[SUBSETS];
    size_t next;
};

/* ---------------------------------------------------------------- sets ---- */

static bool characters_has(const Characters *set, uint32_t c)
{
    return set->bits[c / 64] >> (c % 64) & 1;
}

static void characters_put(Characters *set, uint32_t c)
{
    if (c < FONT_CHARACTERS) set->bits[c / 64] |= UINT64_C(1) << (c % 64);
}

void characters_add(Characters *set, const char *text)
{
    for (uint32_t c; (c = utf8_next(&text)) != 0;) characters_put(set, c);
}

/* ASCII and Latin-1 are in every subset: most documents then share one. */
static Characters characters_with_common(const Characters *used)
{
    Characters all = *used;
    for (uint32_t c = 0x20; c < 0x7F; c++) characters_put(&all, c);
    for (uint32_t c = 0xA1; c < 0x100; c++) characters_put(&all, c);
    return all;
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
    return true;
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

static void subset_drop(Subset *subset)
{
    if (subset->full) close(subset->file);
    subset->full = false;
}

void fonts_free(Fonts *fonts)
{
    if (!fonts) return;
    for (size_t i = 0; i < SUBSETS; i++) subset_drop(&fonts->subsets[i]);
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
    return (Length){(thousandths * size.um + 999) / 1000};
}

Reach font_reach(const Fonts *fonts, Face face, Length size, const char *text)
{
    int16_t above = 0, below = 0;
    for (uint32_t c; (c = utf8_next(&text)) != 0;) {
        if (c >= FONT_CHARACTERS) continue;
        if (fonts->above[face][c] > above) above = fonts->above[face][c];
        if (fonts->below[face][c] > below) below = fonts->below[face][c];
    }
    return (Reach){{above * size.um / 1000}, {below * size.um / 1000}};
}

uint32_t fonts_missing(const Fonts *fonts, const char *text)
{
    for (uint32_t c; (c = utf8_next(&text)) != 0;) {
        if (c >= FONT_CHARACTERS) return c;
        for (Face face = 0; face < FACE_COUNT; face++)
            if (fonts->advance[face][c] < 0) return c;
    }
    return 0;
}

/* ---------------------------------------------------------------- subsets ---- */

/* The face with these characters only: no hinting, no layout tables (there are none), glyph names dropped. */
static hb_blob_t *subset_make(hb_face_t *face, const Characters *set)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) return NULL;
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_t *wanted = hb_subset_input_unicode_set(input);
    for (uint32_t c = 0; c < FONT_CHARACTERS; c++)
        if (characters_has(set, c)) hb_set_add(wanted, c);
    hb_face_t *small = hb_subset_or_fail(face, input);
    hb_subset_input_destroy(input);
    if (!small) return NULL;
    hb_blob_t *blob = hb_face_reference_blob(small);
    hb_face_destroy(small);
    return blob;
}

/* Puts the whole of a blob into a new file in memory; -1 with errno. */
static int file_in_memory(hb_blob_t *blob)
{
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);
    int file = memfd_create("font", MFD_CLOEXEC);
    if (file < 0) return -1;
    for (unsigned done = 0; done < size;) {
        ssize_t n = write(file, bytes + done, size - done);
        if (n <= 0) {
            close(file);
            return -1;
        }
        done += (unsigned)n;
    }
    return file;
}

static Subset *subset_find(Fonts *fonts, Face face, const Characters *set)
{
    for (size_t i = 0; i < SUBSETS; i++) {
        Subset *subset = &fonts->subsets[i];
        if (subset->full && subset->face == face && memcmp(&subset->set, set, sizeof *set) == 0) return subset;
    }
    return NULL;
}

/* A free place, or the one filled longest ago.  A document holds one subset a face, far fewer than there are places. */
static Subset *subset_place(Fonts *fonts)
{
    Subset *subset = &fonts->subsets[fonts->next++ % SUBSETS];
    subset_drop(subset);
    return subset;
}

const char *font_subset(Fonts *fonts, Face face, const Characters *used, Findings *findings)
{
    Characters set = characters_with_common(used);
    Subset *subset = subset_find(fonts, face, &set);
    if (subset) return subset->name;
    hb_blob_t *blob = subset_make(fonts->face[face], &set);
    int file = blob ? file_in_memory(blob) : -1;
    hb_blob_destroy(blob);
    if (file < 0) {
        finding_add(findings, MT704, (Place){.file = shipped[face].file}, "no subset of the face could be made: %s",
                    strerror(errno));
        return NULL;
    }
    subset = subset_place(fonts);
    *subset = (Subset){.full = true, .face = face, .set = set, .file = file};
    snprintf(subset->name, sizeof subset->name, "/proc/self/fd/%d", file);
    return subset->name;
}
