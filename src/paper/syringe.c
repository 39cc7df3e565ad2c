/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "syringe.h"

#define NUMBER_GAP MM(0.6)
#define NUMBER_ROOM MM(16)      /* of a number's box, centred on its mark */
#define NUMBER_APART MM(1)      /* between two numbers at least */

/* What a picture is drawn of, in two sizes; roles as in syringe.h. */
typedef struct {
    const char *nozzle, *liquid, *rod, *plunger, *thumb, *barrel, *flange, *tick, *number, *label;
} Roles;

typedef struct {
    Um height;                                  /* of the barrel */
    Um nozzle_width, nozzle_height;
    Um flange_width, flange_beyond;             /* beyond the barrel, above and below */
    Um rod_height;
    Um rod_least, rod_most;                     /* of the rod behind the flange: the plunger home, and drawn to the end */
    Um thumb;
    Um piston, piston_inset;
    Um beyond;                                  /* of the barrel behind its last mark */
    Um long_tick, half_tick, tick;
    Roles roles;
} Look;

static const Look whole = {
    .height = MM(10), .nozzle_width = MM(7), .nozzle_height = MM(3), .flange_width = MM(1.2), .flange_beyond = MM(2),
    .rod_height = MM(3), .rod_least = MM(4), .rod_most = MM(24), .thumb = MM(9), .piston = MM(2.6), .piston_inset = MM(0.5),
    .beyond = MM(7), .long_tick = MM(5.2), .half_tick = MM(3.8), .tick = MM(2.6),
    .roles = {"syringe.nozzle", "syringe.liquid", "syringe.rod", "syringe.plunger", "syringe.thumb", "syringe.barrel",
              "syringe.flange", "syringe.tick", "syringe.number", "syringe.label"},
};

/* In a row: as high as a line of type. */
static const Look strip = {
    .height = MM(5), .nozzle_width = MM(4), .nozzle_height = MM(1.6), .flange_width = MM(0.8), .flange_beyond = MM(0.8),
    .rod_height = MM(1.6), .rod_least = MM(2), .rod_most = MM(9), .thumb = MM(4.4), .piston = MM(2), .piston_inset = MM(0.3),
    .beyond = MM(4), .long_tick = MM(2.8), .half_tick = MM(2.1), .tick = MM(1.5),
    .roles = {"strip.nozzle", "strip.liquid", "strip.rod", "strip.plunger", "strip.thumb", "strip.barrel", "strip.flange",
              "strip.tick", "strip.number", "strip.label"},
};

#define POINTER MM(2.5)         /* line from the label to the barrel */
#define STRIP_ABOVE MM(1)       /* a strip's barrel below the top of its box: the flange stands out */
#define STRIP_GAP MM(3)         /* between the room of its label and its nozzle */

Um syringe_height(const SyringePicture *picture)
{
    return type_leading(&picture->volume) + POINTER + whole.height + NUMBER_GAP + type_leading(&picture->number);
}

