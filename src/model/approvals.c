/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "approvals.h"

#include <errno.h>
#include <string.h>

#include "microtaper/file.h"
#include "microtaper/text.h"

#define APPROVALS_LIMIT ((size_t)1 << 20)
#define DIGEST_LETTERS 16

static const char *const no_children[] = {NULL};
static const char *const root_children[] = {"approval", NULL};
static const XmlField no_fields[] = {XML_END};
static const XmlField approval_fields[] = {
    FIELD("of", REQUIRED, read_text, Approval, what),
    FIELD("digest", REQUIRED, read_text, Approval, digest),
    FIELD("by", REQUIRED, read_text, Approval, by),
    FIELD("on", REQUIRED, read_date, Approval, on),
    FIELD("demo", OPTIONAL, read_bool, Approval, demo),
    XML_END};

const char *file_beside(const char *shop_file, const char *name, Arena *arena)
{
    const char *slash = strrchr(shop_file, '/');
    if (!slash) return name;
    return path_join(arena, arena_copy(arena, shop_file, (size_t)(slash - shop_file) + 1), name);
}

const char *approvals_beside(const char *shop_file, Arena *arena)
{
    return file_beside(shop_file, "approvals.xml", arena);
}

static bool digest_letters_valid(const char *text)
{
    return strlen(text) == DIGEST_LETTERS && strspn(text, base32_alphabet) == DIGEST_LETTERS;
}

static void read_approval(Reading *reading, const XmlNode *node, Shop *shop)
{
    Approval row = {0};
    read_node(reading, node, approval_fields, &row, no_children);
    if (row.digest && !digest_letters_valid(row.digest))
        FAULT(reading, MT223, xml_place(node, "digest"), "not %d letters of base 32: \"%s\"", DIGEST_LETTERS,
              row.digest);
    shop->approvals[shop->approval_count++] = row;
}

void read_approvals(Reading *reading, const char *file, Shop *shop)
{
    if (!file_exists(file)) return;
    const XmlNode *root = xml_load(file, NAMESPACE_APPROVALS, "approvals", reading->arena, reading->findings);
    if (!root) return;
    read_node(reading, root, no_fields, NULL, root_children);
    shop->approvals = ARENA_ARRAY(reading->arena, child_count(root, "approval"), Approval);
    for (const XmlNode *node = child_first(root, "approval"); node; node = child_next(node))
        read_approval(reading, node, shop);
}

const Approval *approval_find(const Shop *shop, const char *what, const Digest *digest)
{
    Arena *arena = arena_new();
    const char *letters = digest_letters(arena, digest, DIGEST_LETTERS);
    const Approval *found = NULL;   /* of several the last: the file is only ever added to */
    for (size_t i = 0; i < shop->approval_count; i++)
        if (text_equal(shop->approvals[i].what, what) && text_equal(shop->approvals[i].digest, letters))
            found = &shop->approvals[i];
    arena_free(arena);
    return found;
}

/* ---------------------------------------------------------------------------- adding ---- */
static const char *approval_line(Arena *arena, const Approval *approval)
{
    return arena_format(arena, "  <approval of=\"%s\" digest=\"%s\" by=\"%s\" on=\"%s\"%s/>\n", text_xml(arena,
        approval->what),
                        text_xml(arena, approval->digest), text_xml(arena, approval->by), date_text(arena,
                                                                                                    approval->on),
                        approval->demo ? " demo=\"yes\"" : "");
}

/* The last "</approvals" of a file that has been read as XML, or NULL (an empty element). */
static const char *end_tag(const char *text)
{
    const char *found = NULL;
    for (const char *at = strstr(text, "</approvals"); at; at = strstr(at + 1, "</approvals")) found = at;
    return found;
}

static int existing_text(const char *file, Arena *arena, const char **head, const char **tail)
{
    *head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<approvals xmlns=\"" NAMESPACE_APPROVALS "\">\n";
    *tail = "</approvals>\n";
    if (!file_exists(file)) return 0;
    Bytes bytes;
    int error = file_read(file, APPROVALS_LIMIT, arena, &bytes);
    if (error) return error;
    Findings findings = findings_new(arena);
    const XmlNode *root = xml_load(file, NAMESPACE_APPROVALS, "approvals", arena, &findings);
    if (!root || findings_errors(&findings)) return EINVAL;   /* a broken file is not added to */
    const char *end = end_tag(bytes.at);
    if (!end) return root->first ? EINVAL : 0;
    *head = arena_copy(arena, bytes.at, (size_t)(end - bytes.at));
    *tail = end;
    return 0;
}

int approval_append(const char *file, const Approval *approval)
{
    Arena *arena = arena_new();
    const char *head, *tail;
    int error = existing_text(file, arena, &head, &tail);
    if (!error) {
        const char *text = arena_format(arena, "%s%s%s", head, approval_line(arena, approval), tail);
        error = file_publish(file, (Bytes){text, strlen(text)});
    }
    arena_free(arena);
    return error;
}
