/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: held, slowed, reversed, resumed, missed, stopped, maintained, source changed (ARITHMETIC.md 1.11).
 *
 * The steps give the program: its days, one after the other.  Events only say which program day each day of the plan
 * is, so no event can change a day before its own, and what comes later is the program's own doses on later dates. */
#include "walk.h"

typedef struct {
    Walk *walk;
    int32_t length;          /* program days */
    int32_t *from; int32_t days;   /* program day of each day so far */
    int32_t next;            /* program day that comes next at full pace */
    Share pace;
    int32_t since;           /* days taken at this pace, from `next` on */
    const Event *open;       /* a hold without an end */
    bool over;               /* nothing follows */
} Replan;

static bool fault(Replan *replan, const Event *event, const char *text)
{
    finding_add(replan->walk->findings, MT332, event->place, "%s: %s", date_text(replan->walk->arena, event->on), text);
    return false;
}

static bool put_day(Replan *replan, int32_t from)
{
    if (replan->days >= PLAN_DAYS_MAX) {
        finding_add(replan->walk->findings, MT305, replan->walk->rx->place,
                    "with its events the plan passes %d days", PLAN_DAYS_MAX);
        return false;
    }
    replan->from[replan->days++] = from;
    return true;
}

static bool put_days(Replan *replan, int32_t from, int32_t days)
{
    for (int32_t i = 0; i < days; i++)
        if (!put_day(replan, from)) return false;
    return true;
}

/* Doses of the last day that was not missed. */
static int32_t last_taken(const Replan *replan)
{
    for (int32_t day = replan->days - 1; day >= 0; day--)
        if (replan->from[day] != DAY_MISSED) return replan->from[day];
    return DAY_TAKING;
}

/* The program day that the pace has reached. */
static int32_t reached(const Replan *replan)
{
    return replan->next + (int32_t)muldiv_floor(replan->since, replan->pace.e8, SHARE_ONE);
}

/* Goes on at a pace from the program day that would come now. */
static void pace_set(Replan *replan, Share pace)
{
    replan->next = reached(replan);
    replan->since = 0;
    replan->pace = pace;
}

/* Program days up to the day before `end`, as the pace goes; less when the program is over. */
static bool go_on(Replan *replan, int32_t end)
{
    while (replan->days < end && reached(replan) < replan->length) {
        if (!put_day(replan, reached(replan))) return false;
        replan->since += 1;
    }
    return true;
}

/* Days until an event: the program's, or those of a hold without an end. */
static bool wait_for(Replan *replan, const Event *event)
{
    int32_t day = date_between(replan->walk->rx->starts, event->on);
    if (day < replan->days) return fault(replan, event, "before the start, or before what an earlier event lasts");
    bool good = replan->open ? put_days(replan, last_taken(replan), day - replan->days) : go_on(replan, day);
    if (good && replan->days < day) return fault(replan, event, "after the last dose");
    return good;
}

/* ---- one function an event ---- */

static bool event_held(Replan *replan, const Event *event)
{
    pace_set(replan, replan->pace);
    replan->open = event->days ? NULL : event;
    return put_days(replan, last_taken(replan), event->days);
}

static bool event_slowed(Replan *replan, const Event *event)
{
    if (event->pace.e8 <= 0 || event->pace.e8 > SHARE_ONE)
        return fault(replan, event, "a pace is above 0 % and at most 100 %");
    pace_set(replan, event->pace);
    replan->open = NULL;
    return true;
}

static bool event_resumed(Replan *replan, const Event *event)
{
    (void)event;
    pace_set(replan, (Share){SHARE_ONE});
    replan->open = NULL;
    return true;
}

static int64_t program_total(const Replan *replan, const Lane *lane, int32_t from)
{
    const Mass *doses = from < 0 ? lane->taken : &lane->target[(size_t)from * replan->walk->times];
    int64_t total = 0;
    for (size_t i = 0; i < replan->walk->times; i++) total += doses[i].ng;
    return total;
}

static const Lane *event_lane(const Replan *replan, const Event *event)
{
    if (event->drug) return lane_find(replan->walk, event->drug);
    return replan->walk->lane_count == 1 ? &replan->walk->lanes[0] : NULL;
}

