// The work that ../../README.md describes, in C++: libc++'s containers over wasi-libc's allocator.
#include "wasmengine.h"

#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

constexpr uint32_t Places = 64;
constexpr int Steps = 256;

struct Block {
    std::string bytes;
    uint32_t fill;
};

using List = std::vector<uint32_t>;
// Two kinds of nodes, in the same order: a tree and a hash table.
struct Map {
    std::map<uint32_t, uint32_t> tree;
    std::unordered_map<uint32_t, uint32_t> table;
};
using Content = std::variant<Block, List, Map>;

class Work {
  public:
    explicit Work(int32_t seed) : random_(seed ? uint32_t(seed) : 1) {}

    void round() {
        for (int step = 0; step < Steps; step++) {
            auto &place = places_[next() % Places];
            if (place) empty(place);
            else place = fill();
        }
    }

    int64_t finish() {
        for (auto &place : places_) {
            if (place) empty(place);
        }
        return damaged_ ? -1 : int64_t(sum_ & INT64_MAX);
    }

  private:
    uint32_t next() {
        random_ ^= random_ << 13;
        random_ ^= random_ >> 17;
        random_ ^= random_ << 5;
        return random_;
    }

    std::unique_ptr<Content> fill() {
        switch (next() % 3) {
        case 0: return std::make_unique<Content>(block());
        case 1: return std::make_unique<Content>(list());
        default: return std::make_unique<Content>(map());
        }
    }

    Block block() {
        static constexpr uint32_t lengths[] = {16, 256, 4096, 65536};
        const uint32_t most = lengths[next() % 4];
        const uint32_t length = 1 + next() % most;
        Block made{std::string(length, '\0'), next()};
        for (uint32_t i = 0; i < length; i++) made.bytes[i] = char(made.fill + i);
        return made;
    }

    List list() {
        List made;
        for (uint32_t left = next() % 500; left > 0; left--) made.push_back(next());
        return made;
    }

    Map map() {
        Map made;
        for (uint32_t left = next() % 200; left > 0; left--) {
            const uint32_t key = next() % 1000;
            made.tree[key] = made.table[key] = next();
        }
        return made;
    }

    uint32_t hash(const Block &block) {
        uint32_t sum = 0;
        for (uint32_t i = 0; i < block.bytes.size(); i++) {
            const auto byte = uint8_t(block.bytes[i]);
            if (byte != uint8_t(block.fill + i)) damaged_ = true;
            sum += byte;
        }
        return sum;
    }

    uint32_t hash(const List &list) {
        uint32_t sum = 0;
        for (uint32_t number : list) sum += number;
        return sum;
    }

    uint32_t hash(const Map &map) {
        uint32_t sum = 0;
        for (const auto &[key, value] : map.tree) {
            const auto found = map.table.find(key);
            if (found == map.table.end() || found->second != value) damaged_ = true;
            sum += key * 7 + value;
        }
        if (map.table.size() != map.tree.size()) damaged_ = true;
        return sum;
    }

    void empty(std::unique_ptr<Content> &place) {
        const uint32_t found = std::visit([this](const auto &content) { return hash(content); }, *place);
        sum_ = sum_ * 31 + found;
        place.reset();
    }

    uint32_t random_;
    uint64_t sum_ = 0;
    bool damaged_ = false;
    std::array<std::unique_ptr<Content>, Places> places_;
};

// Writes numbers all over the buffer and reads them back.
bool use(uint8_t *data, int64_t size, uint32_t mark) {
    for (int64_t at = 0; at + 4 <= size; at += 4096) {
        const uint32_t number = mark ^ uint32_t(at);
        std::memcpy(data + at, &number, sizeof number);
    }
    for (int64_t at = 0; at + 4 <= size; at += 4096) {
        uint32_t found;
        std::memcpy(&found, data + at, sizeof found);
        if (found != (mark ^ uint32_t(at))) return false;
    }
    return true;
}

} // namespace

extern "C" {

WE_EXPORT(churn) int64_t churn(int32_t rounds, int32_t seed) {
    Work work(seed);
    for (int32_t i = 0; i < rounds; i++) work.round();
    return work.finish();
}

WE_EXPORT(churn_with_buffer) int64_t churn_with_buffer(uint8_t *data, int32_t size, int32_t rounds, int32_t seed) {
    Work work(seed);
    bool kept = true;
    for (int32_t i = 0; i < rounds; i++) {
        work.round();
        kept = use(data, size, uint32_t(i)) && kept;
    }
    const int64_t sum = work.finish();
    return kept ? sum : -2;
}

WE_EXPORT(churn_with_windows) int64_t churn_with_windows(uint8_t *, int32_t, const char *name, int32_t length, int32_t rounds, int32_t seed) {
    Work work(seed);
    bool kept = true;
    for (int32_t i = 0; i < rounds; i++) {
        const int32_t buffer = we_buffer_open(name, size_t(length), WE_READ_WRITE);
        if (buffer < 0) return -3;
        work.round();
        kept = use(static_cast<uint8_t *>(we_buffer_address(buffer)), we_buffer_size(buffer), uint32_t(i)) && kept;
        we_buffer_close(buffer);
    }
    const int64_t sum = work.finish();
    return kept ? sum : -2;
}
}
