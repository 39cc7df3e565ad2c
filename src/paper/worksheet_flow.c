/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worksheet.h"

#include "words.h"

#define PAD MM(1.2)
#define THIN MM(0.15)
#define MEDIUM MM(0.35)
#define WORKSHEET_DPI 150
#define PAIR_WIDTH MM(42)
#define INITIALS_WIDTH MM(22)
#define TICK_SIDE MM(4.2)

static const Type plain = {FACE_REGULAR, PT(10.5), PT(13.2), ALIGN_LEFT, 0};
static const Type strong = {FACE_BOLD, PT(10.5), PT(13.2), ALIGN_LEFT, 0};
static const Type small = {FACE_BOLD, PT(9.5), PT(11.8), ALIGN_LEFT, 0};

const char *flow_say(const Flow *flow, const char *key)
{
    return words_say(flow->house->pharmacist, flow->sheet->arena, key, NULL);
}

/* ------------------------------------------------------------------------------------------ pages ---- */

static Um flow_foot(const Flow *flow)
{
    return flow->height - flow->margin - MM(6);
}

static void put_foot(const Flow *flow)
{
    Arena *arena = flow->sheet->arena;
    Type type = {FACE_REGULAR, PT(10), MM(5), ALIGN_LEFT, 0}, number = {FACE_BOLD, PT(10), MM(5), ALIGN_RIGHT, 0};
    Box box = {flow->margin, flow->height - flow->margin - MM(5), flow_width(flow), MM(5)};
    put_line(flow->sheet, box, &type, "page.pharmacy",
             words_say(flow->house->pharmacist, arena, "sheet.pharmacy", "name", flow->house->shop->name, "licence",
                       flow->house->shop->licence, NULL));
    put_line(flow->sheet, box, &number, "page.number",
             words_say(flow->house->pharmacist, arena, "page.number", "page", arena_format(arena, "%d", flow->page),
                       "pages", arena_format(arena, "%d", flow->pages), NULL));
}

static void put_sample(Flow *flow)
{
    if (!flow->house->sample) return;
    Type type = {FACE_BOLD, PT(12), MM(6), ALIGN_CENTRE, 255};
    Box box = {flow->margin, flow->y, flow_width(flow), MM(6)};
    put_bar(flow->sheet, box, 0, "page.sample-bar");
    put_line(flow->sheet, box, &type, "page.sample", flow_say(flow, "sample"));
    flow->y += MM(8);
}

/* A second print says so above everything: nothing else moves. */
static void put_reprint(Flow *flow)
{
    const char *words = words_reprint(flow->house->pharmacist, flow->sheet->arena, flow->house);
    Type type = {FACE_BOLD, PT(10.5), MM(5), ALIGN_CENTRE, 0};
    if (words)
        put_line(flow->sheet, (Box){flow->margin, flow->margin - MM(5.5), flow_width(flow), MM(5)}, &type,
                 "page.reprint", words);
}

/* Centred under the code; a language with a longer word for it may begin left of the code. */
static void put_word(const Flow *flow, Um right, Um y, Um room)
{
    Type type = {FACE_REGULAR, PT(9), MM(4), ALIGN_CENTRE, 0};
    const char *words = words_say(flow->house->pharmacist, flow->sheet->arena, "code.word", "word", flow->word, NULL);
    Um needs = text_width(flow->sheet, &type, words) + MM(0.2), width = needs > room ? needs : room;
    put_line(flow->sheet, (Box){right - width, y, width, MM(4)}, &type, "code.word", words);
}

/* The width at the right of the first page that its code takes. */
static Um code_room(const Flow *flow)
{
    return flow->code && flow->page == 1 ? code_side(flow->code, WORKSHEET_DPI) + MM(0.4) : 0;
}

