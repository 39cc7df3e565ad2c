/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDF pages as images, by pdftoppm (poppler-utils) as a limited child: it writes to a pipe and nowhere else. */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "image.h"

#define STRING_(x) #x
#define STRING(x) STRING_(x)
#define MEMORY_MOST ((rlim_t)512 << 20)   /* of addresses; a photograph of as many pixels as are read takes 150 MiB */

/* AddressSanitizer keeps its shadow in terabytes of address space that no limit on it allows. */
#if defined(__SANITIZE_ADDRESS__)
#define LIMIT_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LIMIT_MEMORY 0
#endif
#endif
#ifndef LIMIT_MEMORY
#define LIMIT_MEMORY 1
#endif

static void limit(int what, rlim_t most)
{
    struct rlimit both = {most, most};
    setrlimit((__rlimit_resource_t)what, &both);   /* a limit that cannot be set leaves the others */
}

void limits_set(void)
{
    limit(RLIMIT_CPU, SCAN_SECONDS_MOST / 2);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    if (LIMIT_MEMORY)
        limit(RLIMIT_AS, MEMORY_MOST);
}

/* In the child: pages to `out`, words of poppler to nobody. */
_Noreturn static void pdf_run(const char *path, PdfPages pages, int out)
{
    int nowhere = open("/dev/null", O_RDWR);
    if (nowhere < 0 || dup2(nowhere, 0) < 0 || dup2(out, 1) < 0 || dup2(nowhere, 2) < 0)
        _exit(127);
    limits_set();
    if (pages == PDF_BEYOND)
        execlp("pdftoppm", "pdftoppm", "-q", "-gray", "-r", "1", "-f", STRING(PAGES_ASKED), "-l", STRING(PAGES_ASKED), path, (char *)NULL);
    else
        execlp("pdftoppm", "pdftoppm", "-q", "-gray", "-r", "203", "-l", STRING(PAGES_ASKED), path, (char *)NULL);
    _exit(127);
}

const char *pdf_start(const char *path, PdfPages pages, FILE **out, pid_t *child)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return "no pipe";
    *child = fork();
    if (*child == 0)
        pdf_run(path, pages, ends[1]);
    close(ends[1]);
    *out = *child > 0 ? fdopen(ends[0], "r") : NULL;
    if (*out)
        return NULL;
    close(ends[0]);
    return "no process";
}

const char *pdf_end(FILE *in, pid_t child)
{
    int status = -1;
    fclose(in);
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return "pdftoppm (poppler-utils) is not installed";
    return status == 0 ? NULL : "not a good PDF, or more than it may cost to read";
}
