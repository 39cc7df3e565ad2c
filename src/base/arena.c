/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microtaper/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = alignof(max_align_t) };  /* an overrun inside a block is then seen, as malloc's would be */
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
enum { RED_ZONE = 0 };
#endif

enum { BLOCK_SIZE = 64 * 1024, EXIT_SYSTEM = 3, FIRST_CAPACITY = 8 };

typedef struct Block Block;
struct Block {
    Block *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct Arena {
    Block *blocks;   /* the first is the one being filled */
};

static long fail_countdown = -1;

void arena_fail_at(long n)
{
    fail_countdown = n;
}

/* _exit, not exit: a worker must not flush what its parent had buffered. */
static _Noreturn void out_of_memory(size_t size)
{
    dprintf(STDERR_FILENO, "microtaper: out of memory (%zu bytes asked for)\n", size);
    _exit(EXIT_SYSTEM);
}

void memory_out(const char *where)
{
    dprintf(STDERR_FILENO, "microtaper: out of memory (%s)\n", where);
    _exit(EXIT_SYSTEM);
}

static void count_request(size_t size)
{
    if (fail_countdown < 0)
        return;
    if (fail_countdown-- == 0)
        out_of_memory(size);
}

static size_t rounded_up(size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        out_of_memory(size);
    return (size + unit - 1) / unit * unit;
}

static Block *block_new(size_t size)
{
    Block *block = malloc(sizeof(Block) + size);
    if (!block)
        out_of_memory(size);
    block->next = NULL;
    block->size = size;
    block->used = 0;
    ASAN_POISON_MEMORY_REGION(block->bytes, size);
    return block;
}

static void block_free(Block *block)
{
    ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size);
    free(block);
}

Arena *arena_new(void)
{
    Arena *arena = malloc(sizeof(Arena));
    if (!arena)
        out_of_memory(sizeof(Arena));
    arena->blocks = NULL;
    return arena;
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    while (arena->blocks) {
        Block *block = arena->blocks;
        arena->blocks = block->next;
        block_free(block);
    }
    free(arena);
}

void arena_reset(Arena *arena)
{
    Block *kept = NULL;
    while (arena->blocks) {
        Block *block = arena->blocks;
        arena->blocks = block->next;
        if (kept || block->size != BLOCK_SIZE) {
            block_free(block);
            continue;
        }
        kept = block;
    }
    if (!kept)
        return;
    kept->next = NULL;
    kept->used = 0;
    ASAN_POISON_MEMORY_REGION(kept->bytes, kept->size);
    arena->blocks = kept;
}

/* A block with room for `size`.  A large request gets a block of its own, put behind the one being filled. */
static Block *block_for(Arena *arena, size_t size)
{
    Block *first = arena->blocks;
    if (first && first->size - first->used >= size)
        return first;
    bool large = size > BLOCK_SIZE / 4;
    Block *block = block_new(large ? size : BLOCK_SIZE);
    if (large && first) {
        block->next = first->next;
        first->next = block;
        return block;
    }
    block->next = first;
    arena->blocks = block;
    return block;
}

/* As arena_alloc, but with whatever stood there before. */
static void *take(Arena *arena, size_t size)
{
    count_request(size);
    size_t wanted = rounded_up(size) + RED_ZONE;
    if (size == 0)
        wanted += alignof(max_align_t);  /* so that two requests never share an address */
    Block *block = block_for(arena, wanted);
    char *at = block->bytes + block->used;
    block->used += wanted;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    return at;
}

void *arena_alloc(Arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_array(Arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        out_of_memory(SIZE_MAX);
    return arena_alloc(arena, count * size);
}

char *arena_copy(Arena *arena, const void *bytes, size_t size)
{
    if (size == SIZE_MAX)
        out_of_memory(size);
    char *copy = take(arena, size + 1);
    if (size != 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *arena_string(Arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

enum { SHORT_TEXT = 256 };

char *arena_format(Arena *arena, const char *format, ...)
{
    char first[SHORT_TEXT];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(first, sizeof first, format, arguments);
    va_end(arguments);
    if (length < 0)
        abort();  /* a wrong format: a bug */
    char *text = take(arena, (size_t)length + 1);
    if (length < SHORT_TEXT)
        memcpy(text, first, (size_t)length + 1);
    else
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void *arena_grow(Arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    if (*capacity > SIZE_MAX / 2)
        out_of_memory(SIZE_MAX);
    size_t larger = *capacity ? *capacity * 2 : FIRST_CAPACITY;
    void *moved = arena_array(arena, larger, size);
    if (count)
        memcpy(moved, items, count * size);
    *capacity = larger;
    return moved;
}
