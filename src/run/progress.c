/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TELL_EVERY 0.25

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int64_t count_tags(const char *bytes, size_t size)
{
    static const char tag[] = "<prescription";
    int64_t count = 0;
    const char *at = bytes, *end = bytes + size;
    while ((at = memmem(at, (size_t)(end - at), tag, sizeof tag - 1))) {
        at += sizeof tag - 1;
        if (at < end && *at != 's') count++;   /* not <prescriptions> */
    }
    return count;
}

static int64_t count_file(const char *path)
{
    struct stat facts;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    int64_t count = 0;
    if (fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (bytes != MAP_FAILED) {
            count = count_tags(bytes, (size_t)facts.st_size);
            munmap(bytes, (size_t)facts.st_size);
        }
    }
    close(file);
    return count;
}

Progress progress_start(const MakeOrder *order)
{
    Progress progress = {.form = order->progress};
    if (progress.form == PROGRESS_USUAL) progress.form = isatty(STDERR_FILENO) ? PROGRESS_LINE : PROGRESS_NONE;
    if (progress.form == PROGRESS_NONE) return progress;
    for (size_t i = 0; i < order->file_count; i++) progress.total += count_file(order->files[i]);
    progress.started = progress.told = seconds();
    return progress;
}

static void tell_json(const Progress *progress, int64_t done, int64_t failed, double rate, double left)
{
    fprintf(stderr, "{\"done\":%lld,\"total\":%lld,\"failed\":%lld,\"per_second\":%.1f,\"seconds_left\":%.0f}\n",
            (long long)done, (long long)progress->total, (long long)failed, rate, left);
}

void progress_tell(Progress *progress, int64_t done, int64_t failed)
{
    if (progress->form == PROGRESS_NONE) return;
    double now = seconds();
    if (now - progress->told < TELL_EVERY) return;
    progress->told = now;
    double rate = (double)done / (now - progress->started);
    double left = rate > 0 && progress->total > done ? (double)(progress->total - done) / rate : 0;
    if (progress->form == PROGRESS_JSON) {
        tell_json(progress, done, failed, rate, left);
        return;
    }
    fprintf(stderr, "\r%lld of %lld, %.0f a second, %.0f s left, %lld failed\033[K", (long long)done,
            (long long)progress->total, rate, left, (long long)failed);
    fflush(stderr);
}

void progress_end(const Progress *progress)
{
    if (progress->form == PROGRESS_LINE) fputs("\r\033[K", stderr);
}
