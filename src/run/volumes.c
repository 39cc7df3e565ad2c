/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volumes.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "merged"

/* ---------------------------------------------------------------- order ---- */

static int by_filling(const void *a, const void *b)
{
    const Volumed *x = a, *y = b;
    if (x->formula != y->formula) return x->formula < y->formula ? -1 : 1;
    int strength = strength_compare(x->strength, y->strength);
    if (strength) return strength;
    if (x->lot != y->lot) return x->lot < y->lot ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

void volumes_add(Volumes *volumes, const Member *member, const Member *shared)
{
    Volumed first = {0};
    for (size_t i = 0; i < member->bottle_count; i++) {
        const MemberBottle *bottle = &member->bottles[i];
        Volumed one = {.index = member->index, .strength = bottle->strength, .formula = bottle->formula, .lot = LOT_NONE};
        if (shared && i < shared->bottle_count) one.lot = shared->bottles[i].lot;
        if (i == 0 || by_filling(&one, &first) < 0) first = one;
    }
    if (member->bottle_count == 0) return;
    first.revision = member->revision;
    first.fill = member->fill;
    first.number = arena_string(volumes->arena, member->number);
    *ARENA_PUSH(volumes->arena, volumes->items, volumes->count, volumes->capacity, Volumed) = first;
}

void volumes_order(Volumes *volumes)
{
    if (volumes->count) qsort(volumes->items, volumes->count, sizeof volumes->items[0], by_filling);
}

/* ---------------------------------------------------------------- a volume ---- */

static int64_t of_one_kind(const Volumes *volumes)
{
    return (int64_t)((volumes->count + VOLUME_PAPERS - 1) / VOLUME_PAPERS);
}

int64_t volumes_count(const Volumes *volumes)
{
    return 2 * of_one_kind(volumes);
}

static bool of_labels(const Volumes *volumes, int64_t place)
{
    return place < of_one_kind(volumes);
}

const char *volume_name(const Volumes *volumes, int64_t place, Arena *arena)
{
    return arena_format(arena, FOLDER "/%s-%03lld.pdf", of_labels(volumes, place) ? "labels" : "charts",
                        (long long)(place % of_one_kind(volumes)) + 1);
}

static MergePart part_of(const Work *work, const Volumed *item, bool labels)
{
    Arena *arena = work->arena;
    return (MergePart){arena_format(arena, "%s/rx/%s/r%d-f%d/%s.pdf", work->order->out, text_safe_name(arena, item->number),
                                    (int)item->revision, (int)item->fill, labels ? "labels" : "chart"),
                       arena_format(arena, "%s r%d f%d", item->number, (int)item->revision, (int)item->fill)};
}

static bool volume_save(Work *work, const char *name, Bytes bytes)
{
    const char *path = path_join(work->arena, work->order->out, name);
    int error = folder_make_inside(work->order->out, FOLDER);
    if (!error) error = file_publish(path, bytes);
    if (error) finding_add(work->findings, MT803, (Place){0}, "%s: %s", path, strerror(error));
    return error == 0;
}

Papers volume_make(Work *work, const Volumes *volumes, int64_t place)
{
    Arena *arena = work->arena;
    const char *name = volume_name(volumes, place, arena);
    size_t first = (size_t)(place % of_one_kind(volumes)) * VOLUME_PAPERS, count = volumes->count - first;
    if (count > VOLUME_PAPERS) count = VOLUME_PAPERS;
    MergePart *parts = ARENA_ARRAY(arena, count + 1, MergePart);
    for (size_t i = 0; i < count; i++) parts[i] = part_of(work, &volumes->items[first + i], of_labels(volumes, place));
    const char *title = arena_format(arena, "%s, volume %zu", of_labels(volumes, place) ? "Labels" : "Dosing charts",
                                     first / VOLUME_PAPERS + 1);
    Merged merged;
    if (!pdf_merge(parts, count, title, arena, &merged, work->findings) || !volume_save(work, name, merged.bytes))
        return (Papers){SYSTEM_FAULT, arena_format(arena, "%s/%s: not made", work->order->out, name), "", ""};
    Digest digest = digest_of(merged.bytes.at, merged.bytes.size);
    return (Papers){MADE, arena_format(arena, "%zu papers, %d pages: %s/%s", count, merged.pages, work->order->out, name),
                    arena_format(arena, "{\"path\":\"%s\",\"blake2b\":\"%s\",\"papers\":%zu,\"pages\":%d}", name,
                                 digest_hex(arena, &digest), count, merged.pages), ""};
}

/* Names of ours, finished or not; what else stands there is not ours to remove. */
static int volume_file(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return text_starts(name, "labels-") || text_starts(name, "charts-") || text_starts(name, ".microtaper-");
}

int volumes_clear(const char *out, Arena *arena)
{
    struct stat facts;
    struct dirent **entries = NULL;
    const char *folder = path_join(arena, out, FOLDER);
    if (lstat(folder, &facts) != 0 || !S_ISDIR(facts.st_mode)) return 0;
    int count = scandir(folder, &entries, volume_file, alphasort), error = count < 0 ? errno : 0;
    for (int i = 0; i < count; i++) {
        if (unlink(path_join(arena, folder, entries[i]->d_name)) != 0 && !error) error = errno;
        free(entries[i]);
    }
    free(entries);
    return error;
}
