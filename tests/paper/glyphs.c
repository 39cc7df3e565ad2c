/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glyphs DIR: every character of the shipped faces drawn alone, through the program's own PDF writer, one document a
 * character and face: DIR/R-0041.pdf, DIR/B-0041.pdf.  glyphs.py judges their ink. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../src/paper/font.h"
#include "../../src/paper/layout.h"

/* The page, and where the glyph's baseline begins on it: the same numbers stand in glyphs.py. */
#define PAGE MM(25.4)
#define LEFT MM(6.35)
#define BASELINE MM(19.05)
#define SIZE PT(36)

static void utf8(uint32_t c, char out[5])
{
    if (c < 0x80) snprintf(out, 5, "%c", (int)c);
    else if (c < 0x800) snprintf(out, 5, "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 63)));
    else snprintf(out, 5, "%c%c%c", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 63)), (int)(0x80 | (c & 63)));
}

static int publish(const char *folder, char face, uint32_t c, Bytes pdf)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%c-%04" PRIX32 ".pdf", folder, face, c);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(pdf.at, 1, pdf.size, out) != pdf.size || fclose(out) != 0) return 3;
    return 0;
}

static int draw(const char *folder, Fonts *fonts, Face face, uint32_t c)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Type type = {.face = face, .size = SIZE};
    char text[5];
    Bytes pdf;
    utf8(c, text);
    Sheet sheet = sheet_new(fonts, "glyph", "en", (Place){0}, arena, &findings);
    sheet_page(&sheet, PAGE, PAGE);
    put_run(&sheet, LEFT, BASELINE, &type, "glyph", text);
    bool good = sheet_document(&sheet) && pdf_write(sheet_document(&sheet), fonts, arena, &pdf, &findings);
    int status = good ? publish(folder, face == FACE_BOLD ? 'B' : 'R', c, pdf) : 1;
    findings_print(&findings, FINDINGS_TEXT, NULL, stderr);
    arena_free(arena);
    return status;
}

int main(int count, char **arguments)
{
    if (count != 2) return 2;
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Fonts *fonts = fonts_load("templates", arena, &findings);
    int status = fonts ? 0 : 1;
    for (Face face = 0; face < FACE_COUNT && status == 0; face++)
        for (uint32_t c = 0x20; c < FONT_CHARACTERS && status == 0; c++)
            if (font_advance(fonts, face, c) > 0) status = draw(arguments[1], fonts, face, c);
    findings_print(&findings, FINDINGS_TEXT, NULL, stderr);
    fonts_free(fonts);
    arena_free(arena);
    return status;
}
