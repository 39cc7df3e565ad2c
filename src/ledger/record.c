/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done at the bench for a lot: judged against the limits that its worksheet printed, then written down. */
#include <inttypes.h>
#include <string.h>
#include "microtaper/text.h"
#include "store.h"

#define RELEASED_SET(row) "EXISTS (SELECT 1 FROM journal r WHERE r.papers = " row ".papers AND r.kind = 'release')"
#define ALREADY_VOID                                                                                                 \
    "EXISTS (SELECT 1 FROM journal v WHERE v.papers = j.papers AND v.kind = 'void' AND v.word IN ('', j.word))"

static const char *const kind_words[LIMIT_KINDS] = {"count", "weigh", "mixture", "volume", "qs", "yield"};

/* A line of the worksheet, and what was used for it. */
typedef struct {
    Limit limit;
    int64_t used;
    bool seen, lacks;
    const BenchUse *last;
} Line;

typedef struct {
    Ledger *ledger;
    const BenchRecord *record;
    const LedgerRow *by; /* at, who, version */
    Findings *findings;
    Arena *arena;
    LedgerRow lot;
    Line *lines;
    size_t line_count;
    LedgerRow *bottles;
    size_t bottle_count; /* and worksheets, released and not void */
    int64_t set;
} Bench;

/* ---------------------------------------------------------------- limits as rows ---- */
#define LOT_MARK "; lot "

LedgerRow ledger_limit(const Limit *limit, Arena *arena)
{
    const char *lot = limit->stock_lot ? arena_format(arena, LOT_MARK "%s", limit->stock_lot) : "";
    return (LedgerRow){.kind = ROW_LIMIT,
                       .item = limit->of,
                       .word = kind_words[limit->kind],
                       .mass = limit->drug,
                       .note = arena_format(arena, "%s to %s, target %s%s", amount_text(arena, limit->low),
                                            amount_text(arena, limit->high), amount_text(arena, limit->target), lot)};
}

/* Takes what stands before `end` off *at. */
static bool amount_take(char **at, const char *end, Amount *out, Arena *arena)
{
    char *gap = *end ? strstr(*at, end) : *at + strlen(*at);
    if (!gap) return false;
    const char *text = arena_copy(arena, *at, (size_t)(gap - *at));
    *at = gap + strlen(end);
    return amount_parse(text, arena, out);
}

static bool limit_read(const LedgerRow *row, Limit *out, Arena *arena)
{
    char *at = arena_string(arena, row->note), *lot = strstr(at, LOT_MARK);
    *out = (Limit){.kind = LIMIT_KINDS, .of = row->item, .drug = row->mass};
    if (lot) {
        out->stock_lot = lot + strlen(LOT_MARK);
        *lot = '\0';
    }
    for (int kind = 0; kind < LIMIT_KINDS; kind++)
        if (text_equal(row->word, kind_words[kind])) out->kind = (LimitKind)kind;
    return out->kind < LIMIT_KINDS && amount_take(&at, " to ", &out->low, arena)
           && amount_take(&at, ", target ", &out->high, arena) && amount_take(&at, "", &out->target, arena)
           && out->low.unit == out->target.unit && out->high.unit == out->target.unit;
}

/* Of a worksheet that was made twice the newest that was released counts. */
static bool limits_find(Bench *bench)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(bench->ledger,
                  "WHERE j.lot = ?1 AND j.kind = 'limit' AND j.papers = (SELECT max(k.papers) FROM journal k WHERE "
                  "k.lot = ?1 AND k.kind = 'limit' AND " RELEASED_SET("k") ") ORDER BY j.seq",
                  bench->record->lot, &rows, &count, bench->arena, bench->findings))
        return false;
    bench->lines = ARENA_ARRAY(bench->arena, count + 1, Line);
    for (size_t i = 0; i < count; i++)
        bench->line_count += limit_read(&rows[i], &bench->lines[bench->line_count].limit, bench->arena);
    if (bench->line_count == 0 || bench->line_count < count)
        finding_add(bench->findings, MT916, bench->record->place, "lot %s: %zu of %zu limits can be read",
                    bench->record->lot, bench->line_count, count);
    return true;
}

