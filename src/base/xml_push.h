/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libxml2's push parser behind a border: what it says becomes findings, a DOCTYPE stops it, its lines are right. */
#ifndef MICROTAPER_XML_PUSH_H
#define MICROTAPER_XML_PUSH_H

#include <libxml/parser.h>
#include <stdbool.h>
#include "microtaper/finding.h"

/* A fault of the file: not well formed, a DOCTYPE, not readable. */
typedef void (*PushFault)(void *user, Code code, int line, const char *text);

typedef struct {
    xmlParserCtxtPtr parser;
    void *user;
    PushFault fault;
    bool fed;        /* some byte has come */
    bool stopped;    /* nothing more is wanted, or nothing more can be had */
    bool faulty;     /* the file was not read to its end because of a fault */
} Push;

/* Readies libxml2; before anything else is asked of it.  From then on an allocation of its own that fails ends the
 * process (memory_out). */
void push_library(void);
/* Opens a parser in *push with the element and text callbacks of `handler`, each given the Push.  *push stays where
 * it is until push_close.  `fault` is given `user`. */
void push_open(Push *push, const xmlSAXHandler *handler, void *user, const char *file, PushFault fault);
/* The whole of a file, "-" for standard input. */
void push_file(Push *push, const char *file);
/* Some more bytes, then the end of them. */
void push_bytes(Push *push, const char *bytes, size_t size);
void push_end(Push *push);
void push_stop(Push *push, bool faulty);
void push_close(Push *push);

/* Inside the start callback: the line on which the tag began. */
int push_tag_line(const Push *push);
int push_line(const Push *push);

#endif
