/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_kit.h"

void suite_base(void);
void suite_base(void)
{
    suite_base_arena();
    suite_base_text();
    suite_base_quantity();
    suite_base_date();
    suite_base_digest();
    suite_base_finding();
    suite_base_file();
    suite_base_xml();
    suite_base_fields();
}