/* ---------------------------------------------------------------- the lot ---- */
static bool lot_find(Bench *bench)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(bench->ledger,
                  "WHERE j.lot = ?1 AND j.kind = 'lot' AND EXISTS (SELECT 1 FROM journal s WHERE s.lot = j.lot AND "
                  "s.kind IN ('bottle', 'sheet') AND " RELEASED_SET("s") ")",
                  bench->record->lot, &rows, &count, bench->arena, bench->findings))
        return false;
    if (count == 0) {
        finding_add(bench->findings, MT913, bench->record->place, "no lot %s was released here", bench->record->lot);
        return false;
    }
    bench->lot = rows[0];
    return rows_ask(bench->ledger,
                    "WHERE j.lot = ?1 AND j.kind IN ('bottle', 'sheet') AND " RELEASED_SET("j")
                    " AND NOT " ALREADY_VOID " ORDER BY j.seq",
                    bench->record->lot, &bench->bottles, &bench->bottle_count, bench->arena, bench->findings);
}

/* A lot is recorded once; what takes the place of a record says so; nothing gives a void lot its papers back. */
static bool lot_open(Bench *bench)
{
    const BenchRecord *record = bench->record;
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(bench->ledger, "WHERE j.lot = ?1 AND j.kind = 'record' ORDER BY j.seq DESC", record->lot, &rows,
                  &count, bench->arena, bench->findings))
        return false;
    if (count == 0 && !record->correction) return true;
    if (count > 0 && record->correction && text_equal(rows[0].item, "released")) return true;
    if (count == 0)
        finding_add(bench->findings, MT914, record->place, "lot %s has no record that could be corrected",
                    record->lot);
    else
        finding_add(bench->findings, MT914, record->place, "lot %s: %s, recorded %s as row %" PRId64, record->lot,
                    rows[0].item, rows[0].at, rows[0].seq);
    return false;
}

/* ---------------------------------------------------------------- lines ---- */
/* Which line a component was used for; NULL with a finding. */
static Line *line_find(Bench *bench, const BenchUse *use)
{
    Line *found = NULL;
    int32_t same = 0;
    for (size_t i = 0; i < bench->line_count; i++) {
        Line *line = &bench->lines[i];
        if (line->limit.kind == LIMIT_YIELD || !text_equal(line->limit.of, use->of)) continue;
        same++;
        if (use->line == 0 || use->line == same) found = line;
    }
    bool one = use->line != 0 || same == 1;
    if (found && one) return found;
    finding_add(bench->findings, MT915, use->place, "lot %s: %" PRId32 " line%s of its worksheet named \"%s\"%s",
                bench->record->lot, same, same == 1 ? " is" : "s are", use->of,
                found ? ": line= must say which" : "");
    return NULL;
}

/* Who sold it, which lot, and how long it lasts: all but what was mixed here. */
static bool use_whole(const Bench *bench, const Line *line, const BenchUse *use)
{
    bool source = line->limit.kind == LIMIT_MIXTURE || (use->maker && use->lot && use->has_expires);
    bool amount = use->has_amount || line->limit.kind == LIMIT_QS;
    if (!source && bench->record->released)
        finding_add(bench->findings, MT917, use->place, "%s: maker, lot and expiry must be given", use->of);
    if (!amount) finding_add(bench->findings, MT917, use->place, "%s: the amount must be given", use->of);
    return amount;
}

static const char *discard_after(const Bench *bench)
{
    for (size_t i = 0; i < bench->bottle_count; i++)
        if (bench->bottles[i].kind == ROW_BOTTLE) return bench->bottles[i].day;
    return "";
}

static void expiry_judge(const Bench *bench, const BenchUse *use)
{
    if (!use->has_expires || !bench->record->released) return;
    const char *expires = date_text(bench->arena, use->expires), *last = discard_after(bench);
    if (date_before(use->expires, bench->record->on))
        finding_add(bench->findings, MT919, use->place, "%s, lot %s, expired on %s; it was used on %s", use->of,
                    use->lot ? use->lot : "not given", expires, date_text(bench->arena, bench->record->on));
    else if (strcmp(expires, last) < 0)
        finding_add(bench->findings, MT919, use->place, "%s, lot %s, expires on %s; the bottles are kept to %s",
                    use->of, use->lot ? use->lot : "not given", expires, last);
}

static void stock_judge(const Bench *bench, const Line *line, const BenchUse *use)
{
    if (line->limit.kind != LIMIT_WEIGH || !line->limit.stock_lot || !use->lot
        || text_equal(use->lot, line->limit.stock_lot))
        return;
    finding_add(bench->findings, MT922, use->place, "%s: lot %s was weighed, the worksheet was worked out for lot %s",
                use->of, use->lot, line->limit.stock_lot);
}

