/* The bill of the missiles (rulebook 7): the price of one is its share of the sale. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

/* The sale that the price in the rules' data is a share of; told only where the two agree. */
#define SALE_DOLLARS  75000000u
#define SALE_MISSILES 246u

void money_text(uint32_t dollars, char out[24]) {
    if (dollars >= 1000000)
        snprintf(out, 24, "$%u,%03u,%03u", dollars / 1000000, dollars / 1000 % 1000, dollars % 1000);
    else if (dollars >= 1000)
        snprintf(out, 24, "$%u,%03u", dollars / 1000, dollars % 1000);
    else
        snprintf(out, 24, "$%u", dollars);
}

uint32_t missile_price(const struct scenario *scenario) {
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct unit_type *type = &scenario->rules.type[scenario->roster[i].type];
        if (type->ammo == AMMO_JAVELIN && type->weapon > 0 && type->weapon <= scenario->rules.weapons)
            return scenario->rules.weapon[type->weapon - 1].price;
    }
    return 0;
}

void bill_price_text(uint32_t price, char *out, size_t size) {
    char one[24], sale[24];
    money_text(price, one);
    money_text(SALE_DOLLARS, sale);
    if (price == SALE_DOLLARS / SALE_MISSILES)
        snprintf(out, size, "One of the %u sold for %s: %s each.", SALE_MISSILES, sale, one);
    else
        snprintf(out, size, "%s each.", one);
}

void bill_sum_text(unsigned launches, uint32_t bill, char *out, size_t size) {
    char one[24], sum[24];
    money_text(bill, sum);
    if (launches == 0)
        snprintf(out, size, "none launched");
    else if (bill % launches == 0) {
        money_text(bill / launches, one);
        snprintf(out, size, "%u × %s = %s", launches, one, sum);
    } else
        snprintf(out, size, "%u launched, %s", launches, sum);
}
