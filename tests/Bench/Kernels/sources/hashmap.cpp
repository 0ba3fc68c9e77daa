// Maps of the C++ standard library under load: allocation, hashing, chasing pointers, strings, indirect calls.
#include "kernel.h"
#include <string>
#include <unordered_map>
#include <vector>

KERNEL_EXPORT(run) int64_t run(int32_t rounds)
{
    int64_t sum = 0;
    uint64_t state = 0x9e3779b97f4a7c15ull;
    for (int32_t round = 0; round < rounds; round++) {
        std::unordered_map<uint64_t, uint32_t> counts;
        for (int i = 0; i < 60000; i++) counts[kernel_random(&state) % 20000] += static_cast<uint32_t>(i);
        for (int i = 0; i < 20000; i += 3) counts.erase(static_cast<uint64_t>(i));
        for (int i = 0; i < 20000; i++) {
            auto found = counts.find(static_cast<uint64_t>(i));
            if (found != counts.end()) sum += found->second;
        }

        std::unordered_map<std::string, std::vector<int>> words;
        for (int i = 0; i < 15000; i++) {
            std::string word = "key-" + std::to_string(kernel_random(&state) % 3000) + "-with-some-length";
            words[word].push_back(i);
        }
        for (int i = 0; i < 3000; i++) {
            auto found = words.find("key-" + std::to_string(i) + "-with-some-length");
            if (found != words.end()) sum += static_cast<int64_t>(found->second.size()) * i;
        }
    }
    return sum;
}
