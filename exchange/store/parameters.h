/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters as libpq wants them; for connection.c. */
#ifndef STORE_PARAMETERS_H
#define STORE_PARAMETERS_H

#include "exchange/store/store.h"

/* The type's OID in PostgreSQL, 0 for NULL. */
uint32_t parameter_type(const struct parameter *parameter);

/* The value in binary format; NULL for NULL. */
const char *parameter_value(const struct parameter *parameter);

#endif
