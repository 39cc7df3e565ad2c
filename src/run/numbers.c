/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbers.h"
#include <search.h>
#include <stdlib.h>
#include <string.h>

const char *member_folder(const Member *member, Arena *arena)
{
    return arena_format(arena, "rx/%s/r%d-f%d", text_safe_name(arena, member->number), (int)member->revision, (int)member->fill);
}

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

const NumberOwner *numbers_take(Numbers *numbers, const Member *member)
{
    for (size_t i = 0; i < member->bottle_count; i++) {
        const NumberOwner *owner = owner_of(numbers, member->bottles[i].number);
        if (owner && owner->index != member->index) return owner;
    }
    const char *folder = member_folder(member, numbers->arena);
    for (size_t i = 0; i < member->bottle_count; i++) {
        if (owner_of(numbers, member->bottles[i].number)) continue;
        NumberOwner *owner = ARENA_NEW(numbers->arena, NumberOwner);
        *owner = (NumberOwner){.index = member->index, .folder = folder};
        memcpy(owner->number, member->bottles[i].number, sizeof owner->number);
        if (!tsearch(owner, &numbers->tree, by_number)) exit(3);
    }
    return NULL;
}

static bool among(Batch **batches, size_t count, const char *number)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(batches[i]->lot, number)) return true;
    return false;
}

void numbers_give(const Numbers *numbers, Batch **batches, size_t count, Arena *arena)
{
    for (size_t i = 0; i < count; i++)
        for (int again = 1; owner_of(numbers, batches[i]->lot) || among(batches, i, batches[i]->lot); again++)
            lot_again(batches[i], again, arena);
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
