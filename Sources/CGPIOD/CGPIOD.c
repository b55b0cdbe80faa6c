#define _GNU_SOURCE
#include "CGPIOD.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>

/* libgpiod 1.x has bulk requests, 2.x does not; pkg-config calls both libgpiod. */
#ifdef GPIOD_LINE_BULK_MAX_LINES
#define LIBGPIOD_1
#endif

/* Some of the library's failures leave errno alone. */
static int failure(void)
{
    return errno > 0 ? -errno : -EIO;
}

static void copy_name(char target[CGPIOD_NAME_SIZE], const char *source)
{
    snprintf(target, CGPIOD_NAME_SIZE, "%s", source ? source : "");
}

/* Reading must not block: what poll announced may be gone by then. */
static int make_nonblocking(int descriptor)
{
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0)
        return failure();
    return 0;
}

const char *cgpiod_errno_symbol(int error)
{
    return strerrorname_np(error);
}

const char *cgpiod_errno_text(int error)
{
    return strerrordesc_np(error);
}

int cgpiod_wake_open(void)
{
    int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return descriptor < 0 ? failure() : descriptor;
}

void cgpiod_wake_signal(int descriptor)
{
    /* Fails only when the counter is full, and then it is readable already. */
    (void)eventfd_write(descriptor, 1);
}

void cgpiod_wake_clear(int descriptor)
{
    eventfd_t value;
    /* Fails only when there is nothing to clear. */
    (void)eventfd_read(descriptor, &value);
}

void cgpiod_name_thread(const char *name)
{
    (void)pthread_setname_np(pthread_self(), name);
}

/* The number of a chip's device name, or -1 for any other name. */
static long chip_number(const char *name)
{
    static const char prefix[] = "gpiochip";
    char *end;
    long number;

    if (strncmp(name, prefix, sizeof prefix - 1) != 0)
        return -1;
    name += sizeof prefix - 1;
    if (*name < '0' || *name > '9')
        return -1;
    errno = 0;
    number = strtol(name, &end, 10);
    return errno == 0 && *end == '\0' ? number : -1;
}

static int is_chip(const struct dirent *entry)
{
    return chip_number(entry->d_name) >= 0;
}

static int by_number(const struct dirent **left, const struct dirent **right)
{
    long a = chip_number((*left)->d_name), b = chip_number((*right)->d_name);
    return (a > b) - (a < b);
}

int cgpiod_find_chips(const char *directory, struct cgpiod_path *paths, unsigned capacity)
{
    struct dirent **entries;
    unsigned found = 0;
    int count = scandir(directory, &entries, is_chip, by_number);

    if (count < 0)
        return failure();
    for (int index = 0; index < count; index++) {
        struct cgpiod_path path;
        struct stat status;
        int length = snprintf(
            path.text, sizeof path.text, "%s/%s", directory, entries[index]->d_name);

        if (length > 0 && (size_t)length < sizeof path.text && lstat(path.text, &status) == 0
            && S_ISCHR(status.st_mode)) {
            if (found < capacity)
                paths[found] = path;
            found++;
        }
        free(entries[index]);
    }
    free(entries);
    return (int)found;
}

struct cgpiod_chip {
    struct gpiod_chip *chip;
};

int cgpiod_chip_open(const char *path, struct cgpiod_chip **result)
{
    char resolved[PATH_MAX];
    struct cgpiod_chip *chip;
    int error;

    if (!realpath(path, resolved))
        return failure();
    chip = malloc(sizeof *chip);
    if (!chip)
        return -ENOMEM;
    errno = 0;
    chip->chip = gpiod_chip_open(resolved);
    if (!chip->chip) {
        error = failure();
        free(chip);
        return error;
    }
    *result = chip;
    return 0;
}

void cgpiod_chip_close(struct cgpiod_chip *chip)
{
    gpiod_chip_close(chip->chip);
    free(chip);
}

#ifdef LIBGPIOD_1

/* What the kernel's first interface keeps for each line; fixed there. */
#define QUEUE_CAPACITY 16

