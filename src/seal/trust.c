/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trust folder: public keys of this and other branches, who trusted them and when, and which are retired. */
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "bytes.h"
#include "microtaper/file.h"
#include "microtaper/text.h"

#define HEADER "microtaper trusted key 1"
#define FILE_MOST 4096
#define TEXT_MOST 255

/* ---------------------------------------------------------------- reading ---- */
/* The rest of a line and the text behind it; NULL when there is no line end. */
static char *line_take(char **at)
{
    char *line = *at, *end = strchr(line, '\n');
    if (!end)
        return NULL;
    *end = '\0';
    *at = end + 1;
    return line;
}

static bool words_valid(const char *text)
{
    if (text_empty(text) || strlen(text) > TEXT_MOST || !utf8_valid(text))
        return false;
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            return false;
    return true;
}

/* "VERB 2026-11-22 by WHO" */
static bool entry_take(char *line, const char *verb, Date *on, char **who)
{
    size_t length = strlen(verb);
    if (!text_starts(line, verb) || strlen(line) < length + 16)
        return false;
    char *date = line + length + 1;
    if (date[-1] != ' ' || !text_starts(date + 10, " by "))
        return false;
    date[10] = '\0';
    *who = date + 14;
    return date_parse(date, on) && words_valid(*who);
}

/* The line of a key that signs no more; its reason stands behind the first colon and blank. */
static bool retired_take(char *line, TrustedKey *out)
{
    char *who;
    out->compromised = text_starts(line, "compromised ");
    if (!entry_take(line, out->compromised ? "compromised" : "retired", &out->retired_on, &who))
        return false;
    char *colon = strstr(who, ": ");
    if (!colon || !colon[2] || colon == who)
        return false;
    *colon = '\0';
    out->retired_by = who;
    out->reason = colon + 2;
    out->retired = true;
    return true;
}

static bool trusted_parse(char *text, TrustedKey *out, Arena *arena)
{
    char *at = text, *who;
    *out = (TrustedKey){.retired = false};
    char *header = line_take(&at), *key = line_take(&at), *trusted = line_take(&at);
    if (!header || !key || !trusted || strcmp(header, HEADER) != 0)
        return false;
    if (!key_import(key, &out->key, arena) || !entry_take(trusted, "trusted", &out->trusted, &who))
        return false;
    out->by = who;
    char *retired = *at ? line_take(&at) : NULL;
    if (retired && !retired_take(retired, out))
        return false;
    return *at == '\0';
}

static bool others_write(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && status.st_mode & 022;
}

static const char *key_file(const char *folder, const Key *key, Arena *arena)
{
    char hex[17];
    sodium_bin2hex(hex, sizeof hex, key->public_key, 8);
    return path_join(arena, folder, arena_format(arena, "%s.key", hex));
}

/* One file; false with a finding. */
static bool trusted_load(const char *folder, const char *name, TrustedKey *out, Arena *arena, Findings *findings)
{
    Bytes bytes;
    const char *path = path_join(arena, folder, name);
    Place place = {.file = path};
    if (others_write(path)) {
        finding_add(findings, MT609, place, "others can write this file");
        return false;
    }
    int error = file_read(path, FILE_MOST, arena, &bytes);
    if (error) {
        finding_add(findings, MT608, place, "%s", strerror(error));
        return false;
    }
    char *text = arena_copy(arena, bytes.at, bytes.size);
    if (strlen(text) == bytes.size && trusted_parse(text, out, arena)
        && strcmp(key_file(folder, &out->key, arena), path) == 0)
        return true;
    finding_add(findings, MT608, place, "not a trusted key of microtaper, or not under its own name");
    return false;
}

static int is_key(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".key") == 0;
}

/* By bytes: alphasort would ask the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool all_load(const char *folder, struct dirent **entries, int count, Trust *trust, Arena *arena,
                     Findings *findings)
{
    bool good = true;
    trust->items = ARENA_ARRAY(arena, (size_t)count + 1, TrustedKey);
    for (int i = 0; i < count; i++) {
        if (trusted_load(folder, entries[i]->d_name, &trust->items[trust->count], arena, findings))
            trust->count++;
        else
            good = false;
        free(entries[i]);
    }
    free(entries);
    return good;
}

Trust *trust_load(const char *folder, Arena *arena, Findings *findings)
{
    Trust *trust = ARENA_NEW(arena, Trust);
    struct dirent **entries;
    Place place = {.file = arena_string(arena, folder)};
    int count = scandir(folder, &entries, is_key, by_name);
    if (count < 0 && errno == ENOENT)
        return trust;
    if (count < 0) {
        finding_add(findings, MT608, place, "%s", strerror(errno));
        return NULL;
    }
    bool good = !others_write(folder);
    if (!good)
        finding_add(findings, MT609, place, "others can write this folder");
    good &= all_load(folder, entries, count, trust, arena, findings);
    return good ? trust : NULL;
}

/* ---------------------------------------------------------------- writing ---- */
static int trusted_write(const char *folder, const TrustedKey *item, Arena *arena)
{
    Buffer out = buffer_new(arena);
    buffer_addf(&out, HEADER "\n%s\n", key_export(&item->key, arena));
    buffer_addf(&out, "trusted %s by %s\n", date_text(arena, item->trusted), item->by);
    if (item->retired)
        buffer_addf(&out, "%s %s by %s: %s\n", item->compromised ? "compromised" : "retired",
                    date_text(arena, item->retired_on), item->retired_by, item->reason);
    int error = folder_make(folder);
    return error ? error : file_publish(key_file(folder, &item->key, arena), (Bytes){buffer_text(&out), out.length});
}

