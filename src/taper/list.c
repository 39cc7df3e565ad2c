/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list: the prescriber's own table, of one drug or of two that are exchanged (ARITHMETIC.md 1.4). */
#include "walk.h"

typedef struct {
    const Step *step;
    Lane *lane;
    Lane *to;        /* the other drug, or NULL */
    int32_t cuts;
} Listing;

static Mass doses_by_time(const TimedDose *given, size_t count, Mass *doses)
{
    Mass total = {0};
    for (size_t i = 0; i < count; i++) {
        doses[given[i].time] = mass_add(doses[given[i].time], given[i].mass);
        total = mass_add(total, given[i].mass);
    }
    return total;
}

/* Both drugs as the first, by the stated ratio. */
static int64_t as_first(const Listing *list, Mass first, Mass other)
{
    if (!list->to) return first.ng;
    return first.ng + muldiv_half_even(other.ng, list->step->ratio.from.ng, list->step->ratio.to.ng);
}

/* Adds what is to be said of a row; false when it cannot be followed. */
static bool row_judge(Walk *walk, Listing *list, const ListRow *row, Mass first, Mass other)
{
    const Lane *lane = list->lane;
    if (first.ng == 0 && other.ng == 0) {
        finding_add(walk->findings, MT318, row->place, "a row of 0 mg: end the list and write a stop");
        return false;
    }
    int64_t before = as_first(list, lane->total, list->to ? list->to->total : (Mass){0});
    int64_t after = as_first(list, first, other);
    if (first.ng > lane->total.ng)
        finding_add(walk->findings, MT309, row->place, "%s rises from %s to %s a day", lane->drug->name,
                    mass_text(walk->arena, lane->total), mass_text(walk->arena, first));
    else if (after > before)
        finding_add(walk->findings, MT309, row->place, "both drugs together, as %s, rise from %s to %s a day",
                    lane->drug->name, mass_text(walk->arena, (Mass){before}), mass_text(walk->arena, (Mass){after}));
    list->cuts += after < before;
    return true;
}

static void cut_note(Lane *lane, Mass total)
{
    if (total.ng < lane->total.ng) lane->cut.ng = lane->total.ng - total.ng;
}

static bool row_by_time(Walk *walk, Listing *list, const ListRow *row)
{
    Mass doses[TIMES_MAX] = {{0}}, others[TIMES_MAX] = {{0}};
    Mass total = doses_by_time(row->doses, row->count, doses);
    Mass other = doses_by_time(row->others, row->other_count, others);
    if (!row_judge(walk, list, row, total, other)) return false;
    cut_note(list->lane, total);
    if (list->to) cut_note(list->to, other);
    return lane_write_doses(walk, list->step, list->lane, doses, row->days) &&
           (!list->to || lane_write_doses(walk, list->step, list->to, others, row->days));
}

static bool row_follow(Walk *walk, Listing *list, const ListRow *row)
{
    if (row->by_time) return row_by_time(walk, list, row);
    if (list->to) {
        finding_add(walk->findings, MT312, row->place, "a list of two drugs states the doses of each time");
        return false;
    }
    if (!row_judge(walk, list, row, row->total, (Mass){0})) return false;
    cut_note(list->lane, row->total);
    return lane_write(walk, list->step, list->lane, row->total, row->days);
}

static bool list_begin(Walk *walk, Listing *list)
{
    const Step *step = list->step;
    list->lane = lane_of_step(walk, step);
    if (!list->lane || !lane_order(walk, step, list->lane)) return false;
    if (!step->to) return true;
    list->to = exchange_begin(walk, step, list->lane->drug);
    return list->to != NULL;
}

static void list_end(Listing *list)
{
    if (!list->to) return;
    list->to->original = list->to->total;
    if (list->lane->total.ng == 0) lane_end(list->lane);
    if (list->to->total.ng == 0) lane_end(list->to);
}

bool step_list(Walk *walk, const Step *step)
{
    Listing list = {.step = step};
    if (!list_begin(walk, &list)) return false;
    int32_t first = list.lane->days;
    for (size_t i = 0; i < step->row_count; i++)
        if (!row_follow(walk, &list, &step->rows[i])) return false;
    list_end(&list);
    stretch_note(walk, (Stretch){.first = first, .step = step, .drug = list.lane->drug, .cuts = list.cuts});
    return true;
}
