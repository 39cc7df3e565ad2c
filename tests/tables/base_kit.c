/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_kit.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "microtaper/file.h"
#include "microtaper/text.h"

void base_check(bool good, const char *row, const char *what)
{
    if (!good)
        fprintf(stderr, "\n    row \"%s\": %s", row, what);
    CU_ASSERT_TRUE(good);
}

void row_check(bool good, const char *table, const char *name)
{
    base_check(good, name, table);
}

void base_check_text(const char *got, const char *expected, const char *row)
{
    bool good = text_equal(got, expected);
    if (!good)
        fprintf(stderr, "\n    row \"%s\": got \"%s\", expected \"%s\"", row, got ? got : "(none)",
                expected ? expected : "(none)");
    CU_ASSERT_TRUE(good);
}

void base_check_number(int64_t got, int64_t expected, const char *row)
{
    if (got != expected)
        fprintf(stderr, "\n    row \"%s\": got %" PRId64 ", expected %" PRId64, row, got, expected);
    CU_ASSERT_TRUE(got == expected);
}

bool base_found(const Findings *findings, Code code, const char *path, const char *text)
{
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        if (finding->code == code && (!path || text_equal(finding->place.path, path)) &&
            (!text || strstr(finding->text, text)))
            return true;
    }
    return false;
}

int base_forked(int (*job)(void *context), void *context)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere >= 0)
            dup2(nowhere, STDERR_FILENO);
        _exit(job(context));
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static Arena *kept;
static char *folder;

const char *base_folder(void)
{
    if (folder)
        return folder;
    const char *above = getenv("TMPDIR");
    kept = arena_new();
    folder = path_join(kept, above ? above : "/tmp", "microtaper-base-XXXXXX");
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(3);
    }
    return folder;
}

void base_folder_end(void)
{
    if (!folder)
        return;
    if (folder_remove(folder) != 0)
        perror(folder);  /* no test runs here that could fail */
    arena_free(kept);
    folder = NULL;
}

const char *base_file(const char *name, const char *content, size_t size)
{
    const char *above = base_folder(), *path = path_join(kept, above, name);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(content, 1, size, out) != size || fclose(out) != 0) {
        perror(path);
        exit(3);
    }
    return path;
}
