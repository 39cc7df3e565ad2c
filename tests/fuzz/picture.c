/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the bytes of a picture or a PDF to the verdict that `verify --rx` gives.
 *
 * The first byte says how the rest is taken: as a PNG or JPEG, as pages that pdftoppm wrote, as a file of any kind read in
 * the child process, or as the drawing of a code, whole or damaged, in a picture or in a PDF.
 * Laws: whatever the bytes are, codes are read or a reason is said, within the limits of scan.h; a code is genuine only
 * when it is, letter for letter, one that was signed, and gets the verdict that is due to that one - only papers of the
 * prescription match; anything else is altered, of an unknown key, or not ours; a code drawn whole is read as it is. */
#include <string.h>
#include "../../src/cli/verify.h"
#include "../../src/scan/image.h"
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define RX "samples/clonazepam-three-times.xml"

/* ---------------------------------------------------------------- what was signed ---- */
typedef struct { const char *text; Verdict verdict; } Signed;
static struct { Arena *arena; Signed items[64]; size_t count; Date made; } paper;

static void sign(const char *text, Verdict verdict)
{
    LAW(paper.count < sizeof paper.items / sizeof *paper.items && text);
    paper.items[paper.count++] = (Signed){arena_string(paper.arena, text), verdict};
}

static void sign_codes(const Document *document, Verdict verdict, Arena *arena)
{
    LAW(document != NULL);
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++)
            if (document->pages[p].items[i].kind == ITEM_MODULES)
                sign(modules_read(document->pages[p].items[i].modules, arena), verdict);
}

/* The labels, chart and worksheets of the first fill. */
static bool sign_papers(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    (void)context, (void)number;
    House *house = sample_house(true);
    Course course = {0};
    LAW(rx != NULL);
    course_make(&course, rx, house, arena, findings);
    LAW(course.fills != NULL);
    paper.made = course.fills->items[0].made_on;
    PaperShop shop = {.shop = house->shop, .tables = house->tables, .formulas = house->formulas, .fonts = house->fonts,
                      .key = sample_key(), .templates = house->templates, .language = house_language(house, "en"),
                      .pharmacist = house_language(house, "en")};
    const Fill *fill = fill_made(course.fills, 1, paper.made, rx, house->shop, house->tables, course.schedule, arena, findings);
    PaperJob job = {.house = &shop, .rx = rx, .plan = course.plan, .schedule = course.schedule, .fills = course.fills, .fill = fill};
    job.batches = fill_batches(rx, house->shop, house->tables, fill, &job.batch_count, arena, findings);
    sign_codes(labels_layout(&job, arena, findings), VERDICT_MATCH, arena);
    sign_codes(chart_layout(&job, arena, findings), VERDICT_MATCH, arena);
    for (size_t i = 0; i < job.batch_count; i++)
        sign_codes(worksheet_layout(&shop, job.batches[i], arena, findings), VERDICT_GENUINE, arena);
    return true;
}

/* Of no prescription at hand; the pictures in tests/fuzz/corpus show it. */
static void sign_stranger(void)
{
    Record record = {.kind = RECORD_BOTTLE, .key_id = sample_key()->id, .revision = 1, .drug = 5, .fill = 1, .lot = "6NKC7XQ2",
                     .i = 1, .n = 2, .first = {2526}, .days = 14, .discard_after = {2560}, .strength = 100000, .largest = 500};
    sign(payload_sign(&record, sample_key(), paper.arena), VERDICT_OTHER);
}

static void sign_all(void)
{
    if (paper.arena) return;
    paper.arena = arena_new();
    Findings findings = findings_new(paper.arena);
    House *house = sample_house(true);
    LAW(prescriptions_read(RX, house->tables, house->shop, sign_papers, NULL, &findings));
    LAW(paper.count >= 3 && paper.items[0].verdict == VERDICT_MATCH);
    sign_stranger();
}

static const Signed *signed_as(const char *text)
{
    for (size_t i = 0; i < paper.count; i++)
        if (text_equal(paper.items[i].text, text)) return &paper.items[i];
    return NULL;
}

