/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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

static const char TAG[] = "<prescription";

static int64_t count_tags(const char *bytes, size_t size)
{
    int64_t count = 0;
    const char *at = bytes, *end = bytes + size;
    while ((at = memmem(at, (size_t)(end - at), TAG, sizeof TAG - 1))) {
        at += sizeof TAG - 1;
        if (at < end && *at != 's') count++;   /* not <prescriptions> */
    }
    return count;
}

/* Read, not mapped: a file that is cut short meanwhile would end the run with a signal. */
static int64_t count_stream(int file)
{
    char block[64 * 1024];
    int64_t count = 0;
    size_t kept = 0;   /* the end of the block before: a tag may lie across */
    for (ssize_t got; (got = read(file, block + kept, sizeof block - kept)) > 0;) {
        size_t size = kept + (size_t)got;
        count += count_tags(block, size);
        kept = size < sizeof TAG - 1 ? size : sizeof TAG - 1;
        memmove(block, block + size - kept, kept);
    }
    return count;
}

/* A named pipe is left alone: what is counted could not be read again. */
static int64_t count_file(const char *path)
{
    struct stat facts;
    if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode)) return 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return 0;
    int64_t count = count_stream(file);
    close(file);
    return count;
}

Progress progress_start(const MakeOrder *order)
{
    Progress progress = {.form = order->progress};
    if (progress.form == PROGRESS_USUAL) progress.form = isatty(STDERR_FILENO) ? PROGRESS_LINE : PROGRESS_NONE;
    if (progress.form == PROGRESS_NONE) return progress;
    for (size_t i = 0; i < order->file_count; i++) progress.total += count_file(order->files[i]);
    return progress;
}

static void tell_json(const Progress *progress, double rate, double left)
{
    fprintf(stderr, "{\"phase\":\"%s\",\"done\":%lld,\"total\":%lld,\"failed\":%lld,\"per_second\":%.1f,\"seconds_left\":%.0f}\n",
            progress->phase, (long long)progress->done, (long long)progress->total, (long long)progress->failed, rate, left);
}

static void tell_line(Progress *progress, double rate, double left)
{
    fprintf(stderr, "\r%s %lld of %lld, %.0f a second, %.0f s left, %lld failed\033[K", progress->phase,
            (long long)progress->done, (long long)progress->total, rate, left, (long long)progress->failed);
    fflush(stderr);
    progress->shown = true;
}

static void tell(Progress *progress, double now)
{
    double past = now - progress->started, rate = past > 0 ? (double)progress->done / past : 0;
    double left = rate > 0 && progress->total > progress->done ? (double)(progress->total - progress->done) / rate : 0;
    progress->told = now;
    if (progress->form == PROGRESS_JSON) tell_json(progress, rate, left);
    else tell_line(progress, rate, left);
}

void progress_phase(Progress *progress, const char *phase)
{
    if (progress->form == PROGRESS_JSON && progress->phase) tell(progress, seconds());   /* how the one before ended */
    progress->phase = phase;
    progress->done = 0;
    progress->told = 0;   /* the first one done is told at once */
    if (progress->form != PROGRESS_NONE) progress->started = seconds();
}

void progress_tell(Progress *progress, int64_t failed)
{
    progress->done++;
    progress->failed = failed;
    if (progress->form == PROGRESS_NONE) return;
    double now = seconds();
    bool wiped = progress->wiped;
    progress->wiped = false;
    if (wiped || now - progress->told >= TELL_EVERY) tell(progress, now);
}

void progress_wipe(Progress *progress)
{
    if (!progress->shown) return;
    fputs("\r\033[K", stderr);
    progress->shown = false;
    progress->wiped = true;
}

void progress_end(Progress *progress)
{
    progress_wipe(progress);
    if (progress->form == PROGRESS_JSON && progress->phase) tell(progress, seconds());
}
