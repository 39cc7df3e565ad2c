/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lots.h"
#include <search.h>
#include <stdlib.h>
#include <string.h>

void lots_add(Lots *lots, const Member *member)
{
    *ARENA_PUSH(lots->arena, lots->members, lots->member_count, lots->member_capacity, Member) = *member;
}

static int by_index(const void *a, const void *b)
{
    const Member *x = a, *y = b;
    return (x->index > y->index) - (x->index < y->index);
}

Member *lots_member(const Lots *lots, int64_t index)
{
    Member wanted = {.index = index};
    if (lots->member_count == 0) return NULL;
    return bsearch(&wanted, lots->members, lots->member_count, sizeof wanted, by_index);
}

/* ---------------------------------------------------------------- the batch of a lot ---- */

/* The structs that a batch is made of, put together again from what was kept. */
typedef struct { Prescription rx; Fill fill; } Person;

static Person *person_of(const Lots *lots, const Member *member, Arena *arena)
{
    Person *person = ARENA_NEW(arena, Person);
    person->rx.number = member->number;
    person->rx.revision = member->revision;
    person->rx.patient.name = member->patient;
    person->rx.rationale = text_empty(member->rationale) ? NULL : member->rationale;
    person->rx.steps = member->modelled;
    person->rx.step_count = member->modelled_count;
    person->fill.number = member->fill;
    person->fill.in_diazepam = member_in_diazepam(member, lots->house->tables, arena);
    person->fill.made_on = member->made_on;
    person->fill.supplies = ARENA_ARRAY(arena, lots->house->tables->drug_count, Supply);
    return person;
}

static Bottle *bottle_of(const Lots *lots, const Person *person, const MemberBottle *kept, Arena *arena)
{
    Rung *rung = ARENA_NEW(arena, Rung);
    Bottle *bottle = ARENA_NEW(arena, Bottle);
    *rung = (Rung){.formula = &lots->house->formulas->items[kept->formula], .strength = kept->strength};
    *bottle = (Bottle){.i = kept->i, .n = kept->n, .rung = rung, .contents = kept->contents,
                       .size = &lots->house->shop->bottles[kept->size]};
    memcpy(bottle->letter, kept->letter, sizeof bottle->letter);
    Supply supply = {0};
    size_t drug;
    if (!course_read(kept->course, &drug, &supply, bottle, arena) || drug >= lots->house->tables->drug_count) return bottle;
    rung->drug = drug;
    person->fill.supplies[drug] = supply;
    bottle_add_up(bottle, lots->house->shop->loss_per_draw);
    bottle->contents = kept->contents;   /* as the label has it: the worksheet's proof compares the two */
    return bottle;
}

static BatchBottle *bottles_of(const Lots *lots, const Lot *lot, bool marking, Arena *arena)
{
    BatchBottle *bottles = ARENA_ARRAY(arena, lot->count + 1, BatchBottle);
    Person *person = NULL;
    for (size_t i = 0; i < lot->count; i++) {
        const Member *member = &lots->members[lot->bottles[i].member];
        if (i == 0 || lot->bottles[i].member != lot->bottles[i - 1].member) person = person_of(lots, member, arena);
        const MemberBottle *kept = &member->bottles[lot->bottles[i].bottle];
        bottles[i] = (BatchBottle){&person->rx, &person->fill, bottle_of(lots, person, kept, arena), marking && !member->made};
    }
    return bottles;
}

Batch *lot_batch(const Lots *lots, const Lot *lot, bool marking, Arena *arena, Findings *findings)
{
    Date made_on = lots->members[lot->bottles[0].member].made_on;
    Batch *batch = batch_make(lots->house->shop, lots->house->tables, bottles_of(lots, lot, marking, arena), lot->count,
                              made_on, arena, findings);
    if (batch && lot->number[0]) memcpy(batch->lot, lot->number, sizeof batch->lot);
    return batch;
}

bool lot_lacks(const Lots *lots, const Lot *lot)
{
    for (size_t i = 0; i < lot->count; i++)
        if (!lots->members[lot->bottles[i].member].made) return true;
    return false;
}

bool lot_sample(const Lots *lots, const Lot *lot)
{
    for (size_t i = 0; i < lot->count; i++)
        if (lots->members[lot->bottles[i].member].sample) return true;
    return false;
}

/* ---------------------------------------------------------------- judging ---- */

static void accept_by(const Member *member, Finding *finding, Arena *arena)
{
    for (size_t i = 0; i < member->accept_count; i++) {
        const Accept *accept = &member->accepts[i];
        if (!text_equal(accept->code, finding_kind(finding->code)->name) ||
            !text_equal(accept->place, finding->place.path) || !text_equal(accept->check, finding->check))
            continue;
        finding->accepted = true;
        finding->accepted_by = arena_string(arena, accept->by);
    }
}

