/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "orders.h"
#include "marks.h"

#define MONTHS_VALID 6    /* 21 CFR 1306.22(a) */
#define REFILLS_MOST 5    /* 21 CFR 1306.22(a) */

/* A drug's orders in the order written, how many fills each has served, and how much of it they held. */
typedef struct {
    const Prescription *rx;
    const Drug *drug;
    const Order **orders;
    int32_t *served;
    Volume *given;
    size_t count;
} Book;

static Book book_open(const Prescription *rx, const Drug *drug, Arena *arena)
{
    Book book = {.rx = rx, .drug = drug};
    book.orders = ARENA_ARRAY(arena, rx->order_count, const Order *);
    book.served = ARENA_ARRAY(arena, rx->order_count, int32_t);
    book.given = ARENA_ARRAY(arena, rx->order_count, Volume);
    for (size_t i = 0; i < rx->order_count; i++) {
        if (rx->orders[i].drug != drug) continue;
        size_t at = book.count++;
        for (; at > 0 && date_before(rx->orders[i].written, book.orders[at - 1]->written); at--)
            book.orders[at] = book.orders[at - 1];
        book.orders[at] = &rx->orders[i];
    }
    return book;
}

/* The last day on which an order may be filled; far away for drugs outside schedule IV. */
static Date order_expires(const Order *order)
{
    return order->drug->schedule_iv ? date_add_months(order->written, MONTHS_VALID) : (Date){INT32_MAX};
}

/* All that the order is for: its quantity at each of its fills. */
static Volume order_whole(const Order *order)
{
    return (Volume){order->quantity.nl * (order->refills + 1)};
}

/* 21 CFR 1306.23: in parts, up to the whole quantity; else each fill is one of those allowed, however little it holds. */
static bool has_room(const Book *book, size_t at, Volume contents)
{
    const Order *order = book->orders[at];
    if (!order->partial) return book->served[at] <= order->refills;
    return book->given[at].nl + contents.nl <= order_whole(order).nl;
}

static Volume order_left(const Book *book, size_t at)
{
    const Order *order = book->orders[at];
    if (order->partial) return (Volume){order_whole(order).nl - book->given[at].nl};
    return (Volume){order->quantity.nl * (order->refills + 1 - book->served[at])};
}

/* Made before the first order given here was written: under an earlier one that this file no longer holds. */
static bool before_orders(const Book *book, Date made_on)
{
    return book->count && date_before(made_on, book->orders[0]->written);
}

/* An order that a replacement names is for replacements that name it, and for nothing else. */
static bool is_for(const Book *book, const Order *order, const Replaced *naming)
{
    if (naming) return order->written.day == naming->order.day;
    for (size_t i = 0; i < book->rx->replaced_count; i++) {
        const Replaced *other = &book->rx->replaced[i];
        if (other->has_order && other->drug == order->drug && other->order.day == order->written.day) return false;
    }
    return true;
}

/* What names the order that the fill's bottles of the drug come under: one of the losses that they make good, or NULL. */
static const Replaced *order_named(const Fill *fill, size_t drug)
{
    for (size_t i = 0; i < fill->bottle_count; i++) {
        const Replaced *lost = fill->bottles[i].replaces;
        if (fill->bottles[i].rung->drug == drug && lost && lost->has_order) return lost;
    }
    return NULL;
}

/* Puts the fill down under the first order that may serve it, if one may. */
static void book_serve(Book *book, Date made_on, const Replaced *naming, Supply *supply)
{
    if (supply->quantity.nl == 0) return;
    supply->earlier = before_orders(book, made_on);
    for (size_t i = 0; i < book->count; i++) {
        const Order *order = book->orders[i];
        if (!is_for(book, order, naming)) continue;
        if (!has_room(book, i, supply->quantity)) continue;
        if (date_before(made_on, order->written) || date_before(order_expires(order), made_on)) continue;
        supply->order = order;
        supply->nth = ++book->served[i];
        book->given[i] = volume_add(book->given[i], supply->quantity);
        supply->left = order_left(book, i);
        return;
    }
}

static Volume fill_contents(const Fill *fill, size_t drug)
{
    Volume sum = {0};
    for (size_t i = 0; i < fill->bottle_count; i++)
        if (fill->bottles[i].rung->drug == drug) sum = volume_add(sum, fill->bottles[i].contents);
    return sum;
}

static void quantity_judge(const Order *order, const Fill *fill, Volume contents, Arena *arena, Findings *findings)
{
    if (contents.nl <= order->quantity.nl) return;
    finding_add(findings, MT522, order->place, "fill %d holds %s of %s; the order of %s allows %s a fill",
                fill->number, volume_text(arena, contents), order->drug->name,
                date_text(arena, order->written), volume_text(arena, order->quantity));
}

/* Each bottle's strength must be one that the order allows; said once a strength.  True
 * when one is not. */
