/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no field can be judged by alone.  Fields that could not be read are passed over: they have their finding. */
#include <inttypes.h>
#include <stdio.h>

#include "microtaper/text.h"
#include "prescribe.h"

static Place place_at(const Reading *reading, Place place, const char *attribute)
{
    place.path = arena_format(reading->arena, "%s/@%s", place.path, attribute);
    return place;
}

/* ------------------------------------------------------------------------------ dates ---- */
/* A date that was missing or could not be read is 0 (2020-01-01) with its finding: the attribute's text tells. */
static bool date_given(const XmlNode *node, const char *name, Date *out)
{
    const char *text = node ? xml_attribute(node, name) : NULL;
    return text && date_parse(text, out);
}

static void judge_birth(Reading *reading, Place born_at, Date born, Date other, const char *what)
{
    if (date_before(born, other)) return;
    finding_add(reading->findings, MT232, born_at, "born on %s, %s on %s", date_text(reading->arena, born), what,
                date_text(reading->arena, other));
}

static void judge_dates(Reading *reading, const XmlNode *record)
{
    const XmlNode *patient = child_first(record, "patient"), *taper = child_first(record, "taper");
    Date born, starts, written;
    bool has_born = date_given(patient, "born", &born), has_starts = date_given(taper, "starts", &starts);
    if (has_born && has_starts) judge_birth(reading, xml_place(patient, "born"), born, starts, "but the taper starts");
    for (const XmlNode *order = child_first(record, "order"); order; order = child_next(order)) {
        if (!date_given(order, "written", &written)) continue;
        if (has_born) judge_birth(reading, xml_place(patient, "born"), born, written, "but the order was written");
        if (has_starts && date_before(starts, written))
            finding_add(reading->findings, MT233, xml_place(order, "written"), "written on %s, after the start on %s",
                        date_text(reading->arena, written), date_text(reading->arena, starts));
    }
}

/* ----------------------------------------------------------------------------- orders ---- */
static bool is_ordered(const Prescription *rx, const Drug *drug)
{
    for (size_t i = 0; i < rx->order_count; i++)
        if (rx->orders[i].drug == drug) return true;
    return false;
}

static bool is_taken(const Prescription *rx, const Drug *drug)
{
    for (size_t i = 0; i < rx->taking_count; i++)
        if (rx->takings[i].drug == drug) return true;
    return false;
}

static bool is_used(const Prescription *rx, const Drug *drug)
{
    for (size_t i = 0; i < rx->step_count; i++)
        if (rx->steps[i].kind == STEP_CROSS && rx->steps[i].to == drug) return true;
    return is_taken(rx, drug);
}

static void require_order(Reading *reading, const Prescription *rx, const Drug *drug, Place place)
{
    if (drug && !is_ordered(rx, drug))
        finding_add(reading->findings, MT234, place, "no <order drug=\"%s\">", drug->name);
}

static void judge_orders(Reading *reading, const Prescription *rx)
{
    for (size_t i = 0; i < rx->taking_count; i++)
        require_order(reading, rx, rx->takings[i].drug, place_at(reading, rx->takings[i].place, "drug"));
    for (size_t i = 0; i < rx->step_count; i++)
        if (rx->steps[i].kind == STEP_CROSS)
            require_order(reading, rx, rx->steps[i].to, place_at(reading, rx->steps[i].place, "to"));
    for (size_t i = 0; i < rx->order_count; i++)
        if (rx->orders[i].drug && !is_used(rx, rx->orders[i].drug))
            finding_add(reading->findings, MT235, place_at(reading, rx->orders[i].place, "drug"),
                        "nothing in the taper is %s", rx->orders[i].drug->name);
}

/* ---------------------------------------------------------------------------- liquids ---- */
/* From when a liquid holds: without a date from the start. */
static Date liquid_from(const Prescription *rx, const Liquid *liquid)
{
    return liquid->has_from ? liquid->from : rx->starts;
}

/* The first of a drug must hold from the start, unless the drug is one that is crossed to. */
static bool covers_start(const Prescription *rx, const Drug *drug)
{
    for (size_t i = 0; i < rx->liquid_count; i++)
        if (rx->liquids[i].drug == drug && liquid_from(rx, &rx->liquids[i]).day <= rx->starts.day) return true;
    return !is_taken(rx, drug);
}