/* One named person's word for a lot, given in any of its prescriptions, holds for all of them: it is one vessel. */
static void accepts_of_lot(const Lots *lots, const Lot *lot, Findings *findings)
{
    for (size_t f = 0; f < findings->count; f++)
        for (size_t i = 0; findings->items[f].tier == TIER_WARNING && i < lot->count; i++)
            accept_by(&lots->members[lot->bottles[i].member], &findings->items[f], findings->arena);
}

static const Findings *findings_keep(const Lots *lots, const Findings *findings)
{
    if (findings->count == 0) return NULL;
    Findings *kept = ARENA_NEW(lots->arena, Findings);
    *kept = findings_new(lots->arena);
    findings_copy(kept, findings);
    return kept;
}

/* The lots' numbers so far: two of one day and formula may meet by chance, then the later takes another. */
typedef struct { void *tree; } Taken;

static int by_number(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void number_give(Taken *taken, Lot *lot, Batch *batch, Arena *arena)
{
    for (int again = 1;; again++) {
        memcpy(lot->number, batch->lot, sizeof lot->number);
        char **node = tsearch(lot->number, &taken->tree, by_number);
        if (!node) exit(3);
        if (*node == lot->number) return;
        lot_again(batch, again, arena);
    }
}

/* A void lot keeps its number for itself. */
static void numbers_of_void(const Lots *lots, Taken *taken)
{
    for (size_t i = 0; i < lots->given_up_count; i++)
        if (!tsearch(lots->given_up[i].lot, &taken->tree, by_number)) exit(3);
}

static void keep_key(void *key)
{
    (void)key;   /* the numbers live in their lots */
}

/* Makes its batch once, for what there is to find and for its number. */
static void lot_judge(const Lots *lots, Lot *lot, Taken *taken)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Batch *batch = lot_batch(lots, lot, false, arena, &findings);
    accepts_of_lot(lots, lot, &findings);
    lot->refused = !batch || !findings_clear(&findings);
    lot->findings = findings_keep(lots, &findings);
    if (batch) number_give(taken, lot, batch, arena);
    arena_free(arena);
}

/* ---------------------------------------------------------------- pools ---- */

typedef struct { uint16_t formula; Strength strength; Date made_on; } Kind;

typedef struct {
    PoolItem *items;
    LotBottle *bottles;        /* as many */
    size_t count;
    Kind *kinds; size_t kind_count, kind_capacity;
    Arena *arena;
} Row;

static size_t liquid_of(Row *row, const Member *member, const MemberBottle *bottle)
{
    for (size_t i = 0; i < row->kind_count; i++) {
        const Kind *known = &row->kinds[i];
        if (known->formula == bottle->formula && strength_equal(known->strength, bottle->strength) &&
            known->made_on.day == member->made_on.day)
            return i;
    }
    *ARENA_PUSH(row->arena, row->kinds, row->kind_count, row->kind_capacity, Kind) =
        (Kind){bottle->formula, bottle->strength, member->made_on};
    return row->kind_count - 1;
}

/* Every bottle of the members that are still in, in the order of filling. */
static Row row_of(const Lots *lots, Arena *arena)
{
    size_t most = 0;
    for (size_t m = 0; m < lots->member_count; m++) most += lots->members[m].bottle_count;
    Row row = {.items = ARENA_ARRAY(arena, most + 1, PoolItem), .bottles = ARENA_ARRAY(arena, most + 1, LotBottle),
               .arena = arena};
    for (size_t m = 0; m < lots->member_count; m++) {
        const Member *member = &lots->members[m];
        for (size_t b = 0; !member->refused && !member->elsewhere && b < member->bottle_count; b++) {
            row.items[row.count] = (PoolItem){liquid_of(&row, member, &member->bottles[b]), m, member->bottles[b].contents};
            row.bottles[row.count++] = (LotBottle){(uint32_t)m, (uint32_t)b};
        }
    }
    return row;
}

/* The pools as lots, each with its bottles in order. */
static Lot *lots_of_row(const Row *row, Volume most, size_t *count, Arena *keep)
{
    size_t *pool_of = ARENA_ARRAY(row->arena, row->count + 1, size_t);
    *count = pools_assign(row->items, row->count, most, pool_of, row->arena);
    Lot *lots = ARENA_ARRAY(row->arena, *count + 1, Lot);
    for (size_t i = 0; i < row->count; i++) lots[pool_of[i]].count++;
    for (size_t l = 0; l < *count; l++) {
        lots[l].bottles = ARENA_ARRAY(keep, lots[l].count, LotBottle);
        lots[l].count = 0;
    }
    for (size_t i = 0; i < row->count; i++) {
        Lot *lot = &lots[pool_of[i]];
        lot->bottles[lot->count++] = row->bottles[i];
    }
    return lots;
}