const char *cgpiod_library_version(void)
{
    return gpiod_version_string();
}

bool cgpiod_debounces(void)
{
    return false;
}

bool cgpiod_numbers_edges(void)
{
    return false;
}

unsigned cgpiod_queue_capacity(void)
{
    return QUEUE_CAPACITY;
}

int cgpiod_chip_describe(struct cgpiod_chip *chip, struct cgpiod_chip_info *info)
{
    copy_name(info->name, gpiod_chip_name(chip->chip));
    copy_name(info->label, gpiod_chip_label(chip->chip));
    info->line_count = gpiod_chip_num_lines(chip->chip);
    return 0;
}

static enum cgpiod_bias bias_from_library(int bias)
{
    switch (bias) {
    case GPIOD_LINE_BIAS_DISABLE:
        return CGPIOD_BIAS_DISABLED;
    case GPIOD_LINE_BIAS_PULL_UP:
        return CGPIOD_BIAS_PULL_UP;
    case GPIOD_LINE_BIAS_PULL_DOWN:
        return CGPIOD_BIAS_PULL_DOWN;
    default:
        return CGPIOD_BIAS_AS_IS;
    }
}

static int bias_flags(enum cgpiod_bias bias)
{
    switch (bias) {
    case CGPIOD_BIAS_DISABLED:
        return GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
    case CGPIOD_BIAS_PULL_UP:
        return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    case CGPIOD_BIAS_PULL_DOWN:
        return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    default:
        return 0;
    }
}

int cgpiod_line_describe(
    struct cgpiod_chip *chip, unsigned offset, struct cgpiod_line_info *info)
{
    struct gpiod_line *line;

    errno = 0;
    line = gpiod_chip_get_line(chip->chip, offset);
    if (!line || gpiod_line_update(line) < 0)
        return failure();
    copy_name(info->name, gpiod_line_name(line));
    copy_name(info->consumer, gpiod_line_consumer(line));
    info->is_used = gpiod_line_is_used(line);
    info->is_output = gpiod_line_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT;
    info->is_active_low = gpiod_line_active_state(line) == GPIOD_LINE_ACTIVE_STATE_LOW;
    info->bias = bias_from_library(gpiod_line_bias(line));
    return 0;
}

struct cgpiod_input {
    struct gpiod_line *line;
    int descriptor;
};

static int open_input(
    struct gpiod_line *line, const char *consumer, const struct cgpiod_input_settings *settings)
{
    struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES,
        .flags = bias_flags(settings->bias)
            | (settings->is_active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0),
    };
    int descriptor, error;

    if (gpiod_line_request(line, &config, 0) < 0)
        return failure();
    descriptor = gpiod_line_event_get_fd(line);
    error = descriptor < 0 ? failure() : make_nonblocking(descriptor);
    if (error < 0)
        gpiod_line_release(line);
    return error < 0 ? error : descriptor;
}

int cgpiod_input_request(
    struct cgpiod_chip *chip, const char *consumer, const struct cgpiod_input_settings *settings,
    struct cgpiod_input **result)
{
    struct cgpiod_input *input = malloc(sizeof *input);
    int error;

    if (!input)
        return -ENOMEM;
    errno = 0;
    input->line = gpiod_chip_get_line(chip->chip, settings->offset);
    error = input->line ? open_input(input->line, consumer, settings) : failure();
    if (error < 0) {
        free(input);
        return error;
    }
    input->descriptor = error;
    *result = input;
    return 0;
}

int cgpiod_input_descriptor(const struct cgpiod_input *input)
{
    return input->descriptor;
}

int cgpiod_input_level(struct cgpiod_input *input)
{
    int level;

    errno = 0;
    level = gpiod_line_get_value(input->line);
    return level < 0 ? failure() : level;
}

