/* SPDX-License-Identifier: Apache-2.0 */
/* What the objects of HSDS are made of; for the files of this folder alone. */
#ifndef OPEN_REFERRAL_HSDS_JSON_H
#define OPEN_REFERRAL_HSDS_JSON_H

#include "common/documents/uuid.h"
#include <json-glib/json-glib.h>
#include <stdint.h>

/* Members of the object that is open; nothing when the text is NULL. */
void json_add_text(JsonBuilder *json, const char *name, const char *text);
void json_add_number(JsonBuilder *json, const char *name, int64_t number);
void json_add_hundredths(JsonBuilder *json, const char *name, int64_t hundredths);
void json_add_bool(JsonBuilder *json, const char *name, bool is_true);
void json_add_uuid(JsonBuilder *json, const char *name, const struct uuid *uuid);
void json_add_time(JsonBuilder *json, const char *name, int64_t us);

/* A list of objects: begin, then object by object, then end. */
void json_begin_list(JsonBuilder *json, const char *name);
void json_end_list(JsonBuilder *json);

/* Opens an object with an id of its own, made of its owner's and of what it is. */
void json_begin_part(JsonBuilder *json, const struct uuid *owner, const char *format,
                     ...) G_GNUC_PRINTF(3, 4);

/* Ends the outermost object, frees the builder, and returns the text. */
GBytes *json_finish(JsonBuilder *json);

#endif
