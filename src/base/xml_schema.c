/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second opinion on a file: libxml2's XML Schema validator, plugged into the same push parser. */
#include "microtaper/text.h"
#include "microtaper/xml.h"
#include "xml_push.h"

#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE_LIMIT = 400 };

#if LIBXML_VERSION >= 21200
typedef const xmlError *XmlErrorGiven;
#else
typedef xmlErrorPtr XmlErrorGiven;
#endif

typedef struct {
    const char *file, *schema;
    Findings *findings;
    Push push;
    bool valid;
} Judging;

static void message_of(XmlErrorGiven error, char *text)
{
    snprintf(text, MESSAGE_LIMIT, "%s", error->message);
    text[strcspn(text, "\r\n")] = '\0';
}

static void on_schema_error(void *user, XmlErrorGiven error)
{
    Judging *judging = user;
    char text[MESSAGE_LIMIT];
    message_of(error, text);
    finding_add(judging->findings, MT120, (Place){.file = judging->schema, .line = error->line}, "%s", text);
}

/* Faults of validity are met inside the parser's callbacks, where the line is that of the tag just read. */
static void on_invalid(void *user, XmlErrorGiven error)
{
    Judging *judging = user;
    char text[MESSAGE_LIMIT];
    message_of(error, text);
    judging->valid = false;
    finding_add(judging->findings, MT119, (Place){.file = judging->file, .line = push_tag_line(&judging->push)}, "%s",
                text);
}

static void on_fault(void *user, Code code, int line, const char *text)
{
    Judging *judging = user;
    judging->valid = false;
    finding_add(judging->findings, code, (Place){.file = judging->file, .line = line}, "%s", text);
}

static xmlSchemaPtr schema_load(Judging *judging)
{
    if (access(judging->schema, R_OK) != 0)
        return NULL;  /* libxml2 would complain on standard error by itself */
    push_library();
    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);  /* an import must not reach out */
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(judging->schema);
    xmlSchemaSetParserStructuredErrors(parser, (xmlStructuredErrorFunc)on_schema_error, judging);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    return schema;
}

static void judge_file(Judging *judging, xmlSchemaValidCtxtPtr validator)
{
    xmlSAXHandler handler = {0};
    push_open(&judging->push, &handler, judging, judging->file, on_fault);
    xmlSchemaSetValidStructuredErrors(validator, (xmlStructuredErrorFunc)on_invalid, judging);
    xmlSchemaSAXPlugPtr plug =
        xmlSchemaSAXPlug(validator, &judging->push.parser->sax, &judging->push.parser->userData);
    push_file(&judging->push, judging->file);
    xmlSchemaSAXUnplug(plug);
    push_close(&judging->push);
}

bool xml_validate(const char *file, const char *schema, Findings *findings)
{
    Judging judging = {.file = file, .schema = schema, .findings = findings, .valid = true};
    xmlSchemaPtr rules = schema_load(&judging);
    xmlSchemaValidCtxtPtr validator = rules ? xmlSchemaNewValidCtxt(rules) : NULL;
    if (validator)
        judge_file(&judging, validator);
    else
        finding_add(findings, MT120, (Place){.file = schema}, "the schema cannot be read");
    xmlSchemaFreeValidCtxt(validator);
    xmlSchemaFree(rules);
    return validator && judging.valid;
}