/* ---------------------------------------------------------------- verdicts ---- */
static void law_verdict(const char *text, Arena *arena)
{
    Options options = {.rx = RX, .date = paper.made, .stage = AT_FILL, .arena = arena};
    Bench bench = {.options = &options, .house = sample_house(true), .keys = sample_key(), .key_count = 1};
    Scanned scan;
    scan_take(&bench, text, &scan);
    scan_judge(&bench, &scan, NULL);
    LAW_OF(!text_empty(scan.said.words), text);
    const Signed *known = scan.payload ? signed_as(scan.payload) : NULL;
    LAW_OF(scan.genuine == (known != NULL), text);
    if (known) LAW_OF(scan.said.verdict == known->verdict, text);
    else LAW_OF(scan.said.verdict >= VERDICT_ALTERED && scan.said.verdict <= VERDICT_UNREADABLE, text);
}

static void law_found(const Found *found, Arena *arena)
{
    LAW(found->count <= SCAN_CODES_MOST);
    for (size_t i = 0; i < found->count; i++) law_verdict(found->items[i], arena);
}

static Found found_new(Arena *arena)
{
    return (Found){.arena = arena};
}

/* ---------------------------------------------------------------- bytes ---- */
static void law_picture(const uint8_t *data, size_t size, Arena *arena)
{
    Image image = {0};
    Found found = found_new(arena);
    Format format = format_of(data, size);
    if (format != FORMAT_PNG && format != FORMAT_JPEG) return;
    const char *why = format == FORMAT_PNG ? png_read(data, size, &image, arena) : jpeg_read(data, size, &image, arena);
    if (why) return;
    LAW(size_fits(image.width, image.height));
    codes_find(&image, &found);
    law_found(&found, arena);
}

static void law_pages(const uint8_t *data, size_t size, Arena *arena)
{
    FILE *in = fmemopen((void *)(uintptr_t)data, size ? size : 1, "r");
    bool end = false;
    Found found = found_new(arena);
    LAW(in != NULL);
    for (int page = 0; page < 3 && !end; page++) {
        Image image = {0};
        if (page_read(in, &image, &end, arena) || end) break;
        LAW(size_fits(image.width, image.height));
        codes_find(&image, &found);
    }
    fclose(in);
    law_found(&found, arena);
}

static Scan law_file(const void *data, size_t size, Arena *arena)
{
    scratch_put("picture", data, size);
    Scan scan = scan_file(path_join(arena, scratch_folder(), "picture"), arena);
    LAW(scan.count <= SCAN_CODES_MOST);
    LAW_OF(size >= 9 && scan_readable(data, size) ? true : scan.fault != NULL, "what is no picture was read");
    for (size_t i = 0; i < scan.count; i++) law_verdict(scan.payloads[i], arena);
    return scan;
}

/* ---------------------------------------------------------------- drawings ---- */
/* What the code says: one that was signed, such a one edited, or letters. */
static const char *draw_text(Draw *draw, Arena *arena)
{
    uint32_t kind = draw_below(draw, 4);
    const char *text = paper.items[draw_below(draw, (uint32_t)paper.count)].text;
    if (kind < 2) return text;
    if (kind == 2) {
        for (uint32_t edits = 1 + draw_below(draw, 3); edits && *text; edits--) text = payload_edit(text, draw, arena);
        return text;
    }
    Buffer letters = buffer_new(arena);
    if (draw_below(draw, 2)) buffer_add(&letters, "MT1:");
    for (uint32_t n = draw_below(draw, 200); n; n--) buffer_add_bytes(&letters, &PAYLOAD_LETTERS[draw_below(draw, 45)], 1);
    return buffer_text(&letters);
}

typedef struct { uint32_t dots, quiet, turned, dark, light, noise; } Print;

static Print draw_print(Draw *draw)
{
    if (draw_below(draw, 3) == 0) return (Print){.dots = 4, .quiet = 4, .dark = 0, .light = 255};
    return (Print){.dots = 2 + draw_below(draw, 5), .quiet = draw_below(draw, 6), .turned = draw_below(draw, 40),
                   .dark = draw_below(draw, 120), .light = 130 + draw_below(draw, 126), .noise = draw_below(draw, 64)};
}