static void use_judge(Bench *bench, const BenchUse *use)
{
    Line *line = line_find(bench, use);
    if (!line) return;
    line->seen = true;
    line->last = use;
    line->lacks |= !use_whole(bench, line, use);
    expiry_judge(bench, use);
    stock_judge(bench, line, use);
    if (!use->has_amount) return;
    if (use->amount.unit == line->limit.target.unit) {
        line->used += use->amount.size;
        return;
    }
    line->lacks = true;
    finding_add(bench->findings, MT915, use->place, "%s: %s, but the worksheet asks for %s", use->of,
                amount_text(bench->arena, use->amount), amount_text(bench->arena, line->limit.target));
}

static const char *range_text(const Limit *limit, Arena *arena)
{
    const char *target = amount_text(arena, limit->target);
    if (limit->low.size == limit->high.size) return arena_format(arena, "exactly %s", target);
    return arena_format(arena, "%s to %s, target %s", amount_text(arena, limit->low), amount_text(arena, limit->high),
                        target);
}

static void line_judge(const Bench *bench, const Line *line)
{
    const Limit *limit = &line->limit;
    Arena *arena = bench->arena;
    if (limit->kind == LIMIT_YIELD) return;
    if (!line->seen && bench->record->released)
        finding_add(bench->findings, MT917, bench->record->place, "lot %s: nothing is recorded for %s",
                    bench->record->lot, limit->of);
    if (!line->seen || line->lacks || limit->kind == LIMIT_QS || !bench->record->released) return;
    if (line->used >= limit->low.size && line->used <= limit->high.size) return;
    finding_add(bench->findings, MT918, line->last->place, "%s: %s, the worksheet allows %s", limit->of,
                amount_text(arena, (Amount){limit->target.unit, line->used}), range_text(limit, arena));
}

/* ---------------------------------------------------------------- yield and bottles ---- */
static bool is_returned(const BenchRecord *record, const LedgerRow *bottle)
{
    for (size_t i = 0; i < record->return_count; i++)
        if (text_equal(record->returns[i].word, bottle->word)) return true;
    return false;
}

/* What the labels of the bottles say in all, those that stay in the pharmacy too: they are filled. */
static Volume bottled(const Bench *bench)
{
    Volume sum = {0};
    for (size_t i = 0; i < bench->bottle_count; i++)
        if (bench->bottles[i].kind == ROW_BOTTLE) sum = volume_add(sum, bench->bottles[i].volume);
    return sum;
}

static void yield_judge(const Bench *bench)
{
    const BenchRecord *record = bench->record;
    if (!record->released) return;
    if (!record->has_yield) {
        finding_add(bench->findings, MT917, record->yield_place, "lot %s: the yield is not recorded", record->lot);
        return;
    }
    const char *made = volume_text(bench->arena, record->yield);
    for (size_t i = 0; i < bench->line_count; i++) {
        const Limit *limit = &bench->lines[i].limit;
        if (limit->kind != LIMIT_YIELD
            || (record->yield.nl >= limit->low.size && record->yield.nl <= limit->high.size))
            continue;
        finding_add(bench->findings, MT920, record->yield_place, "%s, allowed are %s", made,
                    range_text(limit, bench->arena));
    }
    Volume labels = bottled(bench);
    if (record->yield.nl < labels.nl)
        finding_add(bench->findings, MT921, record->yield_place, "%s were made, the labels say %s in all", made,
                    volume_text(bench->arena, labels));
}

static void returns_judge(const Bench *bench)
{
    for (size_t i = 0; i < bench->record->return_count; i++) {
        const BenchReturn *returned = &bench->record->returns[i];
        bool found = false;
        for (size_t b = 0; b < bench->bottle_count; b++)
            found |= bench->bottles[b].kind == ROW_BOTTLE && text_equal(bench->bottles[b].word, returned->word);
        if (!found)
            finding_add(bench->findings, MT923, returned->place, "\"%s\" is on no bottle of lot %s", returned->word,
                        bench->record->lot);
    }
}

