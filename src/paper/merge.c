/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDFs joined into a volume.  Only this file knows libqpdf (11.3.0):
 *   - sources are read from their files as they are written out: a volume's memory is its own bytes and its objects;
 *   - the volume goes to memory, so that its writing and syncing are ours;
 *   - the identifier is made of the content: the same papers give the same bytes;
 *   - it is read back, and each page must draw what the page of its paper draws, in the same order. */
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#include "microtaper/paper.h"
#include "microtaper/text.h"

typedef struct {
    const MergePart *parts;
    size_t count;
    qpdf_data volume;
    qpdf_data *sources;             /* open until the volume is written */
    int *first;                     /* of each part's pages, in the volume; behind the last, the number of all */
    const char *fault;              /* the first one; NULL: none */
} Merge;

static bool failed(Merge *m, qpdf_data pdf, const char *what, Arena *arena)
{
    if (m->fault) return true;
    if (!qpdf_has_error(pdf)) return false;
    m->fault = arena_format(arena, "%s: %s", what, qpdf_get_error_full_text(pdf, qpdf_get_error(pdf)));
    return true;
}

static qpdf_data pdf_new(void)
{
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);       /* they are asked for, and not printed */
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    return pdf;
}

/* ---------------------------------------------------------------- joining ---- */

/* A warning is a fault: our own papers are whole, and what the library would mend is not ours. */
static bool add_part(Merge *m, size_t part, Arena *arena)
{
    qpdf_data source = m->sources[part] = pdf_new();
    bool read = qpdf_read(source, m->parts[part].path, NULL) == QPDF_SUCCESS && !qpdf_more_warnings(source);
    int pages = read ? qpdf_get_num_pages(source) : 0;
    for (int page = 0; page < pages; page++)
        qpdf_add_page(m->volume, source, qpdf_get_page_n(source, (size_t)page), QPDF_FALSE);
    m->first[part + 1] = m->first[part] + pages;
    if (failed(m, source, m->parts[part].path, arena) || failed(m, m->volume, m->parts[part].path, arena)) return false;
    if (pages < 1) m->fault = arena_format(arena, "%s: no PDF with pages", m->parts[part].path);
    return !m->fault;
}

static bool add_parts(Merge *m, Arena *arena)
{
    if (qpdf_empty_pdf(m->volume) != QPDF_SUCCESS) return !failed(m, m->volume, "volume", arena);
    for (size_t part = 0; part < m->count; part++)
        if (!add_part(m, part, arena)) return false;
    return true;
}

/* ---------------------------------------------------------------- bookmarks ---- */

static void link_items(qpdf_data pdf, qpdf_oh before, qpdf_oh after)
{
    qpdf_oh_replace_key(pdf, before, "/Next", after);
    qpdf_oh_replace_key(pdf, after, "/Prev", before);
}

static qpdf_oh bookmark(const Merge *m, size_t part, qpdf_oh parent)
{
    qpdf_data pdf = m->volume;
    qpdf_oh item = qpdf_make_indirect_object(pdf, qpdf_oh_new_dictionary(pdf)), place = qpdf_oh_new_array(pdf);
    qpdf_oh_append_item(pdf, place, qpdf_get_page_n(pdf, (size_t)m->first[part]));
    qpdf_oh_append_item(pdf, place, qpdf_oh_new_name(pdf, "/Fit"));
    qpdf_oh_replace_key(pdf, item, "/Title", qpdf_oh_new_unicode_string(pdf, m->parts[part].title));
    qpdf_oh_replace_key(pdf, item, "/Parent", parent);
    qpdf_oh_replace_key(pdf, item, "/Dest", place);
    return item;
}

static void add_bookmarks(const Merge *m)
{
    qpdf_data pdf = m->volume;
    qpdf_oh root = qpdf_get_root(pdf), list = qpdf_make_indirect_object(pdf, qpdf_oh_new_dictionary(pdf)), last = 0;
    for (size_t part = 0; part < m->count; part++) {
        qpdf_oh item = bookmark(m, part, list);
        if (part == 0) qpdf_oh_replace_key(pdf, list, "/First", item);
        else link_items(pdf, last, item);
        last = item;
    }
    qpdf_oh_replace_key(pdf, list, "/Last", last);
    qpdf_oh_replace_key(pdf, list, "/Count", qpdf_oh_new_integer(pdf, (long long)m->count));
    qpdf_oh_replace_key(pdf, root, "/Outlines", list);
    qpdf_oh_replace_key(pdf, root, "/PageMode", qpdf_oh_new_name(pdf, "/UseOutlines"));
}

