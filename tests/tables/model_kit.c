/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "microtaper/text.h"

const char *const model_base =
    "<prescription xmlns='urn:microtaper:prescription:1' number='RX-1' revision='1'>\n"
    "  <patient name='Jordan Avery' born='1979-04-02' address='44 Larch Lane' language='en' print='standard'/>\n"
    "  <prescriber name='Dana Whitfield, MD' address='200 Medical Park' phone='+1 555 0100'/>\n"
    "  <order drug='clonazepam' quantity='480 mL' refills='5' written='2026-11-20'/>\n"
    "  <taking drug='clonazepam'>\n"
    "    <dose at='morning'>0.5 mg</dose>\n"
    "    <dose at='bedtime'>1 mg</dose>\n"
    "  </taking>\n"
    "  <liquid drug='clonazepam' strength='0.1 mg per mL' syringe='10 mL' graduation='0.2 mL'/>\n"
    "  <taper starts='2026-12-01' led-by='calendar'>\n"
    "    <hold for='14 days'/>\n"
    "    <reduce by='5 %' of='current' per='14 days' until='0.5 mg'/>\n"
    "    <stop/>\n"
    "  </taper>\n"
    "</prescription>\n";

static void give_up(const char *row, const char *why)
{
    printf("    %s: %s\n", row, why);
    exit(1);
}

static Arena *lasting(void)
{
    static Arena *arena;   /* lives as long as the process */
    if (!arena) arena = arena_new();
    return arena;
}

const Tables *model_tables(void)
{
    static const Tables *tables;
    Findings findings = findings_new(lasting());
    if (!tables) tables = tables_load("templates", lasting(), &findings);
    findings_print(&findings, FINDINGS_TEXT, NULL, stdout);
    if (!tables) give_up("templates/tables", "cannot be read");
    return tables;
}

const Shop *model_shop(void)
{
    static const Shop *shop;
    Findings findings = findings_new(lasting());
    if (!shop) shop = shop_load("samples/shop.xml", model_tables(), lasting(), &findings);
    findings_print(&findings, FINDINGS_TEXT, NULL, stdout);
    if (!shop) give_up("samples/shop.xml", "cannot be read");
    return shop;
}

char *model_edit(Arena *arena, const char *row, const char *text, const char *find, const char *replace)
{
    const char *at = strstr(text, find);
    if (!at) give_up(row, "what it replaces is not there");
    return arena_format(arena, "%.*s%s%s", (int)(at - text), text, replace, at + strlen(find));
}

const char *model_folder(Arena *arena)
{
    char *name = arena_string(arena, "/tmp/microtaper-model-XXXXXX");
    if (!mkdtemp(name)) give_up(name, "cannot be made");
    return name;
}

void model_write(Arena *arena, const char *folder, const char *name, const char *text)
{
    if (file_write(path_join(arena, folder, name), (Bytes){text, strlen(text)})) give_up(name, "cannot be written");
}

const char *model_file(Arena *arena, const char *path)
{
    Bytes bytes;
    if (file_read(path, 1 << 20, arena, &bytes)) give_up(path, "cannot be read: run from the top of the source");
    return bytes.at;
}

static bool is_it(const Finding *finding, Code code, int line, const char *path)
{
    return finding->code == code && (line == 0 || finding->place.line == line) &&
           (!path || text_equal(path, finding->place.path));
}

static bool say(const char *row, const Findings *findings)
{
    printf("    row: %s; found %zu:\n", row, findings->count);
    findings_print(findings, FINDINGS_TEXT, NULL, stdout);
    return false;
}

bool model_only(const char *row, const Findings *findings, Code code, int line, const char *path)
{
    bool only = findings->count == 1 && is_it(&findings->items[0], code, line, path);
    return only || say(row, findings);
}

bool model_has(const char *row, const Findings *findings, Code code, int line, const char *path)
{
    for (size_t i = 0; i < findings->count; i++)
        if (is_it(&findings->items[i], code, line, path)) return true;
    return say(row, findings);
}

bool model_none(const char *row, const Findings *findings)
{
    return findings->count == 0 || say(row, findings);
}
