// Uses the C library as programs do; prints what went wrong, or "ok".
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int failures;
#define CHECK(what) do { if (!(what)) { failures++; printf("line %d: %s (errno %d)\n", __LINE__, #what, errno); } } while (0)

static void files(void)
{
    FILE *file = fopen("/data/greeting.txt", "w");
    CHECK(file);
    CHECK(fprintf(file, "hello %d\n", 42) == 9);
    CHECK(fwrite("second\n", 1, 7, file) == 7);
    CHECK(fclose(file) == 0);
    file = fopen("/data/greeting.txt", "a+");
    CHECK(fputs("third\n", file) >= 0);
    rewind(file);
    char line[64];
    CHECK(fgets(line, sizeof line, file) && strcmp(line, "hello 42\n") == 0);
    CHECK(fseek(file, -6, SEEK_END) == 0 && ftell(file) == 16);
    CHECK(fgets(line, sizeof line, file) && strcmp(line, "third\n") == 0);
    CHECK(fclose(file) == 0);
    struct stat stat_;
    CHECK(stat("/data/greeting.txt", &stat_) == 0 && stat_.st_size == 22 && S_ISREG(stat_.st_mode));
    CHECK(truncate("/data/greeting.txt", 5) == 0 && stat("/data/greeting.txt", &stat_) == 0 && stat_.st_size == 5);
    CHECK(rename("/data/greeting.txt", "/data/renamed.txt") == 0);
    CHECK(access("/data/greeting.txt", F_OK) != 0 && errno == ENOENT);
    CHECK(unlink("/data/renamed.txt") == 0);
    CHECK(fopen("/data/missing/x", "w") == NULL && errno == ENOENT);
}

static void big(void)
{
    enum { Size = 5 << 20 };
    unsigned char *bytes = malloc(Size), *back = malloc(Size);
    for (int i = 0; i < Size; i++) bytes[i] = (unsigned char)(i * 2654435761u >> 13);
    int fd = open("/data/big", O_CREAT | O_RDWR | O_EXCL, 0666);
    CHECK(fd >= 0);
    CHECK(write(fd, bytes, Size) == Size);
    CHECK(pread(fd, back, Size, 0) == Size && memcmp(bytes, back, Size) == 0);
    CHECK(pwrite(fd, "xyz", 3, 6LL << 30) == 3);
    CHECK(lseek(fd, 0, SEEK_END) == (6LL << 30) + 3);
    CHECK(fsync(fd) == 0 && close(fd) == 0 && unlink("/data/big") == 0);
    free(bytes);
    free(back);
}

static void directories(void)
{
    CHECK(mkdir("/data/many", 0777) == 0);
    char path[64];
    for (int i = 0; i < 700; i++)
    {
        snprintf(path, sizeof path, "/data/many/file-%d", i);
        FILE *file = fopen(path, "w");
        CHECK(file && fprintf(file, "%d", i) > 0 && fclose(file) == 0);
    }

    DIR *directory = opendir("/data/many");
    CHECK(directory);
    int found = 0;
    for (struct dirent *entry; (entry = readdir(directory));) found += strncmp(entry->d_name, "file-", 5) == 0 && entry->d_type == DT_REG;
    CHECK(found == 700);
    rewinddir(directory);
    CHECK(readdir(directory) != NULL);
    CHECK(closedir(directory) == 0);
    CHECK(rmdir("/data/many") != 0 && errno == ENOTEMPTY);
    for (int i = 0; i < 700; i++)
    {
        snprintf(path, sizeof path, "/data/many/file-%d", i);
        CHECK(unlink(path) == 0);
    }

    CHECK(rmdir("/data/many") == 0);
    CHECK(symlink("nowhere", "/data/link") == 0);
    CHECK(readlink("/data/link", path, sizeof path) == 7);
    CHECK(unlink("/data/link") == 0);
}

static void prison(void)
{
    CHECK(fopen("/etc/passwd", "r") == NULL);
    CHECK(fopen("/data/../../etc/passwd", "r") == NULL);
    CHECK(fopen("/ro/fixed.txt", "r") != NULL);
    CHECK(fopen("/ro/fixed.txt", "r+") == NULL && errno == EROFS);
    CHECK(fopen("/ro/new.txt", "w") == NULL && errno == EROFS);
    CHECK(unlink("/ro/fixed.txt") != 0 && errno == EROFS);
    CHECK(symlink("/etc/passwd", "/data/out") != 0);
}

static void clocks(void)
{
    struct timespec before, after, nap = {0, 15000000};
    CHECK(clock_gettime(CLOCK_MONOTONIC, &before) == 0);
    CHECK(nanosleep(&nap, NULL) == 0);
    CHECK(clock_gettime(CLOCK_MONOTONIC, &after) == 0);
    CHECK((after.tv_sec - before.tv_sec) * 1000000000LL + after.tv_nsec - before.tv_nsec >= 15000000);
    CHECK(time(NULL) > 1500000000);
}

int main(int count, char **arguments)
{
    CHECK(count == 3 && strcmp(arguments[1], "first") == 0 && strcmp(arguments[2], "second one") == 0);
    CHECK(getenv("MODE") && strcmp(getenv("MODE"), "test") == 0);
    CHECK(getenv("HOME") == NULL);
    CHECK(getchar() == EOF);
    files();
    big();
    directories();
    prison();
    clocks();
    fprintf(stderr, "to stderr\n");
    printf(failures ? "failed" : "ok");
    return failures ? 1 : 0;
}