int cgpiod_input_read(struct cgpiod_input *input, struct cgpiod_edge *edges, unsigned capacity)
{
    struct gpiod_line_event events[QUEUE_CAPACITY];
    int count;

    if (capacity > QUEUE_CAPACITY)
        capacity = QUEUE_CAPACITY;
    errno = 0;
    count = gpiod_line_event_read_fd_multiple(input->descriptor, events, capacity);
    if (count < 0)
        return errno == EAGAIN ? 0 : failure();
    for (int index = 0; index < count; index++) {
        edges[index].timestamp_ns = (uint64_t)events[index].ts.tv_sec * 1000000000u
            + (uint64_t)events[index].ts.tv_nsec;
        edges[index].sequence = 0;
        edges[index].is_rising = events[index].event_type == GPIOD_LINE_EVENT_RISING_EDGE;
    }
    return count;
}

void cgpiod_input_release(struct cgpiod_input *input)
{
    gpiod_line_release(input->line);
    free(input);
}

struct cgpiod_outputs {
    struct gpiod_line_bulk lines;
};

static int open_outputs(
    struct cgpiod_outputs *outputs, struct cgpiod_chip *chip, const char *consumer,
    const unsigned *offsets, unsigned count, bool is_active_low, const bool *active)
{
    struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT,
        .flags = is_active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0,
    };
    int values[CGPIOD_LINES_MAX];

    gpiod_line_bulk_init(&outputs->lines);
    for (unsigned index = 0; index < count; index++) {
        struct gpiod_line *line = gpiod_chip_get_line(chip->chip, offsets[index]);
        if (!line)
            return failure();
        gpiod_line_bulk_add(&outputs->lines, line);
        values[index] = active[index];
    }
    return gpiod_line_request_bulk(&outputs->lines, &config, values) < 0 ? failure() : 0;
}

int cgpiod_outputs_request(
    struct cgpiod_chip *chip, const char *consumer, const unsigned *offsets, unsigned count,
    bool is_active_low, const bool *active, struct cgpiod_outputs **result)
{
    struct cgpiod_outputs *outputs;
    int error;

    if (count == 0 || count > CGPIOD_LINES_MAX || count > GPIOD_LINE_BULK_MAX_LINES)
        return -EINVAL;
    outputs = malloc(sizeof *outputs);
    if (!outputs)
        return -ENOMEM;
    errno = 0;
    error = open_outputs(outputs, chip, consumer, offsets, count, is_active_low, active);
    if (error < 0) {
        free(outputs);
        return error;
    }
    *result = outputs;
    return 0;
}

int cgpiod_outputs_set(struct cgpiod_outputs *outputs, const bool *active)
{
    int values[CGPIOD_LINES_MAX];

    for (unsigned index = 0; index < gpiod_line_bulk_num_lines(&outputs->lines); index++)
        values[index] = active[index];
    errno = 0;
    return gpiod_line_set_value_bulk(&outputs->lines, values) < 0 ? failure() : 0;
}

void cgpiod_outputs_release(struct cgpiod_outputs *outputs)
{
    gpiod_line_release_bulk(&outputs->lines);
    free(outputs);
}

#else /* libgpiod 2.x */

/* Enough for a burst while the reader is held up; the kernel allows 1024. */
#define QUEUE_CAPACITY 256
/* Edges taken in one read. */
#define READ_CAPACITY 64

const char *cgpiod_library_version(void)
{
    return gpiod_api_version();
}

bool cgpiod_debounces(void)
{
    return true;
}

bool cgpiod_numbers_edges(void)
{
    return true;
}

unsigned cgpiod_queue_capacity(void)
{
    return QUEUE_CAPACITY;
}

int cgpiod_chip_describe(struct cgpiod_chip *chip, struct cgpiod_chip_info *info)
{
    struct gpiod_chip_info *source;

    errno = 0;
    source = gpiod_chip_get_info(chip->chip);
    if (!source)
        return failure();
    copy_name(info->name, gpiod_chip_info_get_name(source));
    copy_name(info->label, gpiod_chip_info_get_label(source));
    info->line_count = (unsigned)gpiod_chip_info_get_num_lines(source);
    gpiod_chip_info_free(source);
    return 0;
}