/* Title, what is made, and the lot in large type; the code stands at the right of the first page. */
static void put_head(Flow *flow)
{
    Sheet *sheet = flow->sheet;
    Type title = {FACE_BOLD, PT(12), 0, ALIGN_LEFT, 90}, name = {FACE_BOLD, PT(17), 0, ALIGN_LEFT, 0};
    Type lot = {FACE_BOLD, PT(15), 0, ALIGN_LEFT, 0};
    Um room = code_room(flow), top = flow->y;
    Box box = {flow->margin, flow->y, flow_width(flow) - room - (room ? MM(3) : 0), 0};
    bool one_line = flow->page > 1 && text_width(sheet, &name, flow->name) + text_width(sheet, &lot, flow->lot) + MM(6) < box.width;
    box.y += put_block(sheet, box, &title, "page.title", flow->title);
    if (one_line) lot.align = ALIGN_RIGHT;
    if (one_line) put_line(sheet, box, &lot, "page.lot", flow->lot);
    box.y += put_block(sheet, box, &name, "page.formula", flow->name);
    if (!one_line) box.y += put_block(sheet, box, &lot, "page.lot", flow->lot);
    if (room) put_code(sheet, flow->width - flow->margin - room, top, flow->code, WORKSHEET_DPI, "page.code");
    if (room) put_word(flow, flow->width - flow->margin, top + room, room);
    flow->y = box.y + MM(1.5);
    if (flow->page == 1) return;
    put_rule(sheet, flow->margin, flow->y, flow_width(flow), 0, MEDIUM, 0, "page.rule");
    flow->y += MM(3);
}

void flow_page(Flow *flow)
{
    sheet_page(flow->sheet, flow->width, flow->height);
    flow->page++;
    flow->y = flow->margin;
    put_reprint(flow);
    put_sample(flow);
    put_head(flow);
    put_foot(flow);
}

void flow_need(Flow *flow, Um height)
{
    if (flow->y + height > flow_foot(flow)) flow_page(flow);
}

void flow_space(Flow *flow, Um height)
{
    flow->y += height;
}

void flow_section(Flow *flow, const char *key, Um keep)
{
    Type type = {FACE_BOLD, PT(12), MM(6.4), ALIGN_LEFT, 0};
    flow_need(flow, MM(9) + keep);
    flow->y += MM(1.8);
    put_line(flow->sheet, (Box){flow->margin, flow->y, flow_width(flow), MM(6.4)}, &type, "section",
             flow_say(flow, key));
    flow->y += MM(6.4);
}

/* ------------------------------------------------------------------------------------------ lines ---- */

void flow_text(Flow *flow, const Type *type, const char *role, const char *text)
{
    Box box = {flow->margin, flow->y, flow_width(flow), 0};
    flow_need(flow, block_height(flow->sheet, box.width, type, text));
    box.y = flow->y;
    flow->y += put_block(flow->sheet, box, type, role, text);
}

/* On the first page pairs stay left of the code. */
static Um pair_room(const Flow *flow)
{
    Um code = code_room(flow);
    bool beside = code > 0 && flow->y < flow->margin + MM(11.6) + code;
    return flow_width(flow) - PAIR_WIDTH - (beside ? code + MM(3.6) : 0);
}

void flow_pair(Flow *flow, const char *key, const char *role, const char *value, bool bold)
{
    const Type *type = bold ? &strong : &plain;
    flow_need(flow, block_height(flow->sheet, pair_room(flow), type, value));
    Box box = {flow->margin + PAIR_WIDTH, flow->y, pair_room(flow), 0};
    Type name = plain;
    name.grey = 70;
    put_line(flow->sheet, (Box){flow->margin, flow->y, PAIR_WIDTH, type_leading(&plain)}, &name, "pair.name",
             flow_say(flow, key));
    flow->y += put_block(flow->sheet, box, type, role, value) + MM(0.2);
}

