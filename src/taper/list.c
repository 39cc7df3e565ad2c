/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list: the prescriber's own table (ARITHMETIC.md 1.4). */
#include "walk.h"

static Mass row_total(const ListRow *row)
{
    if (!row->by_time) return row->total;
    Mass total = {0};
    for (size_t i = 0; i < row->count; i++) total = mass_add(total, row->doses[i].mass);
    return total;
}

/* Adds what is to be said of a row; false when it cannot be followed. */
static bool row_judge(Walk *walk, const ListRow *row, const Lane *lane, Mass total)
{
    if (total.ng == 0) {
        finding_add(walk->findings, MT318, row->place, "a row of 0 mg: end the list and write a stop");
        return false;
    }
    if (total.ng > lane->total.ng)
        finding_add(walk->findings, MT309, row->place, "%s rises from %s to %s a day", lane->drug->name,
                    mass_text(walk->arena, lane->total), mass_text(walk->arena, total));
    return true;
}

static bool row_write(Walk *walk, const Step *step, const ListRow *row, Lane *lane, Mass total)
{
    if (!row->by_time) return lane_write(walk, step, lane, total, row->days);
    Mass doses[TIMES_MAX] = {{0}};
    for (size_t i = 0; i < row->count; i++)
        doses[row->doses[i].time] = mass_add(doses[row->doses[i].time], row->doses[i].mass);
    return lane_write_doses(walk, step, lane, doses, row->days);
}

bool step_list(Walk *walk, const Step *step)
{
    Lane *lane = lane_of_step(walk, step);
    if (!lane || !lane_order(walk, step, lane)) return false;
    Mass from = lane->total;
    int32_t first = lane->days, cuts = 0;
    for (size_t i = 0; i < step->row_count; i++) {
        Mass total = row_total(&step->rows[i]);
        if (!row_judge(walk, &step->rows[i], lane, total)) return false;
        if (total.ng < lane->total.ng) {
            lane->cut.ng = lane->total.ng - total.ng;
            cuts += 1;
        }
        if (!row_write(walk, step, &step->rows[i], lane, total)) return false;
    }
    stretch_note(walk, (Stretch){.first = first, .step = step, .drug = lane->drug, .cuts = cuts, .from = from, .to = lane->total});
    return true;
}
