/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole course as one JSON object a prescription. */
#include "picture.h"
#include "report.h"

static const char *day_text(const Plan *plan, int32_t day, Arena *arena)
{
    return date_text(arena, date_add(plan->first, day));
}

static void add_rungs(Buffer *json, const Course *course, Arena *arena)
{
    const Plan *plan = course->schedule->plan;
    for (size_t i = 0; i < course->ladder->count; i++) {
        const Rung *rung = &course->ladder->items[i];
        buffer_addf(json,
                    "%s{\"drug\":\"%s\",\"first\":\"%s\",\"last\":\"%s\",\"strength_mg\":\"%s\",\"strength_ml\":\"%s\","
                    "\"syringe_ml\":\"%s\",\"graduation_ml\":\"%s\",\"formula\":\"%s\",\"why\":\"%s\"}",
                    i ? "," : "", plan->drugs[rung->drug].drug->name, report_date(plan, rung->first, arena),
                    report_date(plan, rung->last, arena), mass_mg(arena, rung->strength.mass),
                    volume_ml(arena, rung->strength.volume), volume_ml(arena, rung->syringe->capacity),
                    volume_ml(arena, rung->syringe->graduation), text_json(arena, rung->formula->id),
                    text_json(arena, rung->why));
    }
}

/* What stands in the place of the dates past the review. */
static void add_step(Buffer *json, const Plan *plan, const Period *period)
{
    if (period->first < plan->dated) return;
    StepAt step = report_step(plan, period->first);
    buffer_addf(json, "\"step\":%d,\"least_days\":%d,\"days\":%d,", step.number, (int)step.least,
                (int)(period->last - period->first + 1));
}

static void add_periods(Buffer *json, const Course *course, const Shop *shop, Arena *arena)
{
    const Plan *plan = course->schedule->plan;
    for (size_t p = 0; p < course->periods->count; p++) {
        const Period *period = &course->periods->items[p];
        buffer_addf(json, "%s{\"first\":\"%s\",\"last\":\"%s\",", p ? "," : "", report_date(plan, period->first, arena),
                    report_date(plan, period->last, arena));
        add_step(json, plan, period);
        buffer_add(json, "\"doses\":[");
        for (size_t i = 0; i < period->count; i++) {
            const PeriodRow *row = &period->rows[i];
            buffer_addf(json,
                        "%s{\"drug\":\"%s\",\"time\":\"%s\",\"target_mg\":\"%s\",\"target_last_mg\":\"%s\",\"dose_mg\":\"%s\","
                        "\"volume_ml\":\"%s\",\"bottle\":\"%s\",\"fill\":%d}",
                        i ? "," : "", plan->drugs[row->drug].drug->name,
                        text_json(arena, shop->times[row->time].name), mass_mg(arena, row->target_first),
                        mass_mg(arena, row->target_last), mass_mg(arena, row->dose), volume_ml(arena, row->volume),
                        row->bottle ? row->bottle->letter : "", row->fill ? row->fill->number : 0);
        }
        buffer_add(json, "]}");
    }
}

static void add_bottle(Buffer *json, const Course *course, const Bottle *bottle, Arena *arena)
{
    const Plan *plan = course->schedule->plan;
    buffer_addf(json,
                "{\"letter\":\"%s\",\"drug\":\"%s\",\"i\":%d,\"n\":%d,\"first\":\"%s\",\"last\":\"%s\",\"contents_ml\":\"%s\","
                "\"doses_ml\":\"%s\",\"reserve_ml\":\"%s\",\"loss_ml\":\"%s\",\"draws\":%d,\"size_ml\":\"%s\","
                "\"largest_ml\":\"%s\",\"strength\":\"%s\",\"replaces\":\"%s\"}",
                bottle->letter, plan->drugs[bottle->rung->drug].drug->name, bottle->i, bottle->n,
                day_text(plan, bottle->first, arena), day_text(plan, bottle->last, arena),
                volume_ml(arena, bottle->contents), volume_ml(arena, bottle->doses), volume_ml(arena, bottle->reserve),
                volume_ml(arena, bottle->loss), (int)bottle->draws, volume_ml(arena, bottle->size->capacity),
                volume_ml(arena, bottle->largest), strength_text(arena, bottle->rung->strength),
                bottle->replaces ? bottle->replaces->bottle : "");
}

