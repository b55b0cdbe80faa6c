/*
 * Measures how long a lamp line takes to follow a button line. Plays the finger on the sysfs files of a
 * simulated chip: pulls the button, and takes the time until the kernel's driver is told to give the lamp
 * the expected level. Releases the button, waits until the lamp has gone back and stayed so, and begins anew.
 *
 * The driver's side is seen by probes on its set functions, whose records carry the time on the same clock.
 * So this program sleeps while the answer is made: it takes no processor from the program under test, and
 * does not mistake what that program does after its answer for a part of it. --watch value reads the lamp's
 * level in a tight loop instead; that needs a processor of its own.
 *
 * Prints one line of key=value pairs, times in microseconds. Exit codes: 1 when a press got no answer
 * within 2 s or the lamp did not come back within --back-ms, 64 bad arguments, 74 a file could not be
 * read or written.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define TRACING "/sys/kernel/tracing"
#define INSTANCE TRACING "/instances/domovoy"
#define PROBE_GROUP "domovoy"
#define PROBE_ONE "set_line"
#define PROBE_MANY "set_lines"
#define NANOSECONDS_PER_MS 1000000
#define NANOSECONDS_PER_US 1000
#define READINGS_PER_CLOCK 256
#define ANSWER_LIMIT (INT64_C(2000) * NANOSECONDS_PER_MS)

/* Durations in milliseconds, as the options give them. */
struct settings {
	const char *button;
	const char *lamp;
	int expect;
	const char *press;
	const char *release;
	long count;
	long gap;
	long hold;
	long settle;
	long back;
	bool trace;
};

/* Where the answer is looked for. The pipe has the probes' records, -1 if there are none. */
struct lamp {
	int value;
	int pipe;
	unsigned int offset;
};

static _Noreturn void die(const char *operation, const char *subject)
{
	fprintf(stderr, "measure: cannot %s %s: %s\n", operation, subject, strerror(errno));
	exit(EX_IOERR);
}

static void usage(FILE *stream)
{
	fputs("usage: measure --button FILE --lamp FILE --expect 0|1 [OPTION...]\n"
	      "  --button FILE      the button line's pull file\n"
	      "  --lamp FILE        the lamp line's value file\n"
	      "  --expect 0|1       the level that is the answer; the other one is the lamp at rest\n"
	      "  --press up|down    the pull that is a press (down: an active-low button)\n"
	      "  --count N          presses, 1-1000000 (1000)\n"
	      "  --gap-ms N         at least this long from press to press, 0-60000 (0)\n"
	      "  --hold-ms N        at least this long from press to release, 0-60000 (0)\n"
	      "  --settle-ms N      the lamp is back when at rest for this long, 0-60000 (2)\n"
	      "  --watch trace|value  see the answer in the driver, or at the line (trace)\n"
	      "  --back-ms N        the lamp must be back within this time, 1-600000 (10000)\n",
	      stream);
}

static long number(const char *option, const char *text, long lowest, long highest)
{
	char *end;

	errno = 0;
	long value = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || value < lowest || value > highest) {
		fprintf(stderr, "measure: --%s takes a whole number from %ld to %ld, got '%s'\n",
			option, lowest, highest, text);
		exit(EX_USAGE);
	}
	return value;
}

/* Whether the option has the first of its two words. */
static bool is_first(const char *option, const char *text, const char *first, const char *second)
{
	if (strcmp(text, first) != 0 && strcmp(text, second) != 0) {
		fprintf(stderr, "measure: --%s takes %s or %s, got '%s'\n", option, first, second, text);
		exit(EX_USAGE);
	}
	return strcmp(text, first) == 0;
}

static struct settings parse(int argc, char **argv)
{
	static const struct option options[] = {
		{"button", required_argument, NULL, 'b'}, {"lamp", required_argument, NULL, 'l'},
		{"expect", required_argument, NULL, 'e'}, {"press", required_argument, NULL, 'p'},
		{"count", required_argument, NULL, 'n'},  {"gap-ms", required_argument, NULL, 'g'},
		{"hold-ms", required_argument, NULL, 'h'}, {"settle-ms", required_argument, NULL, 's'},
		{"back-ms", required_argument, NULL, 'k'}, {"watch", required_argument, NULL, 'w'},
		{"help", no_argument, NULL, 'H'},
		{NULL, 0, NULL, 0},
	};
	struct settings settings = {.expect = -1, .count = 1000, .settle = 2, .back = 10000, .trace = true};
	bool up = false;
	int option, index = 0;

