/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scanning: what a scanner types, codes in images and PDF made here, broken files, a session at the bench. */
#include <CUnit/Basic.h>
#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base_calls.h"
#include "base_kit.h"
#include "microtaper/file.h"
#include "microtaper/scan.h"
#include "microtaper/text.h"
#include "seal_records.h"
/* jpeglib.h wants stdio.h before it */
#include <jpeglib.h>

void suite_scan(void);

static Arena *arena;
static char *home;

static int setup(void)
{
    arena = arena_new();
    home = arena_string(arena, "/tmp/microtaper-scan-XXXXXX");
    return mkdtemp(home) ? 0 : 1;
}

static int teardown(void)
{
    int error = folder_remove(home);
    arena_free(arena);
    return error;
}

/* ---------------------------------------------------------------- text ---- */
static const struct { const char *name, *typed, *text; } typed[] = {
    {"as it is", "MT1:A B", "MT1:A B"},
    {"carriage return", "MT1:A B\r", "MT1:A B"},
    {"line end", "MT1:A B\r\n", "MT1:A B"},
    {"tab", "MT1:A B\t", "MT1:A B"},
    {"blanks at the end stay", "MT1:A  \r\n", "MT1:A  "},
    {"small letters", "mt1:a b$%\n", "MT1:A B$%"},
    {"symbology prefix", "]Q1MT1:A B\r", "MT1:A B"},
    {"another one", "]q3mt1:a b", "MT1:A B"},
    {"a prefix of another code", "]C1MT1:A", "]C1MT1:A"},
    {"foreign text keeps its letters", "https://example.org/a\n", "https://example.org/a"},
    {"a blank before it is no payload", " mt1:a", " mt1:a"},
    {"nothing", "\r\n", ""},
    {"a prefix alone", "]Q1", ""},
    {"short", "m", "m"},
};

static void test_text(void)
{
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        row_check(text_equal(scan_text(arena, typed[i].typed), typed[i].text), "typed", typed[i].name);
}

/* ---------------------------------------------------------------- keyboards ---- */
/* What a US scanner's keys give on each layout, made from X.Org's xkb data by a script of its own: every letter of the
 * alphabet, and a plus sign before a vowel, before a consonant, and before a blank. */
#define MEANT "MT1:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*-./:+A+K+ Z"
static const struct { const char *layout, *typed; } keyboards[] = {
    {"German", "MT1\303\2260123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%(\303\237.-\303\226\303\200`K`Y"},
    {"Swiss German", "MT1\303\2510123456789ABCDEFGHIJKLMNOPQRSTUVWXZY \303\247%('.-\303\251\303\200`K`Y"},
    {"Swiss French", "MT1\303\2660123456789ABCDEFGHIJKLMNOPQRSTUVWXZY \303\247%('.-\303\266\303\200`K`Y"},
    {"French", "?T&M\303\240&\303\251\"'(-\303\250_\303\247QBCDEFGHIJKL?NOPARSTUVZXYW 458):!M+Q+K+ W"},
    {"Belgian", "?T&M\303\240&\303\251\"'(\302\247\303\250!\303\247QBCDEFGHIJKL?NOPARSTUVZXYW 458):=M_Q_K_ W"},
    {"Spanish", "MT1\303\2210123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%('.-\303\221\302\277A\302\277K\302\277 Z"},
    {"Latin American", "MT1\303\2210123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%('.-\303\221\302\241A\302\241K\302\241 Z"},
    {"Italian", "MT1\303\2470123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%('.-\303\247^A^K^ Z"},
    {"Portuguese", "MT1\303\2070123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%('.-\303\207\302\273A\302\273K\302\273 Z"},
    {"Swedish and Finnish", "MT1\303\2260123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ \302\244%(+.-\303\226\303\200`K`Z"},
    {"Danish", "MT1\303\2060123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ \302\244%(+.-\303\206\303\200`K`Z"},
    {"Norwegian", "MT1\303\2300123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ \302\244%(+.-\303\230\303\200`K`Z"},
    {"Canadian French", "MT1:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*-.\303\251:+A+K+ Z"},
};

static size_t readings_with(const char *text, const char *layout)
{
    size_t count, found = 0;
    Reading *readings = scan_readings(arena, text, &count);
    for (size_t i = 0; i < count; i++)
        found += text_equal(readings[i].text, MEANT) && text_equal(readings[i].layout, layout);
    return found;
}

