/*
 * The least that can stand between a button and a lamp: waits for an edge on one line and sets the
 * other to the level the button then has. It is what domovoyd's own latency is measured against.
 *
 * usage: baseline CHIP BUTTON LAMP      (a device path and two line offsets)
 *
 * Prints "ready" once both lines are held. The lamp starts as the button is. Runs until a signal ends it.
 * Exit codes: 64 bad arguments, 69 chip or line not to be had, 74 reading or writing a line failed.
 *
 * The two generations of libgpiod share a header name but not one function; only the first defines
 * GPIOD_LINE_BULK_MAX_LINES.
 */
#include <errno.h>
#include <gpiod.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define CONSUMER "domovoy-baseline"

/* One clear line that says what failed on what, then the end. */
static _Noreturn void die(int code, const char *operation, const char *subject)
{
	fprintf(stderr, "baseline: cannot %s %s: %s\n", operation, subject, strerror(errno));
	exit(code);
}

static unsigned int offset(const char *text)
{
	char *end;

	errno = 0;
	unsigned long number = strtoul(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || number > INT_MAX) {
		fprintf(stderr, "baseline: a line offset is a whole number from 0 on, got '%s'\n", text);
		exit(EX_USAGE);
	}
	return (unsigned int)number;
}

#ifdef GPIOD_LINE_BULK_MAX_LINES

struct lines {
	struct gpiod_line *button;
	struct gpiod_line *lamp;
};

static struct lines request(const char *path, unsigned int button, unsigned int lamp)
{
	struct lines lines;
	struct gpiod_chip *chip = gpiod_chip_open(path);

	if (chip == NULL)
		die(EX_UNAVAILABLE, "open", path);
	lines.button = gpiod_chip_get_line(chip, button);
	lines.lamp = gpiod_chip_get_line(chip, lamp);
	if (lines.button == NULL || lines.lamp == NULL)
		die(EX_UNAVAILABLE, "find a line of", path);
	if (gpiod_line_request_both_edges_events(lines.button, CONSUMER) != 0)
		die(EX_UNAVAILABLE, "request", "the button");
	int level = gpiod_line_get_value(lines.button);
	if (level < 0)
		die(EX_IOERR, "read", "the button");
	if (gpiod_line_request_output(lines.lamp, CONSUMER, level) != 0)
		die(EX_UNAVAILABLE, "request", "the lamp");
	return lines;
}

/* Waits without a limit for one edge and returns the level it leads to. */
static int next_level(const struct lines *lines)
{
	struct gpiod_line_event event;

	if (gpiod_line_event_read(lines->button, &event) != 0)
		die(EX_IOERR, "read an edge of", "the button");
	return event.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
}

static void set_lamp(const struct lines *lines, int level)
{
	if (gpiod_line_set_value(lines->lamp, level) != 0)
		die(EX_IOERR, "set", "the lamp");
}

#else

struct lines {
	struct gpiod_line_request *button;
	struct gpiod_line_request *lamp;
	struct gpiod_edge_event_buffer *events;
	unsigned int lamp_offset;
};

/* Out of memory is the only way in which the library's constructors fail. */
static void *held(void *object)
{
	if (object == NULL)
		die(EX_OSERR, "allocate", "a line's settings");
	return object;
}

static struct gpiod_line_request *request_line(
	struct gpiod_chip *chip, unsigned int line, struct gpiod_line_settings *settings,
	const char *subject)
{
	struct gpiod_line_config *config = held(gpiod_line_config_new());
	struct gpiod_request_config *consumer = held(gpiod_request_config_new());

	gpiod_request_config_set_consumer(consumer, CONSUMER);
	if (gpiod_line_config_add_line_settings(config, &line, 1, settings) != 0)
		die(EX_UNAVAILABLE, "configure", subject);
	struct gpiod_line_request *lines = gpiod_chip_request_lines(chip, consumer, config);
	if (lines == NULL)
		die(EX_UNAVAILABLE, "request", subject);
	gpiod_request_config_free(consumer);
	gpiod_line_config_free(config);
	gpiod_line_settings_free(settings);
	return lines;
}

static struct lines request(const char *path, unsigned int button, unsigned int lamp)
{
	struct lines lines = {.lamp_offset = lamp};
	struct gpiod_chip *chip = gpiod_chip_open(path);

	if (chip == NULL)
		die(EX_UNAVAILABLE, "open", path);
	lines.events = held(gpiod_edge_event_buffer_new(1));
	struct gpiod_line_settings *input = held(gpiod_line_settings_new());
	gpiod_line_settings_set_direction(input, GPIOD_LINE_DIRECTION_INPUT);
	gpiod_line_settings_set_edge_detection(input, GPIOD_LINE_EDGE_BOTH);
	lines.button = request_line(chip, button, input, "the button");
	enum gpiod_line_value level = gpiod_line_request_get_value(lines.button, button);
	if (level == GPIOD_LINE_VALUE_ERROR)
		die(EX_IOERR, "read", "the button");
	struct gpiod_line_settings *output = held(gpiod_line_settings_new());
	gpiod_line_settings_set_direction(output, GPIOD_LINE_DIRECTION_OUTPUT);
	gpiod_line_settings_set_output_value(output, level);
	lines.lamp = request_line(chip, lamp, output, "the lamp");
	return lines;
}

/* Waits without a limit for one edge and returns the level it leads to. */
static int next_level(const struct lines *lines)
{
	if (gpiod_line_request_read_edge_events(lines->button, lines->events, 1) != 1)
		die(EX_IOERR, "read an edge of", "the button");
	struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(lines->events, 0);
	return gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
}

static void set_lamp(const struct lines *lines, int level)
{
	enum gpiod_line_value value = level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;

	if (gpiod_line_request_set_value(lines->lamp, lines->lamp_offset, value) != 0)
		die(EX_IOERR, "set", "the lamp");
}

#endif

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: baseline CHIP BUTTON LAMP (a path and two line offsets)\n");
		return EX_USAGE;
	}
	struct lines lines = request(argv[1], offset(argv[2]), offset(argv[3]));
	puts("ready");
	if (fflush(stdout) != 0)
		die(EX_IOERR, "write to", "stdout");
	for (;;)
		set_lamp(&lines, next_level(&lines));
}
