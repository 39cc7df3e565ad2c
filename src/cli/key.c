/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper key: new keys, never in silence and never over another; the public keys that are trusted. */
#include <errno.h>
#include <string.h>
#include "options.h"

static int say_error(const char *what, int error)
{
    fprintf(stderr, "microtaper: %s: %s\n", what, strerror(error));
    return EXIT_SYSTEM;
}

static int key_make(const Options *options)
{
    if (!options->key) return usage_fault("key", "say where: --key FILE");
    Key key = {0};
    int error = key_new(options->key, options->name ? options->name : "microtaper", &key, options->arena);
    if (error == EEXIST) {
        fprintf(stderr, "microtaper: %s: there is a file already; a key is never overwritten\n", options->key);
        return EXIT_REFUSED;
    }
    if (error == EINVAL) return usage_fault("key", "not a name for a key: '%s'", options->name);
    if (error) return say_error(options->key, error);
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

static int key_copy(const Options *options)
{
    if (!options->key) return usage_fault("key", "no key: give --key FILE");
    int error = key_backup(options->key, options->operands[1], options->arena);
    if (error) return say_error(options->operands[1], error);
    printf("copied to %s, read back and compared\n", options->operands[1]);
    return EXIT_DONE;
}

static Trust *trust_ready(const Options *options)
{
    Findings findings = findings_new(options->arena);
    Trust *trust = trust_load(options->trust, options->arena, &findings);
    findings_print(&findings, options->form, NULL, stderr);
    return trust;
}

/* The key in use, which need not be in the folder. */
static int list_own(const Options *options)
{
    Key own = {0};
    int status = options->key ? key_ready(&own, options) : EXIT_DONE;
    if (status == EXIT_DONE && options->key) printf("%04x  %s  signing key, %s\n", own.id, own.name, options->key);
    key_wipe(&own);
    return status;
}

static int trust_list(const Options *options)
{
    int status = list_own(options);
    Trust *trust = trust_ready(options);
    if (!trust) return EXIT_REFUSED;
    for (size_t i = 0; i < trust->count; i++) {
        const TrustedKey *item = &trust->items[i];
        printf("%04x  %s  trusted %s by %s", item->key.id, item->key.name, date_text(options->arena, item->trusted),
               item->by);
        if (item->retired) printf("  %s %s by %s: %s", item->compromised ? "COMPROMISED" : "retired",
                                  date_text(options->arena, item->retired_on), item->retired_by, item->reason);
        putchar('\n');
    }
    printf("%zu key%s in %s\n", trust->count, trust->count == 1 ? "" : "s", options->trust);
    return status;
}

static int trust_new(const Options *options)
{
    Bytes bytes;
    Key key;
    const char *file = options->operands[1];
    if (text_empty(options->by)) return usage_fault("key", "who trusts it? --by NAME");
    int error = file_read(file, 4096, options->arena, &bytes);
    if (error) return say_error(file, error);
    char *line = arena_string(options->arena, bytes.at);
    line[strcspn(line, "\r\n")] = '\0';
    if (!key_import(line, &key, options->arena)) {
        fprintf(stderr, "microtaper: %s: not a public key of microtaper\n", file);
        return EXIT_REFUSED;
    }
    error = trust_add(options->trust, &key, options->date, options->by, options->arena);
    if (error) return say_error(options->trust, error);
    printf("key %04x (%s) is trusted\n", key.id, key.name);
    return EXIT_DONE;
}

static int trust_end(const Options *options)
{
    if (text_empty(options->by) || text_empty(options->reason)) return usage_fault("key", "say who and why: --by NAME --reason TEXT");
    Trust *trust = trust_ready(options);
    if (!trust) return EXIT_REFUSED;
    Key own = {0};
    const TrustedKey *item = trust_find(trust, options->operands[1]);
    const Key *key = item ? &item->key : NULL;
    if (!key && options->key && key_ready(&own, options) == EXIT_DONE &&
        text_equal(options->operands[1], arena_format(options->arena, "%04x", own.id))) {
        key = &own;
    }
    int status = EXIT_REFUSED;
    if (!key) {
        fprintf(stderr, "microtaper: no key %s in %s\n", options->operands[1], options->trust);
    } else {
        Retirement retirement = {options->date, options->by, options->reason, options->compromised};
        int error = trust_retire(options->trust, key, &retirement, options->arena);
        status = error ? say_error(options->trust, error) : EXIT_DONE;
        if (!error) printf("key %04x is %s\n", key->id, options->compromised ? "compromised: its codes count no more" : "retired");
    }
    key_wipe(&own);
    return status;
}

typedef struct {
    const char *name;
    size_t operands;               /* behind the word itself */
    bool trust;                    /* needs the trust folder */
    int (*run)(const Options *options);
} KeyCommand;

static const KeyCommand words[] = {
    {"new", 0, false, key_make},   {"show", 0, false, key_show},  {"export", 0, false, key_show},
    {"backup", 1, false, key_copy}, {"list", 0, true, trust_list}, {"trust", 1, true, trust_new},
    {"retire", 1, true, trust_end},
};

int command_key(Options *options)
{
    for (size_t i = 0; options->operand_count > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (!text_equal(options->operands[0], words[i].name)) continue;
        if (options->operand_count != words[i].operands + 1) {
            return usage_fault("key", "%s takes %zu argument%s", words[i].name, words[i].operands,
                               words[i].operands == 1 ? "" : "s");
        }
        if (words[i].trust && !options->trust) return usage_fault("key", "no trust folder: give --trust DIR");
        return words[i].run(options);
    }
    return usage_fault("key", "say what to do: new, export, backup, list, trust or retire");
}