static void test_keyboards(void)
{
    for (size_t i = 0; i < sizeof keyboards / sizeof *keyboards; i++)
        row_check(readings_with(keyboards[i].typed, keyboards[i].layout) == 1, "keyboards", keyboards[i].layout);
    CU_ASSERT_EQUAL(readings_with(MEANT, NULL), 1);
    CU_ASSERT_EQUAL(readings_with("mt1\303\2660123456789abcdefghijklmnopqrstuvwxzy $%(\303\237.-\303\266\303\240`k`y\r\n",
                                  "German"), 1);
    CU_ASSERT_EQUAL(readings_with("]Q1MT1\303\2470123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%('.-\303\247^A^K^ Z\t", "Italian"), 1);
    size_t count;
    scan_readings(arena, "https://example.org/a", &count);
    CU_ASSERT_EQUAL(count, 1);
    scan_readings(arena, "7kq2-m9xd-4", &count);
    CU_ASSERT_EQUAL(count, 1);
    scan_readings(arena, "MT1\303\226````````", &count);   /* too many dead keys: one reading a layout */
    CU_ASSERT(count > 1 && count < 8);
    scan_readings(arena, "MT1\303", &count);                /* half a character */
    CU_ASSERT_EQUAL(count, 1);
}

/* ---------------------------------------------------------------- images ---- */
typedef struct { int width, height; uint8_t *grey; } Sheet;

static Sheet sheet_new(int width, int height)
{
    Sheet sheet = {width, height, arena_alloc(arena, (size_t)width * (size_t)height)};
    memset(sheet.grey, 255, (size_t)width * (size_t)height);
    return sheet;
}

static void sheet_draw(Sheet *sheet, const Modules *modules, int left, int top, int dots)
{
    for (int y = 0; y < modules->side * dots; y++)
        for (int x = 0; x < modules->side * dots; x++)
            if (modules->dark[y / dots * modules->side + x / dots])
                sheet->grey[(size_t)(top + y) * (size_t)sheet->width + (size_t)(left + x)] = 0;
}

static const char *bottle_payload(uint8_t i)
{
    Key key = test_key(arena);
    Record record = test_bottle(arena);
    record.i = i;
    record.n = 9;
    return payload_sign(&record, &key, arena);
}

static const char *file_of(const char *name)
{
    return path_join(arena, home, name);
}

static const char *png_write(const Sheet *sheet, const char *name)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)sheet->width,
                       .height = (png_uint_32)sheet->height,
                       .format = PNG_FORMAT_GRAY};
    const char *file = file_of(name);
    CU_ASSERT_FATAL(png_image_write_to_file(&image, file, 0, sheet->grey, sheet->width, NULL));
    return file;
}

static const char *jpeg_write(const Sheet *sheet, const char *name, int quality)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr fault;
    const char *file = file_of(name);
    FILE *out = fopen(file, "wb");
    CU_ASSERT_FATAL(out != NULL);
    jpeg.err = jpeg_std_error(&fault);
    jpeg_create_compress(&jpeg);
    jpeg_stdio_dest(&jpeg, out);
    jpeg.image_width = (JDIMENSION)sheet->width;
    jpeg.image_height = (JDIMENSION)sheet->height;
    jpeg.input_components = 1;
    jpeg.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW line = sheet->grey + (size_t)jpeg.next_scanline * (size_t)sheet->width;
        jpeg_write_scanlines(&jpeg, &line, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    fclose(out);
    return file;
}

static bool holds(const Scan *scan, const char *payload)
{
    for (size_t i = 0; i < scan->count; i++)
        if (text_equal(scan->payloads[i], payload))
            return true;
    return false;
}

static const struct { const char *name; int dots, codes; bool jpeg; } images[] = {
    {"3 dots a module", 3, 1, false}, {"4 dots", 4, 1, false}, {"8 dots", 8, 1, false}, {"12 dots", 12, 1, false},
    {"three codes", 4, 3, false},     {"JPEG", 4, 1, true},    {"JPEG of a phone's size", 20, 2, true},
};

