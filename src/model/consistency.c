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

/* Whether a drug is taken from the start, and no line for it was written by then.  A renewal follows an earlier line,
 * and what is crossed to is needed later. */
static bool is_late(const XmlNode *record, const XmlNode *order, Date starts)
{
    const char *drug = xml_attribute(order, "drug");
    Date written;
    for (const XmlNode *other = child_first(record, "order"); other; other = child_next(other))
        if (text_equal(xml_attribute(other, "drug"), drug) && date_given(other, "written", &written) &&
            !date_before(starts, written))
            return false;
    for (const XmlNode *taking = child_first(record, "taking"); taking; taking = child_next(taking))
        if (drug && text_equal(xml_attribute(taking, "drug"), drug)) return true;
    return false;
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
        if (has_starts && date_before(starts, written) && is_late(record, order, starts))
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
        if (rx->steps[i].to == drug) return true;
    return is_taken(rx, drug);
}

/* A drug taken from the start needs its order; one that is crossed to may get its own later, before its first fill (MT529). */
static void require_order(Reading *reading, const Prescription *rx, const Drug *drug, Code code, Place place)
{
    if (drug && !is_ordered(rx, drug))
        finding_add(reading->findings, code, place, "no <order drug=\"%s\">", drug->name);
}

static void judge_orders(Reading *reading, const Prescription *rx)
{
    for (size_t i = 0; i < rx->taking_count; i++)
        require_order(reading, rx, rx->takings[i].drug, MT234, place_at(reading, rx->takings[i].place, "drug"));
    for (size_t i = 0; i < rx->step_count; i++)
        if (rx->steps[i].to)
            require_order(reading, rx, rx->steps[i].to, MT236, place_at(reading, rx->steps[i].place, "to"));
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

static bool stands_before(const Prescription *rx, size_t index)
{
    const Liquid *liquid = &rx->liquids[index];
    for (size_t i = 0; i < index; i++)
        if (rx->liquids[i].drug == liquid->drug && liquid_from(rx, &rx->liquids[i]).day == liquid_from(rx, liquid).day)
            return true;
    return false;
}

static void judge_liquid(Reading *reading, const Prescription *rx, size_t index)
{
    const Liquid *liquid = &rx->liquids[index];
    Place from = place_at(reading, liquid->place, "from");
    if (!is_used(rx, liquid->drug)) {
        FAULT(reading, MT249, place_at(reading, liquid->place, "drug"), "nothing in the taper is %s",
              liquid->drug->name);
        return;
    }
    if (liquid->graduation.nl > liquid->syringe.nl && liquid->syringe.nl > 0)
        FAULT(reading, MT219, liquid->place, "a graduation of %s in a syringe of %s",
              volume_text(reading->arena, liquid->graduation), volume_text(reading->arena, liquid->syringe));
    if (liquid->has_from && date_before(liquid->from, rx->starts))
        finding_add(reading->findings, MT255, from, "from %s, before the start on %s",
                    date_text(reading->arena, liquid->from),
                    date_text(reading->arena, rx->starts));
    if (stands_before(rx, index))
        finding_add(reading->findings, MT255, liquid->place, "a second liquid of %s from %s", liquid->drug->name,
                    date_text(reading->arena, liquid_from(rx, liquid)));
    if (!covers_start(rx, liquid->drug))
        finding_add(reading->findings, MT255, from, "no liquid of %s is stated for the days before %s",
                    liquid->drug->name,
                    date_text(reading->arena, liquid_from(rx, liquid)));
}

/* ------------------------------------------------------------------------------ drugs ---- */
/* Whether it is still taken at that step, and which is meant where none is named, the course of days will say. */
static void judge_step_drugs(Reading *reading, const Prescription *rx)
{
    for (size_t i = 0; i < rx->step_count; i++)
        if (rx->steps[i].drug && !is_used(rx, rx->steps[i].drug))
            FAULT(reading, MT249, place_at(reading, rx->steps[i].place, "drug"), "%s is neither taken nor crossed to",
                  rx->steps[i].drug->name);
}

/* --------------------------------------------------------------------------- plausible ---- */
static void judge_plausible(Reading *reading, const Drug *drug, Mass total, Place place)
{
    if (!drug || drug->plausible_daily.ng == 0 || total.ng <= drug->plausible_daily.ng) return;
    finding_add(reading->findings, MT260, place, "%s of %s in a day is over %s (%s)", mass_text(reading->arena,
                                                                                                total), drug->name,
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
        if (taking->has_tablets && date_before(rx->starts, taking->counted))
            FAULT(reading, MT219, taking->place, "tablets counted on %s, after the start on %s",
                  date_text(reading->arena, taking->counted), date_text(reading->arena, rx->starts));
    }
}

static void judge_rows(Reading *reading, const Prescription *rx, const Step *step)
{
    const Drug *drug = step->drug ? step->drug : rx->taking_count == 1 ? rx->takings[0].drug : NULL;
    for (size_t i = 0; i < step->row_count; i++)
        judge_plausible(reading, drug, step->rows[i].total, step->rows[i].place);
}

/* A list without a drug after a crossover is of another drug than the one taken first: then it is not judged here. */
static void judge_lists(Reading *reading, const Prescription *rx)
{
    for (size_t i = 0; i < rx->step_count; i++) {
        if (rx->steps[i].kind == STEP_CROSS) return;
        if (rx->steps[i].kind == STEP_LIST) judge_rows(reading, rx, &rx->steps[i]);
    }
}

void judge_consistency(Reading *reading, const XmlNode *record, const Prescription *rx)
{
    Date starts;
    bool has_starts = date_given(child_first(record, "taper"), "starts", &starts);
    judge_dates(reading, record);
    judge_orders(reading, rx);
    for (size_t i = 0; has_starts && i < rx->liquid_count; i++)
        if (rx->liquids[i].drug) judge_liquid(reading, rx, i);
    judge_takings(reading, rx);
    judge_lists(reading, rx);
    judge_step_drugs(reading, rx);
}