static void add_line(Buffer *json, const BatchLine *line, Arena *arena)
{
    static const char *const kinds[] = {"count", "weigh", "volume", "qs"};
    buffer_addf(json, "{\"name\":\"%s\",\"kind\":\"%s\",\"count\":%lld,\"volume_ml\":\"%s\",\"target_mg\":\"%s\"}",
                text_json(arena, line->ingredient->name), kinds[line->kind], (long long)line->count,
                volume_ml(arena, line->volume), mass_mg(arena, line->target));
}

static void add_batch(Buffer *json, const Batch *batch, Arena *arena)
{
    buffer_addf(json, "{\"lot\":\"%s\",\"formula\":\"%s\",\"contents_ml\":\"%s\",\"need_ml\":\"%s\",\"volume_ml\":\"%s\",\"drug_mg\":\"%s\",\"lines\":[",
                batch->lot, text_json(arena, batch->formula->id), volume_ml(arena, batch->contents),
                volume_ml(arena, batch->need), volume_ml(arena, batch->volume), mass_mg(arena, batch->drug));
    for (size_t i = 0; i < batch->line_count; i++) {
        if (i) buffer_add(json, ",");
        add_line(json, &batch->lines[i], arena);
    }
    buffer_add(json, "]}");
}

/* Why the fill could not be mixed as things stand today: errors alone, the rest is judged when it is made. */
static void add_batch_errors(Buffer *json, const Findings *findings, Arena *arena)
{
    bool first = true;
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        if (finding->tier != TIER_ERROR) continue;
        buffer_addf(json, "%s{\"code\":\"%s\",\"text\":\"%s\"}", first ? "" : ",", finding_kind(finding->code)->name,
                    text_json(arena, finding->text));
        first = false;
    }
}

static void add_supply(Buffer *json, const Course *course, const Fill *fill, size_t drug, Arena *arena)
{
    const Supply *supply = &fill->supplies[drug];
    buffer_addf(json, "{\"drug\":\"%s\",\"days_supply\":%d,\"quantity_ml\":\"%s\",\"order_written\":\"%s\",\"order_fill\":%d,\"order_left_ml\":\"%s\"}",
                course->schedule->plan->drugs[drug].drug->name, (int)supply->days, volume_ml(arena, supply->quantity),
                supply->order ? date_text(arena, supply->order->written) : "", (int)supply->nth, volume_ml(arena, supply->left));
}

static void add_supplies(Buffer *json, const Course *course, const Fill *fill, Arena *arena)
{
    bool first = true;
    for (size_t drug = 0; drug < course->schedule->plan->drug_count; drug++) {
        if (fill->supplies[drug].quantity.nl == 0) continue;
        if (!first) buffer_add(json, ",");
        first = false;
        add_supply(json, course, fill, drug, arena);
    }
}

static void add_fill(Buffer *json, const Prescription *rx, const House *house, const Course *course, const Fill *fill,
                     Arena *arena)
{
    buffer_addf(json,
                "{\"number\":%d,\"first\":\"%s\",\"last\":\"%s\",\"made_on\":\"%s\",\"discard_after\":\"%s\",\"reserve_days\":%d,"
                "\"call_by\":\"%s\",\"supplies\":[",
                fill->number, day_text(course->schedule->plan, fill->first, arena), day_text(course->schedule->plan, fill->last, arena),
                date_text(arena, fill->made_on), date_text(arena, fill->discard_after), (int)fill->reserve_days,
                date_text(arena, fill->call_by));
    add_supplies(json, course, fill, arena);
    buffer_add(json, "],\"bottles\":[");
    for (size_t i = 0; i < fill->bottle_count; i++) {
        if (i) buffer_add(json, ",");
        add_bottle(json, course, &fill->bottles[i], arena);
    }
    buffer_add(json, "],\"batches\":[");
    Findings judged_by_make = findings_new(arena);   /* a forecast: its batch is judged when it is made */
    size_t count = 0;
    Batch **batches = fill_batches(rx, house->shop, house->tables, fill, &count, arena, &judged_by_make);
    for (size_t i = 0; batches && i < count; i++) {
        if (i) buffer_add(json, ",");
        add_batch(json, batches[i], arena);
    }
    buffer_add(json, "],\"batch_errors\":[");
    add_batch_errors(json, &judged_by_make, arena);
    buffer_add(json, "]}");
    for (size_t i = 0; i < fill->again_count; i++) {
        buffer_add(json, ",");
        add_fill(json, rx, house, course, &fill->again[i], arena);
    }
}

