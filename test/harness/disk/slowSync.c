/*
 * Loaded before a program (LD_PRELOAD): every fsync and fdatasync takes SLOW_SYNC_MS longer, on the thread that asks
 * for it, and adds a line to the file SLOW_SYNC_LOG: when it began and ended, in milliseconds, and its path.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void wait_ms(double ms) {
  struct timespec left = {(time_t)(ms / 1000), (long)(ms * 1e6) % 1000000000L};
  while (nanosleep(&left, &left) < 0 && errno == EINTR) {
  }
}

static void note(int file, double begin) {
  const char *log = getenv("SLOW_SYNC_LOG");
  char link[64], path[PATH_MAX], line[PATH_MAX + 64];
  if (!log) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  int size = snprintf(line, sizeof line, "%.3f %.3f %s\n", begin, now_ms(), path);
  int out = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (out < 0) return;
  /* A line that is lost shows in the figures. */
  if (write(out, line, size) < 0) perror(log);
  close(out);
}

static int slow(const char *name, int file) {
  int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  const char *delay = getenv("SLOW_SYNC_MS");
  double begin = now_ms();
  if (delay) wait_ms(atof(delay));
  int result = sync(file);
  int error = errno;
  note(file, begin);
  errno = error;
  return result;
}

int fsync(int file) { return slow("fsync", file); }

int fdatasync(int file) { return slow("fdatasync", file); }
