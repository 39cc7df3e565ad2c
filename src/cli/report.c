/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

static Date day_date(const Plan *plan, int32_t day)
{
    return date_add(plan->first, day);
}

static const char *day_text(const Plan *plan, int32_t day, Arena *arena)
{
    return date_text(arena, day_date(plan, day));
}

const char *report_date(const Plan *plan, int32_t day, Arena *arena)
{
    return day < plan->dated ? day_text(plan, day, arena) : "";
}

StepAt report_step(const Plan *plan, int32_t day)
{
    size_t run = 0;
    while (run + 1 < plan->run_count && plan->runs[run + 1].first <= day) run++;
    int32_t taken = plan->runs[run].first < plan->dated ? plan->dated - plan->runs[run].first : 0;
    return (StepAt){(int)run + 1, plan->runs[run].least > taken ? plan->runs[run].least - taken : 0};
}

const char *report_tally(const Findings *findings, Arena *arena)
{
    size_t errors = findings_errors(findings), open = findings_open_warnings(findings), notes = 0, accepted = 0;
    for (size_t i = 0; i < findings->count; i++) {
        notes += findings->items[i].tier == TIER_NOTE;
        accepted += findings->items[i].accepted;
    }
    return arena_format(arena, "%zu error%s, %zu open warning%s, %zu accepted, %zu note%s", errors,
                        errors == 1 ? "" : "s", open, open == 1 ? "" : "s", accepted, notes, notes == 1 ? "" : "s");
}

const char *report_outline(const Course *course, Arena *arena)
{
    const Plan *plan = course->plan;
    if (!plan) return "no plan";
    Buffer text = buffer_new(arena);
    buffer_addf(&text, "%d cut%s, %s to %s (%d days)%s, steepest 14 days %s", (int)plan->cuts, plan->cuts == 1 ? "" : "s",
                date_text(arena, plan->first), day_text(plan, plan->days - 1, arena), (int)plan->days,
                plan->ends_by_stop ? ", then stop" : plan->maintains ? ", then maintained" : "",
                share_text(arena, plan->steepest));
    if (course->schedule) {
        buffer_addf(&text, " prescribed, %s measured", share_text(arena, course->schedule->steepest));
    }
    return buffer_text(&text);
}

/* ---------------------------------------------------------------- text ---- */
static void print_fill(const Plan *plan, const Fill *fill, FILE *out, Arena *arena)
{
    fprintf(out, "\nFill %d%s: %s to %s; make on %s, discard after %s, call by %s\n", fill->number,
            fill_replaces(fill) ? ", replacement" : "", day_text(plan, fill->first, arena), day_text(plan, fill->last, arena), date_text(arena, fill->made_on),
            date_text(arena, fill->discard_after), date_text(arena, fill->call_by));
    for (size_t i = 0; i < fill->bottle_count; i++) {
        const Bottle *bottle = &fill->bottles[i];
        fprintf(out, "  bottle %s (%d of %d)  %s %s  %s to %s  %s in %s%s%s\n", bottle->letter, bottle->i, bottle->n,
                plan->drugs[bottle->rung->drug].drug->tall_man, strength_text(arena, bottle->rung->strength),
                day_text(plan, bottle->first, arena), day_text(plan, bottle->last, arena),
                volume_text(arena, bottle->contents), bottle->size->name,
                bottle->replaces ? "; replaces bottle " : "", bottle->replaces ? bottle->replaces->bottle : "");
    }
    for (size_t i = 0; i < fill->again_count; i++) print_fill(plan, &fill->again[i], out, arena);
}

/* A date, or past the review the step. */
static const char *first_text(const Plan *plan, int32_t day, Arena *arena)
{
    if (day < plan->dated) return day_text(plan, day, arena);
    return arena_format(arena, "step %d", report_step(plan, day).number);
}

/* A date, or past the review the fewest days. */
static const char *last_text(const Plan *plan, const Period *period, Arena *arena)
{
    if (period->first < plan->dated) return day_text(plan, period->last, arena);
    int32_t least = report_step(plan, period->first).least;
    return least ? arena_format(arena, "%d+ days", (int)least) : "if held";
}

static void print_rungs(const Course *course, FILE *out, Arena *arena)
{
    const Plan *plan = course->schedule->plan;
    for (size_t i = 0; i < course->ladder->count; i++) {
        const Rung *rung = &course->ladder->items[i];
        fprintf(out, "%s %s, %s syringe marked every %s, from %s to %s: %s\n", plan->drugs[rung->drug].drug->tall_man,
                strength_text(arena, rung->strength), volume_text(arena, rung->syringe->capacity),
                volume_text(arena, rung->syringe->graduation), first_text(plan, rung->first, arena),
                first_text(plan, rung->last, arena), rung->why);
    }
}

