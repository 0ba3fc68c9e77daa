using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.GuestToolchain;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>
/// Guests in C, C++ and Rust whose allocators get their pages in between windows that come and go: none may hand out an
/// address of a window, or lose its way. Skipped where there is no compiler.
/// </summary>
public sealed class AllocatorTests
{
    private const long Page = 65536;

    private const string C = """
        #include <stdint.h>
        #include <stdlib.h>
        #include <string.h>
        static unsigned char *block[512], tag[512];
        static uint32_t size[512], state = 1;
        static uint32_t next(void) { state = state * 1664525u + 1013904223u; return state >> 8; }
        static int is_intact(int k) { for (uint32_t i = 0; i < size[k]; i++) if (block[k][i] != tag[k]) return 0; return 1; }
        __attribute__((export_name("churn"))) int churn(int rounds) {
          while (rounds-- > 0) {
            int k = next() % 512;
            if (block[k]) {
              if (!is_intact(k)) return 1;
              if (next() % 4 == 0) {
                uint32_t more = size[k] + next() % 5000;
                unsigned char *moved = realloc(block[k], more);
                if (!moved) return 2;
                memset(moved + size[k], tag[k], more - size[k]);
                block[k] = moved; size[k] = more;
              } else { free(block[k]); block[k] = 0; }
            } else {
              size[k] = next() % (next() % 16 ? 3000 : 400000) + 1;
              tag[k] = (unsigned char)(next() | 1);
              block[k] = malloc(size[k]);
              if (!block[k]) return 2;
              memset(block[k], tag[k], size[k]);
            }
          }
          return 0;
        }
        """;

    private const string Cpp = """
        #include <cstdint>
        #include <map>
        #include <string>
        #include <unordered_map>
        #include <vector>
        static std::map<uint32_t, std::vector<uint32_t>> ordered;
        static std::unordered_map<std::string, std::string> named;
        static uint32_t state = 1;
        static uint32_t next() { state = state * 1664525u + 1013904223u; return state >> 8; }
        extern "C" __attribute__((export_name("churn"))) int churn(int rounds) {
          while (rounds-- > 0) {
            uint32_t key = next() % 300;
            auto &values = ordered[key];
            for (auto v : values) if (v != key * 7) return 1;
            if (values.size() > 3000) ordered.erase(key); else values.insert(values.end(), next() % 1500, key * 7);
            std::string name = "name " + std::to_string(key);
            auto &text = named[name];
            for (char c : text) if (c != name.back()) return 1;
            if (text.size() > 20000) named.erase(name); else text.append(next() % 9000, name.back());
          }
          return 0;
        }
        """;

    private const string Rust = """
        use std::collections::HashMap;
        static mut WORLD: Option<(HashMap<u32, Vec<u8>>, u32)> = None;
        #[no_mangle]
        pub extern "C" fn churn(rounds: i32) -> i32 {
            let world = unsafe { WORLD.get_or_insert_with(|| (HashMap::new(), 1)) };
            for _ in 0..rounds {
                let mut next = || { world.1 = world.1.wrapping_mul(1664525).wrapping_add(1013904223); world.1 >> 8 };
                let (key, length, large) = (next() % 400, next() % 3000, next() % 16 == 0);
                let blocks = &mut world.0;
                if let Some(block) = blocks.get(&key) {
                    if block.iter().any(|b| *b != key as u8) { return 1; }
                    blocks.remove(&key);
                } else {
                    blocks.insert(key, vec![key as u8; if large { length as usize * 100 } else { length as usize }]);
                }
            }
            0
        }
        """;

    public static TheoryData<string> Languages => ["c", "cpp", "rust"];

    private static byte[] Build(string language)
    {
        if (language == "rust" ? Toolchain.NoRustc is { } reason : (reason = Toolchain.NoWasi) is not null) Assert.Skip(reason);
        string[] clang = ["--target=wasm32-wasi", "-O2", "-mexec-model=reactor", "-fno-exceptions"];
        return language switch
        {
            "c" => Toolchain.Clang("guest.c", C, clang),
            "cpp" => Toolchain.Clang("guest.cpp", Cpp, clang),
            _ => Toolchain.Rustc("guest.rs", Rust, "--target", "wasm32-wasi", "-O"),
        };
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Allocator_WithWindowsBetweenItsPages_StaysOutOfThem(string language)
    {
        using var module = Guests.Load(Build(language));
        Assert.Empty(module.Description.EpochsBecause);
        using var directory = new TempDirectory();
        using var file = SharedFile.Create(directory["buffer"], 64 * Page);
        var random = new Random(11);
        using var instance = module.InstantiateFunctions(
            new GuestSetup(new RecordingCalls { IsSilent = true }, new InstanceLimits { MemoryBytes = 256 << 20 }, new StopSignal()));
        var memory = instance.Memory!;
        var windows = new List<(uint Address, long Length)>();
        for (var round = 0; round < 150; round++)
        {
            Assert.Equal(0, instance.Call("churn", WasmValue.FromI32(300))[0].I32);
            if (windows.Count > 0 && random.Next(3) == 0)
            {
                var (address, length) = windows[random.Next(windows.Count)];
                windows.Remove((address, length));
                memory.UnmapWindow(address, length);
            }
            else if (windows.Count < 40)
            {
                var length = random.Next(1, 9) * Page;
                Assert.True(memory.TryMapWindow(file, 0, length, random.Next(2) == 0 ? PageAccess.Read : PageAccess.ReadWrite, out var address));
                windows.Add((address, length));
            }
        }

        Assert.NotEmpty(windows);
        Assert.False(File.ReadAllBytes(directory["buffer"]).AsSpan().ContainsAnyExcept((byte)0)); // the guest wrote to none
    }
}
