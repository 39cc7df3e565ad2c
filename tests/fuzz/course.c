/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prescriptions by grammar: the input chooses steps and figures, so that nearly every one is read and goes deep.
 *
 * Laws: those of model.c and course_laws.c; and for one input in eight the papers: what is laid out passes the proof, and
 * with one critical text of a page changed it does not. */
#include <string.h>
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ONE(draw, ...) draw_one(draw, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

typedef struct { Draw draw; Buffer xml; Arena *arena; const char *drug, *other; } Writer;

static const char *draw_mass(Writer *writer)
{
    static const char *const round[] = {"0.1 mg", "0.25 mg", "0.5 mg", "1 mg", "2 mg", "0.05 mg", "5 mg", "10 mg", "20 mg", "0.3 mg"};
    if (draw_below(&writer->draw, 4)) return draw_one(&writer->draw, round, sizeof round / sizeof *round);
    Mass mass = {(int64_t)draw_below(&writer->draw, 65536) * (draw_below(&writer->draw, 2) ? 1 : 1000) + 1};
    return arena_format(writer->arena, "%s mg", mass_mg(writer->arena, mass));
}

static const char *draw_days(Writer *writer)
{
    uint32_t days = draw_below(&writer->draw, 8) ? 1 + draw_below(&writer->draw, 28) : 1 + draw_below(&writer->draw, 3700);
    return arena_format(writer->arena, "%u day%s", days, days == 1 ? "" : "s");
}

static const char *draw_share(Writer *writer)
{
    static const char *const shares[] = {"5 %", "10 %", "2.5 %", "1 %", "25 %", "0.5 %", "50 %", "100 %", "33.333333 %", "0.000001 %"};
    return draw_one(&writer->draw, shares, sizeof shares / sizeof *shares);
}

static const char *draw_cut(Writer *writer)
{
    return draw_below(&writer->draw, 2) ? draw_share(writer) : draw_mass(writer);
}

static const char *draw_times(Writer *writer)
{
    return ONE(&writer->draw, "morning", "bedtime", "bedtime morning", "noon morning bedtime", "morning noon evening bedtime",
               "bedtime evening noon morning", "evening");
}

/* ` name="value"` three times in four. */
static void maybe(Writer *writer, const char *name, const char *value)
{
    if (draw_below(&writer->draw, 4)) buffer_addf(&writer->xml, " %s=\"%s\"", name, value);
}

static void rarely(Writer *writer, const char *name, const char *value)
{
    if (draw_below(&writer->draw, 5) == 0) buffer_addf(&writer->xml, " %s=\"%s\"", name, value);
}

static void end_of_fall(Writer *writer)
{
    if (draw_below(&writer->draw, 3)) buffer_addf(&writer->xml, " until=\"%s\"", draw_mass(writer));
    else buffer_addf(&writer->xml, " cuts=\"%u\"", 1 + draw_below(&writer->draw, 60));
}

static void fall_options(Writer *writer)
{
    rarely(writer, "order", draw_times(writer));
    rarely(writer, "falls", ONE(&writer->draw, "together", "in-turn", "in-rotation"));
    if (draw_below(&writer->draw, 6) == 0)
        buffer_addf(&writer->xml, " hold=\"%s\" hold-after=\"%u\"", draw_days(writer), 1 + draw_below(&writer->draw, 9));
    rarely(writer, "drug", draw_below(&writer->draw, 2) ? writer->drug : writer->other);
}

static void write_reduce(Writer *writer)
{
    bool share = draw_below(&writer->draw, 3);
    buffer_addf(&writer->xml, "<reduce by=\"%s\"", share ? draw_share(writer) : draw_mass(writer));
    if (share) buffer_addf(&writer->xml, " of=\"%s\"", ONE(&writer->draw, "current", "current", "original", "cycle"));
    static const char *const days[] = {"7 days", "14 days", "28 days", "30 days"}, *const inner[] = {"1 day", "7 days", "2 days"};
    buffer_addf(&writer->xml, " per=\"%s\"", draw_one(&writer->draw, days, 4));
    if (draw_below(&writer->draw, 2))
        buffer_addf(&writer->xml, " every=\"%s\" inside=\"%s\"", draw_one(&writer->draw, inner, 3),
                    ONE(&writer->draw, "straight", "exponential"));
    end_of_fall(writer);
    fall_options(writer);
    buffer_add(&writer->xml, "/>\n");
}

static void write_bands(Writer *writer)
{
    buffer_addf(&writer->xml, "<reduce every=\"%s\"", draw_days(writer));
    end_of_fall(writer);
    fall_options(writer);
    buffer_add(&writer->xml, ">");
    for (uint32_t i = 1 + draw_below(&writer->draw, 4); i; i--) {
        const char *above = i == 1 ? "0 mg" : draw_mass(writer);
        buffer_addf(&writer->xml, "<band above=\"%s\" by=\"%s\"", above, draw_cut(writer));
        rarely(writer, "every", draw_days(writer));
        buffer_add(&writer->xml, "/>");
    }
    buffer_add(&writer->xml, "</reduce>\n");
}

static void write_occupancy(Writer *writer)
{
    buffer_addf(&writer->xml, "<reduce of=\"occupancy\" k=\"%s\" k-source=\"fuzz\" every=\"%s\"", draw_mass(writer), draw_days(writer));
    maybe(writer, "by", draw_share(writer));
    rarely(writer, "cuts", "12");
    maybe(writer, "until", draw_mass(writer));
    buffer_add(&writer->xml, "/>\n");
}

static void write_list(Writer *writer)
{
    buffer_add(&writer->xml, "<list");
    rarely(writer, "drug", draw_below(&writer->draw, 2) ? writer->drug : writer->other);
    buffer_add(&writer->xml, ">");
    for (uint32_t i = 1 + draw_below(&writer->draw, 5); i; i--) {
        if (draw_below(&writer->draw, 2)) {
            buffer_addf(&writer->xml, "<step for=\"%s\" dose=\"%s\"/>", draw_days(writer), draw_mass(writer));
            continue;
        }
        buffer_addf(&writer->xml, "<step for=\"%s\"><dose at=\"morning\">%s</dose>", draw_days(writer), draw_mass(writer));
        if (draw_below(&writer->draw, 2)) buffer_addf(&writer->xml, "<dose at=\"bedtime\">%s</dose>", draw_mass(writer));
        buffer_add(&writer->xml, "</step>");
    }
    buffer_add(&writer->xml, "</list>\n");
}

static void write_cross(Writer *writer)
{
    buffer_addf(&writer->xml, "<cross to=\"%s\" ratio=\"%s = %s\" table=\"%s\" portions=\"%u\" every=\"%s\"", writer->other,
                draw_mass(writer), draw_mass(writer), ONE(&writer->draw, "Ashton 2002", "VA/DoD 2021"),
                1 + draw_below(&writer->draw, 6), draw_days(writer));
    rarely(writer, "order", draw_times(writer));
    rarely(writer, "moves", draw_share(writer));
    rarely(writer, "gives", draw_share(writer));
    rarely(writer, "drug", writer->drug);
    buffer_add(&writer->xml, "/>\n");
}

static void write_hold(Writer *writer)
{
    buffer_addf(&writer->xml, "<hold for=\"%s\"/>\n", draw_days(writer));
}

static void write_divide(Writer *writer)
{
    buffer_addf(&writer->xml, "<divide at=\"%s\"", draw_times(writer));
    rarely(writer, "weights", ONE(&writer->draw, "1", "2 1", "3 1 2", "1000 1"));
    rarely(writer, "for", draw_days(writer));
    buffer_add(&writer->xml, "/>\n");
}

static void write_steps(Writer *writer)
{
    static void (*const kinds[])(Writer *) = {write_reduce, write_reduce, write_reduce, write_bands, write_occupancy,
                                              write_list, write_cross, write_hold, write_divide};
    for (uint32_t i = 1 + draw_below(&writer->draw, 4); i; i--) kinds[draw_below(&writer->draw, sizeof kinds / sizeof *kinds)](writer);
    if (draw_below(&writer->draw, 6) == 0) buffer_addf(&writer->xml, "<maintain for=\"%s\"/>\n", draw_days(writer));
    else if (draw_below(&writer->draw, 6) == 0) buffer_addf(&writer->xml, "<stop from=\"%s\"/>\n", draw_mass(writer));
    else buffer_add(&writer->xml, "<stop/>\n");
}

static void write_event(Writer *writer, uint32_t month)
{
    static const char *const kinds[] = {"held", "slowed", "reversed", "resumed", "missed", "stopped", "maintained", "source-changed"};
    uint32_t kind = draw_below(&writer->draw, 8);
    buffer_addf(&writer->xml, "<event what=\"%s\" on=\"2027-0%u-1%u\" by=\"D. W.\" role=\"prescriber\"", kinds[kind], month,
                draw_below(&writer->draw, 10));
    if (kind == 2 || kind == 4 || (kind % 3 == 0 && draw_below(&writer->draw, 2)))
        buffer_addf(&writer->xml, " for=\"%s\"", draw_days(writer));
    if (kind == 1) buffer_addf(&writer->xml, " pace=\"%s\"", draw_share(writer));
    if (kind == 2) buffer_addf(&writer->xml, " to=\"%s\"", draw_mass(writer));
    buffer_add(&writer->xml, "/>\n");
}

static void write_taking(Writer *writer, const char *drug)
{
    static const char *const times[] = {"morning", "noon", "evening", "bedtime"};
    buffer_addf(&writer->xml, "<taking drug=\"%s\">", drug);
    uint32_t which = 1 + draw_below(&writer->draw, 15);
    for (int i = 0; i < 4; i++)
        if (which >> i & 1) buffer_addf(&writer->xml, "<dose at=\"%s\">%s</dose>", times[i], draw_mass(writer));
    buffer_add(&writer->xml, "</taking>\n");
}

static void write_liquid(Writer *writer)
{
    static const char *const syringes[][2] = {{"1 mL", "0.01 mL"}, {"3 mL", "0.1 mL"}, {"5 mL", "0.2 mL"}, {"10 mL", "0.2 mL"},
                                              {"10 mL", "0.5 mL"}, {"20 mL", "1 mL"}, {"7 mL", "0.3 mL"}};
    bool first = text_equal(writer->drug, "clonazepam");
    uint32_t which = draw_below(&writer->draw, 7);
    buffer_addf(&writer->xml, "<liquid drug=\"%s\" strength=\"%s\" syringe=\"%s\" graduation=\"%s\"", writer->drug,
                first ? "0.1 mg per mL" : "1 mg per mL", syringes[which][0], syringes[which][1]);
    rarely(writer, "from", ONE(&writer->draw, "2026-12-01", "2027-02-01", "2027-06-30"));
    buffer_add(&writer->xml, "/>\n");
}

static void write_all(Writer *writer)
{
    static const char *const drugs[] = {"clonazepam", "diazepam", "alprazolam", "lorazepam", "temazepam"};
    Buffer *xml = &writer->xml;
    writer->drug = draw_one(&writer->draw, drugs, 5);
    writer->other = draw_one(&writer->draw, drugs, 5);
    buffer_add(xml, "<prescription xmlns=\"urn:microtaper:prescription:1\" number=\"RX-1\" revision=\"2\">\n"
                    "<patient name=\"Jordan Avery\" born=\"1979-04-02\" address=\"44 Larch Lane\" language=\"en\" print=\"standard\"/>\n"
                    "<prescriber name=\"Dana Whitfield, MD\" address=\"200 Medical Park\" phone=\"+1 555 0100\" dea=\"FW0000000\"/>\n");
    for (int i = 0; i < 5; i++)
        if (text_equal(drugs[i], writer->drug) || text_equal(drugs[i], writer->other))
            buffer_addf(xml, "<order drug=\"%s\" quantity=\"10000 mL\" refills=\"5\" written=\"2026-11-20\"/>\n", drugs[i]);
    buffer_add(xml, "<rationale>None.</rationale>\n");
    write_taking(writer, writer->drug);
    if (draw_below(&writer->draw, 6) == 0) write_taking(writer, writer->other);
    if (draw_below(&writer->draw, 2)) write_liquid(writer);
    buffer_add(xml, "<taper starts=\"2026-12-01\" led-by=\"calendar\">\n");
    write_steps(writer);
    buffer_add(xml, "</taper>\n");
    if (draw_below(&writer->draw, 4) == 0) {
        for (uint32_t i = 1 + draw_below(&writer->draw, 3), month = 1; i; i--, month += 1 + draw_below(&writer->draw, 3))
            write_event(writer, month);
    }
    buffer_add(xml, "</prescription>\n");
}

/* ---------------------------------------------------------------- papers ---- */
static bool is_critical(const Item *item)
{
    return item->kind == ITEM_TEXT && (text_equal(item->role, "label.directions") || text_equal(item->role, "row.volume") ||
                                       text_equal(item->role, "label.discard") || text_equal(item->role, "label.patient"));
}

/* Turns one digit or letter of the n-th critical text, if there is one. */
static bool falsify(Document *document, uint32_t n, Arena *arena)
{
    for (size_t p = 0; p < document->count; p++) {
        for (size_t i = 0; i < document->pages[p].count; i++) {
            Item *item = &document->pages[p].items[i];
            if (!is_critical(item) || n--) continue;
            char *text = arena_string(arena, item->text);
            size_t at = strcspn(text, "0123456789");
            if (!text[at]) at = 0;
            text[at] = text[at] == '7' ? '8' : '7';
            item->text = text;
            return true;
        }
    }
    return false;
}

static void paper_laws(const Course *course, Prescription *rx, uint32_t which, Arena *arena, Findings *findings)
{
    House *house = sample_house(true);
    PaperShop paper = {.shop = house->shop, .tables = house->tables, .formulas = house->formulas, .fonts = house->fonts,
                       .key = sample_key(), .templates = house->templates, .language = house_language(house, "en"),
                       .pharmacist = house_language(house, "en")};
    const Fill *fill = fill_made(course->fills, 1, course->fills->items[0].made_on, rx, house->shop, house->tables,
                                 course->schedule, arena, findings);
    if (!fill) return;
    PaperJob job = {.house = &paper, .rx = rx, .plan = course->plan, .schedule = course->schedule, .fills = course->fills, .fill = fill};
    job.batches = fill_batches(rx, house->shop, house->tables, fill, &job.batch_count, arena, findings);
    if (!job.batches) return;
    Document *labels = labels_layout(&job, arena, findings), *chart = chart_layout(&job, arena, findings);
    LAW(labels || findings_errors(findings) > 0);
    LAW(chart || findings_errors(findings) > 0);
    Findings proof = findings_new(arena);
    if (labels) LAW_OF(labels_proof(&job, labels, arena, &proof), findings_lines(&proof, arena));
    if (chart) LAW_OF(chart_proof(&job, chart, arena, &proof), findings_lines(&proof, arena));
    for (size_t i = 0; i < job.batch_count; i++) {
        Document *sheet = worksheet_layout(&paper, job.batches[i], arena, findings);
        if (sheet) LAW_OF(worksheet_proof(&paper, job.batches[i], sheet, arena, &proof), findings_lines(&proof, arena));
    }
    if (labels && falsify(labels, which % 6, arena)) LAW(!labels_proof(&job, labels, arena, &proof));
    if (chart && falsify(chart, which, arena)) LAW(!chart_proof(&job, chart, arena, &proof));
}

/* ---------------------------------------------------------------- one input ---- */
typedef struct { uint32_t papers, which; const char *xml; } Seen;

static bool see(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    const Seen *seen = context;
    Course course = {0};
    (void)number;
    LAW_OF(rx || findings_errors(findings) > 0, seen->xml);
    if (!rx) return true;
    course_make(&course, rx, sample_house(false), arena, findings);
    course_laws(&course, rx, sample_house(false), findings, arena);
    if (course.fills && seen->papers == 0 && findings_errors(findings) == 0) paper_laws(&course, rx, seen->which, arena, findings);
    findings_laws(findings);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 400) return -1;
    Arena *arena = arena_new();
    House *house = sample_house(false);
    Writer writer = {.draw = {data, size}, .xml = buffer_new(arena), .arena = arena};
    Seen seen = {.papers = draw_below(&writer.draw, 8), .which = draw_below(&writer.draw, 60)};
    write_all(&writer);
    seen.xml = buffer_text(&writer.xml);
    Findings findings = findings_new(arena);
    LAW_OF(prescriptions_read_memory("fuzz.xml", seen.xml, writer.xml.length, house->tables, house->shop, see, &seen, &findings),
           seen.xml);
    arena_free(arena);
    return 0;
}