static bool record_judge(Bench *bench)
{
    const BenchRecord *record = bench->record;
    if (!lot_find(bench) || !lot_open(bench) || !limits_find(bench)) return false;
    for (size_t i = 0; bench->line_count > 0 && i < record->use_count; i++) use_judge(bench, &record->uses[i]);
    for (size_t i = 0; i < bench->line_count; i++) line_judge(bench, &bench->lines[i]);
    yield_judge(bench);
    returns_judge(bench);
    accepts_match(record->accepts, record->accept_count, bench->findings);
    return findings_clear(bench->findings);
}

/* ---------------------------------------------------------------- writing ---- */
static bool bench_add(Bench *bench, LedgerRow row)
{
    row.at = bench->by->at;
    row.who = text_empty(row.who) ? bench->by->who : row.who;
    row.version = bench->by->version;
    row.lot = bench->record->lot;
    row.set = row.kind == ROW_VOID ? row.set : bench->set;
    return row_add(bench->ledger, &row, bench->arena, bench->findings);
}

static const char *signatures(const Bench *bench)
{
    const BenchRecord *record = bench->record;
    Buffer text = buffer_new(bench->arena);
    buffer_addf(&text, "done by %s, checked by %s, %s by %s", record->by, record->checked_by,
                record->released ? "released" : "made void", record->settled_by);
    if (record->why) buffer_addf(&text, ": %s", record->why);
    if (record->correction) buffer_addf(&text, "; correction: %s", record->correction);
    return buffer_text(&text);
}

static bool add_head(Bench *bench)
{
    const BenchRecord *record = bench->record;
    LedgerRow row = {.at = bench->by->at,
                     .kind = ROW_RECORD,
                     .who = bench->by->who,
                     .lot = record->lot,
                     .drug = bench->lot.drug,
                     .item = record->released ? "released" : "void",
                     .day = date_text(bench->arena, record->on),
                     .digest = digest_hex(bench->arena, &record->digest),
                     .version = bench->by->version,
                     .note = signatures(bench)};
    bool good = row_add(bench->ledger, &row, bench->arena, bench->findings);
    bench->set = row.seq;
    return good;
}

static bool add_use(Bench *bench, const BenchUse *use)
{
    Buffer note = buffer_new(bench->arena);
    buffer_add(&note, use->has_amount ? amount_text(bench->arena, use->amount) : "filled up");
    if (use->maker) buffer_addf(&note, "; %s", use->maker);
    if (use->lot) buffer_addf(&note, ", lot %s", use->lot);
    if (use->ndc) buffer_addf(&note, ", NDC %s", use->ndc);
    if (use->checked_by) buffer_addf(&note, "; checked by %s", use->checked_by);
    LedgerRow row = {.kind = ROW_WEIGHT,
                     .item = use->of,
                     .who = use->by,
                     .note = buffer_text(&note),
                     .day = use->has_expires ? date_text(bench->arena, use->expires) : NULL};
    if (use->has_amount && use->amount.unit == STOCK_MASS) row.mass.ng = use->amount.size;
    if (use->has_amount && use->amount.unit == STOCK_VOLUME) row.volume.nl = use->amount.size;
    return bench_add(bench, row);
}

/* The drug in what was really used, in the proportion of the worksheet's line. */
static bool add_take(Bench *bench, const Line *line)
{
    if (line->limit.drug.ng == 0 || line->used == 0) return true;
    Mass taken = {muldiv_half_even(line->used, line->limit.drug.ng, line->limit.target.size)};
    return bench_add(bench,
                     (LedgerRow){.kind = ROW_TAKE, .drug = bench->lot.drug, .item = line->limit.of, .mass = taken});
}

static Mass drug_in(const Bench *bench, Volume volume)
{
    return (Mass){muldiv_half_even(volume.nl, bench->lot.mass.ng, bench->lot.volume.nl)};
}

static bool add_waste(Bench *bench, const BenchWaste *waste)
{
    LedgerRow row = {.kind = ROW_WASTE,
                     .drug = bench->lot.drug,
                     .note = arena_format(bench->arena, "witness %s: %s", waste->witness, waste->reason)};
    if (waste->amount.unit == STOCK_MASS) {
        row.mass.ng = waste->amount.size;
    } else {
        row.volume.nl = waste->amount.size;
        row.mass = drug_in(bench, row.volume);
    }
    return bench_add(bench, row);
}

static bool add_remark(Bench *bench, const BenchRemark *remark)
{
    const char *item = remark->of ? arena_format(bench->arena, "check %s", remark->of) : "deviation";
    return bench_add(bench, (LedgerRow){.kind = ROW_REMARK, .item = item, .who = remark->by, .note = remark->text});
}

