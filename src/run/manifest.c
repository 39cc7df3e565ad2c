/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "manifest.h"
#include "microtaper/version.h"

const char **document_payloads(const Document *document, size_t *count, Arena *arena)
{
    const char **payloads = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t p = 0; p < document->count; p++) {
        const Page *page = &document->pages[p];
        for (size_t i = 0; i < page->count; i++) {
            if (page->items[i].kind != ITEM_MODULES) continue;
            *ARENA_PUSH(arena, payloads, *count, capacity, const char *) = page->items[i].modules->text;
        }
    }
    return payloads;
}

static void add_file(Buffer *json, const Made *file, Arena *arena)
{
    buffer_addf(json, "{\"path\":\"%s\",\"blake2b\":\"%s\",\"payloads\":[", text_json(arena, file->path),
                digest_hex(arena, &file->digest));
    for (size_t i = 0; i < file->payload_count; i++) {
        buffer_addf(json, "%s\"%s\"", i ? "," : "", text_json(arena, file->payloads[i]));
    }
    buffer_add(json, "]}");
}

static void add_findings(Buffer *json, const Findings *findings, Arena *arena)
{
    buffer_add(json, "\"findings\":[");
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        buffer_addf(json, "%s{\"code\":\"%s\",\"tier\":\"%s\",\"place\":\"%s\",\"text\":\"%s\"}", i ? "," : "",
                    finding_kind(finding->code)->name, tier_name(finding->tier),
                    text_json(arena, finding->place.path ? finding->place.path : ""),
                    text_json(arena, finding->text));
    }
    buffer_add(json, "]");
}

static void add_lots(Buffer *json, const PaperJob *job)
{
    buffer_add(json, "\"lots\":[");
    for (size_t i = 0; i < job->batch_count; i++) buffer_addf(json, "%s\"%s\"", i ? "," : "", job->batches[i]->lot);
    buffer_add(json, "],");
}

/* For the prescription monitoring programme. */
static void add_supplies(Buffer *json, const PaperJob *job, Arena *arena)
{
    bool first = true;
    buffer_add(json, "\"supplies\":[");
    for (size_t drug = 0; drug < job->plan->drug_count; drug++) {
        const Supply *supply = &job->fill->supplies[drug];
        if (supply->quantity.nl == 0) continue;
        buffer_addf(json, "%s{\"drug\":\"%s\",\"days_supply\":%d,\"reserve_days\":%d,\"quantity_ml\":\"%s\"}", first ? "" : ",",
                    job->plan->drugs[drug].drug->name, (int)supply->days, (int)job->fill->reserve_days, volume_ml(arena, supply->quantity));
        first = false;
    }
    buffer_add(json, "],");
}

const char *manifest_made(const PaperJob *job, const char *folder, const Made *files, size_t count, int64_t reprint,
                          const Findings *findings, Arena *arena)
{
    const Prescription *rx = job->rx;
    const Fill *fill = job->fill;
    Buffer json = buffer_new(arena);
    buffer_addf(&json, "{\"prescription\":\"%s\",\"revision\":%d,\"fill\":%d,\"status\":\"made\",",
                text_json(arena, rx->number), (int)rx->revision, fill->number);
    if (reprint) buffer_addf(&json, "\"reprint\":%lld,", (long long)reprint);
    buffer_addf(&json, "\"made_on\":\"%s\",\"discard_after\":\"%s\",\"bottles\":%zu,\"folder\":\"%s\",",
                date_text(arena, fill->made_on), date_text(arena, fill->discard_after), fill->bottle_count,
                text_json(arena, folder));
    add_supplies(&json, job, arena);
    add_lots(&json, job);
    buffer_add(&json, "\"files\":[");
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_add(&json, ",");
        add_file(&json, &files[i], arena);
    }
    buffer_add(&json, "],");
    add_findings(&json, findings, arena);
    buffer_add(&json, "}");
    return buffer_text(&json);
}

const char *manifest_file(const Made *file, Arena *arena)
{
    Buffer json = buffer_new(arena);
    add_file(&json, file, arena);
    return buffer_text(&json);
}

const char *manifest_lot(const Batch *batch, const Made *sheet, const Findings *findings, Arena *arena)
{
    Buffer json = buffer_new(arena);
    buffer_addf(&json, "{\"lot\":\"%s\",\"formula\":\"%s\",\"strength\":\"%s\",\"volume_ml\":\"%s\",\"drug_mg\":\"%s\",",
                batch->lot, text_json(arena, batch->formula->id), strength_text(arena, batch->strength),
                volume_ml(arena, batch->volume), mass_mg(arena, batch->drug));
    buffer_addf(&json, "\"contents_ml\":\"%s\",\"bottles\":%zu,\"file\":", volume_ml(arena, batch->contents),
                batch->bottle_count);
    add_file(&json, sheet, arena);
    buffer_add(&json, ",");
    add_findings(&json, findings, arena);
    buffer_add(&json, "}");
    return buffer_text(&json);
}

static const char *without_papers(const char *number, const Prescription *rx, const char *status, const Findings *findings,
                                  Arena *arena)
{
    Buffer json = buffer_new(arena);
    buffer_addf(&json, "{\"prescription\":\"%s\",", text_json(arena, number ? number : ""));
    if (rx) buffer_addf(&json, "\"revision\":%d,", (int)rx->revision);
    buffer_addf(&json, "\"status\":\"%s\",", status);
    add_findings(&json, findings, arena);
    buffer_add(&json, "}");
    return buffer_text(&json);
}

const char *manifest_refused(const char *number, const Prescription *rx, const Findings *findings, Arena *arena)
{
    return without_papers(number, rx, "refused", findings, arena);
}

const char *manifest_unfinished(const char *number, const Findings *findings, Arena *arena)
{
    return without_papers(number, NULL, "unfinished", findings, arena);
}

const char *manifest_head(const House *house, const Key *key, const MakeOrder *order, Arena *arena)
{
    return arena_format(arena,
                        "{\"schema\":\"microtaper-manifest-1\",\"microtaper\":\"%s\",\"made_on\":\"%s\",\"fill\":%d,"
                        "\"shop\":\"%s\",\"key\":\"%04x\",\"prescriptions\":[",
                        MICROTAPER_VERSION, date_text(arena, order->date), order->fill,
                        text_json(arena, house->shop->name), key->id);
}