static void test_images(void)
{
    for (size_t t = 0; t < sizeof images / sizeof *images; t++) {
        int pitch = 60 * images[t].dots;
        Sheet sheet = sheet_new(pitch * images[t].codes, pitch);
        for (uint8_t i = 0; i < images[t].codes; i++) {
            Modules modules;
            CU_ASSERT_FATAL(modules_of(bottle_payload((uint8_t)(i + 1)), 6, &modules, arena));
            sheet_draw(&sheet, &modules, i * pitch + 8 * images[t].dots, 8 * images[t].dots, images[t].dots);
        }
        const char *file = images[t].jpeg ? jpeg_write(&sheet, "codes.jpg", 80) : png_write(&sheet, "codes.png");
        Scan scan = scan_file(file, arena);
        bool good = !scan.fault && scan.count == (size_t)images[t].codes;
        for (uint8_t i = 0; good && i < images[t].codes; i++)
            good = holds(&scan, bottle_payload((uint8_t)(i + 1)));
        row_check(good, "images", images[t].name);
    }
}

/* A chart page's code of many rows, and a page with no code. */
static void test_large_code(void)
{
    Key key = test_key(arena);
    Record chart = test_chart(arena);
    Modules modules;
    const char *payload = payload_sign(&chart, &key, arena);
    CU_ASSERT_FATAL(modules_of(payload, 0, &modules, arena));
    Sheet sheet = sheet_new(modules.side * 4 + 64, modules.side * 4 + 64);
    Scan scan = scan_file(png_write(&sheet, "empty.png"), arena);
    CU_ASSERT(!scan.fault && scan.count == 0);
    sheet_draw(&sheet, &modules, 32, 32, 4);
    scan = scan_file(png_write(&sheet, "chart.png"), arena);
    CU_ASSERT(!scan.fault && scan.count == 1 && holds(&scan, payload));
}

/* As many codes as are read, and one more. */
static void test_many_codes(void)
{
    int pitch = 29 * 3, rows = (SCAN_CODES_MOST + 15) / 16;
    Sheet sheet = sheet_new(16 * pitch, (rows + 1) * pitch);
    for (int i = 0; i <= SCAN_CODES_MOST; i++) {
        Modules modules;
        if (i == SCAN_CODES_MOST) {
            Scan most = scan_file(png_write(&sheet, "most.png"), arena);
            CU_ASSERT(!most.fault && most.count == SCAN_CODES_MOST);
        }
        CU_ASSERT_FATAL(modules_of(arena_format(arena, "CODE %d", i), 1, &modules, arena));
        sheet_draw(&sheet, &modules, i % 16 * pitch + 12, i / 16 * pitch + 12, 3);
    }
    Scan more = scan_file(png_write(&sheet, "more.png"), arena);
    CU_ASSERT(more.fault && strstr(more.fault, "more codes than are read"));
}

/* ---------------------------------------------------------------- PDF ---- */
/* One page, a rectangle a module, written by hand: the reader must not depend on the program's own writer. */
static const char *pdf_write_page(const Modules *modules, const char *name)
{
    Buffer page = buffer_new(arena), out = buffer_new(arena);
    size_t at[5];
    for (int i = 0; i < modules->side * modules->side; i++)
        if (modules->dark[i])
            buffer_addf(&page, "%d %d 2 2 re ", 100 + i % modules->side * 2, 500 - i / modules->side * 2);
    buffer_add(&page, "f");
    buffer_add(&out, "%PDF-1.4\n");
    at[1] = out.length;
    buffer_add(&out, "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n");
    at[2] = out.length;
    buffer_add(&out, "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n");
    at[3] = out.length;
    buffer_add(&out, "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R>> endobj\n");
    at[4] = out.length;
    buffer_addf(&out, "4 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n", page.length, buffer_text(&page));
    size_t table = out.length;
    buffer_add(&out, "xref\n0 5\n0000000000 65535 f \n");
    for (int i = 1; i < 5; i++)
        buffer_addf(&out, "%010zu 00000 n \n", at[i]);
    buffer_addf(&out, "trailer <</Size 5 /Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", table);
    const char *file = file_of(name);
    CU_ASSERT_EQUAL_FATAL(file_publish(file, (Bytes){buffer_text(&out), out.length}), 0);
    return file;
}

static void test_pdf(void)
{
    Modules modules;
    CU_ASSERT_FATAL(modules_of(bottle_payload(1), 6, &modules, arena));
    Scan scan = scan_file(pdf_write_page(&modules, "page.pdf"), arena);
    CU_ASSERT_PTR_NULL(scan.fault);
    CU_ASSERT(scan.count == 1 && holds(&scan, bottle_payload(1)));
}

