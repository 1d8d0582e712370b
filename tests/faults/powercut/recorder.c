/* Record what a program does to the files below one folder, in the order in which it happens, for a replay of power
 * cuts (replay.py). Preloaded: LD_PRELOAD=recorder.so POWERCUT_FOLDER=... POWERCUT_LOG=... POWERCUT_MARKS=...
 *
 * Each record is the struct `record`, then a path, then data. Operations:
 *   C create   W write   T set the size   S sync a file   D sync a folder   U unlink   R rename   M make a folder
 *   A what the program wrote to POWERCUT_MARKS: "this much I have confirmed"
 *   X something that this recorder cannot follow: the replay refuses
 * An operation is recorded once it has succeeded; one lock keeps the order of threads. `*-shm` files are shared memory
 * of SQLite, rebuilt at every start, and no data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct record {
  char op;
  char none[3];
  uint32_t path_bytes;
  uint64_t file;   /* inode */
  int64_t offset;  /* of a write; the new size; bytes of the first of two paths */
  uint64_t data_bytes;
};

static const char *folder, *marks;
static int out = -1;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("POWERCUT_LOG");
  folder = getenv("POWERCUT_FOLDER");
  marks = getenv("POWERCUT_MARKS");
  if (log && folder && marks) out = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(const void *bytes, size_t count) {
  const char *at = bytes;
  while (count > 0) {
    ssize_t done = syscall(SYS_write, out, at, count);
    if (done <= 0) abort(); /* a hole in the record would make the replay lie */
    at += done;
    count -= done;
  }
}

static void tell(char op, uint64_t file, int64_t offset, const char *path, const void *data, size_t count) {
  struct record head = {op, {0}, path ? strlen(path) : 0, file, offset, count};
  put(&head, sizeof head);
  if (path) put(path, strlen(path));
  if (count) put(data, count);
}

static int below(const char *path) {
  size_t length = out < 0 ? 0 : strlen(folder), all = strlen(path);
  if (!length || strncmp(path, folder, length) || (path[length] && path[length] != '/')) return 0;
  return !(all >= 4 && !strcmp(path + all - 4, "-shm"));
}

/* Path of an open file; 1: below the folder, 2: the marks, 0: neither. */
static int watched(int fd, char *path) {
  char link[32];
  if (out < 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return !strcmp(path, marks) ? 2 : below(path);
}

static void absolute(int at, const char *path, char *full) {
  char base[PATH_MAX] = "";
  if (path[0] == '/') {
    snprintf(full, PATH_MAX, "%s", path);
    return;
  }
  if (at == AT_FDCWD) {
    if (!getcwd(base, sizeof base)) base[0] = 0;
  } else {
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 1);
    base[length > 0 ? length : 0] = 0;
  }
  if (snprintf(full, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) abort();
}

static uint64_t inode(int fd) {
  struct stat of;
  return fstat(fd, &of) ? 0 : of.st_ino;
}

#define REAL(name, type, ...)                                    \
  static type (*real)(__VA_ARGS__);                              \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)
#define LOCK pthread_mutex_lock(&order)
#define UNLOCK                \
  do {                        \
    int kept = errno;         \
    pthread_mutex_unlock(&order); \
    errno = kept;             \
  } while (0)

/* -- opening */

static int opened(int at, const char *name, int flags, mode_t mode) {
  char path[PATH_MAX];
  struct stat before;
  absolute(at, name, path);
  if (!below(path)) return syscall(SYS_openat, at, name, flags, mode);
  LOCK;
  int was = !stat(path, &before);
  int fd = syscall(SYS_openat, at, name, flags, mode);
  if (fd >= 0 && (flags & O_TMPFILE) == O_TMPFILE) tell('X', 0, 0, "O_TMPFILE", 0, 0);
  else if (fd >= 0 && !was && (flags & O_CREAT)) tell('C', inode(fd), 0, path, 0, 0);
  else if (fd >= 0 && was && (flags & O_TRUNC) && before.st_size) tell('T', inode(fd), 0, 0, 0, 0);
  UNLOCK;
  return fd;
}

#define MODE                                  \
  mode_t mode = 0;                            \
  if (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) { \
    va_list more;                             \
    va_start(more, flags);                    \
    mode = va_arg(more, mode_t);              \
    va_end(more);                             \
  }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags | O_LARGEFILE, mode); }
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags | O_LARGEFILE, 0); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

FILE *fopen64(const char *path, const char *mode) {
  REAL(fopen64, FILE *, const char *, const char *);
  char full[PATH_MAX];
  absolute(AT_FDCWD, path, full);
  if (below(full) && strpbrk(mode, "wa+")) tell('X', 0, 0, "fopen for writing", 0, 0);
  return real(path, mode);
}
FILE *fopen(const char *path, const char *mode) { return fopen64(path, mode); }

/* -- writing */

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t offset) {
  char path[PATH_MAX];
  if (watched(fd, path) != 1) return syscall(SYS_pwrite64, fd, data, count, offset);
  LOCK;
  ssize_t done = syscall(SYS_pwrite64, fd, data, count, offset);
  if (done > 0) tell('W', inode(fd), offset, 0, data, done);
  UNLOCK;
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t count, off_t offset) { return pwrite64(fd, data, count, offset); }

