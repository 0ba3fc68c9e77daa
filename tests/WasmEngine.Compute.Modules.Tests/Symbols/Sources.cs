namespace WasmEngine.Compute.Modules.Tests.Symbols;

/// <summary>Guests that trap at lines which say so: the line with <c>MARK:name</c> is where the frame of that name is.</summary>
internal static class Sources
{
    internal const string C = """
        static int divide(int by)
        {
            int ten = 10;
            return ten / by; // MARK:divide
        }

        __attribute__((export_name("run"), noinline)) int run(int a)
        {
            int b = a - a;
            return divide(b); // MARK:run
        }
        """;

    internal const string Cpp = """
        extern "C" void *memset(void *, int, unsigned long);
        namespace geometry {
        struct Point {
            int x;
            int at(int i) const
            {
                if (i > 3) __builtin_trap(); // MARK:at
                return x / (i + 1);
            }
        };
        template <class T> static inline int twice(const T &value, int i)
        {
            return value.at(i) * 2; // MARK:twice
        }
        }
        extern "C" __attribute__((export_name("run"))) int run(int a)
        {
            geometry::Point point{a};
            int sum = 0;
            for (int i = 0; i < a; i++)
                sum += geometry::twice(point, i); // MARK:run
            return sum;
        }
        """;

    internal const string Rust = """
        mod shapes {
            pub struct Grid(pub Vec<i32>);
            impl Grid {
                #[inline(never)]
                pub fn cell(&self, i: usize) -> i32 {
                    self.0[i] // MARK:cell
                }
            }
        }
        #[no_mangle]
        pub extern "C" fn run(a: i32) -> i32 {
            let grid = shapes::Grid((0..a).collect());
            grid.cell(a as usize) // MARK:run
        }
        """;

    /// <summary>The number of a marked line.</summary>
    internal static int Line(string source, string mark)
    {
        var lines = source.Split('\n');
        return Array.FindIndex(lines, l => l.Contains("MARK:" + mark, StringComparison.Ordinal)) + 1;
    }
}
