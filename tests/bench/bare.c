/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bare ITEMS OUT: the papers of `items` (items.c) drawn with libharu and libqrencode alone, as a small program would: standard
 * Helvetica that is not embedded, no signing, no proof, no sync.  What can be held open is held open: texts that follow each
 * other share a text object, what is set is set when it changes, a code is one path of merged runs.  The items are read before the clock starts.
 * Prints a line for each kind of document: kind, documents, pages, texts, codes, seconds of CPU. */
#include <hpdf.h>
#include <qrencode.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KINDS 4
static const char *const kinds[KINDS] = {"label", "chart", "forecast", "worksheet"};

typedef struct { char kind; long at[6]; char *text; } Row;   /* a line of the file: its numbers, and what stands behind them */
typedef struct { long documents, pages, texts, codes; double seconds; } Tally;
typedef enum { NOTHING, STROKES, FILLS, TEXTS } Open;

typedef struct {
    HPDF_Doc pdf;
    HPDF_Page page;
    HPDF_Font faces[2];
    HPDF_REAL height;
    Open open;
    long stroke, stroke_grey, fill_grey, size, face;   /* in force; -1: none set yet */
} Pen;

static void fault(HPDF_STATUS error, HPDF_STATUS detail, void *unused)
{
    (void)unused;
    fprintf(stderr, "bare: libharu error %lx, %lu\n", (unsigned long)error, (unsigned long)detail);
    exit(1);
}

static HPDF_REAL points(long um)
{
    return (HPDF_REAL)((double)um * 72 / 25400);
}