static bool whole(const Print *print, const char *text)
{
    return print->dots == 4 && print->quiet == 4 && print->light == 255 && print->dark == 0 && print->noise == 0 &&
           print->turned == 0 && strlen(text) == BOTTLE_PAYLOAD;
}

static uint8_t tone(const Print *print, bool dark, uint32_t *chance)
{
    uint32_t grey = dark ? print->dark : print->light;
    *chance = *chance * 1664525u + 1013904223u;
    uint32_t shift = print->noise ? (*chance >> 16) % print->noise : 0;
    return (uint8_t)(dark ? grey + shift : grey - (shift < grey ? shift : grey));
}

static Image print_code(const Modules *modules, const Print *print, Arena *arena)
{
    int dots = (int)print->dots, quiet = (int)print->quiet, side = (modules->side + 2 * quiet) * dots;
    uint32_t chance = 1;
    Image image = {.width = side, .height = side, .grey = arena_alloc(arena, (size_t)side * (size_t)side)};
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            int column = x / dots - quiet, row = y / dots - quiet;
            bool inside = column >= 0 && row >= 0 && column < modules->side && row < modules->side;
            bool dark = inside && modules->dark[row * modules->side + column];
            image.grey[(size_t)y * (size_t)side + (size_t)x] = tone(print, dark, &chance);
        }
    }
    return image;
}

static bool draw_code(Draw *draw, Print *print, const char **text, Modules *modules, Arena *arena)
{
    *print = draw_print(draw);
    *text = draw_text(draw, arena);
    if (!modules_of(*text, 0, modules, arena)) return false;
    uint32_t count = (uint32_t)(modules->side * modules->side);
    for (uint32_t n = print->turned; n; n--) modules->dark[draw_below(draw, count)] ^= 1;
    return true;
}

static void law_drawing(Draw *draw, Arena *arena)
{
    Print print;
    const char *text;
    Modules modules;
    if (!draw_code(draw, &print, &text, &modules, arena)) return;
    Image image = print_code(&modules, &print, arena);
    Found found = found_new(arena);
    LAW(codes_find(&image, &found) == NULL);
    law_found(&found, arena);
    if (whole(&print, text)) LAW_OF(found.count == 1 && text_equal(found.items[0], text), text);
}

/* A page with a code, in a PDF of our own of which some bytes are changed. */
static void law_pdf(Draw *draw, Arena *arena)
{
    Print print;
    const char *text;
    Modules modules;
    if (!draw_code(draw, &print, &text, &modules, arena)) return;
    Item item = {.kind = ITEM_MODULES, .x = {20000}, .y = {20000}, .width = {40000}, .height = {40000}, .modules = &modules,
                 .dpi = 203, .role = "label.code", .row = -1};
    Page page = {.width = {101600}, .height = {101600}, .items = &item, .count = 1};
    Document document = {.title = "Fuzz", .language = "en", .pages = &page, .count = 1};
    Findings findings = findings_new(arena);
    Bytes bytes;
    LAW(pdf_write(&document, sample_house(true)->fonts, arena, &bytes, &findings));
    char *copy = arena_copy(arena, bytes.at, bytes.size);
    uint32_t changes = draw_below(draw, 4);
    for (uint32_t n = changes; n; n--) copy[draw_below(draw, 65536) % bytes.size] = (char)draw_byte(draw);
    Scan scan = law_file(copy, bytes.size, arena);
    if (scan.fault && strstr(scan.fault, "too long")) return;   /* the limit is of the clock: a busy machine */
    if (changes == 0 && print.turned == 0 && strlen(text) == BOTTLE_PAYLOAD)
        LAW_OF(!scan.fault && scan.count == 1 && text_equal(scan.payloads[0], text), text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 60000) return -1;
    sign_all();
    Arena *arena = arena_new();
    Draw draw = {data + 1, size - 1};
    uint32_t way = data[0] % 32;
    if (way < 12) law_picture(data + 1, size - 1, arena);
    else if (way < 18) law_pages(data + 1, size - 1, arena);
    else if (way < 30) law_drawing(&draw, arena);
    else if (way == 30) law_file(data + 1, size - 1, arena);
    else law_pdf(&draw, arena);
    arena_free(arena);
    return 0;
}
