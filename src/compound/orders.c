/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "orders.h"
#include "marks.h"

#define MONTHS_VALID 6    /* 21 CFR 1306.22(a) */
#define REFILLS_MOST 5    /* 21 CFR 1306.22(a) */

/* A drug's orders in the order written, and how many fills each has served. */
typedef struct {
    const Prescription *rx;
    const Drug *drug;
    const Order **orders;
    int32_t *served;
    size_t count;
} Book;

static Book book_open(const Prescription *rx, const Drug *drug, Arena *arena)
{
    Book book = {.rx = rx, .drug = drug};
    book.orders = ARENA_ARRAY(arena, rx->order_count + 1, const Order *);
    book.served = ARENA_ARRAY(arena, rx->order_count + 1, int32_t);
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

/* The first order that may serve a fill made on the day, counted as served; NULL when none may. */
static const Order *book_serve(Book *book, Date made_on)
{
    for (size_t i = 0; i < book->count; i++) {
        const Order *order = book->orders[i];
        if (book->served[i] > order->refills) continue;
        if (date_before(made_on, order->written) || date_before(order_expires(order), made_on)) continue;
        book->served[i]++;
        return order;
    }
    return NULL;
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

static void uncovered_say(const Book *book, const Fill *fill, const Plan *plan, Arena *arena, Findings *findings)
{
    const Order *last = book->orders[book->count - 1];
    const char *needed = date_text(arena, fill->made_on);
    if (fill->first == 0 || fill->number == 1)
        finding_add(findings, MT526, last->place, "no order of %s covers fill %d, to be made on %s",
                    book->drug->name, fill->number, needed);
    else
        finding_add(findings, MT526, last->place,
                    "the orders of %s cover to %s; a new one is needed from %s (fill %d)", book->drug->name,
                    day_text(arena, plan, fill->first - 1), needed, fill->number);
}

/* Made before the first order given here was written: under an earlier one that this file no longer holds. */
static bool before_orders(const Book *book, const Fill *fill)
{
    return date_before(fill->made_on, book->orders[0]->written);
}

/* The largest fill over its order's quantity speaks for all. */
static void drug_forecast(const Fills *fills, size_t drug, Book *book, const Plan *plan, Arena *arena,
                          Findings *findings)
{
    bool said = false, strength_said = false;
    const Order *worst_order = NULL;
    const Fill *worst = NULL;
    for (size_t i = 0; i < fills->count; i++) {
        const Fill *fill = &fills->items[i];
        Volume contents = fill_contents(fill, drug);
        if (contents.nl == 0 || before_orders(book, fill)) continue;
        const Order *order = book_serve(book, fill->made_on);
        if (!order && !said) uncovered_say(book, fill, plan, arena, findings);
        said |= !order;
        if (order && !strength_said) strength_said = strengths_judge(order, fill, arena, findings);
        if (!order || contents.nl <= order->quantity.nl) continue;
        if (worst && fill_contents(worst, drug).nl >= contents.nl) continue;
        worst = fill;
        worst_order = order;
    }
    if (worst) quantity_judge(worst_order, worst, fill_contents(worst, drug), arena, findings);
}

void orders_forecast(const Fills *fills, const Prescription *rx, const Schedule *schedule, Arena *arena,
                     Findings *findings)
{
    const Plan *plan = schedule->plan;
    for (size_t drug = 0; drug < plan->drug_count; drug++) {
        int32_t first, last;
        if (!drug_days(plan, drug, &first, &last)) continue;
        Book book = book_open(rx, plan->drugs[drug].drug, arena);
        refills_judge(&book, arena, findings);
        if (book.count) drug_forecast(fills, drug, &book, plan, arena, findings);
    }
}

/* ---------------------------------------------------------------- as made ---- */

/* Why no order serves the fill: the nearest to serving it is named. */
static void refusal_say(const Book *book, const Fill *made, Arena *arena, Findings *findings)
{
    const char *on = date_text(arena, made->made_on);
    for (size_t i = book->count; i-- > 0;) {
        const Order *order = book->orders[i];
        const char *written = date_text(arena, order->written);
        if (date_before(made->made_on, order->written)) {
            if (i > 0) continue;
            finding_add(findings, MT525, order->place,
                        "fill %d is made on %s, the order of %s was written on %s", made->number, on,
                        book->drug->name, written);
        } else if (date_before(order_expires(order), made->made_on)) {
            finding_add(findings, MT524, order->place,
                        "fill %d is made on %s; the order of %s may be filled to %s", made->number, on,
                        written, date_text(arena, order_expires(order)));
        } else {
            finding_add(findings, MT523, order->place,
                        "fill %d: the order of %s has %d refills, and its %d fills are used up", made->number,
                        written, order->refills, order->refills + 1);
        }
        return;
    }
}

static void drug_made(const Fills *fills, const Fill *made, size_t drug, Book *book, Arena *arena, Findings *findings)
{
    Volume contents = fill_contents(made, drug);
    if (contents.nl == 0) return;
    for (size_t i = 0; i < fills->count && fills->items[i].number < made->number; i++)
        if (fill_contents(&fills->items[i], drug).nl > 0) book_serve(book, fills->items[i].made_on);
    const Order *order = book_serve(book, made->made_on);
    if (!order) {
        refusal_say(book, made, arena, findings);
        return;
    }
    quantity_judge(order, made, contents, arena, findings);
    (void)strengths_judge(order, made, arena, findings);
}

void orders_made(const Fills *fills, const Fill *made, const Prescription *rx, const Schedule *schedule,
                 Arena *arena, Findings *findings)
{
    for (size_t drug = 0; drug < schedule->plan->drug_count; drug++) {
        Book book = book_open(rx, schedule->plan->drugs[drug].drug, arena);
        if (book.count) drug_made(fills, made, drug, &book, arena, findings);
        else if (fill_contents(made, drug).nl > 0)
            finding_add(findings, MT529, rx->place, "fill %d holds %s of %s, and there is no order of it", made->number,
                        volume_text(arena, fill_contents(made, drug)), schedule->plan->drugs[drug].drug->name);
    }
}
