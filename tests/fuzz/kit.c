/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn void law_broken(const char *law, const char *subject, const char *file, int line)
{
    fprintf(stderr, "%s:%d: law broken: %s\n%s\n", file, line, law, subject);
    abort();
}

/* ---------------------------------------------------------------- the input ---- */
uint32_t draw_byte(Draw *draw)
{
    if (draw->left == 0) return 0;
    draw->left--;
    return *draw->at++;
}

uint32_t draw_below(Draw *draw, uint32_t bound)
{
    if (bound <= 1) return 0;
    uint32_t number = draw_byte(draw);
    if (bound > 256) number = number << 8 | draw_byte(draw);
    return number % bound;
}

int64_t draw_whole(Draw *draw)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++) number = number << 8 | draw_byte(draw);
    return (int64_t)number;
}

const char *draw_one(Draw *draw, const char *const *of, size_t count)
{
    return of[draw_below(draw, (uint32_t)count)];
}

char *input_text(Arena *arena, const uint8_t *data, size_t size)
{
    return arena_copy(arena, data, size);
}

/* One edit: 0 changes, 1 takes out, 2 puts in, 3 cuts off. */
char *payload_edit(const char *text, Draw *draw, Arena *arena)
{
    size_t length = strlen(text);
    uint32_t kind = draw_below(draw, 4), at = draw_below(draw, (uint32_t)length);
    char letter = PAYLOAD_LETTERS[draw_below(draw, 45)];
    if (draw_below(draw, 8) == 0) letter = (char)draw_byte(draw);
    char *out = arena_alloc(arena, length + 2);
    memcpy(out, text, length);
    if (kind == 0) out[at] = letter;
    if (kind == 1) memmove(out + at, out + at + 1, length - at);
    if (kind == 2) {
        memmove(out + at + 1, out + at, length - at);
        out[at] = letter;
    }
    if (kind == 3) out[at] = '\0';
    return out;
}

/* ---------------------------------------------------------------- a folder ---- */
static char scratch[64];

static void scratch_remove(void)
{
    folder_remove(scratch);
}

const char *scratch_folder(void)
{
    if (*scratch) return scratch;
    const char *top = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(scratch, sizeof scratch, "%s/microtaper-fuzz-XXXXXX", top);
    LAW(mkdtemp(scratch) != NULL);
    atexit(scratch_remove);
    return scratch;
}

void scratch_put(const char *name, const void *bytes, size_t size)
{
    Arena *arena = arena_new();
    const char *slash = strrchr(name, '/');
    char *path = path_join(arena, scratch_folder(), name);
    if (slash) LAW_OF(folder_make(path_join(arena, scratch_folder(), arena_copy(arena, name, (size_t)(slash - name)))) == 0, name);
    FILE *file = fopen(path, "w");
    LAW_OF(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0, path);
    arena_free(arena);
}

/* ---------------------------------------------------------------- the house ---- */
House *sample_house(bool paper)
{
    static House house;
    static bool open, papered;
    if (!open) LAW(house_open(&house, "templates", "samples/shop.xml"));
    open = true;
    if (paper && !papered) LAW(house_paper(&house));
    papered = papered || paper;
    return &house;
}

Key *sample_key(void)
{
    static Key key;
    static const uint8_t seed[32] = {1, 2, 3};
    if (!key.has_secret) key_of_seed(seed, "fuzz", &key, sample_house(false)->arena);
    return &key;
}

/* ---------------------------------------------------------------- findings ---- */
static bool only_capitals(const char *text)
{
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(text);
}

void findings_laws(const Findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        const FindingKind *kind = finding_kind(finding->code);
        LAW(finding->tier == kind->tier);
        LAW_OF(!text_empty(finding->text), kind->name);
        LAW_OF(finding->place.file != NULL, finding->text);
        LAW_OF(finding->tier != TIER_WARNING || (strlen(finding->check) == 4 && only_capitals(finding->check)), finding->text);
        /* A place inside a file has its line. */
        LAW_OF(!finding->place.path || finding->place.line > 0, finding->text);
    }
}

char *findings_lines(const Findings *findings, Arena *arena)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    LAW(memory != NULL);
    findings_print(findings, FINDINGS_TEXT, NULL, memory);
    findings_print(findings, FINDINGS_JSON, "fuzz", memory);
    fclose(memory);
    char *lines = arena_copy(arena, text, size);
    free(text);
    LAW(utf8_valid(lines));   /* a quotation may be cut inside a letter; what is printed of it shows that */
    return lines;
}

bool findings_hold(const Findings *findings, Code code)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].code == code) return true;
    return false;
}
