/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of paper share: a job worked out from a sample, and folders of templates with one thing changed. */
#ifndef PAPER_KIT_H
#define PAPER_KIT_H

#include "base_kit.h"
#include "microtaper/paper.h"

/* One text in place of another in a file; from NULL: nothing is changed. */
typedef struct { const char *from, *to; } Swap;

/* A prescription's papers; findings of every stage are in `findings`. */
typedef struct {
    Arena *arena;
    Findings findings;
    PaperShop house;
    PaperJob job;
    Key key;
    Fonts *fonts;
} PaperKit;

/* samples/clonazepam-three-times.xml for samples/shop.xml, with one change in each; fill `fill` made on its forecast day;
 * papers in `language`. */
typedef struct { Swap rx, shop; int fill; const char *language; } PaperCase;
/* Works the case out and hands the job to `judge`, which may change it: it lives until that returns.  False when a stage
 * before paper gave nothing; `judge` was then not called. */
bool paper_job(const PaperCase *given, void (*judge)(PaperKit *kit, const void *row), const void *row);

/* The content of a file with one change; stops the test when `from` is not in it. */
const char *paper_changed(const char *file, Swap swap, Arena *arena);
/* Writes `content` as FOLDER/`name` in a folder of templates of its own ("words/xx.xml"); the folder's path. */
const char *paper_templates(const char *name, const char *content);
void paper_templates_end(void);

/* The first item of this role on a page, or NULL. */
const Item *paper_item(const Document *document, const char *role);
/* The texts of all items of a role on the first page, joined by single spaces. */
const char *paper_text(const Document *document, const char *role, Arena *arena);

void suite_paper_core(void);
void suite_paper_content(void);
void suite_paper_words(void);
void suite_paper_label(void);

#endif