/* ---------------------------------------------------------------- broken files ---- */
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define BYTES(text) text, sizeof text - 1
static const struct { const char *name, *bytes; size_t size; const char *fault; } broken[] = {
    {"empty", BYTES(""), "not a PNG, JPEG or PDF"},
    {"text", BYTES("MT1:A B\n"), "not a PNG, JPEG or PDF"},
    {"PNG cut", BYTES(PNG_HEAD), "not a good PNG"},
    {"PNG of a billion pixels", BYTES(PNG_HEAD "\0\0\x7f\xff\0\0\x7f\xff\x08\0\0\0\0\x1b\x2c\xf6\x44"), "good PNG"},
    {"JPEG cut", BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0"), "JPEG"},
    {"JPEG without end", BYTES("\xFF\xD8\xFF"), "not a PNG, JPEG or PDF"},
    {"PDF cut", BYTES("%PDF-1.4\n1 0 obj <<"), "not a good PDF"},
};

static void test_broken(void)
{
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const char *file = file_of("broken");
        CU_ASSERT_EQUAL(file_publish(file, (Bytes){broken[i].bytes, broken[i].size}), 0);
        Scan scan = scan_file(file, arena);
        bool good = scan.count == 0 && scan.fault && strstr(scan.fault, broken[i].fault);
        if (!good)
            printf("\n  says \"%s\"", scan.fault ? scan.fault : "");
        row_check(good, "broken", broken[i].name);
    }
    CU_ASSERT_PTR_NOT_NULL(scan_file(file_of("none"), arena).fault);
    CU_ASSERT_PTR_NOT_NULL(scan_file(home, arena).fault);
}

/* A good image with bytes changed here and there: any answer will do but a crash or a code that is not there. */
static void test_damaged(void)
{
    Modules modules;
    CU_ASSERT_FATAL(modules_of(bottle_payload(1), 6, &modules, arena));
    Sheet sheet = sheet_new(240, 240);
    sheet_draw(&sheet, &modules, 32, 32, 4);
    Bytes bytes;
    CU_ASSERT_EQUAL_FATAL(file_read(jpeg_write(&sheet, "good.jpg", 90), 1 << 20, arena, &bytes), 0);
    for (size_t i = 0; i < 40; i++) {
        char *copy = arena_copy(arena, bytes.at, bytes.size);
        copy[3 + i * (bytes.size - 4) / 40] ^= (char)(1 << i % 8);
        CU_ASSERT_EQUAL(file_publish(file_of("damaged.jpg"), (Bytes){copy, bytes.size}), 0);
        Scan scan = scan_file(file_of("damaged.jpg"), arena);
        CU_ASSERT(scan.count == 0 || (scan.count == 1 && holds(&scan, bottle_payload(1))));
    }
}

/* What comes from pdftoppm is not trusted: a page that is not whole, or an end that is not good, and no code of the file counts,
 * though the page before was read. */
static const struct { const char *name, *script, *says; } pages[] = {
    {"another form of image", "printf 'P6\\n100 100\\n255\\n'", "the page's image is not of its form"},
    {"no image", "echo page", "the page's image is not of its form"},
    {"half a head", "printf 'P5\\n100'", "the page's image is not of its form"},
    {"a head and nothing behind it", "printf 'P5\\n100 100\\n255'", "the page's image is not of its form"},
    {"other shades", "printf 'P5\\n100 100\\n127\\n'", "a page is too large or too small"},
    {"too small", "printf 'P5\\n9 100\\n255\\n'", "a page is too large or too small"},
    {"too low", "printf 'P5\\n100 9\\n255\\n'", "a page is too large or too small"},
    {"below nothing", "printf 'P5\\n-100 -100\\n255\\n'", "a page is too large or too small"},
    {"a billion dots", "printf 'P5\\n99999 99999\\n255\\n'", "a page is too large or too small"},
    {"cut", "cat page.pgm; printf 'P5\\n100 100\\n255\\nabc'", "a page's image is cut"},
    {"a bad end", "cat page.pgm; exit 1", "not a good PDF"},
    {"killed", "cat page.pgm; kill -9 $$", "not a good PDF"},
    {"not installed", "exit 127", "pdftoppm (poppler-utils) is not installed"},
    {"whole", "cat page.pgm", NULL},
};

