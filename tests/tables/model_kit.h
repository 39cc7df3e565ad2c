/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model's tests share: the shipped tables and the samples' shop, one good prescription, and edits of texts.
 * Run from the top of the source. */
#ifndef TESTS_MODEL_KIT_H
#define TESTS_MODEL_KIT_H

#include "microtaper/file.h"
#include "microtaper/model.h"

/* The prescription that the rows of model_good.def and model_bad.def are edits of; tests/cases/xsd.py reads it too. */
extern const char *const model_base;

const Tables *model_tables(void);
const Shop *model_shop(void);

/* `text` with the first `find` replaced; leaves the process when it is not there: the row is wrong. */
char *model_edit(Arena *arena, const char *row, const char *text, const char *find, const char *replace);
/* A folder of our own, removed by model_folder_remove. */
const char *model_folder(Arena *arena);
void model_write(Arena *arena, const char *folder, const char *name, const char *text);
const char *model_file(Arena *arena, const char *path);

/* Whether exactly one finding is there and it is this one; prints the row and what was found when not.  path NULL: any,
 * line 0: any. */
bool model_only(const char *row, const Findings *findings, Code code, int line, const char *path);
/* Whether this one is among them. */
bool model_has(const char *row, const Findings *findings, Code code, int line, const char *path);
/* Whether there is none. */
bool model_none(const char *row, const Findings *findings);

void suite_model_prescription(void);
void suite_model_shop(void);
void suite_model_tables(void);
void suite_model_formula(void);
void suite_model_stream(void);

#endif
