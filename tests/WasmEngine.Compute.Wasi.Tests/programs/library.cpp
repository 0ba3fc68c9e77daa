// The C++ library over files: containers, strings and streams of the C library (libc++ for WASI has no fstream locale to speak of).
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

int main()
{
    std::map<std::string, int> counts;
    for (int i = 0; i < 20000; i++) counts["key-" + std::to_string(i % 977)]++;
    std::unique_ptr<FILE, int (*)(FILE *)> file(std::fopen("/data/counts.txt", "w+"), std::fclose);
    if (!file) return std::perror("open"), 2;
    for (auto &[key, count] : counts) std::fprintf(file.get(), "%s %d\n", key.c_str(), count);
    std::rewind(file.get());
    std::vector<std::string> lines;
    char line[128];
    while (std::fgets(line, sizeof line, file.get())) lines.emplace_back(line);
    long sum = 0;
    for (auto &text : lines) sum += std::stol(text.substr(text.find(' ')));
    std::printf("%zu keys, %ld in all\n", lines.size(), sum);
    return lines.size() == 977 && sum == 20000 ? 0 : 1;
}