ssize_t write(int fd, const void *data, size_t count) {
  char path[PATH_MAX];
  int kind = watched(fd, path);
  if (!kind) return syscall(SYS_write, fd, data, count);
  LOCK;
  ssize_t done = syscall(SYS_write, fd, data, count);
  if (done > 0 && kind == 2) tell('A', 0, 0, 0, data, done);
  else if (done > 0) tell('W', inode(fd), lseek(fd, 0, SEEK_CUR) - done, 0, data, done);
  UNLOCK;
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  char path[PATH_MAX];
  if (watched(fd, path)) tell('X', 0, 0, "writev", 0, 0);
  return syscall(SYS_writev, fd, parts, count);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  char path[PATH_MAX];
  if (watched(fd, path)) tell('X', 0, 0, "pwritev", 0, 0);
  return syscall(SYS_pwritev, fd, parts, count, offset, 0);
}

/* What the kernel copied into `fd` up to `end`, read back. */
static void copied(int fd, int64_t end, ssize_t count) {
  char link[32], *data = malloc(count);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int again = syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
  if (!data || again < 0 || pread(again, data, count, end - count) != count) abort();
  syscall(SYS_close, again);
  tell('W', inode(fd), end - count, 0, data, count);
  free(data);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) {
  char path[PATH_MAX];
  if (watched(to, path) != 1) return syscall(SYS_sendfile, to, from, offset, count);
  LOCK;
  ssize_t done = syscall(SYS_sendfile, to, from, offset, count);
  if (done > 0) copied(to, lseek(to, 0, SEEK_CUR), done);
  UNLOCK;
  return done;
}
ssize_t sendfile(int to, int from, off_t *offset, size_t count) { return sendfile64(to, from, offset, count); }

ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *at, size_t count, unsigned flags) {
  char path[PATH_MAX];
  if (watched(to, path) != 1) return syscall(SYS_copy_file_range, from, in, to, at, count, flags);
  LOCK;
  ssize_t done = syscall(SYS_copy_file_range, from, in, to, at, count, flags);
  if (done > 0) copied(to, at ? *at : lseek(to, 0, SEEK_CUR), done);
  UNLOCK;
  return done;
}

int ftruncate64(int fd, off64_t size) {
  char path[PATH_MAX];
  if (watched(fd, path) != 1) return syscall(SYS_ftruncate, fd, size);
  LOCK;
  int failed = syscall(SYS_ftruncate, fd, size);
  if (!failed) tell('T', inode(fd), size, 0, 0, 0);
  UNLOCK;
  return failed;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int truncate64(const char *path, off64_t size) {
  char full[PATH_MAX];
  absolute(AT_FDCWD, path, full);
  if (below(full)) tell('X', 0, 0, "truncate", 0, 0);
  return syscall(SYS_truncate, path, size);
}
int truncate(const char *path, off_t size) { return truncate64(path, size); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  char path[PATH_MAX];
  struct stat before, after;
  if (watched(fd, path) != 1) return syscall(SYS_fallocate, fd, mode, offset, length);
  LOCK;
  if (mode & ~FALLOC_FL_KEEP_SIZE) tell('X', 0, 0, "fallocate that changes content", 0, 0);
  fstat(fd, &before);
  int failed = syscall(SYS_fallocate, fd, mode, offset, length);
  fstat(fd, &after);
  if (after.st_size != before.st_size) tell('T', inode(fd), after.st_size, 0, 0, 0);
  UNLOCK;
  return failed;
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return fallocate64(fd, 0, offset, length) ? errno : 0; }
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
  char path[PATH_MAX];
  if (fd >= 0 && (flags & MAP_SHARED) && (protection & PROT_WRITE) && watched(fd, path))
    tell('X', 0, 0, "a file mapped for writing", 0, 0);
  return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}
void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
  return mmap64(at, length, protection, flags, fd, offset);
}

/* -- syncing */

static int synced(long call, int fd) {
  char path[PATH_MAX];
  struct stat of;
  if (watched(fd, path) != 1) return syscall(call, fd);
  LOCK;
  int failed = syscall(call, fd);
  if (!failed && !fstat(fd, &of)) tell(S_ISDIR(of.st_mode) ? 'D' : 'S', of.st_ino, 0, path, 0, 0);
  UNLOCK;
  return failed;
}
int fsync(int fd) { return synced(SYS_fsync, fd); }
int fdatasync(int fd) { return synced(SYS_fdatasync, fd); }

/* -- folders */

int unlinkat(int at, const char *path, int flags) {
  char full[PATH_MAX];
  absolute(at, path, full);
  if (!below(full)) return syscall(SYS_unlinkat, at, path, flags);
  LOCK;
  int failed = syscall(SYS_unlinkat, at, path, flags);
  if (!failed) tell('U', 0, 0, full, 0, 0);
  UNLOCK;
  return failed;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int remove(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int renameat(int from_at, const char *from, int to_at, const char *to) {
  char a[PATH_MAX], b[PATH_MAX];
  absolute(from_at, from, a);
  absolute(to_at, to, b);
  if (!below(a) && !below(b)) return syscall(SYS_renameat2, from_at, from, to_at, to, 0);
  LOCK;
  int failed = syscall(SYS_renameat2, from_at, from, to_at, to, 0);
  if (!failed && below(a) && below(b)) tell('R', 0, strlen(a), a, b, strlen(b));
  else if (!failed) tell('X', 0, 0, "a rename into or out of the folder", 0, 0);
  UNLOCK;
  return failed;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
  char full[PATH_MAX];
  absolute(to_at, to, full);
  if (below(full)) tell('X', 0, 0, "a hard link", 0, 0);
  return syscall(SYS_linkat, from_at, from, to_at, to, flags);
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int mkdirat(int at, const char *path, mode_t mode) {
  char full[PATH_MAX];
  absolute(at, path, full);
  if (!below(full)) return syscall(SYS_mkdirat, at, path, mode);
  LOCK;
  int failed = syscall(SYS_mkdirat, at, path, mode);
  if (!failed) tell('M', 0, 0, full, 0, 0);
  UNLOCK;
  return failed;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