static void judge_liquid(Reading *reading, const Prescription *rx, size_t index)
{
    const Liquid *liquid = &rx->liquids[index];
    Place from = place_at(reading, liquid->place, "from");
    if (!is_used(rx, liquid->drug)) {
        FAULT(reading, MT249, place_at(reading, liquid->place, "drug"), "nothing in the taper is %s", liquid->drug->name);
        return;
    }
    if (liquid->graduation.nl > liquid->syringe.nl && liquid->syringe.nl > 0)
        FAULT(reading, MT219, liquid->place, "a graduation of %s in a syringe of %s",
              volume_text(reading->arena, liquid->graduation), volume_text(reading->arena, liquid->syringe));
    if (liquid->has_from && date_before(liquid->from, rx->starts))
        finding_add(reading->findings, MT255, from, "from %s, before the start on %s", date_text(reading->arena, liquid->from),
                    date_text(reading->arena, rx->starts));
    for (size_t i = 0; i < index; i++)
        if (rx->liquids[i].drug == liquid->drug && liquid_from(rx, &rx->liquids[i]).day == liquid_from(rx, liquid).day)
            finding_add(reading->findings, MT255, liquid->place, "a second liquid of %s from %s", liquid->drug->name,
                        date_text(reading->arena, liquid_from(rx, liquid)));
    if (!covers_start(rx, liquid->drug))
        finding_add(reading->findings, MT255, from, "no liquid of %s is stated for the days before %s", liquid->drug->name,
                    date_text(reading->arena, liquid_from(rx, liquid)));
}

/* ------------------------------------------------------------------------------ drugs ---- */
/* The drugs of a course as its steps go by. */
typedef struct { const Drug *drug; bool ended; unsigned times; } Course;
typedef struct { Course *items; size_t count; } Courses;

static Course *course_of(Courses *courses, const Drug *drug)
{
    for (size_t i = 0; i < courses->count; i++)
        if (courses->items[i].drug == drug) return &courses->items[i];
    return NULL;
}

static unsigned times_of(const TimedDose *doses, size_t count)
{
    unsigned times = 0;
    for (size_t i = 0; i < count; i++) times |= 1u << doses[i].time;
    return times;
}

static Courses courses_start(Reading *reading, const Prescription *rx)
{
    Courses courses = {ARENA_ARRAY(reading->arena, rx->taking_count + rx->step_count, Course), 0};
    for (size_t i = 0; i < rx->taking_count; i++) {
        const Taking *taking = &rx->takings[i];
        if (taking->drug && !course_of(&courses, taking->drug))
            courses.items[courses.count++] = (Course){taking->drug, false, times_of(taking->doses, taking->count)};
    }
    return courses;
}

/* The only drug still going; *several tells whether there are more than one. */
static Course *only_course(Courses *courses, bool *several)
{
    Course *only = NULL;
    *several = false;
    for (size_t i = 0; i < courses->count; i++) {
        if (courses->items[i].ended) continue;
        *several = only != NULL;
        if (*several) break;
        only = &courses->items[i];
    }
    return only;
}

/* The drug a step works on, or NULL with a finding. */
static Course *step_course(Reading *reading, Courses *courses, const Step *step)
{
    bool several;
    Course *course = step->drug ? course_of(courses, step->drug) : only_course(courses, &several);
    if (step->drug && !course)
        FAULT(reading, MT249, place_at(reading, step->place, "drug"), "%s is not taken at this step", step->drug->name);
    else if (!step->drug && several)
        FAULT(reading, MT248, step->place, "more than one drug is taken at this step: which?");
    else if (!course || course->ended)
        FAULT(reading, MT250, step->place, "nothing of %s is taken any more", course ? course->drug->name : "any drug");
    return course && !course->ended && (step->drug || !several) ? course : NULL;
}

static void judge_step_order(Reading *reading, const Step *step, const Course *course)
{
    unsigned named = 0;
    if (step->order_count == 0) return;
    for (size_t i = 0; i < step->order_count; i++) named |= 1u << step->order[i];
    if (named == course->times) return;
    Buffer times = buffer_new(reading->arena);
    for (size_t i = 0; i < reading->shop->time_count; i++)
        if (course->times & 1u << i) buffer_addf(&times, "%s%s", times.length ? ", " : "", reading->shop->times[i].name);
    FAULT(reading, MT252, place_at(reading, step->place, "order"), "%s is taken at: %s", course->drug->name,
          buffer_text(&times));
}

/* ------------------------------------------------------------------------------ cross ---- */
static bool table_row(const Equivalence *table, const Drug *drug, Mass *low, Mass *high)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].drug != drug) continue;
        *low = table->rows[i].low;
        *high = table->rows[i].high;
        return true;
    }
    return false;
}