static void lot_take(Lots *lots, const Lot *lot)
{
    *ARENA_PUSH(lots->arena, lots->lots, lots->lot_count, lots->lot_capacity, Lot) = *lot;
    for (size_t i = 0; i < lot->count; i++) {
        Member *member = &lots->members[lot->bottles[i].member];
        MemberBottle *bottle = &member->bottles[lot->bottles[i].bottle];
        bottle->lot = (uint32_t)(lots->lot_count - 1);
        memcpy(bottle->number, lot->number, sizeof bottle->number);
        member->refused |= lot->refused;
    }
}

/* Labels that were released keep their lots: a member whose lot would be another now stays out of the pools.  In a run that
 * is taken up again all lots come out as they were, and what was missing joins them. */
static size_t settled_leave(const Lots *lots, const Lot *found, size_t count)
{
    size_t left = 0;
    for (size_t l = 0; l < count; l++)
        for (size_t i = 0; i < found[l].count; i++) {
            Member *member = &lots->members[found[l].bottles[i].member];
            const MemberBottle *bottle = &member->bottles[found[l].bottles[i].bottle];
            if (!member->settled || text_equal(bottle->number, found[l].number)) continue;
            member->elsewhere = true;
            left++;
        }
    return left;
}

/* One round: members that are settled elsewhere leave; else the refused lots are taken out with their members; or, when
 * there is neither, all lots are taken as they are. */
static bool pools_round(Lots *lots, Volume most)
{
    Arena *arena = arena_new();
    Row row = row_of(lots, arena);
    Taken taken = {0};
    size_t count, refused = 0;
    Lot *found = lots_of_row(&row, most, &count, lots->arena);
    numbers_of_void(lots, &taken);
    for (size_t l = 0; l < count; l++) {
        lot_judge(lots, &found[l], &taken);
        refused += found[l].refused;
    }
    tdestroy(taken.tree, keep_key);
    size_t left = settled_leave(lots, found, count);
    for (size_t l = 0; left == 0 && l < count; l++)
        if (refused == 0 || found[l].refused) lot_take(lots, &found[l]);
    arena_free(arena);
    return left == 0 && refused == 0;
}

void lots_freeze(Lots *lots, Volume most)
{
    if (lots->member_count) qsort(lots->members, lots->member_count, sizeof *lots->members, by_index);
    while (!pools_round(lots, most)) {}
}

/* ---------------------------------------------------------------- lots that are not shared ---- */

/* The lot of this member that has the bottle's number, or a new one. */
static Lot *own_lot(Lots *lots, size_t first, const MemberBottle *bottle)
{
    for (size_t l = first; l < lots->lot_count; l++)
        if (text_equal(lots->lots[l].number, bottle->number)) return &lots->lots[l];
    Lot *lot = ARENA_PUSH(lots->arena, lots->lots, lots->lot_count, lots->lot_capacity, Lot);
    memset(lot, 0, sizeof *lot);
    memcpy(lot->number, bottle->number, sizeof lot->number);
    return lot;
}

static void member_lots(Lots *lots, size_t at)
{
    const Member *member = &lots->members[at];
    size_t first = lots->lot_count;
    for (size_t b = 0; b < member->bottle_count; b++) {
        Lot *lot = own_lot(lots, first, &member->bottles[b]);
        if (!lot->bottles) lot->bottles = ARENA_ARRAY(lots->arena, member->bottle_count, LotBottle);
        lot->bottles[lot->count++] = (LotBottle){(uint32_t)at, (uint32_t)b};
    }
}

void lots_as_made(Lots *lots)
{
    if (lots->member_count) qsort(lots->members, lots->member_count, sizeof *lots->members, by_index);
    for (size_t m = 0; m < lots->member_count; m++) member_lots(lots, m);
}

/* A lot that was refused for another one's sake is told with that one's findings: each lot once. */
void lots_tell(const Lots *lots, const Member *member, Findings *findings)
{
    for (size_t b = 0; !member->settled && b < member->bottle_count; b++) {
        size_t at = member->bottles[b].lot;
        if (at == LOT_NONE) continue;   /* it fell out with another bottle's lot before its own was formed */
        const Lot *lot = &lots->lots[at];
        if (lot->findings) findings_copy(findings, lot->findings);
        if (lot->refused && (!lot->findings || findings_clear(lot->findings)))
            finding_add(findings, MT808, (Place){0}, "lot %s: its worksheet could not be made", lot->number);
    }
}