Um syringe_strip_height(const SyringePicture *picture)
{
    return STRIP_ABOVE + strip.height + NUMBER_GAP + type_leading(&picture->number);
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

static void put_liquid(Sheet *sheet, const Look *look, const Box *barrel, Um plunger)
{
    Um middle = barrel->y + barrel->height / 2;
    Box nozzle = {barrel->x - look->nozzle_width, middle - look->nozzle_height / 2, look->nozzle_width, look->nozzle_height};
    put_bar(sheet, nozzle, 215, look->roles.nozzle);
    put_frame(sheet, nozzle, MM(0.3), 0, look->roles.nozzle);
    if (plunger > barrel->x)
        put_bar(sheet, (Box){barrel->x, barrel->y, plunger - barrel->x, barrel->height}, 215, look->roles.liquid);
}

/* The piston's front edge stands on the mark; the rod runs out behind it. */
static void put_plunger(Sheet *sheet, const Look *look, const Box *barrel, Um plunger)
{
    Um end = barrel->x + barrel->width + look->beyond, middle = barrel->y + barrel->height / 2;
    Um drawn = muldiv_half_even(look->rod_most - look->rod_least, plunger - barrel->x, barrel->width);
    Um thumb = end + look->rod_least + drawn, rod = plunger + look->piston;
    put_frame(sheet, (Box){rod, middle - look->rod_height / 2, thumb - rod, look->rod_height}, MM(0.25), 90, look->roles.rod);
    put_bar(sheet, (Box){plunger, barrel->y + look->piston_inset, look->piston, barrel->height - 2 * look->piston_inset}, 0,
            look->roles.plunger);
    put_bar(sheet, (Box){thumb, middle - look->thumb / 2, look->flange_width, look->thumb}, 60, look->roles.thumb);
}

static void put_barrel(Sheet *sheet, const Look *look, const Box *barrel)
{
    Um end = barrel->x + barrel->width + look->beyond;
    put_frame(sheet, (Box){barrel->x, barrel->y, barrel->width + look->beyond, barrel->height}, MM(0.35), 0, look->roles.barrel);
    put_bar(sheet, (Box){end, barrel->y - look->flange_beyond, look->flange_width, barrel->height + 2 * look->flange_beyond}, 60,
            look->roles.flange);
}

/* Numbered marks are longest, halves of a numbered step longer than the rest. */
static Um tick_length(const Look *look, int32_t mark, int32_t step)
{
    if (mark % step == 0) return look->long_tick;
    if (step % 2 == 0 && mark % (step / 2) == 0) return look->half_tick;
    return look->tick;
}

/* Every how many of the long marks one has its number: where they stand too near for all, fewer, but always the last. */
static int32_t number_every(const Sheet *sheet, const Box *barrel, const SyringePicture *picture, int32_t step)
{
    int32_t marks = syringe_marks(picture->syringe), every = 1;
    Um widest = 0;
    for (int32_t mark = 0; mark <= marks; mark += step) {
        Um width = text_width(sheet, &picture->number, volume_ml(sheet->arena, (Volume){mark * picture->syringe->graduation.nl}));
        if (width > widest) widest = width;
    }
    while (every * step < marks && (marks / step % every || barrel->width * step * every / marks < widest + NUMBER_APART)) every++;
    return every;
}

static void put_ticks(Sheet *sheet, const Look *look, const Box *barrel, const SyringePicture *picture)
{
    const Syringe *syringe = picture->syringe;
    int32_t step = syringe_number_step(syringe), marks = syringe_marks(syringe);
    int32_t numbered = step * number_every(sheet, barrel, picture, step);
    Um foot = barrel->y + barrel->height;
    for (int32_t mark = 0; mark <= marks; mark++) {
        Volume volume = {mark * syringe->graduation.nl};
        Um x = mark_x(barrel, syringe, volume.nl), length = tick_length(look, mark, step);
        if (mark > 0) put_rule(sheet, x, foot, 0, -length, mark % step ? MM(0.18) : MM(0.32), 0, look->roles.tick);
        if (mark % numbered) continue;
        put_line(sheet, (Box){x - NUMBER_ROOM / 2, foot + NUMBER_GAP, NUMBER_ROOM, 0}, &picture->number, look->roles.number,
                 volume_ml(sheet->arena, volume));
    }
}

static void put_syringe(Sheet *sheet, const Look *look, const Box *barrel, const SyringePicture *picture)
{
    Um plunger = mark_x(barrel, picture->syringe, picture->at.nl);
    put_liquid(sheet, look, barrel, plunger);
    put_plunger(sheet, look, barrel, plunger);
    put_barrel(sheet, look, barrel);
    put_ticks(sheet, look, barrel, picture);
}

/* The volume in large type, with a line down to the front edge of the piston. */
static void put_label(Sheet *sheet, const Box *box, const Box *barrel, const SyringePicture *picture)
{
    Type type = picture->volume;
    type.align = ALIGN_CENTRE;
    Um height = type_leading(&type), width = text_width(sheet, &type, picture->label) + MM(1);
    Um plunger = mark_x(barrel, picture->syringe, picture->at.nl), x = plunger - width / 2;
    if (x < box->x) x = box->x;
    if (x + width > box->x + box->width) x = box->x + box->width - width;
    put_line(sheet, (Box){x, box->y, width, height}, &type, whole.roles.label, picture->label);
    put_rule(sheet, plunger, box->y + height, 0, barrel->y - box->y - height, MM(0.6), 0, "syringe.pointer");
}

void syringe_put(Sheet *sheet, Box box, const SyringePicture *picture)
{
    Box barrel = {box.x + whole.nozzle_width, box.y + type_leading(&picture->volume) + POINTER,
                  box.width - whole.nozzle_width - whole.beyond - whole.rod_most - 2 * whole.flange_width, whole.height};
    int32_t row = sheet->row;
    sheet->row = picture->day;
    put_syringe(sheet, &whole, &barrel, picture);
    put_label(sheet, &box, &barrel, picture);
    sheet->row = row;
}

void syringe_strip_put(Sheet *sheet, Box box, const SyringePicture *picture)
{
    Type type = picture->volume;
    type.leading = strip.height;
    type.align = ALIGN_RIGHT;
    Um left = picture->label_room + STRIP_GAP + strip.nozzle_width;
    Box barrel = {box.x + left, box.y + STRIP_ABOVE,
                  box.width - left - strip.beyond - strip.rod_most - 2 * strip.flange_width, strip.height};
    int32_t row = sheet->row;
    sheet->row = picture->day;
    put_line(sheet, (Box){box.x, barrel.y, picture->label_room, strip.height}, &type, strip.roles.label, picture->label);
    put_bar(sheet, (Box){barrel.x, barrel.y, barrel.width + strip.beyond, barrel.height}, 255, "strip.white");
    put_syringe(sheet, &strip, &barrel, picture);
    sheet->row = row;
}