static void test_pdf_pages(void)
{
    Modules modules;
    Buffer page = buffer_new(arena);
    CU_ASSERT_FATAL(modules_of(bottle_payload(1), 6, &modules, arena));
    Sheet sheet = sheet_new(240, 240);
    sheet_draw(&sheet, &modules, 32, 32, 4);
    buffer_add(&page, "P5\n240 240\n255\n");
    buffer_add_bytes(&page, (const char *)sheet.grey, 240 * 240);
    CU_ASSERT_EQUAL(file_publish(file_of("page.pgm"), (Bytes){page.at, page.length}), 0);
    CU_ASSERT_EQUAL(file_publish(file_of("page.pdf"), (Bytes){"%PDF-1.4\n", 9}), 0);
    const char *path = arena_string(arena, getenv("PATH")), *tool = file_of("pdftoppm");
    setenv("PATH", arena_format(arena, "%s:%s", home, path), 1);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        const char *script = arena_format(arena, "#!/bin/sh\ncd %s\ncase \"$*\" in *' -f 51 '*) exit 99 ;; esac\n%s", home, pages[i].script);
        CU_ASSERT(file_publish(tool, (Bytes){script, strlen(script)}) == 0 && chmod(tool, 0700) == 0);
        Scan scan = scan_file(file_of("page.pdf"), arena);
        bool good = pages[i].says ? scan.fault && strstr(scan.fault, pages[i].says) : !scan.fault && scan.count == 1;
        if (!good) printf("\n  says \"%s\"", scan.fault ? scan.fault : "");
        row_check(good, "pages of a PDF", pages[i].name);
    }
    setenv("PATH", path, 1);
    unlink(tool);
}

/* A read that fails, in whichever process: the file is read whole or a fault is told, never that no code is in it. */
static void test_reads_fail(void)
{
    static const int errors[] = {EIO, EINTR};
    Modules modules;
    CU_ASSERT_FATAL(modules_of(bottle_payload(1), 6, &modules, arena));
    Sheet sheet = sheet_new(240, 240);
    sheet_draw(&sheet, &modules, 32, 32, 4);
    const char *file = png_write(&sheet, "read.png");
    for (size_t e = 0; e < 2; e++) {
        bool whole = false;
        for (long n = 0; n < 8; n++) {
            call_fails(CALL_read, n, errors[e]);
            Scan scan = scan_file(file, arena);
            calls_work();
            whole = !scan.fault && scan.count == 1 && holds(&scan, bottle_payload(1));
            CU_ASSERT(whole || scan.fault);
            if (n == 0) CU_ASSERT(whole == (errors[e] == EINTR));
        }
        CU_ASSERT(whole);
    }
}

/* ---------------------------------------------------------------- a session ---- */
typedef struct {
    const char *name;
    RecordKind kind;
    uint8_t fill, drug, i, n;
    Verdict judged, verdict;
    const char *left;
} BenchStep;

/* A fill of three bottles of one drug, one of another, and a chart of two pages. */
static const BenchStep bench[] = {
    {"first bottle", RECORD_BOTTLE, 1, 5, 1, 3, VERDICT_MATCH, VERDICT_MATCH,
     "bottle 2 of 3 of clonazepam, bottle 3 of 3 of clonazepam, bottle 1 of 1 of diazepam, the chart still to scan"},
    {"again", RECORD_BOTTLE, 1, 5, 1, 3, VERDICT_MATCH, VERDICT_SCANNED, "bottle 2 of 3 of clonazepam, bottle 3"},
    {"a wrong one", RECORD_BOTTLE, 1, 5, 2, 3, VERDICT_OTHER, VERDICT_OTHER, "bottle 2 of 3 of clonazepam, bottle 3"},
    {"of another fill", RECORD_BOTTLE, 2, 5, 2, 3, VERDICT_MATCH, VERDICT_OTHER,
     "bottle 2 of 3 of clonazepam, bottle 3"},
    {"past its date", RECORD_BOTTLE, 1, 5, 2, 3, VERDICT_RECALLED, VERDICT_RECALLED,
     "bottle 2 of 3 of clonazepam, bottle 3"},
    {"second bottle", RECORD_BOTTLE, 1, 5, 2, 3, VERDICT_MATCH, VERDICT_MATCH,
     "bottle 3 of 3 of clonazepam, bottle 1"},
    {"a bottle too many", RECORD_BOTTLE, 1, 5, 4, 4, VERDICT_MATCH, VERDICT_OTHER,
     "bottle 3 of 3 of clonazepam, bottle 1"},
    {"the batch's code", RECORD_BATCH, 0, 5, 1, 1, VERDICT_GENUINE, VERDICT_GENUINE,
     "bottle 3 of 3 of clonazepam, bottle 1"},
    {"second page", RECORD_CHART, 1, 0, 2, 2, VERDICT_MATCH, VERDICT_MATCH,
     "bottle 1 of 1 of diazepam, chart page 1 of 2 still"},
    {"second page again", RECORD_CHART, 1, 0, 2, 2, VERDICT_MATCH, VERDICT_MATCH, "chart page 1 of 2 still"},
    {"page of another chart", RECORD_CHART, 1, 0, 3, 4, VERDICT_MATCH, VERDICT_OTHER, "chart page 1 of 2 still"},
    {"superseded page", RECORD_CHART, 1, 0, 1, 2, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED, "chart page 1 of 2 still"},
    {"third bottle", RECORD_BOTTLE, 1, 5, 3, 3, VERDICT_MATCH, VERDICT_MATCH,
     "bottle 1 of 1 of diazepam, chart page 1 of 2"},
    {"the other drug", RECORD_BOTTLE, 1, 7, 1, 1, VERDICT_MATCH, VERDICT_MATCH, "chart page 1 of 2 still to scan"},
    {"first page", RECORD_CHART, 1, 0, 1, 2, VERDICT_MATCH, VERDICT_MATCH,
     "COMPLETE: every bottle and chart page of fill 1"},
};

