/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbers.h"
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TRIES_MOST 1000            /* the first or second fits but for the rarest chance */

static int by_number(const void *a, const void *b)
{
    const NumberOwner *x = a, *y = b;
    return strcmp(x->number, y->number);
}

static const NumberOwner *owner_of(const Numbers *numbers, const char *number)
{
    NumberOwner wanted = {.index = -1};
    memcpy(wanted.number, number, sizeof wanted.number);
    NumberOwner *const *node = tfind(&wanted, &numbers->tree, by_number);
    return node ? *node : NULL;
}

static void own(Numbers *numbers, const char *number, int64_t index, const char *folder)
{
    NumberOwner *owner = ARENA_NEW(numbers->arena, NumberOwner);
    *owner = (NumberOwner){.index = index, .folder = folder};
    memcpy(owner->number, number, sizeof owner->number);
    if (!tsearch(owner, &numbers->tree, by_number)) exit(3);
}

/* "rx/NUMBER/rREV-fN" */
static const char *member_folder(const Member *member, Arena *arena)
{
    return arena_format(arena, "rx/%s/r%d-f%d", text_safe_name(arena, member->number), (int)member->revision, (int)member->fill);
}

static void note_clash(Numbers *numbers, const Member *member)
{
    Clash clash = {member->index, member_folder(member, numbers->arena), NULL, member->bottle_count};
    clash.numbers = arena_array(numbers->arena, clash.count, sizeof *clash.numbers);
    for (size_t i = 0; i < clash.count; i++) memcpy(clash.numbers[i], member->bottles[i].number, sizeof clash.numbers[i]);
    *ARENA_PUSH(numbers->arena, numbers->clashes, numbers->clash_count, numbers->clash_capacity, Clash) = clash;
}

bool numbers_take(Numbers *numbers, const Member *member)
{
    for (size_t i = 0; i < member->bottle_count; i++) {
        const NumberOwner *owner = owner_of(numbers, member->bottles[i].number);
        if (!owner || owner->index == member->index) continue;
        note_clash(numbers, member);
        return false;
    }
    const char *folder = member_folder(member, numbers->arena);
    for (size_t i = 0; i < member->bottle_count; i++)
        if (!owner_of(numbers, member->bottles[i].number)) own(numbers, member->bottles[i].number, member->index, folder);
    return true;
}

static int by_place(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void places_order(Places *places)
{
    if (places->count == 0) return;
    size_t kept = 1;
    qsort(places->at, places->count, sizeof places->at[0], by_place);
    for (size_t i = 1; i < places->count; i++)
        if (places->at[i] != places->at[kept - 1]) places->at[kept++] = places->at[i];
    places->count = kept;
}

static void place_add(Places *places, int64_t index, Arena *arena)
{
    *ARENA_PUSH(arena, places->at, places->count, places->capacity, int64_t) = index;
}

static void keep_error(int *first, int error)
{
    if (*first == 0 && error != ENOENT) *first = error;
}

int numbers_clear(Numbers *numbers, const char *out, Places *later, Places *owners)
{
    Arena *arena = numbers->arena;
    int error = 0;
    for (size_t c = 0; c < numbers->clash_count; c++) {
        const Clash *clash = &numbers->clashes[c];
        place_add(later, clash->index, arena);
        keep_error(&error, folder_remove(path_join(arena, out, clash->folder)));
        for (size_t i = 0; i < clash->count; i++) {
            const NumberOwner *owner = owner_of(numbers, clash->numbers[i]);
            if (unlink(arena_format(arena, "%s/batches/%s.pdf", out, clash->numbers[i])) != 0) keep_error(&error, errno);
            if (!owner) continue;
            place_add(owners, owner->index, arena);
            keep_error(&error, folder_remove(path_join(arena, out, owner->folder)));
        }
    }
    numbers->clash_count = 0;
    places_order(later);
    places_order(owners);
    return error;
}

static bool among(Batch **batches, size_t count, const char *number)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(batches[i]->lot, number)) return true;
    return false;
}

static bool is_fit(const Numbers *numbers, int64_t index, Batch **batches, size_t at)
{
    const char *number = batches[at]->lot;
    const NumberOwner *owner = owner_of(numbers, number);
    if (among(batches, at, number)) return false;
    return numbers->as_owned ? owner && owner->index == index : !owner;
}

bool numbers_give(Numbers *numbers, int64_t index, Batch **batches, size_t count, Arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        for (int again = 1; !is_fit(numbers, index, batches, i); again++) {
            if (again > TRIES_MOST) return false;
            lot_again(batches[i], again, arena);
        }
    }
    for (size_t i = 0; i < count && !numbers->as_owned; i++) own(numbers, batches[i]->lot, index, NULL);
    return true;
}

static void keep(void *owner)
{
    (void)owner;
}

void numbers_end(Numbers *numbers)
{
    tdestroy(numbers->tree, keep);
    numbers->tree = NULL;
}
