/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of base share. */
#ifndef BASE_KIT_H
#define BASE_KIT_H

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "microtaper/finding.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* Counts one assertion; a failing one prints the row and what was wrong with it. */
void base_check(bool good, const char *row, const char *what);
/* The same for a row of a named table. */
void row_check(bool good, const char *table, const char *name);
void base_check_text(const char *got, const char *expected, const char *row);
void base_check_number(int64_t got, int64_t expected, const char *row);
/* Whether a finding of this code, at this path (NULL: any), with this in its text (NULL: any), was made. */
bool base_found(const Findings *findings, Code code, const char *path, const char *text);

/* Runs `job` in a child process: its exit status, or -1 when a signal ended it.  Standard error goes to nowhere. */
int base_forked(int (*job)(void *context), void *context);

/* A folder of its own under the system's temporary folder, removed by base_folder_end. */
const char *base_folder(void);
void base_folder_end(void);
/* A file of this content in that folder; its path, valid until the folder ends. */
const char *base_file(const char *name, const char *content, size_t size);

void suite_base_arena(void);
void suite_base_text(void);
void suite_base_quantity(void);
void suite_base_date(void);
void suite_base_digest(void);
void suite_base_finding(void);
void suite_base_file(void);
void suite_base_xml(void);
void suite_base_fields(void);

#endif