static void test_session(void)
{
    Session *session = session_new(AT_FILL, arena);
    session_expect(session, 1, 5, "clonazepam", 3);
    session_expect(session, 1, 7, "diazepam", 1);
    CU_ASSERT_EQUAL(session_status(session), VERDICT_GENUINE);
    for (size_t i = 0; i < sizeof bench / sizeof *bench; i++) {
        Record record = {
            .kind = bench[i].kind, .fill = bench[i].fill, .drug = bench[i].drug, .i = bench[i].i, .n = bench[i].n};
        Comparison judged = {.verdict = bench[i].judged, .words = "judged"};
        CU_ASSERT_FALSE(session_complete(session));
        Comparison answer = session_scan(session, &record, &judged);
        const char *left = session_left(session);
        row_check(answer.verdict == bench[i].verdict && strstr(left, bench[i].left), "session", bench[i].name);
        row_check((answer.verdict == judged.verdict) == text_equal(answer.words, "judged"), "session words",
                  bench[i].name);
    }
    CU_ASSERT(session_complete(session));
    CU_ASSERT_EQUAL(session_status(session), VERDICT_RECALLED);
    Comparison altered = {.verdict = VERDICT_ALTERED, .words = "ALTERED"};
    session_scan(session, NULL, &altered);
    CU_ASSERT_EQUAL(session_status(session), VERDICT_ALTERED);
}

/* Without a schedule the codes themselves say how many there are. */
static void test_session_alone(void)
{
    Session *session = session_new(AT_HOME, arena);
    Comparison match = {.verdict = VERDICT_MATCH, .words = "MATCH"};
    Record bottle = {.kind = RECORD_BOTTLE, .fill = 4, .drug = 5, .i = 2, .n = 2},
           page = {.kind = RECORD_CHART, .fill = 4, .i = 1, .n = 1};
    CU_ASSERT_STRING_EQUAL(session_left(session), "scan a bottle of the fill first");
    CU_ASSERT_EQUAL(session_scan(session, &bottle, &match).verdict, VERDICT_MATCH);
    CU_ASSERT_STRING_EQUAL(session_left(session), "bottle 1 of 2 of drug 5, the chart still to scan");
    bottle.i = 1;
    session_scan(session, &bottle, &match);
    CU_ASSERT_EQUAL(session_scan(session, &page, &match).verdict, VERDICT_MATCH);
    CU_ASSERT(session_complete(session));
    CU_ASSERT_EQUAL(session_status(session), VERDICT_MATCH);
}

void suite_scan(void)
{
    CU_pSuite suite = CU_add_suite("scan", setup, teardown);
    CU_add_test(suite, "what a scanner types", test_text);
    CU_add_test(suite, "keyboard layouts", test_keyboards);
    CU_add_test(suite, "images", test_images);
    CU_add_test(suite, "a large code", test_large_code);
    CU_add_test(suite, "as many codes as are read", test_many_codes);
    CU_add_test(suite, "PDF", test_pdf);
    CU_add_test(suite, "pages of a PDF", test_pdf_pages);
    CU_add_test(suite, "reads that fail", test_reads_fail);
    CU_add_test(suite, "broken files", test_broken);
    CU_add_test(suite, "damaged images", test_damaged);
    CU_add_test(suite, "a session", test_session);
    CU_add_test(suite, "a session without a schedule", test_session_alone);
}