/* What the folder says of a key: 0, ENOENT, or EINVAL when its file is damaged. */
static int trusted_read(const char *folder, const Key *key, TrustedKey *out, Arena *arena)
{
    Bytes bytes;
    int error = file_read(key_file(folder, key, arena), FILE_MOST, arena, &bytes);
    if (error)
        return error;
    return trusted_parse(arena_copy(arena, bytes.at, bytes.size), out, arena) ? 0 : EINVAL;
}

/* The public half only: nothing secret goes into a folder that is shared and copied. */
static Key key_public(const Key *key)
{
    Key out = {.id = key->id, .name = key->name};
    memcpy(out.public_key, key->public_key, sizeof out.public_key);
    return out;
}

int trust_add(const char *folder, const Key *key, Date on, const char *by, Arena *arena)
{
    TrustedKey known, item = {.key = key_public(key), .trusted = on, .by = by};
    if (!words_valid(by))
        return EINVAL;
    int error = trusted_read(folder, key, &known, arena);
    if (error != ENOENT)
        return error ? error : EEXIST;
    return trusted_write(folder, &item, arena);
}

int trust_retire(const char *folder, const Key *key, const Retirement *retirement, Arena *arena)
{
    TrustedKey item;
    if (!words_valid(retirement->by) || !words_valid(retirement->reason) || strstr(retirement->by, ": "))
        return EINVAL;
    int error = trusted_read(folder, key, &item, arena);
    if (error && error != ENOENT)
        return error;
    if (error)
        item = (TrustedKey){.key = key_public(key), .trusted = retirement->on, .by = retirement->by};
    if (item.retired && (item.compromised || !retirement->compromised))
        return ENOTSUP;
    item.retired = true;
    item.compromised = retirement->compromised;
    item.retired_on = retirement->on;
    item.retired_by = retirement->by;
    item.reason = retirement->reason;
    return trusted_write(folder, &item, arena);
}

/* ---------------------------------------------------------------- use ---- */
/* Digits are an id, or the beginning of the public key. */
static bool key_begins(const Key *key, const char *digits)
{
    char hex[65], id[5];
    uint8_t number[2];
    put_number(number, 2, key->id);
    sodium_bin2hex(id, sizeof id, number, sizeof number);
    sodium_bin2hex(hex, sizeof hex, key->public_key, sizeof key->public_key);
    return strcmp(digits, id) == 0 || (strlen(digits) > 4 && text_starts(hex, digits));
}

const TrustedKey *trust_find(const Trust *trust, const char *digits)
{
    const TrustedKey *found = NULL;
    for (size_t i = 0; i < trust->count; i++) {
        if (!key_begins(&trust->items[i].key, digits))
            continue;
        if (found)
            return NULL;
        found = &trust->items[i];
    }
    return found;
}

static const TrustedKey *trusted_of(const Trust *trust, const Key *key)
{
    for (size_t i = 0; i < trust->count; i++)
        if (memcmp(trust->items[i].key.public_key, key->public_key, sizeof key->public_key) == 0)
            return &trust->items[i];
    return NULL;
}

Key *trust_keys(const Trust *trust, const Key *own, size_t *count, Arena *arena)
{
    Key *keys = ARENA_ARRAY(arena, trust->count + 1, Key);
    const TrustedKey *known = own ? trusted_of(trust, own) : NULL;
    *count = 0;
    if (own && !(known && known->compromised))
        keys[(*count)++] = key_public(own);
    for (size_t i = 0; i < trust->count; i++)
        if (!trust->items[i].compromised && &trust->items[i] != known)
            keys[(*count)++] = trust->items[i].key;
    return keys;
}

bool trust_signs(const Trust *trust, const Key *own, const char *file, Findings *findings)
{
    const TrustedKey *known = trusted_of(trust, own);
    if (!known || !known->retired)
        return true;
    finding_add(findings, MT610, (Place){.file = file}, "key %04x was retired on %s by %s: %s", own->id,
                date_text(findings->arena, known->retired_on), known->retired_by, known->reason);
    return false;
}