	while ((option = getopt_long(argc, argv, "", options, &index)) != -1) {
		const char *name = options[index].name;
		switch (option) {
		case 'b': settings.button = optarg; break;
		case 'l': settings.lamp = optarg; break;
		case 'e': settings.expect = (int)number(name, optarg, 0, 1); break;
		case 'p': up = is_first("press", optarg, "up", "down"); break;
		case 'n': settings.count = number(name, optarg, 1, 1000000); break;
		case 'g': settings.gap = number(name, optarg, 0, 60000); break;
		case 'h': settings.hold = number(name, optarg, 0, 60000); break;
		case 's': settings.settle = number(name, optarg, 0, 60000); break;
		case 'k': settings.back = number(name, optarg, 1, 600000); break;
		case 'w': settings.trace = is_first("watch", optarg, "trace", "value"); break;
		case 'H': usage(stdout); exit(EXIT_SUCCESS);
		default: usage(stderr); exit(EX_USAGE);
		}
	}
	if (optind != argc || !settings.button || !settings.lamp || settings.expect < 0) {
		usage(stderr);
		exit(EX_USAGE);
	}
	settings.press = up ? "pull-up" : "pull-down";
	settings.release = up ? "pull-down" : "pull-up";
	return settings;
}

/* Nanoseconds on a clock that never jumps. */
static int64_t now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		die("read", "the clock");
	return (int64_t)time.tv_sec * 1000 * NANOSECONDS_PER_MS + time.tv_nsec;
}

static void sleep_until(int64_t moment)
{
	const int64_t second = INT64_C(1000) * NANOSECONDS_PER_MS;
	struct timespec time = {.tv_sec = moment / second, .tv_nsec = moment % second};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
		;
}

static int open_file(const char *path, int flags)
{
	int file = open(path, flags | O_CLOEXEC);

	if (file < 0)
		die("open", path);
	return file;
}

static void pull(int file, const char *direction)
{
	if (pwrite(file, direction, strlen(direction), 0) < 0)
		die("pull", "the button");
}

static int level(int file)
{
	char text[4];
	ssize_t length = pread(file, text, sizeof text, 0);

	if (length < 1)
		die("read", "the lamp");
	return text[0] == '1';
}

/*
 * Reads the lamp without pause until it has the level; false when the limit passes first. Looks at the
 * clock seldom: where the clock is a device, as in an emulated machine, reading it disturbs the others.
 */
static bool await_value(const struct lamp *lamp, int expected, int64_t limit, int64_t *moment)
{
	do {
		for (int reading = 0; reading < READINGS_PER_CLOCK; reading++) {
			if (level(lamp->value) == expected) {
				*moment = now();
				return true;
			}
		}
		*moment = now();
	} while (*moment < limit);
	return false;
}

/* Reads what the probes have recorded by now; false when that is nothing. */
static bool records(const struct lamp *lamp, char *text, size_t size)
{
	ssize_t length = read(lamp->pipe, text, size - 1);

	if (length < 0 && errno != EAGAIN && errno != EINTR)
		die("read", "the probes' records");
	text[length > 0 ? length : 0] = '\0';
	return length > 0;
}

/*
 * Whether a record, "TASK [CPU] FLAGS SECONDS.MICROSECONDS: NAME: (PLACE) FIELD=...", gives the lamp the
 * level, and when. One line is set by its offset and value, several by a mask and their bits.
 */
static bool gives(const char *record, const struct lamp *lamp, int expected, int64_t *moment)
{
	const char *name = strstr(record, ": " PROBE_ONE ": "), *fields = strstr(record, "first=");
	bool several = name == NULL;
	uint64_t first, second;

	if (several)
		name = strstr(record, ": " PROBE_MANY ": ");
	if (name == NULL || fields == NULL ||
	    sscanf(fields, "first=%" SCNu64 " second=%" SCNu64, &first, &second) != 2)
		return false;
	uint64_t lamp_bit = UINT64_C(1) << lamp->offset;
	bool ours = several ? (first & lamp_bit) != 0 : first == lamp->offset;
	int value = several ? (second & lamp_bit) != 0 : second != 0;
	while (name > record && name[-1] != ' ')
		name--;
	int64_t seconds, microseconds;
	if (!ours || value != expected ||
	    sscanf(name, "%" SCNd64 ".%6" SCNd64, &seconds, &microseconds) != 2)
		return false;
	*moment = (seconds * 1000000 + microseconds) * NANOSECONDS_PER_US;
	return true;
}

/* Sleeps until the probes have seen the answer; false when the limit passes first. */
static bool await_record(const struct lamp *lamp, int expected, int64_t limit, int64_t *moment)
{
	char text[4096];

	for (*moment = now(); *moment < limit; *moment = now()) {
		sleep_until(*moment + NANOSECONDS_PER_MS);
		while (records(lamp, text, sizeof text)) {
			for (char *rest, *record = strtok_r(text, "\n", &rest); record != NULL;
			     record = strtok_r(NULL, "\n", &rest)) {
				if (gives(record, lamp, expected, moment))
					return true;
			}
		}
	}
	return false;
}

/* Waits, without taking the processor, until the lamp has been at rest for the settling time. */
static bool await_rest(const struct lamp *lamp, const struct settings *settings)
{
	int64_t since = now(), limit = since + settings->back * NANOSECONDS_PER_MS;

	for (int64_t moment = since; moment < limit; moment = now()) {
		if (level(lamp->value) == settings->expect)
			since = now();
		else if (moment - since >= settings->settle * NANOSECONDS_PER_MS)
			return true;
		sleep_until(moment + NANOSECONDS_PER_MS / 5);
	}
	return false;
}