/* ratio.to : ratio.from against the table's to : from, ends of ranges included. */
static void judge_ratio(Reading *reading, const Step *step, const Drug *from)
{
    Mass from_low, from_high, to_low, to_high;
    const Equivalence *table = equivalence_find(reading->tables, step->table);
    if (!table || step->ratio.from.ng <= 0) return;
    Place place = place_at(reading, step->place, "ratio");
    if (!table_row(table, from, &from_low, &from_high) || !table_row(table, step->to, &to_low, &to_high)) {
        finding_add(reading->findings, MT254, place, "%s does not compare %s with %s", table->name, from->name, step->to->name);
        return;
    }
    int64_t least = muldiv_ceil(to_low.ng, step->ratio.from.ng, from_high.ng);
    int64_t most = muldiv_floor(to_high.ng, step->ratio.from.ng, from_low.ng);
    if (step->ratio.to.ng >= least && step->ratio.to.ng <= most) return;
    finding_add(reading->findings, MT254, place, "%s of %s as %s of %s; %s says %s to %s",
                mass_text(reading->arena, step->ratio.from), from->name, mass_text(reading->arena, step->ratio.to), step->to->name,
                table->name, mass_text(reading->arena, (Mass){least}), mass_text(reading->arena, (Mass){most}));
}

/* All of the one drug's dose is exchanged: it ends, the other goes on. */
static void walk_cross(Reading *reading, Courses *courses, const Step *step, Course *from)
{
    if (!step->to) return;
    if (step->to == from->drug) {
        FAULT(reading, MT253, place_at(reading, step->place, "to"), "%s is what is taken already", step->to->name);
        return;
    }
    judge_ratio(reading, step, from->drug);
    Course *to = course_of(courses, step->to);
    if (!to) {
        to = &courses->items[courses->count++];
        *to = (Course){.drug = step->to};
    }
    to->ended = false;
    to->times |= from->times;
    from->ended = true;
}

/* --------------------------------------------------------------------------- plausible ---- */
static void judge_plausible(Reading *reading, const Drug *drug, Mass total, Place place)
{
    if (!drug || drug->plausible_daily.ng == 0 || total.ng <= drug->plausible_daily.ng) return;
    finding_add(reading->findings, MT260, place, "%s of %s in a day is over %s (%s)", mass_text(reading->arena, total), drug->name,
                mass_text(reading->arena, drug->plausible_daily), drug->plausible_source);
}

static void judge_takings(Reading *reading, const Prescription *rx)
{
    for (size_t i = 0; i < rx->taking_count; i++) {
        const Taking *taking = &rx->takings[i];
        Mass total = {0};
        for (size_t j = 0; j < taking->count; j++)
            if (taking->doses[j].mass.ng > 0) total = mass_add(total, taking->doses[j].mass);
        judge_plausible(reading, taking->drug, total, taking->place);
    }
}

/* ------------------------------------------------------------------------------- steps ---- */
static void walk_list(Reading *reading, const Step *step, Course *course)
{
    for (size_t i = 0; i < step->row_count; i++) {
        const ListRow *row = &step->rows[i];
        judge_plausible(reading, course->drug, row->total, row->place);
        if (row->by_time && row->count) course->times = times_of(row->doses, row->count);
    }
}

static void walk_hold(Reading *reading, const Courses *courses, const Step *step)
{
    for (size_t i = 0; i < courses->count; i++)
        if (!courses->items[i].ended) return;
    FAULT(reading, MT250, step->place, "no drug is taken any more");
}

static void walk_step(Reading *reading, Courses *courses, const Step *step)
{
    if (step->kind == STEP_HOLD) {
        walk_hold(reading, courses, step);
        return;
    }
    Course *course = step_course(reading, courses, step);
    if (!course) return;
    judge_step_order(reading, step, course);
    if (step->kind == STEP_LIST) walk_list(reading, step, course);
    if (step->kind == STEP_CROSS) walk_cross(reading, courses, step, course);
    if (step->kind == STEP_STOP || step->kind == STEP_MAINTAIN) course->ended = true;
}

void judge_consistency(Reading *reading, const XmlNode *record, const Prescription *rx)
{
    judge_dates(reading, record);
    judge_orders(reading, rx);
    Date starts;
    bool has_starts = date_given(child_first(record, "taper"), "starts", &starts);
    for (size_t i = 0; has_starts && i < rx->liquid_count; i++)
        if (rx->liquids[i].drug) judge_liquid(reading, rx, i);
    judge_takings(reading, rx);
    Courses courses = courses_start(reading, rx);
    for (size_t i = 0; courses.count && i < rx->step_count; i++) walk_step(reading, &courses, &rx->steps[i]);
}
