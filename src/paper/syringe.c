/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "syringe.h"

/* Heights within the picture, from its top. */
#define POINTER MM(2.5)         /* line from the label to the barrel */
#define BARREL_HEIGHT MM(10)
#define NUMBER_GAP MM(0.6)

#define NOZZLE_WIDTH MM(7)
#define NOZZLE_HEIGHT MM(3)
#define FLANGE_WIDTH MM(1.2)
#define ROD_LEAST MM(4)         /* of the rod, seen behind the flange when the plunger is home */
#define ROD_MOST MM(24)         /* and when it is drawn to the end */
#define PISTON MM(2.6)
#define BEYOND MM(7)            /* of the barrel behind its last mark */

Um syringe_height(const SyringePicture *picture)
{
    return type_leading(&picture->volume) + POINTER + BARREL_HEIGHT + NUMBER_GAP + type_leading(&picture->number);
}

static int32_t syringe_marks(const Syringe *syringe)
{
    return (int32_t)(syringe->capacity.nl / syringe->graduation.nl);
}

int32_t syringe_number_step(const Syringe *syringe)
{
    static const int64_t steps[] = {1, 2, 5};
    for (int64_t ten = 1000; ten <= INT64_C(1000000000); ten *= 10)
        for (size_t s = 0; s < 3; s++) {
            int64_t step = steps[s] * ten;
            if (step % syringe->graduation.nl || step / syringe->graduation.nl < 2) continue;
            if (step * 10 < syringe->capacity.nl) continue;
            return (int32_t)(step / syringe->graduation.nl);
        }
    return 1;
}

/* Where a mark stands on the barrel. */
static Um mark_x(const Box *barrel, const Syringe *syringe, int64_t nl)
{
    return barrel->x + muldiv_half_even(barrel->width, nl, syringe->capacity.nl);
}

static void put_liquid(Sheet *sheet, const Box *barrel, Um plunger)
{
    Um middle = barrel->y + barrel->height / 2;
    put_bar(sheet, (Box){barrel->x - NOZZLE_WIDTH, middle - NOZZLE_HEIGHT / 2, NOZZLE_WIDTH, NOZZLE_HEIGHT}, 215,
            "syringe.nozzle");
    put_frame(sheet, (Box){barrel->x - NOZZLE_WIDTH, middle - NOZZLE_HEIGHT / 2, NOZZLE_WIDTH, NOZZLE_HEIGHT}, MM(0.3),
              0, "syringe.nozzle");
    if (plunger > barrel->x)
        put_bar(sheet, (Box){barrel->x, barrel->y, plunger - barrel->x, barrel->height}, 215, "syringe.liquid");
}

/* The piston's front edge stands on the mark; the rod runs out behind it. */
static void put_plunger(Sheet *sheet, const Box *barrel, Um plunger)
{
    Um end = barrel->x + barrel->width + BEYOND, middle = barrel->y + barrel->height / 2;
    Um thumb = end + ROD_LEAST + muldiv_half_even(ROD_MOST - ROD_LEAST, plunger - barrel->x, barrel->width);
    Um rod = plunger + PISTON;
    put_frame(sheet, (Box){rod, middle - MM(1.5), thumb - rod, MM(3)}, MM(0.25), 90, "syringe.rod");
    put_bar(sheet, (Box){plunger, barrel->y + MM(0.5), PISTON, barrel->height - MM(1)}, 0, "syringe.plunger");
    put_bar(sheet, (Box){thumb, middle - MM(4.5), FLANGE_WIDTH, MM(9)}, 60, "syringe.thumb");
}

static void put_barrel(Sheet *sheet, const Box *barrel)
{
    Um end = barrel->x + barrel->width + BEYOND;
    put_frame(sheet, (Box){barrel->x, barrel->y, barrel->width + BEYOND, barrel->height}, MM(0.35), 0,
              "syringe.barrel");
    put_bar(sheet, (Box){end, barrel->y - MM(2), FLANGE_WIDTH, barrel->height + MM(4)}, 60, "syringe.flange");
}

/* Numbered marks are longest, halves of a numbered step longer than the rest. */
static Um tick_length(int32_t mark, int32_t step)
{
    if (mark % step == 0) return MM(5.2);
    if (step % 2 == 0 && mark % (step / 2) == 0) return MM(3.8);
    return MM(2.6);
}

static void put_ticks(Sheet *sheet, const Box *barrel, const SyringePicture *picture)
{
    const Syringe *syringe = picture->syringe;
    int32_t step = syringe_number_step(syringe), marks = syringe_marks(syringe);
    Um foot = barrel->y + barrel->height;
    for (int32_t mark = 0; mark <= marks; mark++) {
        Volume volume = {mark * syringe->graduation.nl};
        Um x = mark_x(barrel, syringe, volume.nl), length = tick_length(mark, step);
        if (mark > 0) put_rule(sheet, x, foot, 0, -length, mark % step ? MM(0.18) : MM(0.32), 0, "syringe.tick");
        if (mark % step) continue;
        put_line(sheet, (Box){x - MM(8), foot + NUMBER_GAP, MM(16), 0}, &picture->number, "syringe.number",
                 volume_ml(sheet->arena, volume));
    }
}

/* The volume in large type, with a line down to the front edge of the piston. */
static void put_label(Sheet *sheet, const Box *box, const Box *barrel, Um plunger, const SyringePicture *picture)
{
    Type type = picture->volume;
    type.align = ALIGN_CENTRE;
    Um height = type_leading(&type), width = text_width(sheet, &type, picture->label) + MM(1);
    Um x = plunger - width / 2;
    if (x < box->x) x = box->x;
    if (x + width > box->x + box->width) x = box->x + box->width - width;
    put_line(sheet, (Box){x, box->y, width, height}, &type, "syringe.label", picture->label);
    put_rule(sheet, plunger, box->y + height, 0, barrel->y - box->y - height, MM(0.6), 0, "syringe.pointer");
}

void syringe_put(Sheet *sheet, Box box, const SyringePicture *picture)
{
    const Syringe *syringe = picture->syringe;
    Box barrel = {box.x + NOZZLE_WIDTH, box.y + type_leading(&picture->volume) + POINTER,
                  box.width - NOZZLE_WIDTH - BEYOND - ROD_MOST - 2 * FLANGE_WIDTH, BARREL_HEIGHT};
    Um plunger = mark_x(&barrel, syringe, picture->at.nl);
    int32_t row = sheet->row;
    sheet->row = picture->day;
    put_liquid(sheet, &barrel, plunger);
    put_plunger(sheet, &barrel, plunger);
    put_barrel(sheet, &barrel);
    put_ticks(sheet, &barrel, picture);
    put_label(sheet, &box, &barrel, plunger, picture);
    sheet->row = row;
}
