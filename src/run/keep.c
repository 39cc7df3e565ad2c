/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keep.h"
#include <string.h>
#include "microtaper/version.h"

#define MADE_LIMIT (1 << 20)
#define SELF "made "

const char *keep_inputs(const House *house, const Key *key, const MakeOrder *order, const Prescription *rx,
                        const char *lots, Arena *arena)
{
    Buffer text = buffer_new(arena);
    buffer_addf(&text, "microtaper %s\nhouse %s\n", MICROTAPER_VERSION, digest_hex(arena, &house->digest));
    Digest public_key = digest_of(key->public_key, sizeof key->public_key);
    buffer_addf(&text, "key %s\nfill %d\nlabel %d\ndate %s\ncontent %s\n", digest_hex(arena, &public_key), order->fill,
                order->first_label, date_text(arena, order->date), digest_hex(arena, &rx->content));
    for (size_t i = 0; i < rx->accept_count; i++) {
        const Accept *accept = &rx->accepts[i];
        buffer_addf(&text, "accept %s %s %s %s\n", accept->code, accept->place, accept->check, accept->by);
    }
    if (!text_empty(lots)) buffer_addf(&text, "lots%s\n", lots);
    Digest digest = digest_of(buffer_text(&text), text.length);
    return digest_hex(arena, &digest);
}

static void add_member(Buffer *text, const char *member)
{
    for (const char *at = member; *at;) {
        size_t length = strcspn(at, "\n");
        buffer_addf(text, "member %.*s\n", (int)length, at);
        at += length + (at[length] != '\0');
    }
}

const char *keep_text(const char *inputs, const Made *files, size_t count, const Kept *kept, Arena *arena)
{
    Buffer text = buffer_new(arena);
    buffer_addf(&text, "inputs %s\n", inputs);
    for (size_t i = 0; i < count; i++) {
        buffer_addf(&text, "file %s %s\n", digest_hex(arena, &files[i].digest), files[i].path);
    }
    add_member(&text, kept->member);
    buffer_addf(&text, "manifest %s\n", kept->manifest);
    Digest digest = digest_of(buffer_text(&text), text.length);
    buffer_addf(&text, SELF "%s\n", digest_hex(arena, &digest));
    return buffer_text(&text);
}

/* "HEX PATH": is the file there with that digest? */
static bool file_whole(const char *out, char *line, Arena *arena)
{
    char *space = strchr(line, ' ');
    if (!space) return false;
    *space = '\0';
    Bytes bytes;
    if (file_read(path_join(arena, out, space + 1), KEEP_LIMIT, arena, &bytes) != 0) return false;
    Digest digest = digest_of(bytes.at, bytes.size);
    return text_equal(line, digest_hex(arena, &digest));
}

/* Its last line vouches for those before it, which it cuts off: the page of the run and the index are made of them. */
static bool itself_whole(char *text, size_t size, Arena *arena)
{
    char *last = size ? memrchr(text, '\n', size - 1) : NULL;
    if (!last || !text_starts(last + 1, SELF)) return false;
    Digest digest = digest_of(text, (size_t)(last + 1 - text));
    bool whole = text_equal(last + 1, arena_format(arena, SELF "%s\n", digest_hex(arena, &digest)));
    last[1] = '\0';
    return whole;
}

bool keep_find(const char *out, const char *folder, const char *inputs, Kept *kept, Arena *arena)
{
    Bytes bytes;
    if (file_read(arena_format(arena, "%s/%s/made", out, folder), MADE_LIMIT, arena, &bytes) != 0) return false;
    char *rest = arena_copy(arena, bytes.at, bytes.size);
    if (!itself_whole(rest, bytes.size, arena)) return false;
    Buffer member = buffer_new(arena);
    bool same = false;
    *kept = (Kept){0};
    for (char *line = strtok_r(rest, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (text_starts(line, "inputs ")) same = !inputs || text_equal(line + 7, inputs);
        else if (text_starts(line, "file ") && !file_whole(out, line + 5, arena)) return false;
        else if (text_starts(line, "member ")) buffer_addf(&member, "%s\n", line + 7);
        else if (text_starts(line, "manifest ")) kept->manifest = line + 9;
        if (!same) return false;
    }
    kept->member = buffer_text(&member);
    return kept->manifest != NULL;
}