static void print_period(const Shop *shop, const Plan *plan, const Period *period, FILE *out, Arena *arena)
{
    for (size_t i = 0; i < period->count; i++) {
        const PeriodRow *row = &period->rows[i];
        fprintf(out, "%-10s  %-10s  %-10s  %9s  %11s  %-8s %s\n",
                i ? "" : first_text(plan, period->first, arena), i ? "" : last_text(plan, period, arena),
                shop->times[row->time].name, volume_text(arena, row->volume), mass_text(arena, row->dose),
                row->bottle ? arena_format(arena, "%d%s", row->fill->number, row->bottle->letter) : "",
                plan->drug_count > 1 ? plan->drugs[row->drug].drug->tall_man : "");
    }
}

void report_text(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena)
{
    if (!course->periods) return;
    const Plan *plan = course->schedule->plan;
    if (plan->dated < plan->days)
        fprintf(out, "led by symptoms: dates up to the review on %s; then steps, each at least so many days and while not \"%s\" up to %d;\n"
                     "fills are for the slowest course\n",
                date_text(arena, rx->review), text_visible(arena, rx->steady), (int)rx->longest);
    print_rungs(course, out, arena);
    fprintf(out, "\n%-10s  %-10s  %-10s  %9s  %11s  %s\n", "first day", "last day", "time", "volume", "dose", "bottle");
    for (size_t i = 0; i < course->periods->count; i++) {
        print_period(shop, plan, &course->periods->items[i], out, arena);
    }
    for (size_t i = 0; i < course->fills->count; i++) print_fill(plan, &course->fills->items[i], out, arena);
}

/* Calls `each` for every day, drug and time with a target. */
typedef void (*TargetRow)(const Prescription *rx, const char *date, const char *drug, const char *time, Mass target,
                          FILE *out, Arena *arena);

static void each_target(const Prescription *rx, const Shop *shop, const Plan *plan, TargetRow each, FILE *out, Arena *arena)
{
    for (int32_t day = 0; day < plan->days; day++) {
        for (size_t drug = 0; drug < plan->drug_count; drug++) {
            for (size_t time = 0; time < plan->times; time++) {
                Mass target = plan_target(plan, drug, day, time);
                if (target.ng == 0) continue;
                each(rx, report_date(plan, day, arena), plan->drugs[drug].drug->name, shop->times[time].name, target, out,
                     arena);
            }
        }
    }
}

static void target_line(const Prescription *rx, const char *date, const char *drug, const char *time, Mass target,
                        FILE *out, Arena *arena)
{
    (void)rx;
    fprintf(out, "%-10s  %-12s %-10s %14s\n", date, drug, time, mass_text(arena, target));
}

void report_targets_text(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena)
{
    each_target(rx, shop, course->plan, target_line, out, arena);
}

/* ---------------------------------------------------------------- CSV ---- */
void report_csv_head(FILE *out)
{
    fputs("schema,prescription,revision,period,first_date,last_date,drug,time,target_mg,target_last_mg,dose_mg,volume_ml,"
          "strength_mg,strength_ml,syringe_ml,graduation_ml,bottle\n",
          out);
}

void report_csv(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena)
{
    const Plan *plan = course->schedule->plan;
    for (size_t p = 0; p < course->periods->count; p++) {
        const Period *period = &course->periods->items[p];
        for (size_t i = 0; i < period->count; i++) {
            const PeriodRow *row = &period->rows[i];
            const Rung *rung = row->rung;
            fprintf(out, PLAN_SCHEMA ",%s,%d,%zu,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", text_csv(arena, rx->number),
                    (int)rx->revision, p + 1, report_date(plan, period->first, arena), report_date(plan, period->last, arena),
                    text_csv(arena, plan->drugs[row->drug].drug->name), text_csv(arena, shop->times[row->time].name),
                    mass_mg(arena, row->target_first), mass_mg(arena, row->target_last), mass_mg(arena, row->dose),
                    volume_ml(arena, row->volume), mass_mg(arena, rung->strength.mass),
                    volume_ml(arena, rung->strength.volume), volume_ml(arena, rung->syringe->capacity),
                    volume_ml(arena, rung->syringe->graduation), row->bottle ? row->bottle->letter : "");
        }
    }
}

void report_targets_csv_head(FILE *out)
{
    fputs("schema,prescription,revision,date,drug,time,target_mg\n", out);
}

static void target_csv(const Prescription *rx, const char *date, const char *drug, const char *time, Mass target,
                       FILE *out, Arena *arena)
{
    fprintf(out, TARGETS_SCHEMA ",%s,%d,%s,%s,%s,%s\n", text_csv(arena, rx->number), (int)rx->revision, date,
            text_csv(arena, drug), text_csv(arena, time), mass_mg(arena, target));
}

void report_targets_csv(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena)
{
    each_target(rx, shop, course->plan, target_csv, out, arena);
}
