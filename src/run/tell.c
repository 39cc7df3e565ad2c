/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What workers said is told in the order of the input: findings, a line, the manifest's entry; and counted. */
#include "parent.h"
#include <stdio.h>
#include <stdlib.h>

void message_free(Message *message)
{
    for (int part = 0; part < PARTS; part++) free(message->part[part]);
    free(message);
}

static void tell_lines(Run *run, const Message *message)
{
    if (message->part[PART_FINDINGS][0] || message->part[PART_LINE][0]) progress_wipe(&run->progress);
    fputs(message->part[PART_FINDINGS], stderr);
    if (message->part[PART_LINE][0]) printf("%s\n", message->part[PART_LINE]);
}

/* A page of more lots than a bench makes in a day would be of no use, and is not kept for. */
static void keep_standing(Run *run, const Message *message)
{
    Member member;
    if (run->stand.member_count > PAGE_LOTS_MAX) return;
    if (!member_read(message->part[PART_MEMBER], &member, run->stand.arena)) return;
    member.index = message->head.index;
    member.made = true;
    lots_add(&run->stand, &member);
}

static void keep_for_volume(Run *run, const Message *message, const Member *shared)
{
    Member member;
    Arena *arena = arena_new();
    if (member_read(message->part[PART_MEMBER], &member, arena)) {
        member.index = message->head.index;
        volumes_add(&run->volumes, &member, shared);
    }
    arena_free(arena);
}

static void tell_papers(Run *run, const Message *message)
{
    bool stands = message->head.outcome == MADE || message->head.outcome == KEPT;
    Member *member = run->lots ? lots_member(run->lots, message->head.index) : NULL;
    if (member) member->made = stands;
    if (stands && !run->lots) keep_standing(run, message);
    if (stands && run->order->merge) keep_for_volume(run, message, member);
    if (message->head.outcome == MADE) run->made++;
    else if (message->head.outcome == KEPT) run->kept++;
    else if (message->head.outcome == REFUSED) run->refused++;
    else run->faults++;
    fprintf(run->manifest, "%s\n%s", run->comma, message->part[PART_MANIFEST]);
    run->comma = ",";
}

/* A lot whose worksheet failed takes its members' papers with it: no label without the record of its lot. */
static void tell_sheet(Run *run, const Message *message)
{
    Lot *lot = &run->lots->lots[run->told];
    if (message->head.outcome == SYSTEM_FAULT) {
        run->faults++;
        lot->refused |= run->phase == PHASE_SHEETS;
    } else if (message->part[PART_MANIFEST][0]) {
        lot->manifest = arena_string(run->lots->arena, message->part[PART_MANIFEST]);
    }
}

static void tell_page(Run *run, const Message *message)
{
    if (message->head.outcome == SYSTEM_FAULT) run->faults++;
    else if (message->part[PART_MANIFEST][0]) run->page = arena_string(run->house->arena, message->part[PART_MANIFEST]);
}

static void tell_volume(Run *run, const Message *message)
{
    if (message->head.outcome == SYSTEM_FAULT) run->faults++;
    else buffer_addf(&run->merged, "%s\n%s", run->merged.length ? "," : "", message->part[PART_MANIFEST]);
}

/* Whether a lot of the prescription has the number of another's: then it is not told, and is made again.  With a ledger the
 * numbers are the ledger's business (MT905). */
static bool clashes(Run *run, const Message *message)
{
    bool stands = message->head.outcome == MADE || message->head.outcome == KEPT;
    if (run->phase != PHASE_MAKE || !stands || run->lots || run->order->ledger) return false;
    Member member;
    Arena *arena = arena_new();
    bool noted = true;
    if (member_read(message->part[PART_MEMBER], &member, arena)) {
        member.index = message->head.index;
        noted = numbers_take(&run->numbers, &member);
    }
    arena_free(arena);
    return !noted;
}

/* What is made a second time, byte for byte, was told the first time: only that it failed is news. */
static void tell_restored(Run *run, const Message *message)
{
    if (message->head.outcome == MADE) return;
    tell_lines(run, message);
    run->faults++;
}

static void tell(Run *run, const Message *message)
{
    if (run->restoring) {
        tell_restored(run, message);
        run->told++;
        return;
    }
    if (clashes(run, message)) {
        run->told++;
        return;
    }
    tell_lines(run, message);
    if (run->phase == PHASE_MAKE) tell_papers(run, message);
    else if (run->phase == PHASE_PAGE) tell_page(run, message);
    else if (run->phase == PHASE_MERGE) tell_volume(run, message);
    else tell_sheet(run, message);
    run->told++;
    if (run->phase == PHASE_MAKE) progress_tell(&run->progress, run->refused + run->faults);
}

int64_t awaited(const Run *run)
{
    if (!run->wanted) return run->told;
    return run->told < (int64_t)run->wanted->count ? run->wanted->at[run->told] : INT64_MAX;
}

static void tell_in_order(Run *run)
{
    while (run->waiting && run->waiting->head.index == awaited(run)) {
        Message *message = run->waiting;
        run->waiting = message->next;
        tell(run, message);
        message_free(message);
    }
}

/* Findings of a file as a whole: every worker has them, in both phases. */
static void receive_of_file(Run *run, const Message *message)
{
    size_t file = (size_t)(-1 - message->head.index);
    if (run->phase != PHASE_MAKE || run->file_told[file]) return;
    run->file_told[file] = true;
    run->refused++;
    progress_wipe(&run->progress);
    fputs(message->part[PART_FINDINGS], stderr);
}

/* The first phase gathers those that passed; what is wrong with the others is said in the second. */
static void receive_member(Run *run, const Message *message)
{
    Member member;
    progress_tell(&run->progress, 0);
    if (message->head.outcome == SYSTEM_FAULT)
        *ARENA_PUSH(run->house->arena, run->dead, run->dead_count, run->dead_capacity, int64_t) = message->head.index;
    if (!message->part[PART_MEMBER][0] || !member_read(message->part[PART_MEMBER], &member, run->lots->arena)) return;
    member.index = message->head.index;
    lots_add(run->lots, &member);
}

bool is_known(const Run *run, int64_t index)
{
    if (index >= 0 && index < awaited(run)) return true;
    for (const Message *at = run->waiting; at; at = at->next)
        if (at->head.index == index) return true;
    return false;
}

void receive(Run *run, Message *message)
{
    if (message->head.index < 0 || run->phase == PHASE_PROVE) {
        if (message->head.index < 0) receive_of_file(run, message);
        else receive_member(run, message);
        message_free(message);
        return;
    }
    Message **at = &run->waiting;
    while (*at && (*at)->head.index < message->head.index) at = &(*at)->next;
    message->next = *at;
    *at = message;
    tell_in_order(run);
}