/* As each paper says of itself: a scaled label is off its stock, its code off the dots. */
static void forbid_scaling(qpdf_data pdf)
{
    qpdf_oh wishes = qpdf_oh_new_dictionary(pdf);
    qpdf_oh_replace_key(pdf, wishes, "/PrintScaling", qpdf_oh_new_name(pdf, "/None"));
    qpdf_oh_replace_key(pdf, qpdf_get_root(pdf), "/ViewerPreferences", wishes);
}

/* ---------------------------------------------------------------- writing and proof ---- */

static bool write_volume(Merge *m, const char *title, Arena *arena, Bytes *out)
{
    qpdf_data pdf = m->volume;
    add_bookmarks(m);
    forbid_scaling(pdf);
    qpdf_set_info_key(pdf, "/Title", title);
    qpdf_init_write_memory(pdf);
    qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
    qpdf_write(pdf);
    if (failed(m, pdf, title, arena)) return false;
    size_t size = qpdf_get_buffer_length(pdf);
    *out = (Bytes){arena_copy(arena, (const char *)qpdf_get_buffer(pdf), size), size};
    return size > 0;
}

/* What a page draws, with the library's own memory. */
static Bytes page_content(qpdf_data pdf, int page)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    if (qpdf_oh_get_page_content_data(pdf, qpdf_get_page_n(pdf, (size_t)page), &bytes, &size) != QPDF_SUCCESS) size = 0;
    return (Bytes){(char *)bytes, size};
}

static bool same_page(qpdf_data a, int page_a, qpdf_data b, int page_b)
{
    Bytes x = page_content(a, page_a), y = page_content(b, page_b);
    bool same = x.size > 0 && x.size == y.size && memcmp(x.at, y.at, x.size) == 0;
    free((void *)(uintptr_t)x.at);
    free((void *)(uintptr_t)y.at);
    return same;
}

static bool prove_part(const Merge *m, size_t part, qpdf_data copy)
{
    qpdf_data source = pdf_new();
    int first = m->first[part], count = m->first[part + 1] - first;
    bool same = qpdf_read(source, m->parts[part].path, NULL) == QPDF_SUCCESS && qpdf_get_num_pages(source) == count;
    for (int page = 0; page < count && same; page++) same = same_page(source, page, copy, first + page);
    qpdf_cleanup(&source);
    return same;
}

static bool prove_pages(const Merge *m, qpdf_data copy)
{
    bool same = qpdf_get_num_pages(copy) == m->first[m->count];
    for (size_t part = 0; part < m->count && same; part++) same = prove_part(m, part, copy);
    return same;
}

static bool prove(Merge *m, const char *title, Bytes written, Arena *arena)
{
    qpdf_data copy = pdf_new();
    bool read = qpdf_read_memory(copy, title, written.at, written.size, NULL) == QPDF_SUCCESS;
    if (!(read && prove_pages(m, copy)) && !failed(m, copy, title, arena))
        m->fault = arena_format(arena, "%s: its pages are not those of its papers, in their order", title);
    qpdf_cleanup(&copy);
    return !m->fault;
}

static void close_all(Merge *m)
{
    for (size_t part = 0; part < m->count; part++)
        if (m->sources[part]) qpdf_cleanup(&m->sources[part]);
    qpdf_cleanup(&m->volume);
}

bool pdf_merge(const MergePart *parts, size_t count, const char *title, Arena *arena, Merged *out, Findings *findings)
{
    Merge m = {.parts = parts, .count = count, .volume = pdf_new(), .sources = ARENA_ARRAY(arena, count + 1, qpdf_data),
               .first = ARENA_ARRAY(arena, count + 1, int)};
    *out = (Merged){0};
    bool whole = add_parts(&m, arena) && write_volume(&m, title, arena, &out->bytes);
    close_all(&m);
    whole = whole && prove(&m, title, out->bytes, arena);
    out->pages = m.first[count];
    if (!whole) finding_add(findings, MT729, (Place){0}, "%s", m.fault ? m.fault : title);
    return whole;
}
