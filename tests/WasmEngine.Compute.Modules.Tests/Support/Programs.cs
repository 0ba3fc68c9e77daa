namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>Programs that print what they compute, from much memory, many calls and bulk operations of all sizes.</summary>
internal static class Programs
{
    public const string C = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        static int compare(const void *a, const void *b) { return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b); }
        static unsigned hash(const unsigned char *p, size_t n) { unsigned h = 2166136261u; while (n--) h = (h ^ *p++) * 16777619u; return h; }
        static int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }
        struct big { int values[200]; };
        static struct big twice(struct big b) { for (int i = 0; i < 200; i++) b.values[i] *= 2; return b; }
        int main(void) {
            unsigned s = 1;
            int n = 50000, *v = malloc(n * sizeof *v);
            for (int i = 0; i < n; i++) v[i] = (int)(s = s * 1664525 + 1013904223);
            qsort(v, n, sizeof *v, compare);
            printf("%d %d %u\n", v[0], v[n - 1], hash((unsigned char *)v, n * sizeof *v));
            size_t size = 5u << 20;
            unsigned char *p = malloc(size + 64);
            for (size_t i = 0; i < size; i++) p[i] = (unsigned char)(s = s * 1664525 + 1013904223) >> 3;
            static const size_t lengths[] = {0, 1, 15, 16, 17, 4095, 4096, 65537, 1 << 20, (1 << 20) + 1, (3 << 20) + 5};
            for (unsigned i = 0; i < sizeof lengths / sizeof *lengths; i++) {
                memmove(p + 7, p, lengths[i]);
                memmove(p, p + 4099, lengths[i]);
                memcpy(p + (4 << 20), p, lengths[i] < 1 << 20 ? lengths[i] : 1 << 20);
                memset(p + i * 1000, i, lengths[i] / 3);
                printf("%u\n", hash(p, size));
            }
            struct big b;
            for (int i = 0; i < 200; i++) b.values[i] = i;
            b = twice(twice(b));
            printf("%d %d %.17g %s\n", b.values[199], ackermann(2, 300), strtod("3.14159", 0) * n, getenv("HOME") ? "home" : "none");
            return 0;
        }
        """;

    public const string Cpp = """
        #include <algorithm>
        #include <cstdio>
        #include <functional>
        #include <map>
        #include <memory>
        #include <string>
        #include <unordered_map>
        #include <vector>
        struct Node { virtual long value() const = 0; virtual ~Node() {} };
        struct Leaf : Node { long v; explicit Leaf(long v) : v(v) {} long value() const override { return v; } };
        struct Sum : Node { std::unique_ptr<Node> a, b; long value() const override { return a->value() + b->value(); } };
        static std::unique_ptr<Node> tree(int depth) {
            if (depth == 0) return std::unique_ptr<Node>(new Leaf(depth + 3));
            auto sum = new Sum; sum->a = tree(depth - 1); sum->b = tree(depth - 1); return std::unique_ptr<Node>(sum);
        }
        int main() {
            std::unordered_map<std::string, std::vector<int>> words;
            for (int i = 0; i < 30000; i++) words["word" + std::to_string(i * 7919 % 4001)].push_back(i);
            std::map<long, std::string> sorted;
            for (auto &w : words) sorted[w.second.size() * 100000L + w.second[0]] = w.first;
            std::vector<std::function<long(long)>> steps;
            for (int i = 0; i < 50; i++) steps.push_back([i](long x) { return x * 31 + i; });
            long h = 0;
            for (auto &s : sorted) h = steps[s.second.size() % 50](h) ^ s.first;
            std::printf("%ld %ld %zu\n", h, tree(12)->value(), sorted.size());
        }
        """;

    public const string Rust = """
        use std::collections::{BTreeMap, HashMap};
        fn main() {
            let mut counts: HashMap<String, u64> = HashMap::new();
            for i in 0..30000u64 { *counts.entry(format!("k{}", i * 7919 % 3001)).or_default() += i; }
            let sorted: BTreeMap<_, _> = counts.iter().map(|(k, v)| (*v, k.clone())).collect();
            let mut bytes: Vec<u8> = (0..3_000_000u32).map(|i| (i * 2654435761u32 >> 13) as u8).collect();
            bytes.copy_within(0..2_000_000, 777); bytes.copy_within(4097.., 0); bytes[100..2_500_000].fill(3); bytes.rotate_left(12345);
            let h = bytes.iter().fold(0u64, |h, b| h.wrapping_mul(31).wrapping_add(*b as u64));
            println!("{:?} {} {}", sorted.iter().next(), sorted.len(), h);
        }
        """;
}
