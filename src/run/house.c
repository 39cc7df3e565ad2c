/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command works with, read once: tables, shop, formulas, and for paper the fonts and words. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "microtaper/run.h"

#define TEMPLATE_LIMIT (4 << 20)

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The entries of a folder that `chosen` takes, in order of name; -1 with a finding when it cannot be read. */
static int list_folder(House *house, const char *folder, int (*chosen)(const struct dirent *), struct dirent ***entries)
{
    int count = scandir(folder, entries, chosen, alphasort);
    if (count < 0) finding_add(&house->findings, MT101, (Place){.file = arena_string(house->arena, folder)}, "%s", strerror(errno));
    return count;
}

/* Adds "DIGEST PATH" of every file under a folder, in order of name. */
static void add_digests(House *house, Buffer *text, const char *folder, Arena *arena)
{
    struct dirent **entries = NULL;
    int count = list_folder(house, folder, visible, &entries);
    for (int i = 0; i < count; i++) {
        char *path = path_join(arena, folder, entries[i]->d_name);
        Bytes bytes;
        int error = file_read(path, TEMPLATE_LIMIT, arena, &bytes);
        if (error == EISDIR) {
            add_digests(house, text, path, arena);
        } else if (error) {
            finding_add(&house->findings, MT101, (Place){.file = arena_string(house->arena, path)}, "%s", strerror(error));
        } else {
            Digest digest = digest_of(bytes.at, bytes.size);
            buffer_addf(text, "%s %s\n", digest_hex(arena, &digest), entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
}

static Digest house_bytes(House *house)
{
    Arena *arena = arena_new();
    Buffer text = buffer_new(arena);
    buffer_addf(&text, "shop %s\n", digest_hex(arena, &house->shop->digest));
    for (size_t i = 0; i < house->shop->approval_count; i++) {
        const Approval *approval = &house->shop->approvals[i];
        buffer_addf(&text, "approval %s %s %s\n", approval->what, approval->digest, approval->by);
    }
    add_digests(house, &text, house->templates, arena);
    Digest digest = digest_of(buffer_text(&text), text.length);
    arena_free(arena);
    return digest;
}

bool house_open(House *house, const char *templates, const char *shop_file)
{
    *house = (House){.arena = arena_new(), .templates = templates, .shop_file = shop_file};
    house->findings = findings_new(house->arena);
    house->tables = tables_load(templates, house->arena, &house->findings);
    if (!house->tables) return false;
    house->shop = shop_load(shop_file, house->tables, house->arena, &house->findings);
    house->formulas = formulas_load(templates, house->tables, house->arena, &house->findings);
    return house->shop && house->formulas && findings_errors(&house->findings) == 0;
}

static int words_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 4 && entry->d_name[0] != '.' && text_equal(entry->d_name + length - 4, ".xml");
}

bool house_paper(House *house)
{
    house->fonts = fonts_load(house->templates, house->arena, &house->findings);
    house->book = label_book_new(house->arena);
    if (!house->fonts) return false;
    char *folder = path_join(house->arena, house->templates, "words");
    struct dirent **entries = NULL;
    int count = list_folder(house, folder, words_file, &entries);
    for (int i = 0; i < count; i++) {
        char *code = arena_string(house->arena, entries[i]->d_name);
        code[strlen(code) - 4] = '\0';
        free(entries[i]);
        Language *language = language_load(house->templates, code, house->arena, &house->findings);
        if (language && house->language_count < LANGUAGES_MAX) {
            house->languages[house->language_count++] = language;
        }
    }
    free(entries);
    house->digest = house_bytes(house);
    return house->language_count > 0 && findings_errors(&house->findings) == 0;
}

Language *house_language(const House *house, const char *code)
{
    for (size_t i = 0; i < house->language_count; i++) {
        if (text_equal(language_code(house->languages[i]), code)) return house->languages[i];
    }
    return NULL;
}

void house_close(House *house)
{
    if (house->fonts) fonts_free(house->fonts);
    arena_free(house->arena);
    *house = (House){0};
}
