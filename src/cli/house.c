/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening what a command needs, with a clear word where it is missing. */
#include <errno.h>
#include "options.h"

int house_ready(House *house, const Options *options)
{
    if (!options->shop) {
        fputs("microtaper: no shop: give --shop FILE, or set MICROTAPER_SHOP, or put shop.xml into the folder microtaper of "
              "your XDG configuration\n",
              stderr);
        return EXIT_USAGE;
    }
    if (!options->templates) {
        fputs("microtaper: no templates: give --templates DIR, or set MICROTAPER_TEMPLATES\n", stderr);
        return EXIT_USAGE;
    }
    bool open = house_open(house, options->templates, options->shop);
    findings_print(&house->findings, options->form, NULL, stderr);
    return open ? EXIT_DONE : EXIT_REFUSED;
}

int key_ready(Key *key, const Options *options)
{
    if (!options->key) {
        fputs("microtaper: no signing key: make one with `microtaper key new --key FILE`, then give --key FILE or set "
              "MICROTAPER_KEY\n",
              stderr);
        return EXIT_USAGE;
    }
    int error = key_load(options->key, key, options->arena);
    if (error == 0) return EXIT_DONE;
    Findings findings = findings_new(options->arena);
    key_refused(options->key, error, options->arena, &findings);
    findings_print(&findings, options->form, NULL, stderr);
    return error == EPERM || error == EINVAL ? EXIT_REFUSED : EXIT_SYSTEM;
}
