/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "bench.h"
#include "microtaper/text.h"

#define COLUMNS_MOST 32
#define ELEMENT "element"

/* RFC 4180, but a row is a line: no cell of a record needs a line break. */
typedef struct {
    const char *file, *at;
    int line;
    Arena *arena;
    Findings *findings;
} Csv;

typedef struct {
    const char *at[COLUMNS_MOST];
    size_t count;
} Cells;

static bool fault(Csv *csv, const char *why)
{
    finding_add(csv->findings, MT122, (Place){.file = csv->file, .line = csv->line}, "%s", why);
    return false;
}

/* A cell in quotes; a quote inside is doubled. */
static bool quoted_read(Csv *csv, Buffer *cell)
{
    for (csv->at++; *csv->at && *csv->at != '\n'; csv->at++) {
        if (*csv->at == '"' && *++csv->at != '"') return true;
        buffer_add_bytes(cell, csv->at, 1);
    }
    return fault(csv, "a quotation mark is not closed on its line");
}

static bool cell_read(Csv *csv, Cells *cells)
{
    Buffer cell = buffer_new(csv->arena);
    if (*csv->at == '"') {
        if (!quoted_read(csv, &cell)) return false;
    } else {
        size_t length = strcspn(csv->at, ",\r\n");
        buffer_add_bytes(&cell, csv->at, length);
        csv->at += length;
    }
    if (*csv->at == '\r') csv->at++;
    if (*csv->at && *csv->at != ',' && *csv->at != '\n')
        return fault(csv, "text stands behind a closing quotation mark");
    if (cells->count == COLUMNS_MOST) return fault(csv, "more than 32 columns");
    cells->at[cells->count++] = buffer_text(&cell);
    return true;
}

/* The cells of the line at hand; the place moves to the next line. */
static bool row_read(Csv *csv, Cells *cells)
{
    cells->count = 0;
    for (;;) {
        if (!cell_read(csv, cells)) return false;
        if (*csv->at != ',') break;
        csv->at++;
    }
    if (*csv->at == '\n') csv->at++;
    return true;
}

static bool is_name(const char *text)
{
    return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz-") == strlen(text) && *text != '-';
}

static bool header_fits(Csv *csv, const Cells *header)
{
    for (size_t i = 0; i < header->count; i++) {
        if (!is_name(header->at[i]))
            return fault(csv, "the first line must name the columns, such as element,lot,of,amount");
        for (size_t k = 0; k < i; k++)
            if (text_equal(header->at[i], header->at[k])) return fault(csv, "two columns have the same name");
    }
    return text_equal(header->at[0], ELEMENT) || fault(csv, "the first column must be \"" ELEMENT "\"");
}

/* An empty cell is an attribute that is not given. */
static void element_open(Buffer *xml, const Cells *header, const Cells *row, Arena *arena)
{
    buffer_addf(xml, "<%s", row->at[0]);
    for (size_t i = 1; i < row->count; i++)
        if (!text_empty(row->at[i])) buffer_addf(xml, " %s=\"%s\"", header->at[i], text_xml(arena, row->at[i]));
}

static bool row_add(Csv *csv, Buffer *xml, const Cells *header, const Cells *row, bool *inside)
{
    bool record = text_equal(row->at[0], "record");
    if (row->count > header->count) return fault(csv, "the row has more cells than the first line");
    if (!is_name(row->at[0])) return fault(csv, "the first cell must name an element, such as record, used or yield");
    if (!record && !*inside) return fault(csv, "the first row must be of the element record");
    if (record && *inside) buffer_add(xml, "</record>");
    element_open(xml, header, row, csv->arena);
    buffer_add(xml, record ? ">" : "/>");
    *inside = true;
    return true;
}

static bool is_blank(const Cells *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (!text_empty(row->at[i])) return false;
    return true;
}

const char *csv_records(const char *file, Bytes bytes, Arena *arena, Findings *findings)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* spreadsheets begin UTF-8 with it */
    Csv csv = {file, bytes.at + (text_starts(bytes.at, mark) ? strlen(mark) : 0), 1, arena, findings};
    Buffer xml = buffer_new(arena);
    Cells header = {.count = 0}, row;
    bool inside = false, sound = true;
    if (strlen(bytes.at) != bytes.size || !utf8_valid(bytes.at)) {
        fault(&csv, "the file is not text in UTF-8");
        return NULL;
    }
    if (!row_read(&csv, &header) || !header_fits(&csv, &header)) return NULL;
    buffer_add(&xml, "<records xmlns=\"" NAMESPACE_RECORD "\">");
    while (*csv.at && sound) {
        csv.line++;
        buffer_add(&xml, "\n");
        sound = row_read(&csv, &row) && (is_blank(&row) || row_add(&csv, &xml, &header, &row, &inside));
    }
    buffer_addf(&xml, "%s</records>", inside ? "</record>" : "");
    return sound ? buffer_text(&xml) : NULL;
}
