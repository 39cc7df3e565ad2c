/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper_kit.h"

void suite_taper(void)
{
    suite_taper_power();
    suite_taper_steps();
    suite_taper_findings();
    suite_taper_cross();
    suite_taper_families();
    suite_taper_events();
    suite_taper_read();
    suite_taper_reduce();
    suite_taper_ratio();
    suite_taper_edges();
    suite_taper_diazepam();
}