/* Back to the latest earlier program day with that daily total; then on from the day after it. */
static bool event_reversed(Replan *replan, const Event *event)
{
    const Lane *lane = event_lane(replan, event);
    if (!lane) return fault(replan, event, "which drug goes back?");
    if (event->days <= 0) return fault(replan, event, "for how many days?");
    int32_t at = last_taken(replan);
    if (event->to.ng <= program_total(replan, lane, at)) return fault(replan, event, "not above the present dose");
    while (at >= 0 && program_total(replan, lane, at) != event->to.ng) at -= 1;
    if (program_total(replan, lane, at) != event->to.ng) return fault(replan, event, "no earlier day had that dose");
    pace_set(replan, replan->pace);
    replan->next = at + 1;
    replan->open = NULL;
    return put_days(replan, at, event->days);
}

static bool event_missed(Replan *replan, const Event *event)
{
    if (event->days <= 0) return fault(replan, event, "for how many days?");
    finding_add(replan->walk->findings, MT333, event->place,
                "nothing was taken on %d day%s from %s; then the same doses go on",
                (int)event->days, event->days == 1 ? "" : "s", date_text(replan->walk->arena, event->on));
    pace_set(replan, replan->pace);
    return put_days(replan, DAY_MISSED, event->days);
}

static bool event_stopped(Replan *replan, const Event *event)
{
    Walk *walk = replan->walk;
    int32_t at = last_taken(replan);
    for (size_t i = 0; i < walk->lane_count; i++) {
        Lane *lane = &walk->lanes[i];
        int64_t total = program_total(replan, lane, at);
        if (total > 0) stop_judge(walk, event->place, lane->drug, (Mass){total});
        lane_end(lane);
    }
    walk->maintains = false;
    replan->open = NULL;
    replan->over = true;
    return true;
}

static bool event_maintained(Replan *replan, const Event *event)
{
    pace_set(replan, replan->pace);
    replan->open = event;
    return put_days(replan, last_taken(replan), event->days);
}

/* Another maker or strength: no dose changes, but what is felt may. */
static bool event_source(Replan *replan, const Event *event)
{
    finding_add(replan->walk->findings, MT334, event->place,
                "from %s the drug comes from another source%s%s: watch for a change",
                date_text(replan->walk->arena, event->on), event->note ? ": " : "", event->note ? event->note : "");
    return true;
}

typedef bool (*EventWork)(Replan *replan, const Event *event);
static const EventWork event_works[] = {
    [EVENT_HELD] = event_held, [EVENT_SLOWED] = event_slowed, [EVENT_REVERSED] = event_reversed,
    [EVENT_RESUMED] = event_resumed, [EVENT_MISSED] = event_missed, [EVENT_STOPPED] = event_stopped,
    [EVENT_MAINTAINED] = event_maintained, [EVENT_SOURCE_CHANGED] = event_source,
};

static bool event_apply(Replan *replan, const Event *event)
{
    if (replan->over) return fault(replan, event, "after the plan was stopped: to begin again is a new prescription");
    return wait_for(replan, event) && event_works[event->kind](replan, event);
}

/* ---- the end ---- */

/* A plan that ends in a dose kept on: what is taken then has not ended. */
static void kept_on(Replan *replan)
{
    Walk *walk = replan->walk;
    walk->maintains = true;
    for (size_t i = 0; i < walk->lane_count; i++)
        walk->lanes[i].ended = program_total(replan, &walk->lanes[i], last_taken(replan)) == 0;
}

static bool replan_end(Replan *replan)
{
    if (replan->open && replan->open->kind == EVENT_HELD)
        return fault(replan, replan->open, "held for how long?  State days, or the event that ends it");
    if (replan->open) kept_on(replan);
    else if (!replan->over && !go_on(replan, INT32_MAX)) return false;
    return true;
}

static bool revision_risen(Walk *walk)
{
    if (walk->rx->revision > 1) return true;
    finding_add(walk->findings, MT335, walk->rx->events[0].place,
                "the prescription has events but is still revision 1");
    return false;
}

bool events_apply(Walk *walk)
{
    if (walk->rx->event_count == 0) return true;
    if (!revision_risen(walk)) return false;
    Replan replan = {.walk = walk, .length = walk->day, .pace = {SHARE_ONE}};
    replan.from = ARENA_ARRAY(walk->arena, PLAN_DAYS_MAX, int32_t);
    for (size_t i = 0; i < walk->rx->event_count; i++)
        if (!event_apply(&replan, &walk->rx->events[i])) return false;
    if (!replan_end(&replan)) return false;
    if (walk->stretch_count) walk_remap(walk, replan.from, replan.days);
    return true;
}
