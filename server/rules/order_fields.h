/* Which fields of an order each kind uses, beside its unit: equality, the text form and the list of legal
 * orders all read this one table. */
#ifndef IBAR_RULES_ORDER_FIELDS_H
#define IBAR_RULES_ORDER_FIELDS_H

#include "orders.h"

enum order_field {
    FIELD_PATH = 1, /* path, path_length and press_on */
    FIELD_POLICY = 2,
    FIELD_DIR = 4,
    FIELD_OTHER = 8,
    FIELD_CONTACT = 16,
    FIELD_HEX = 32,
    FIELD_MODE = 64
};

/* The fields of a kind, 0 when it has none or is unknown. */
unsigned order_fields(int kind);

#endif