static bool strengths_judge(const Order *order, const Fill *fill, Arena *arena, Findings *findings)
{
    bool fault = false;
    for (size_t i = 0; order->has_strength && i < fill->bottle_count; i++) {
        const Rung *rung = fill->bottles[i].rung;
        if (rung->formula->drug != order->drug) continue;
        if (strength_compare(rung->strength, order->strength) >= 0 && strength_compare(rung->strength, order->strength_to) <= 0) continue;
        if (i > 0 && fill->bottles[i - 1].rung == rung) continue;
        fault = true;
        const char *least = strength_text(arena, order->strength), *most = strength_text(arena, order->strength_to);
        bool one = strength_equal(order->strength, order->strength_to);
        finding_add(findings, MT528, order->place,
                    "fill %d: bottle %s is %s of %s; the order of %s is for %s%s%s", fill->number,
                    fill->bottles[i].letter, strength_text(arena, rung->strength), order->drug->name,
                    date_text(arena, order->written), least, one ? "" : " to ", one ? "" : most);
    }
    return fault;
}

static void refills_judge(const Book *book, Arena *arena, Findings *findings)
{
    for (size_t i = 0; i < book->count; i++) {
        const Order *order = book->orders[i];
        if (!order->drug->schedule_iv || order->refills <= REFILLS_MOST) continue;
        finding_add(findings, MT527, order->place, "the order of %s has %d refills, at most %d are allowed",
                    date_text(arena, order->written), order->refills, REFILLS_MOST);
    }
}

/* ---------------------------------------------------------------- as forecast ---- */

/* Days of the fill's own bottles on which the drug has a dose. */
static int32_t days_supply(const Fill *fill, const Schedule *schedule, size_t drug)
{
    int32_t days = 0;
    for (size_t i = 0; i < fill->bottle_count; i++) {
        const Bottle *bottle = &fill->bottles[i];
        for (int32_t day = bottle->first; bottle->rung->drug == drug && day <= bottle->last; day++) {
            bool dosed = false;
            for (size_t time = 0; time < schedule->plan->times; time++) dosed |= schedule_marks(schedule, drug, day, time) > 0;
            days += dosed;
        }
    }
    return days;
}

static void supplies_begin(Fill *fill, const Prescription *rx, const Schedule *schedule, Arena *arena)
{
    size_t drugs = schedule->plan->drug_count;
    fill->supplies = ARENA_ARRAY(arena, drugs, Supply);
    for (size_t drug = 0; drug < drugs; drug++) {
        Volume quantity = fill_contents(fill, drug);
        Supply *supply = &fill->supplies[drug];
        *supply = (Supply){.days = quantity.nl ? days_supply(fill, schedule, drug) : 0, .quantity = quantity};
        if (fill->first == 0) tablets_before(rx, schedule->plan, drug, supply);
    }
}

/* The first fill that no order covers: since when, and by when somebody must ask. */
static void uncovered_say(const Book *book, const Fills *fills, size_t at, const Plan *plan, Arena *arena, Findings *findings)
{
    const Order *last = book->orders[book->count - 1];
    const Fill *fill = &fills->items[at];
    const char *made = date_text(arena, fill->made_on), *drug = book->drug->name;
    if (at == 0) {
        finding_add(findings, MT526, last->place, "no order of %s covers fill %d, to be made on %s", drug, fill->number, made);
        return;
    }
    const Fill *covered = &fills->items[at - 1];
    finding_add(findings, MT526, last->place,
                "the order%s of %s reach%s to %s (fill %d); fill %d, to be made on %s, needs a new one: ask for it by %s",
                book->count == 1 ? "" : "s", drug, book->count == 1 ? "es" : "", day_text(arena, plan, covered->last),
                covered->number, fill->number, made, date_text(arena, covered->call_by));
}

/* The replacements of a fill follow it. */
static void again_serve(Book *book, const Fill *fill, size_t drug)
{
    for (size_t i = 0; i < fill->again_count; i++)
        book_serve(book, fill->again[i].made_on, order_named(&fill->again[i], drug), &fill->again[i].supplies[drug]);
}

/* The largest fill over its order's quantity speaks for all. */
static void drug_forecast(const Fills *fills, size_t drug, Book *book, const Plan *plan, Arena *arena,
                          Findings *findings)
{
    bool said = false, strength_said = false;
    const Fill *worst = NULL;
    for (size_t i = 0; i < fills->count; i++) {
        const Fill *fill = &fills->items[i];
        Supply *supply = &fill->supplies[drug];
        book_serve(book, fill->made_on, NULL, supply);
        again_serve(book, fill, drug);
        if (supply->quantity.nl == 0 || supply->earlier) continue;
        if (!supply->order && !said) uncovered_say(book, fills, i, plan, arena, findings);
        said |= !supply->order;
        if (!supply->order) continue;
        if (!strength_said) strength_said = strengths_judge(supply->order, fill, arena, findings);
        if (supply->quantity.nl <= supply->order->quantity.nl) continue;
        if (!worst || worst->supplies[drug].quantity.nl < supply->quantity.nl) worst = fill;
    }
    if (worst) quantity_judge(worst->supplies[drug].order, worst, worst->supplies[drug].quantity, arena, findings);
}