void flow_blank(Flow *flow, const char *key, const char *role)
{
    const char *words = key ? flow_say(flow, key) : "";
    Um height = MM(6.8), x = flow->margin + text_width(flow->sheet, &plain, words) + (key ? MM(2) : 0);
    flow_need(flow, height);
    put_line(flow->sheet,
             (Box){flow->margin, flow->y + height - type_leading(&plain), flow_width(flow), type_leading(&plain)},
             &plain, role, words);
    put_rule(flow->sheet, x, flow->y + height, flow->margin + flow_width(flow) - x, 0, THIN, 0, "blank");
    flow->y += height;
}

void flow_cutout(Flow *flow, const char *role, const char *text)
{
    Um width = flow_width(flow) / 2, height = block_height(flow->sheet, width - MM(6), &strong, text) + MM(4);
    flow_need(flow, height + MM(5));
    flow->y += MM(2.5);
    put_frame(flow->sheet, (Box){flow->margin, flow->y, width, height}, MEDIUM, 0, "cutout");
    put_block(flow->sheet, (Box){flow->margin + MM(3), flow->y + MM(2), width - MM(6), 0}, &strong, role, text);
    flow->y += height + MM(1.5);
}

/* Two to a line: each with its box to tick. */
void flow_list(Flow *flow, const char *role, const char *const *texts, size_t count)
{
    Um half = flow_width(flow) / 2, width = half - MM(9);
    for (size_t i = 0; i < count; i += 2) {
        Um left = block_height(flow->sheet, width, &plain, texts[i]);
        Um right = i + 1 < count ? block_height(flow->sheet, width, &plain, texts[i + 1]) : 0;
        Um height = (left > right ? left : right) + MM(1.6);
        flow_need(flow, height);
        for (size_t k = i; k < i + 2 && k < count; k++) {
            Um x = flow->margin + (Um)(k - i) * half;
            put_frame(flow->sheet, (Box){x + MM(0.5), flow->y + MM(0.9), TICK_SIDE, TICK_SIDE}, MEDIUM, 0, "tick");
            put_block(flow->sheet, (Box){x + MM(7), flow->y + MM(0.7), width, 0}, &plain, role, texts[k]);
        }
        flow->y += height;
    }
}

void flow_tick(Flow *flow, const char *role, int number, const char *text)
{
    Um x = flow->margin + MM(7), indent = number ? MM(14) : MM(7);
    Um width = flow_width(flow) - indent - INITIALS_WIDTH - MM(2);
    Um height = block_height(flow->sheet, width, &plain, text) + MM(1.6);
    if (height < MM(6)) height = MM(6);
    flow_need(flow, height);
    put_frame(flow->sheet, (Box){flow->margin + MM(0.5), flow->y + MM(0.9), TICK_SIDE, TICK_SIDE}, MEDIUM, 0, "tick");
    if (number)
        put_line(flow->sheet, (Box){x, flow->y + MM(0.7), MM(7), type_leading(&strong)}, &strong, "tick.number",
                 arena_format(flow->sheet->arena, "%d.", number));
    put_block(flow->sheet, (Box){flow->margin + indent, flow->y + MM(0.7), width, 0}, &plain, role, text);
    put_rule(flow->sheet, flow->margin + flow_width(flow) - INITIALS_WIDTH, flow->y + height - MM(0.8), INITIALS_WIDTH,
             0, THIN, 0, "blank");
    flow->y += height;
}

/* ----------------------------------------------------------------------------------------- tables ---- */

static Um column_width(const Flow *flow, const SheetTable *table, size_t column)
{
    if (table->columns[column].width) return table->columns[column].width;
    Um left = flow_width(flow);
    size_t open = 0;
    for (size_t c = 0; c < table->count; c++) {
        left -= table->columns[c].width;
        if (!table->columns[c].width) open++;
    }
    return left / (Um)open;
}

static Um cells_height(const Flow *flow, const SheetTable *table, const char *const *cells, const Type *type)
{
    Um most = 0;
    for (size_t c = 0; c < table->count; c++) {
        if (!cells[c]) continue;
        Type own = *type;
        if (table->columns[c].bold) own.face = FACE_BOLD;
        Um height = block_height(flow->sheet, column_width(flow, table, c) - 2 * PAD, &own, cells[c]);
        if (height > most) most = height;
    }
    return most;
}