static double cpu(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---------------------------------------------------------------- the file ---- */

static int numbers_of(char kind)
{
    static const char letters[] = "DPTLRBQ";
    static const int numbers[] = {0, 2, 5, 6, 5, 6, 4};
    const char *at = strchr(letters, kind);
    return at ? numbers[at - letters] : -1;
}

static Row row_read(char *line)
{
    Row row = {.kind = *line, .text = line + 1};
    for (int i = 0; i < numbers_of(row.kind); i++) row.at[i] = strtol(row.text, &row.text, 10);
    row.text += *row.text == ' ';
    row.text[strcspn(row.text, "\n")] = '\0';
    return row;
}

/* Helvetica's own encoding has no more than these: UTF-8 to Latin-1, in place. */
static void latin1(char *text)
{
    unsigned char *from = (unsigned char *)text, *to = from;
    for (; *from; from++) {
        if (*from < 0x80) *to++ = *from;
        else if ((*from & 0xFC) == 0xC0) *to++ = (unsigned char)(*from << 6 | (from[1] & 0x3F));
        else if (*from >= 0xC0) *to++ = '?';
    }
    *to = '\0';
}

static Row *rows_read(const char *path, size_t *count)
{
    FILE *file = fopen(path, "r");
    size_t capacity = 0, room = 0;
    Row *rows = NULL;
    char *line = NULL;
    *count = 0;
    while (file && getline(&line, &room, file) > 0) {
        if (*count == capacity) rows = realloc(rows, (capacity = capacity ? 2 * capacity : 4096) * sizeof *rows);
        char *kept = strdup(line);
        if (!rows || !kept) exit(3);
        rows[*count] = row_read(kept);
        if (rows[*count].kind == 'T') latin1(rows[*count].text);
        (*count)++;
    }
    free(line);
    if (!file || fclose(file) != 0) exit(3);
    return rows;
}

/* ---------------------------------------------------------------- drawing ---- */

static void begin(Pen *pen, Open next)
{
    if (pen->open == next) return;
    if (pen->open == STROKES) HPDF_Page_Stroke(pen->page);
    else if (pen->open == FILLS) HPDF_Page_Fill(pen->page);
    else if (pen->open == TEXTS) HPDF_Page_EndText(pen->page);
    if (next == TEXTS) HPDF_Page_BeginText(pen->page);
    pen->open = next;
}

static void set_fill(Pen *pen, long grey)
{
    if (pen->fill_grey == grey) return;
    if (pen->open != TEXTS) begin(pen, NOTHING);
    HPDF_Page_SetGrayFill(pen->page, (HPDF_REAL)grey / 255);
    pen->fill_grey = grey;
}

static void set_stroke(Pen *pen, long width, long grey)
{
    if (pen->stroke == width && pen->stroke_grey == grey) return;
    begin(pen, NOTHING);
    HPDF_Page_SetGrayStroke(pen->page, (HPDF_REAL)grey / 255);
    HPDF_Page_SetLineWidth(pen->page, points(width));
    pen->stroke = width;
    pen->stroke_grey = grey;
}

static void draw_text(Pen *pen, const Row *row)
{
    begin(pen, TEXTS);
    set_fill(pen, row->at[4]);
    if (pen->size != row->at[2] || pen->face != row->at[3])
        HPDF_Page_SetFontAndSize(pen->page, pen->faces[row->at[3]], points(row->at[2]));
    pen->size = row->at[2];
    pen->face = row->at[3];
    HPDF_Page_TextOut(pen->page, points(row->at[0]), pen->height - points(row->at[1]), row->text);
}

static void draw_line(Pen *pen, const Row *row)
{
    set_stroke(pen, row->at[4], row->at[5]);
    begin(pen, STROKES);
    HPDF_Page_MoveTo(pen->page, points(row->at[0]), pen->height - points(row->at[1]));
    HPDF_Page_LineTo(pen->page, points(row->at[2]), pen->height - points(row->at[3]));
}

static void draw_box(Pen *pen, const Row *row)
{
    bool filled = row->kind == 'R';
    if (filled) set_fill(pen, row->at[4]);
    else set_stroke(pen, row->at[4], row->at[5]);
    begin(pen, filled ? FILLS : STROKES);
    HPDF_Page_Rectangle(pen->page, points(row->at[0]), pen->height - points(row->at[1] + row->at[3]), points(row->at[2]),
                        points(row->at[3]));
}

static void draw_code(Pen *pen, const Row *row)
{
    int side = (int)row->at[3];
    QRinput *input = QRinput_new2((side - 17) / 4, QR_ECLEVEL_M);
    if (QRinput_append(input, QR_MODE_AN, (int)strlen(row->text), (const unsigned char *)row->text) != 0) exit(1);
    QRcode *code = QRcode_encodeInput(input);
    if (!code || code->width != side) exit(1);
    HPDF_REAL module = points(row->at[2]) / (HPDF_REAL)side, left = points(row->at[0]);
    set_fill(pen, 0);
    begin(pen, FILLS);
    for (int y = 0; y < side; y++) {
        const unsigned char *modules = code->data + y * side;
        for (int x = 0, end; x < side; x = end) {
            for (end = x + 1; end < side && (modules[end] & 1) == (modules[x] & 1); end++) {}
            if (modules[x] & 1)
                HPDF_Page_Rectangle(pen->page, left + (HPDF_REAL)x * module,
                                    pen->height - points(row->at[1]) - (HPDF_REAL)(y + 1) * module,
                                    (HPDF_REAL)(end - x) * module, module);
        }
    }
    QRcode_free(code);
    QRinput_free(input);
}

static void draw_page(Pen *pen, const Row *row)
{
    pen->page = HPDF_AddPage(pen->pdf);
    pen->height = points(row->at[1]);
    HPDF_Page_SetWidth(pen->page, points(row->at[0]));
    HPDF_Page_SetHeight(pen->page, pen->height);
    pen->stroke = pen->stroke_grey = pen->fill_grey = pen->size = pen->face = -1;
}

/* Draws what stands before the next document, and counts it. */
static const Row *draw_rows(Pen *pen, const Row *row, const Row *end, Tally *tally)
{
    for (; row < end && row->kind != 'D'; row++) {
        if (row->kind == 'P') {
            if (pen->page) begin(pen, NOTHING);
            draw_page(pen, row);
        } else if (row->kind == 'T') {
            draw_text(pen, row);
        } else if (row->kind == 'L') {
            draw_line(pen, row);
        } else if (row->kind == 'Q') {
            draw_code(pen, row);
        } else {
            draw_box(pen, row);
        }
        tally->pages += row->kind == 'P';
        tally->texts += row->kind == 'T';
        tally->codes += row->kind == 'Q';
    }
    begin(pen, NOTHING);
    return row;
}

__attribute__((noinline)) static const Row *draw_document(const Row *row, const Row *end, const char *out, Tally *tally)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.pdf", out, row->text);
    for (char *space = strrchr(path, ' '); space; space = strrchr(path, ' ')) *space = '-';
    Pen pen = {.pdf = HPDF_New(fault, NULL)};
    HPDF_SetCompressionMode(pen.pdf, HPDF_COMP_ALL);
    pen.faces[0] = HPDF_GetFont(pen.pdf, "Helvetica", "WinAnsiEncoding");
    pen.faces[1] = HPDF_GetFont(pen.pdf, "Helvetica-Bold", "WinAnsiEncoding");
    row = draw_rows(&pen, row + 1, end, tally);
    HPDF_SaveToFile(pen.pdf, path);
    HPDF_Free(pen.pdf);
    tally->documents++;
    return row;
}

static Tally *tally_of(Tally tallies[KINDS], const Row *row)
{
    for (int i = 0; i < KINDS; i++)
        if (strncmp(row->text, kinds[i], strlen(kinds[i])) == 0) return &tallies[i];
    exit(1);
}

int main(int count, char **arguments)
{
    if (count != 3) return 2;
    size_t rows;
    Row *row = rows_read(arguments[1], &rows);
    Tally tallies[KINDS] = {0};
    for (const Row *at = row, *end = row + rows; at < end;) {
        Tally *tally = tally_of(tallies, at);
        double before = cpu();
        at = draw_document(at, end, arguments[2], tally);
        tally->seconds += cpu() - before;
    }
    for (int i = 0; i < KINDS; i++)
        printf("%s %ld %ld %ld %ld %.6f\n", kinds[i], tallies[i].documents, tallies[i].pages, tallies[i].texts,
               tallies[i].codes, tallies[i].seconds);
    return 0;
}