void orders_forecast(const Fills *fills, const Prescription *rx, const Schedule *schedule, Arena *arena,
                     Findings *findings)
{
    const Plan *plan = schedule->plan;
    for (size_t i = 0; i < fills->count; i++) {
        supplies_begin(&fills->items[i], rx, schedule, arena);
        for (size_t a = 0; a < fills->items[i].again_count; a++) supplies_begin(&fills->items[i].again[a], rx, schedule, arena);
    }
    for (size_t drug = 0; drug < plan->drug_count; drug++) {
        int32_t first, last;
        if (!drug_days(plan, drug, &first, &last)) continue;
        Book book = book_open(rx, plan->drugs[drug].drug, arena);
        refills_judge(&book, arena, findings);
        if (book.count) drug_forecast(fills, drug, &book, plan, arena, findings);
    }
}

/* ---------------------------------------------------------------- as made ---- */

/* There is no order that the fill could come under. */
static void none_say(const Book *book, const Fill *made, size_t drug, Arena *arena, Findings *findings)
{
    finding_add(findings, MT529, book->rx->place, "fill %d holds %s of %s, and there is no order of it", made->number,
                volume_text(arena, made->supplies[drug].quantity), book->drug->name);
}

/* The order that is nearest to serving the fill: the last one written by its day, else the first.  False when none is for it. */
static bool order_nearest(const Book *book, const Fill *made, size_t drug, size_t *nearest)
{
    const Replaced *naming = order_named(made, drug);
    bool found = false;
    for (size_t i = 0; i < book->count; i++) {
        if (!is_for(book, book->orders[i], naming)) continue;
        if (found && date_before(made->made_on, book->orders[i]->written)) break;
        *nearest = i;
        found = true;
    }
    return found;
}

/* Why the order does not serve the fill. */
static void refusal_say(const Book *book, const Fill *made, size_t drug, size_t at, Arena *arena, Findings *findings)
{
    const Order *order = book->orders[at];
    const char *on = date_text(arena, made->made_on), *written = date_text(arena, order->written);
    if (date_before(made->made_on, order->written))
        finding_add(findings, MT525, order->place, "fill %d is made on %s, the order of %s was written on %s", made->number, on,
                    book->drug->name, written);
    else if (date_before(order_expires(order), made->made_on))
        finding_add(findings, MT524, order->place, "fill %d is made on %s; the order of %s may be filled to %s", made->number, on, written,
                    date_text(arena, order_expires(order)));
    else if (order->partial)
        finding_add(findings, MT523, order->place, "fill %d: of the order of %s, %s in parts, %s are left, and the fill holds %s",
                    made->number, written, volume_text(arena, order_whole(order)), volume_text(arena, order_left(book, at)),
                    volume_text(arena, made->supplies[drug].quantity));
    else
        finding_add(findings, MT523, order->place, "fill %d: the order of %s has %d refills, and its %d fills are used up", made->number,
                    written, order->refills, order->refills + 1);
}

/* The fills before it count as forecast: of its own number too where it is a replacement, and its earlier replacements. */
static void serve_before(const Fills *fills, const Fill *made, size_t drug, Book *book)
{
    bool replaces = fill_replaces(made) != NULL;
    for (size_t i = 0; i < fills->count && fills->items[i].number <= made->number; i++) {
        const Fill *fill = &fills->items[i];
        if (fill->number == made->number && !replaces) return;
        Supply before = {.quantity = fill->supplies[drug].quantity};
        book_serve(book, fill->made_on, NULL, &before);
        size_t again = fill->number == made->number ? fill->again_count - 1 : fill->again_count;
        for (size_t a = 0; a < again; a++) {
            before = (Supply){.quantity = fill->again[a].supplies[drug].quantity};
            book_serve(book, fill->again[a].made_on, order_named(&fill->again[a], drug), &before);
        }
    }
}

static void drug_made(const Fills *fills, const Fill *made, size_t drug, Book *book, Arena *arena, Findings *findings)
{
    Supply *supply = &made->supplies[drug];
    size_t nearest;
    serve_before(fills, made, drug, book);
    book_serve(book, made->made_on, order_named(made, drug), supply);
    if (supply->order) {
        quantity_judge(supply->order, made, supply->quantity, arena, findings);
        (void)strengths_judge(supply->order, made, arena, findings);
    } else if (order_nearest(book, made, drug, &nearest)) {
        refusal_say(book, made, drug, nearest, arena, findings);
    } else {
        none_say(book, made, drug, arena, findings);
    }
}

void orders_made(const Fills *fills, Fill *made, const Prescription *rx, const Schedule *schedule,
                 Arena *arena, Findings *findings)
{
    supplies_begin(made, rx, schedule, arena);
    for (size_t drug = 0; drug < schedule->plan->drug_count; drug++) {
        if (made->supplies[drug].quantity.nl == 0) continue;
        Book book = book_open(rx, schedule->plan->drugs[drug].drug, arena);
        drug_made(fills, made, drug, &book, arena, findings);
    }
}