/* Text cell by cell between hairlines, centred in the height of the row. */
static void put_cells(const Flow *flow, const SheetTable *table, const char *const *cells, const Type *type, Um height,
                      bool head)
{
    Um x = flow->margin;
    for (size_t c = 0; c < table->count; c++) {
        const SheetColumn *column = &table->columns[c];
        Um width = column_width(flow, table, c);
        put_rule(flow->sheet, x, flow->y, 0, height, THIN, 0, "cell.rule");
        if (cells[c] && *cells[c]) {
            Type own = *type;
            own.align = column->align;
            if (column->bold) own.face = FACE_BOLD;
            Um text = block_height(flow->sheet, width - 2 * PAD, &own, cells[c]);
            put_block(flow->sheet, (Box){x + PAD, flow->y + (height - text) / 2, width - 2 * PAD, 0}, &own,
                      head ? "table.head" : column->role, cells[c]);
        }
        x += width;
    }
    put_rule(flow->sheet, x, flow->y, 0, height, THIN, 0, "cell.rule");
}

static void frame_row(const Flow *flow, Um height)
{
    put_rule(flow->sheet, flow->margin, flow->y, flow_width(flow), 0, THIN, 0, "row.rule");
    put_rule(flow->sheet, flow->margin, flow->y + height, flow_width(flow), 0, THIN, 0, "row.rule");
}

void flow_table_head(Flow *flow, const SheetTable *table)
{
    const char *cells[SHEET_COLUMNS_MAX];
    for (size_t c = 0; c < table->count; c++)
        cells[c] = table->columns[c].key ? flow_say(flow, table->columns[c].key) : NULL;
    Um height = cells_height(flow, table, cells, &small) + 2 * MM(0.8);
    put_bar(flow->sheet, (Box){flow->margin, flow->y, flow_width(flow), height}, 225, "table.head-bar");
    frame_row(flow, height);
    put_cells(flow, table, cells, &small, height, true);
    flow->y += height;
}

static const Type note_type = {FACE_REGULAR, PT(10), PT(12.2), ALIGN_LEFT, 0};

static Um note_height(const Flow *flow, const SheetNote *note)
{
    return block_height(flow->sheet, flow_width(flow) - 2 * PAD, &note_type, note->text);
}

static void put_notes(Flow *flow, const SheetNote *notes, Um height)
{
    Um y = flow->y + MM(0.6);
    put_rule(flow->sheet, flow->margin, flow->y, 0, height, THIN, 0, "cell.rule");
    put_rule(flow->sheet, flow->margin + flow_width(flow), flow->y, 0, height, THIN, 0, "cell.rule");
    for (; notes->role; notes++)
        y += put_block(flow->sheet, (Box){flow->margin + PAD, y, flow_width(flow) - 2 * PAD, 0}, &note_type, notes->role, notes->text);
    put_rule(flow->sheet, flow->margin, flow->y + height, flow_width(flow), 0, THIN, 0, "row.rule");
    flow->y += height;
}

void flow_table_row_noted(Flow *flow, const SheetTable *table, const char *const *cells, const SheetNote *notes)
{
    Um height = cells_height(flow, table, cells, &plain) + 2 * MM(0.8), below = 0;
    if (height < table->least) height = table->least;
    for (const SheetNote *note = notes; note && note->role; note++) below += note_height(flow, note);
    if (below) below += 2 * MM(0.6);
    if (flow->y + height + below > flow_foot(flow)) {
        flow_page(flow);
        flow_table_head(flow, table);
    }
    frame_row(flow, height);
    put_cells(flow, table, cells, &plain, height, false);
    flow->y += height;
    if (below) put_notes(flow, notes, below);
}

void flow_table_row(Flow *flow, const SheetTable *table, const char *const *cells)
{
    flow_table_row_noted(flow, table, cells, NULL);
}
