/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper template: judges stocks and label pages; the page to align a sheet with. */
#include <errno.h>
#include <string.h>
#include "options.h"

static void say_findings(const House *house, size_t told, FindingsForm form)
{
    Findings rest = {.arena = house->arena, .items = house->findings.items + told, .count = house->findings.count - told};
    findings_print(&rest, form, NULL, stderr);
}

static int check(House *house, const Options *options)
{
    size_t told = house->findings.count;
    bool good = true;
    for (size_t i = 1; i < options->operand_count || i == 1; i++) {
        const char *stock = i < options->operand_count ? options->operands[i] : NULL;
        good &= template_check(house->templates, stock, house->fonts, house->languages, house->language_count, house->arena,
                               &house->findings);
    }
    say_findings(house, told, options->form);
    if (good) puts("usable");
    return good ? EXIT_DONE : EXIT_REFUSED;
}

static int align(House *house, const Options *options)
{
    if (options->operand_count != 2 || !options->out) return usage_fault("template", "say which stock, and --out FILE");
    size_t told = house->findings.count;
    Bytes pdf;
    const Language *words = house_language(house, house->shop->language);
    const Stock *stock = stock_load(house->templates, options->operands[1], house->arena, &house->findings);
    const Document *page = stock && words ? alignment_layout(stock, house->fonts, words, house->arena, &house->findings) : NULL;
    bool good = page && pdf_write(page, house->fonts, house->arena, &pdf, &house->findings);
    say_findings(house, told, options->form);
    if (!good) return EXIT_REFUSED;
    int error = file_publish(options->out, pdf);
    if (error) fprintf(stderr, "microtaper: %s: %s\n", options->out, strerror(error));
    return error ? EXIT_SYSTEM : EXIT_DONE;
}

int command_template(Options *options)
{
    const char *what = options->operand_count > 0 ? options->operands[0] : "";
    bool aligning = text_equal(what, "align");
    if (!aligning && !text_equal(what, "check")) return usage_fault("template", "say check or align");
    House house = {0};
    int status = house_ready(&house, options);
    if (status == EXIT_DONE && !house_paper(&house)) {
        say_findings(&house, 0, options->form);
        status = EXIT_REFUSED;
    }
    if (status == EXIT_DONE) status = aligning ? align(&house, options) : check(&house, options);
    house_close(&house);
    return status;
}
