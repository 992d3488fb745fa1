/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/open_referral/hsds_json.h"

#include "common/documents/listing.h"
#include "common/documents/timestamp.h"

void
json_add_text(JsonBuilder *json, const char *name, const char *text)
{
    if (text == NULL)
        return;
    json_builder_set_member_name(json, name);
    json_builder_add_string_value(json, text);
}

void
json_add_number(JsonBuilder *json, const char *name, int64_t number)
{
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, number);
}

void
json_add_hundredths(JsonBuilder *json, const char *name, int64_t hundredths)
{
    if (hundredths % 100 == 0) {
        json_add_number(json, name, hundredths / 100);
        return;
    }
    json_builder_set_member_name(json, name);
    json_builder_add_double_value(json, (double)hundredths / 100);
}

void
json_add_bool(JsonBuilder *json, const char *name, bool is_true)
{
    json_builder_set_member_name(json, name);
    json_builder_add_boolean_value(json, is_true);
}

void
json_add_uuid(JsonBuilder *json, const char *name, const struct uuid *uuid)
{
    char text[UUID_TEXT_BYTES];

    uuid_write(uuid, text);
    json_add_text(json, name, text);
}

void
json_add_time(JsonBuilder *json, const char *name, int64_t us)
{
    char text[TIMESTAMP_TEXT_BYTES];

    timestamp_write(us, text);
    json_add_text(json, name, text);
}

void
json_begin_list(JsonBuilder *json, const char *name)
{
    json_builder_set_member_name(json, name);
    json_builder_begin_array(json);
}

void
json_end_list(JsonBuilder *json)
{
    json_builder_end_array(json);
}

void
json_begin_part(JsonBuilder *json, const struct uuid *owner, const char *format, ...)
{
    char text[UUID_TEXT_BYTES];
    g_autofree char *part = NULL;
    struct uuid id;
    va_list arguments;

    va_start(arguments, format);
    part = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    uuid_write(owner, text);
    listing_id(text, part, &id);
    json_builder_begin_object(json);
    json_add_uuid(json, "id", &id);
}

GBytes *
json_finish(JsonBuilder *json)
{
    g_autoptr(JsonGenerator) generator = json_generator_new();
    g_autoptr(JsonNode) root = NULL;
    gsize size;
    char *text;

    json_builder_end_object(json);
    root = json_builder_get_root(json);
    json_generator_set_root(generator, root);
    text = json_generator_to_data(generator, &size);
    g_object_unref(json);
    return g_bytes_new_take(text, size);
}
