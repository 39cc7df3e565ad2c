/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs every CUnit table, or those of the rooms named: unit taper compound.  Each tests/tables/ROOM.c adds its suites in
 * suite_ROOM(); a room left out of the build (make ROOMS=...) is left out here too. */
#include <CUnit/Basic.h>
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define ROOMS(X) X(base) X(model) X(taper) X(compound) X(seal) X(paper) X(ledger) X(scan) X(run) X(cli)
#define DECLARE(room) void suite_##room(void) __attribute__((weak));
ROOMS(DECLARE)

static bool wanted(const char *room, int count, char **named)
{
    for (int i = 1; i < count; i++)
        if (strcmp(named[i], room) == 0)
            return true;
    return count < 2;
}

int main(int count, char **named)
{
    if (CU_initialize_registry() != CUE_SUCCESS) return 3;
#define ADD(room) if (suite_##room && wanted(#room, count, named)) suite_##room();
    ROOMS(ADD)
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    /* CU_basic_run_tests answers 0 even when tests failed. */
    unsigned failed = CU_get_number_of_failures() + CU_get_number_of_suites_failed();
    unsigned run = CU_get_number_of_tests_run();
    unsigned bad = CU_get_number_of_tests_failed() + CU_get_number_of_suites_failed();
    CU_cleanup_registry();
    printf("unit: %u passed, %u failed\n", run >= bad ? run - bad : 0, bad);
    return failed || run == 0 ? 1 : 0;
}
