/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paper_kit.h"

/* Tables that stand in files of their own; one that is not built is left out. */
void suite_paper_chart(void) __attribute__((weak));
void suite_paper_proof(void) __attribute__((weak));
void suite_paper(void);

void suite_paper(void)
{
    suite_paper_core();
    suite_paper_content();
    suite_paper_words();
    suite_paper_label();
    if (suite_paper_chart) suite_paper_chart();
    if (suite_paper_proof) suite_paper_proof();
}