static enum cgpiod_bias bias_from_library(enum gpiod_line_bias bias)
{
    switch (bias) {
    case GPIOD_LINE_BIAS_DISABLED:
        return CGPIOD_BIAS_DISABLED;
    case GPIOD_LINE_BIAS_PULL_UP:
        return CGPIOD_BIAS_PULL_UP;
    case GPIOD_LINE_BIAS_PULL_DOWN:
        return CGPIOD_BIAS_PULL_DOWN;
    default:
        return CGPIOD_BIAS_AS_IS;
    }
}

static enum gpiod_line_bias bias_for_library(enum cgpiod_bias bias)
{
    switch (bias) {
    case CGPIOD_BIAS_DISABLED:
        return GPIOD_LINE_BIAS_DISABLED;
    case CGPIOD_BIAS_PULL_UP:
        return GPIOD_LINE_BIAS_PULL_UP;
    case CGPIOD_BIAS_PULL_DOWN:
        return GPIOD_LINE_BIAS_PULL_DOWN;
    default:
        return GPIOD_LINE_BIAS_AS_IS;
    }
}

int cgpiod_line_describe(
    struct cgpiod_chip *chip, unsigned offset, struct cgpiod_line_info *info)
{
    struct gpiod_line_info *source;

    errno = 0;
    source = gpiod_chip_get_line_info(chip->chip, offset);
    if (!source)
        return failure();
    copy_name(info->name, gpiod_line_info_get_name(source));
    copy_name(info->consumer, gpiod_line_info_get_consumer(source));
    info->is_used = gpiod_line_info_is_used(source);
    info->is_output = gpiod_line_info_get_direction(source) == GPIOD_LINE_DIRECTION_OUTPUT;
    info->is_active_low = gpiod_line_info_is_active_low(source);
    info->bias = bias_from_library(gpiod_line_info_get_bias(source));
    gpiod_line_info_free(source);
    return 0;
}

/* One request of lines that share their settings; `active` only for outputs. */
static int request_lines(
    struct cgpiod_chip *chip, const char *consumer, const unsigned *offsets, unsigned count,
    struct gpiod_line_settings *settings, const enum gpiod_line_value *values,
    struct gpiod_line_request **result)
{
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *request = gpiod_request_config_new();
    int error = 0;

    *result = NULL;
    if (lines && request) {
        gpiod_request_config_set_consumer(request, consumer);
        gpiod_request_config_set_event_buffer_size(request, QUEUE_CAPACITY);
        if (gpiod_line_config_add_line_settings(lines, offsets, count, settings) == 0
            && (!values || gpiod_line_config_set_output_values(lines, values, count) == 0))
            *result = gpiod_chip_request_lines(chip->chip, request, lines);
    }
    if (!*result)
        error = failure();
    gpiod_line_config_free(lines);
    gpiod_request_config_free(request);
    return error;
}

struct cgpiod_input {
    struct gpiod_line_request *request;
    struct gpiod_edge_event_buffer *events;
    unsigned offset;
};

static int open_input(
    struct cgpiod_input *input, struct cgpiod_chip *chip, const char *consumer,
    const struct cgpiod_input_settings *wanted)
{
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    int error = 0;

    if (!settings)
        return failure();
    if (gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) < 0
        || gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH) < 0
        || gpiod_line_settings_set_bias(settings, bias_for_library(wanted->bias)) < 0
        || gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC) < 0)
        error = failure();
    gpiod_line_settings_set_active_low(settings, wanted->is_active_low);
    gpiod_line_settings_set_debounce_period_us(settings, wanted->debounce_us);
    if (error == 0)
        error = request_lines(
            chip, consumer, &wanted->offset, 1, settings, NULL, &input->request);
    gpiod_line_settings_free(settings);
    return error;
}

int cgpiod_input_request(
    struct cgpiod_chip *chip, const char *consumer, const struct cgpiod_input_settings *settings,
    struct cgpiod_input **result)
{
    struct cgpiod_input *input = calloc(1, sizeof *input);
    int error;

