/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/parameters.h"

#include <string.h>

static const struct {
    uint32_t element;
    uint32_t array;
} types[] = {
    [PARAMETER_NULL] = {0, 0},       [PARAMETER_BOOL] = {16, 1000},
    [PARAMETER_INT4] = {23, 1007},   [PARAMETER_INT8] = {20, 1016},
    [PARAMETER_UUID] = {2950, 2951}, [PARAMETER_TEXT] = {25, 1009},
    [PARAMETER_BYTES] = {17, 1001},  [PARAMETER_ARRAY] = {0, 0},
    [PARAMETER_ELEMENT] = {0, 0},
};

/* ARR_NDIM, flags, element type, length, lower bound: five words, big-endian. */
#define ARRAY_HEADER_BYTES 20

struct array {
    enum parameter_kind element;
    size_t length;
    bool has_null;
    GByteArray *wire;
};

static void
write_be32(uint8_t *to, uint32_t value)
{
    value = GUINT32_TO_BE(value);
    memcpy(to, &value, sizeof value);
}

static void
write_be64(uint8_t *to, uint64_t value)
{
    value = GUINT64_TO_BE(value);
    memcpy(to, &value, sizeof value);
}

static uint32_t
read_be32(const uint8_t *from)
{
    uint32_t value;

    memcpy(&value, from, sizeof value);
    return GUINT32_FROM_BE(value);
}

/* The length of the only element; UINT32_MAX for NULL. */
static uint32_t
element_length(const struct array *array)
{
    g_assert(array->length == 1);
    return read_be32(array->wire->data + ARRAY_HEADER_BYTES);
}

uint32_t
parameter_type(const struct parameter *parameter)
{
    if (parameter->kind == PARAMETER_ARRAY)
        return types[parameter->array->element].array;
    if (parameter->kind == PARAMETER_ELEMENT)
        return types[parameter->array->element].element;
    return types[parameter->kind].element;
}

const char *
parameter_value(const struct parameter *parameter)
{
    switch (parameter->kind) {
    case PARAMETER_NULL:
        return NULL;
    case PARAMETER_BOOL:
    case PARAMETER_INT4:
    case PARAMETER_INT8:
    case PARAMETER_UUID:
        return (const char *)parameter->inlined;
    case PARAMETER_TEXT:
    case PARAMETER_BYTES:
        return parameter->bytes;
    case PARAMETER_ARRAY:
        return (const char *)parameter->array->wire->data;
    case PARAMETER_ELEMENT:
        if (element_length(parameter->array) == UINT32_MAX)
            return NULL;
        return (const char *)parameter->array->wire->data + ARRAY_HEADER_BYTES + 4;
    }
    g_assert_not_reached();
}

struct parameter
parameter_null(void)
{
    return (struct parameter){.kind = PARAMETER_NULL};
}

struct parameter
parameter_int4(int32_t value)
{
    struct parameter parameter = {.kind = PARAMETER_INT4, .length = 4};

    write_be32(parameter.inlined, (uint32_t)value);
    return parameter;
}

struct parameter
parameter_int8(int64_t value)
{
    struct parameter parameter = {.kind = PARAMETER_INT8, .length = 8};

    write_be64(parameter.inlined, (uint64_t)value);
    return parameter;
}

struct parameter
parameter_uuid(const struct uuid *value)
{
    struct parameter parameter = {.kind = PARAMETER_UUID, .length = UUID_BYTES};

    if (value == NULL)
        return parameter_null();
    memcpy(parameter.inlined, value->bytes, UUID_BYTES);
    return parameter;
}

struct parameter
parameter_text(const char *value)
{
    if (value == NULL)
        return parameter_null();
    return (struct parameter){
        .kind = PARAMETER_TEXT, .length = (int)strlen(value), .bytes = value};
}

struct parameter
parameter_array(const struct array *array)
{
    g_assert(array->wire->len <= INT32_MAX);
    return (struct parameter){
        .kind = PARAMETER_ARRAY, .length = (int)array->wire->len, .array = array};
}

struct parameter
parameter_element(const struct array *array)
{
    uint32_t length = element_length(array);

    return (struct parameter){.kind = PARAMETER_ELEMENT,
                              .length = length == UINT32_MAX ? 0 : (int)length,
                              .array = array};
}

/* The header always tells the truth, so that an array can be sent at any time. */
static void
write_header(struct array *array)
{
    uint8_t *header = array->wire->data;

    write_be32(header, array->length == 0 ? 0 : 1);
    write_be32(header + 4, array->has_null);
    write_be32(header + 8, types[array->element].element);
    if (array->length > 0) {
        write_be32(header + 12, (uint32_t)array->length);
        write_be32(header + 16, 1);
    }
}

struct array *
array_new(enum parameter_kind element)
{
    struct array *array = g_new0(struct array, 1);

    g_assert(types[element].element != 0);
    array->element = element;
    array->wire = g_byte_array_sized_new(256);
    g_byte_array_set_size(array->wire, 12);
    write_header(array);
    return array;
}

void
array_free(struct array *array)
{
    if (array == NULL)
        return;
    g_byte_array_unref(array->wire);
    g_free(array);
}

size_t
array_length(const struct array *array)
{
    return array->length;
}

/* Makes room for one more element; returns where its bytes go. */
static uint8_t *
add(struct array *array, size_t length)
{
    size_t end;

    g_assert(length <= INT32_MAX);
    if (array->length == 0)
        g_byte_array_set_size(array->wire, ARRAY_HEADER_BYTES);
    end = array->wire->len;
    g_byte_array_set_size(array->wire, (guint)(end + 4 + length));
    write_be32(array->wire->data + end, (uint32_t)length);
    array->length++;
    write_header(array);
    return array->wire->data + end + 4;
}

void
array_add_null(struct array *array)
{
    array->has_null = true;
    write_be32(add(array, 0) - 4, UINT32_MAX);
}

void
array_add_bool(struct array *array, bool value)
{
    g_assert(array->element == PARAMETER_BOOL);
    *add(array, 1) = value;
}

void
array_add_int4(struct array *array, int32_t value)
{
    g_assert(array->element == PARAMETER_INT4);
    write_be32(add(array, 4), (uint32_t)value);
}

void
array_add_int8(struct array *array, int64_t value)
{
    g_assert(array->element == PARAMETER_INT8);
    write_be64(add(array, 8), (uint64_t)value);
}

void
array_add_uuid(struct array *array, const struct uuid *value)
{
    g_assert(array->element == PARAMETER_UUID);
    if (value == NULL)
        array_add_null(array);
    else
        memcpy(add(array, UUID_BYTES), value->bytes, UUID_BYTES);
}

void
array_add_text(struct array *array, const char *value)
{
    g_assert(array->element == PARAMETER_TEXT);
    if (value == NULL) {
        array_add_null(array);
    } else {
        size_t length = strlen(value);

        memcpy(add(array, length), value, length);
    }
}

void
array_add_words(struct array *array, char *const *words)
{
    g_autofree char *joined = g_strjoinv(" ", (char **)words);

    array_add_text(array, joined);
}

void
array_add_time(struct array *array, int64_t us)
{
    if (us == 0)
        array_add_null(array);
    else
        array_add_int8(array, us);
}

void
array_add_bytes(struct array *array, const void *bytes, size_t length)
{
    g_assert(array->element == PARAMETER_BYTES);
    if (bytes == NULL) {
        array_add_null(array);
    } else {
        uint8_t *to = add(array, length);

        if (length > 0)
            memcpy(to, bytes, length);
    }
}
