#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "load.h"

void load_options_read(struct load_options *options, int argc, char **argv) {
    static const struct option table[] = {{"connections", required_argument, NULL, 'c'},
                                          {"seconds", required_argument, NULL, 's'},
                                          {"tls", no_argument, NULL, 't'},
                                          {"ibard", required_argument, NULL, 'i'},
                                          {NULL, 0, NULL, 0}};
    *options = (struct load_options){.connections = 64, .seconds = 3};
    for (int found; (found = getopt_long(argc, argv, "", table, NULL)) != -1;) {
        if (found == 'c')
            options->connections = strtoul(optarg, NULL, 10);
        else if (found == 's')
            options->seconds = strtod(optarg, NULL);
        else if (found == 't')
            options->tls = true;
        else if (found == 'i')
            options->ibard = optarg;
        else
            exit(2);
    }
    if (optind < argc || options->connections < 1 || options->connections > 20000 || options->seconds < 0.1) {
        fprintf(stderr, "usage: %s [--connections 1-20000] [--seconds S] [--tls] [--ibard PATH]\n", argv[0]);
        exit(2);
    }
}

void load_folder_make(char *out, size_t size) {
    const char *chosen = getenv("IBAR_BENCH_DIR"), *temporary = getenv("TMPDIR");
    snprintf(out, size, "%s/ibar-bench-XXXXXX", chosen ? chosen : temporary ? temporary : "/var/tmp");
    if (!mkdtemp(out)) {
        fprintf(stderr, "bench: no folder can be made as %s\n", out);
        exit(1);
    }
}

void load_folder_remove(const char *path) {
    DIR *folder = opendir(path);
    if (!folder)
        return;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char file[1024];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        unlink(file);
    }
    closedir(folder);
    rmdir(path);
}