    if (!input)
        return -ENOMEM;
    errno = 0;
    input->offset = settings->offset;
    error = open_input(input, chip, consumer, settings);
    if (error == 0)
        error = make_nonblocking(gpiod_line_request_get_fd(input->request));
    if (error == 0) {
        input->events = gpiod_edge_event_buffer_new(READ_CAPACITY);
        error = input->events ? 0 : failure();
    }
    if (error < 0) {
        cgpiod_input_release(input);
        return error;
    }
    *result = input;
    return 0;
}

int cgpiod_input_descriptor(const struct cgpiod_input *input)
{
    return gpiod_line_request_get_fd(input->request);
}

int cgpiod_input_level(struct cgpiod_input *input)
{
    enum gpiod_line_value level;

    errno = 0;
    level = gpiod_line_request_get_value(input->request, input->offset);
    if (level == GPIOD_LINE_VALUE_ERROR)
        return failure();
    return level == GPIOD_LINE_VALUE_ACTIVE;
}

int cgpiod_input_read(struct cgpiod_input *input, struct cgpiod_edge *edges, unsigned capacity)
{
    int count;

    if (capacity > READ_CAPACITY)
        capacity = READ_CAPACITY;
    errno = 0;
    count = gpiod_line_request_read_edge_events(input->request, input->events, capacity);
    if (count < 0)
        return errno == EAGAIN ? 0 : failure();
    for (int index = 0; index < count; index++) {
        struct gpiod_edge_event *event =
            gpiod_edge_event_buffer_get_event(input->events, (unsigned long)index);
        edges[index].timestamp_ns = gpiod_edge_event_get_timestamp_ns(event);
        edges[index].sequence = (uint32_t)gpiod_edge_event_get_line_seqno(event);
        edges[index].is_rising =
            gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
    }
    return count;
}

/* Takes half-made ones too. */
void cgpiod_input_release(struct cgpiod_input *input)
{
    if (input->events)
        gpiod_edge_event_buffer_free(input->events);
    if (input->request)
        gpiod_line_request_release(input->request);
    free(input);
}

struct cgpiod_outputs {
    struct gpiod_line_request *request;
    unsigned count;
    unsigned offsets[CGPIOD_LINES_MAX];
};

static void convert(enum gpiod_line_value *values, const bool *active, unsigned count)
{
    for (unsigned index = 0; index < count; index++)
        values[index] = active[index] ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

int cgpiod_outputs_request(
    struct cgpiod_chip *chip, const char *consumer, const unsigned *offsets, unsigned count,
    bool is_active_low, const bool *active, struct cgpiod_outputs **result)
{
    enum gpiod_line_value values[CGPIOD_LINES_MAX];
    struct gpiod_line_settings *settings;
    struct cgpiod_outputs *outputs;
    int error;

    if (count == 0 || count > CGPIOD_LINES_MAX)
        return -EINVAL;
    errno = 0;
    outputs = calloc(1, sizeof *outputs);
    settings = gpiod_line_settings_new();
    if (!outputs || !settings
        || gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) < 0) {
        error = failure();
    } else {
        gpiod_line_settings_set_active_low(settings, is_active_low);
        convert(values, active, count);
        error = request_lines(
            chip, consumer, offsets, count, settings, values, &outputs->request);
    }
    gpiod_line_settings_free(settings);
    if (error < 0) {
        free(outputs);
        return error;
    }
    memcpy(outputs->offsets, offsets, count * sizeof *offsets);
    outputs->count = count;
    *result = outputs;
    return 0;
}

int cgpiod_outputs_set(struct cgpiod_outputs *outputs, const bool *active)
{
    enum gpiod_line_value values[CGPIOD_LINES_MAX];

    convert(values, active, outputs->count);
    errno = 0;
    if (gpiod_line_request_set_values_subset(
            outputs->request, outputs->count, outputs->offsets, values)
        < 0)
        return failure();
    return 0;
}

void cgpiod_outputs_release(struct cgpiod_outputs *outputs)
{
    gpiod_line_request_release(outputs->request);
    free(outputs);
}

#endif