static bool add_accept(Bench *bench, const Accept *accept)
{
    return bench_add(bench, (LedgerRow){.kind = ROW_ACCEPT,
                                        .who = accept->by,
                                        .word = accept->check,
                                        .note = accept->reason,
                                        .item = arena_format(bench->arena, "%s %s", accept->code, accept->place),
                                        .day = date_text(bench->arena, accept->on)});
}

static const char *return_reason(const BenchRecord *record, const char *word)
{
    for (size_t i = 0; i < record->return_count; i++)
        if (text_equal(record->returns[i].word, word)) return record->returns[i].reason;
    return "";
}

/* Papers of a fill whose every bottle was of this lot are void as a set, so that the fill can be made anew. */
static bool set_is_ours(Bench *bench, int64_t set, bool *ours)
{
    LedgerRow *rows;
    size_t count;
    if (!ledger_set(bench->ledger, set, &rows, &count, bench->arena, bench->findings)) return false;
    *ours = true;
    for (size_t i = 0; i < count; i++)
        *ours &= rows[i].kind != ROW_BOTTLE || text_equal(rows[i].lot, bench->record->lot);
    return true;
}

static bool add_void(Bench *bench, size_t at)
{
    const LedgerRow *paper = &bench->bottles[at];
    bool ours, told = at > 0 && bench->bottles[at - 1].set == paper->set;   /* a set's rows stand together */
    if (!set_is_ours(bench, paper->set, &ours)) return false;
    if (ours && told) return true;
    return bench_add(bench, (LedgerRow){.kind = ROW_VOID,
                                        .set = paper->set,
                                        .rx = paper->rx,
                                        .revision = paper->revision,
                                        .fill = paper->fill,
                                        .word = ours ? NULL : paper->word,
                                        .item = ours ? NULL : paper->item,
                                        .note = arena_format(bench->arena, "lot void: %s", bench->record->why)});
}

/* A bottle that goes back to stock, or a paper of a lot that became void. */
static bool add_paper(Bench *bench, size_t at)
{
    const BenchRecord *record = bench->record;
    const LedgerRow *paper = &bench->bottles[at];
    if (!record->released) return add_void(bench, at);
    if (paper->kind != ROW_BOTTLE || !is_returned(record, paper)) return true;
    return bench_add(bench, (LedgerRow){.kind = ROW_RETURN,
                                        .drug = bench->lot.drug,
                                        .rx = paper->rx,
                                        .mass = paper->mass,
                                        .volume = paper->volume,
                                        .word = paper->word,
                                        .item = paper->item,
                                        .note = return_reason(record, paper->word)});
}

static bool record_write(Bench *bench)
{
    const BenchRecord *record = bench->record;
    bool good = add_head(bench);
    for (size_t i = 0; good && i < record->use_count; i++) good = add_use(bench, &record->uses[i]);
    for (size_t i = 0; good && i < bench->line_count; i++) good = add_take(bench, &bench->lines[i]);
    if (good && bench->line_count == 0) /* accepted by name: nothing says which component holds the drug */
        good = bench_add(
            bench,
            (LedgerRow){.kind = ROW_TAKE, .drug = bench->lot.drug, .item = "as planned", .mass = bench->lot.mass});
    if (good && record->has_yield)
        good = bench_add(bench, (LedgerRow){.kind = ROW_YIELD,
                                            .drug = bench->lot.drug,
                                            .volume = record->yield,
                                            .mass = drug_in(bench, record->yield)});
    for (size_t i = 0; good && i < record->waste_count; i++) good = add_waste(bench, &record->wastes[i]);
    for (size_t i = 0; good && i < record->remark_count; i++) good = add_remark(bench, &record->remarks[i]);
    for (size_t i = 0; good && i < record->accept_count; i++) good = add_accept(bench, &record->accepts[i]);
    for (size_t i = 0; good && i < bench->bottle_count; i++) good = add_paper(bench, i);
    return good;
}

int64_t ledger_record(Ledger *ledger, const BenchRecord *record, const LedgerRow *row, Findings *findings)
{
    Bench bench = {.ledger = ledger, .record = record, .by = row, .findings = findings, .arena = arena_new()};
    bool begun = store_begin(ledger, findings);
    bool good = begun && record_judge(&bench) && record_write(&bench);
    if (begun) good = store_end(ledger, good, findings);
    arena_free(bench.arena);
    return good ? bench.set : 0;
}
