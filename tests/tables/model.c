/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_kit.h"

void suite_model(void);

void suite_model(void)
{
    suite_model_tables();
    suite_model_shop();
    suite_model_formula();
    suite_model_prescription();
    suite_model_stream();
}
