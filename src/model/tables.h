/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of tables_load that live in files of their own, and what shop and formulas look up. */
#ifndef MODEL_TABLES_H
#define MODEL_TABLES_H

#include "reading.h"

/* Where a preparation may be kept; a key of the words on label and chart.  NULL-ended. */
extern const char *const storage_words[];

void read_limits(Reading *reading, const XmlNode *root, Tables *tables);

const BudProfile *profile_find(const Tables *tables, const char *name);

#endif