static int ascending(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

/* The nearest-rank percentile of a sorted list. */
static double percentile(const int64_t *sorted, long count, long percent)
{
	long rank = (count * percent + 99) / 100;

	return (double)sorted[rank > 0 ? rank - 1 : 0] / 1000;
}

static void report(int64_t *times, long count)
{
	qsort(times, (size_t)count, sizeof *times, ascending);
	printf("count=%ld median_us=%.1f p99_us=%.1f max_us=%.1f\n", count,
	       percentile(times, count, 50), percentile(times, count, 99),
	       (double)times[count - 1] / 1000);
}

/* One press; false when it found no answer. The button is let go either way. */
static bool press(int button, const struct lamp *lamp, const struct settings *settings, int64_t started,
		  int64_t *time)
{
	int64_t limit = started + ANSWER_LIMIT, answered;

	pull(button, settings->press);
	bool heard = settings->trace ? await_record(lamp, settings->expect, limit, &answered)
				     : await_value(lamp, settings->expect, limit, &answered);
	sleep_until(started + settings->hold * NANOSECONDS_PER_MS);
	pull(button, settings->release);
	*time = answered - started;
	return heard;
}

/* All presses; false, with one line that says which and why, at the first that fails. */
static bool measure(int button, const struct lamp *lamp, const struct settings *settings, int64_t *times)
{
	int64_t started = now() - settings->gap * NANOSECONDS_PER_MS;
	char stale[4096];

	pull(button, settings->release);
	for (long count = 0; count < settings->count; count++) {
		if (!await_rest(lamp, settings)) {
			fprintf(stderr, "measure: press %ld of %ld: the lamp was not back at %d within %ld ms\n",
				count + 1, settings->count, !settings->expect, settings->back);
			return false;
		}
		sleep_until(started + settings->gap * NANOSECONDS_PER_MS);
		while (settings->trace && records(lamp, stale, sizeof stale))
			;
		started = now();
		if (!press(button, lamp, settings, started, &times[count])) {
			fprintf(stderr, "measure: press %ld of %ld: the lamp was not %d within 2 s\n",
				count + 1, settings->count, settings->expect);
			return false;
		}
	}
	return true;
}

static void write_file(const char *path, const char *text)
{
	int file = open_file(path, O_WRONLY | O_APPEND);

	if (write(file, text, strlen(text)) < 0)
		die("write to", path);
	close(file);
}

/* Puts probes on the driver's two set functions and returns the pipe that their records come through. */
static int place_probes(void)
{
	if (mkdir(INSTANCE, 0700) != 0 && errno != EEXIST)
		die("create", INSTANCE);
	write_file(TRACING "/kprobe_events",
		   "p:" PROBE_GROUP "/" PROBE_ONE " gpio_sim_set first=$arg2:u32 second=$arg3:u32\n"
		   "p:" PROBE_GROUP "/" PROBE_MANY
		   " gpio_sim_set_multiple first=+0($arg2):u64 second=+0($arg3):u64\n");
	write_file(INSTANCE "/trace_clock", "mono");
	write_file(INSTANCE "/events/" PROBE_GROUP "/enable", "1");
	return open_file(INSTANCE "/trace_pipe", O_RDONLY | O_NONBLOCK);
}

static void remove_probes(void)
{
	write_file(INSTANCE "/events/" PROBE_GROUP "/enable", "0");
	write_file(TRACING "/kprobe_events",
		   "-:" PROBE_GROUP "/" PROBE_ONE "\n-:" PROBE_GROUP "/" PROBE_MANY "\n");
}

static struct lamp open_lamp(const struct settings *settings)
{
	struct lamp lamp = {.value = open_file(settings->lamp, O_RDONLY), .pipe = -1};
	const char *line = strstr(settings->lamp, "sim_gpio");

	if (!settings->trace)
		return lamp;
	if (line == NULL || sscanf(line, "sim_gpio%u", &lamp.offset) != 1 || lamp.offset > 63) {
		fprintf(stderr, "measure: --lamp takes .../sim_gpioN/value with N from 0 to 63, got '%s'\n",
			settings->lamp);
		exit(EX_USAGE);
	}
	lamp.pipe = place_probes();
	return lamp;
}

int main(int argc, char **argv)
{
	const struct settings settings = parse(argc, argv);
	int button = open_file(settings.button, O_WRONLY);
	struct lamp lamp = open_lamp(&settings);
	int64_t *times = calloc((size_t)settings.count, sizeof *times);

	if (times == NULL)
		die("allocate", "the list of times");
	bool complete = measure(button, &lamp, &settings, times);
	if (settings.trace)
		remove_probes();
	if (!complete)
		return EXIT_FAILURE;
	report(times, settings.count);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EX_IOERR;
}