static const char *half_text(const Prescription *rx, const House *house, Arena *arena)
{
    HalfPace half = plan_half_pace(rx, house->shop, house->tables, arena);
    return half.kind == HALF_NONE ? "" : half.kind == HALF_TOO_LONG ? "too long" : date_text(arena, half.last);
}

static void add_tablets(Buffer *json, const Prescription *rx, const Plan *plan, Arena *arena)
{
    bool first = true;
    for (size_t i = 0; i < rx->taking_count; i++) {
        TabletsLeft tablets;
        if (!tablets_left(&rx->takings[i], plan->first, &tablets)) continue;
        buffer_addf(json, "%s{\"drug\":\"%s\",\"last\":\"%s\",\"left\":%lld,\"short_days\":%d}", first ? "" : ",", rx->takings[i].drug->name,
                    date_text(arena, tablets.last), (long long)tablets.left, (int)tablets.short_days);
        first = false;
    }
}

/* What each drug comes to over all days. */
static void add_totals(Buffer *json, const Course *course, Arena *arena)
{
    for (size_t drug = 0; drug < course->plan->drug_count; drug++) {
        Curve curve = curve_of(course, drug, arena);
        buffer_addf(json, "%s{\"drug\":\"%s\",\"prescribed_mg\":\"%s\",\"measured_mg\":\"%s\"}", drug ? "," : "",
                    curve.drug->name, mass_mg(arena, curve.prescribed), mass_mg(arena, curve.sum));
    }
}

void report_json(const Prescription *rx, const House *house, const Course *course, FILE *out, Arena *arena)
{
    const Plan *plan = course->plan;
    Buffer json = buffer_new(arena);
    buffer_addf(&json,
                "{\"schema\":\"" PLAN_SCHEMA "\",\"prescription\":\"%s\",\"revision\":%d,\"first\":\"%s\",\"last\":\"%s\",\"days\":%d,"
                "%s\"cuts\":%d,\"ends_by_stop\":%s,\"steepest_percent\":\"%s\",\"measured_steepest_percent\":\"%s\",\"half_pace_last\":\"%s\",\"totals\":[",
                text_json(arena, rx->number), (int)rx->revision, date_text(arena, plan->first),
                report_date(plan, plan->days - 1, arena), (int)plan->days,
                plan->slowest ? arena_format(arena, "\"slowest_days\":%d,", (int)plan->slowest->days) : "", (int)plan->cuts,
                plan->ends_by_stop ? "true" : "false", decimal_text(arena, plan->steepest.e8, 6),
                decimal_text(arena, course->schedule->steepest.e8, 6), half_text(rx, house, arena));
    add_totals(&json, course, arena);
    buffer_add(&json, "],\"tablets\":[");
    add_tablets(&json, rx, plan, arena);
    buffer_add(&json, "],\"ladder\":[");
    add_rungs(&json, course, arena);
    buffer_add(&json, "],\"periods\":[");
    add_periods(&json, course, house->shop, arena);
    buffer_add(&json, "],\"fills\":[");
    for (size_t i = 0; i < course->fills->count; i++) {
        if (i) buffer_add(&json, ",");
        add_fill(&json, rx, house, course, &course->fills->items[i], arena);
    }
    buffer_add(&json, "]}");
    fprintf(out, "%s\n", buffer_text(&json));
}
