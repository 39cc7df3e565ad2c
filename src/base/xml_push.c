/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml_push.h"
#include "microtaper/text.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, PENDING_LIMIT = 256 * 1024, MESSAGE_LIMIT = 200 };

/* libxml2 2.12 made the error const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *XmlErrorGiven;
#else
typedef xmlErrorPtr XmlErrorGiven;
#endif

void push_stop(Push *push, bool faulty)
{
    push->stopped = true;
    push->faulty = faulty;   /* stopped once: the first cause stands */
    xmlStopParser(push->parser);
}

static void push_fault(Push *push, Code code, int line, const char *text)
{
    if (push->stopped)
        return;  /* the first cause stands; what follows from it would hide it */
    push->fault(push->user, code, line, text);
    push_stop(push, true);
}

int push_line(const Push *push)
{
    return push->parser->input->line;
}

/* The parser stands behind the attributes.  A raw "<" cannot stand inside a tag, so the nearest one before it is the
 * tag's own; the line breaks between are those of the tag. */
int push_tag_line(const Push *push)
{
    const xmlParserInput *input = push->parser->input;
    int line = input->line;
    for (const xmlChar *at = input->cur; at > input->base && at[-1] != '<'; at--)
        line -= at[-1] == '\n';
    return line;
}

/* --- what libxml2 reports --- */

/* A schema's plug takes the place of the parser's user data, so the Push is found through the parser. */
static void on_error(void *user, XmlErrorGiven error)
{
    char text[MESSAGE_LIMIT];
    (void)user;
    if (error->level < XML_ERR_ERROR)
        return;
    xmlParserCtxtPtr parser = error->ctxt;
    if (error->code == XML_ERR_DOCUMENT_END && parser->name)
        snprintf(text, sizeof text, "the file ends before </%.64s>", (const char *)parser->name);
    else
        snprintf(text, sizeof text, "%s", error->message);
    text[strcspn(text, "\r\n")] = '\0';
    push_fault(parser->_private, MT102, error->line, text);
}

/* What libxml2 says without a parser (an encoding that does not convert) would go to standard error. */
static void on_noise(void *user, const char *format, ...)
{
    (void)user, (void)format;
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    Push *push = user;
    char text[MESSAGE_LIMIT];
    (void)external, (void)system;
    snprintf(text, sizeof text, "<!DOCTYPE %.64s>: a DOCTYPE is refused unread", (const char *)name);
    push_fault(push, MT103, push_line(push), text);
}

/* --- memory --- */

/* Left to itself libxml2 goes on after an allocation has failed, and may then leave out what it should have said. */
static void *held(void *at)
{
    if (!at)
        memory_out("reading XML");
    return at;
}

static void *xml_malloc(size_t size)
{
    return held(malloc(size));
}

static void *xml_realloc(void *at, size_t size)
{
    return held(realloc(at, size));
}

static char *xml_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(xml_malloc(size), text, size);
}

void push_library(void)
{
    xmlMemSetup(free, xml_malloc, xml_realloc, xml_strdup);
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, on_noise);
}

/* --- feeding --- */

void push_open(Push *push, const xmlSAXHandler *handler, void *user, const char *file, PushFault fault)
{
    xmlSAXHandler own = *handler;
    own.initialized = XML_SAX2_MAGIC;
    own.serror = on_error;
    own.internalSubset = on_doctype;
    push_library();
    *push = (Push){.user = user, .fault = fault, .parser = xmlCreatePushParserCtxt(&own, push, NULL, 0, file)};
    push->parser->_private = push;
    xmlCtxtUseOptions(push->parser, XML_PARSE_NONET | XML_PARSE_BIG_LINES);
}

/* What cannot be converted from the encoding declared ends the text without a word to on_error.  The parser waits for
 * the end of a tag, and compares each of its attributes with each: a tag must not grow without bound. */
static void push_chunk(Push *push, const char *bytes, int size, int last)
{
    int error = xmlParseChunk(push->parser, bytes, size, last);
    if (error != XML_ERR_OK && !push->stopped)
        push_fault(push, MT102, push_line(push), "bytes that are not of the encoding declared");
    const xmlParserInput *input = push->parser->input;
    if (!push->stopped && input->end - input->cur > PENDING_LIMIT)
        push_fault(push, MT109, push_line(push), "a tag, comment or instruction of more than 262,144 bytes");
}

void push_bytes(Push *push, const char *bytes, size_t size)
{
    push->fed = push->fed || size;
    while (size && !push->stopped) {
        size_t part = size < CHUNK ? size : CHUNK;
        push_chunk(push, bytes, (int)part, 0);
        bytes += part;
        size -= part;
    }
}

void push_end(Push *push)
{
    if (!push->fed)
        push_fault(push, MT102, 0, "the file is empty");
    if (!push->stopped)
        push_chunk(push, NULL, 0, 1);
    if (!push->stopped && !push->parser->wellFormed)
        push_fault(push, MT102, push_line(push), "not well formed");
}

void push_close(Push *push)
{
    xmlFreeParserCtxt(push->parser);
    push->parser = NULL;
}

/* 0 when all of `fd` was pushed or the parser stopped, else an errno value. */
static int push_fd(Push *push, int fd)
{
    char *chunk = xml_malloc(CHUNK);
    ssize_t got = 1;
    while (got != 0 && !push->stopped) {
        got = read(fd, chunk, CHUNK);
        if (got < 0 && errno != EINTR)
            break;
        if (got > 0)
            push_bytes(push, chunk, (size_t)got);
    }
    int error = got < 0 ? errno : 0;
    free(chunk);
    return error;
}

static void push_unreadable(Push *push, int error)
{
    char text[MESSAGE_LIMIT];
    snprintf(text, sizeof text, "cannot be read: %s", strerror(error));
    push_fault(push, MT101, 0, text);
}

void push_file(Push *push, const char *file)
{
    bool standard = text_equal(file, "-");
    int fd = standard ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        push_unreadable(push, errno);
        return;
    }
    int error = push_fd(push, fd);
    if (!standard)
        close(fd);
    if (error)
        push_unreadable(push, error);
    else
        push_end(push);
}
