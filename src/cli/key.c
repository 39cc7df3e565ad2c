/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper key: new keys, never in silence and never over another; the public half for those who only verify. */
#include <errno.h>
#include <string.h>
#include "options.h"

static int key_make(const Options *options)
{
    if (!options->key) return usage_fault("key", "say where: --key FILE");
    Key key = {0};
    int error = key_new(options->key, options->name ? options->name : "microtaper", &key, options->arena);
    if (error == EEXIST) {
        fprintf(stderr, "microtaper: %s: there is a file already; a key is never overwritten\n", options->key);
        return EXIT_REFUSED;
    }
    if (error) {
        fprintf(stderr, "microtaper: %s: %s\n", options->key, strerror(error));
        return EXIT_SYSTEM;
    }
    printf("made signing key %04x in %s\n%s\nKeep a copy in a safe: papers signed with it can be verified only while its "
           "public half is known.\n",
           key.id, options->key, key_export(&key, options->arena));
    key_wipe(&key);
    return EXIT_DONE;
}

static int key_show(const Options *options)
{
    Key key = {0};
    int status = key_ready(&key, options);
    if (status == EXIT_DONE) printf("%s\n", key_export(&key, options->arena));
    key_wipe(&key);
    return status;
}

int command_key(Options *options)
{
    const char *what = options->operand_count == 1 ? options->operands[0] : "";
    if (text_equal(what, "new")) return key_make(options);
    if (text_equal(what, "show")) return key_show(options);
    return usage_fault("key", "say what to do: new or show");
}
