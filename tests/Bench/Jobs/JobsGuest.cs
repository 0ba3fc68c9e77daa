using WasmEngine.Compute.Wasmtime;

namespace WasmEngine.Bench.Jobs;

/// <summary>A small module: a trivial function, and a kernel for parallel loops.</summary>
internal static class JobsGuest
{
    /// <summary>(i32, i32) -> i32, the sum.</summary>
    internal const string Add = "add";

    /// <summary>Iterates z = z² + c for each number of a range, the same work for each; a parallel loop.</summary>
    internal const string Iterate = "iterate";

    /// <summary>Puts it into a file; its path.</summary>
    internal static string Write(string directory)
    {
        var path = Path.Combine(directory, "jobs.wasm");
        File.WriteAllBytes(path, WasmtimeEngine.Assemble(Text));
        return path;
    }

    private const string Text = """
        (module
          (memory (export "memory") 2)
          (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
          (func (export "iterate") (param $i i64) (param $end i64) (local $n i32) (local $x f64) (local $y f64) (local $t f64)
            (block $done
              (loop $next
                (br_if $done (i64.ge_s (local.get $i) (local.get $end)))
                (local.set $x (f64.const 0)) (local.set $y (f64.const 0)) (local.set $n (i32.const 2000))
                (loop $again
                  (local.set $t (f64.add (f64.sub (f64.mul (local.get $x) (local.get $x)) (f64.mul (local.get $y) (local.get $y))) (f64.const -0.1)))
                  (local.set $y (f64.add (f64.mul (f64.mul (local.get $x) (local.get $y)) (f64.const 2)) (f64.const 0.1)))
                  (local.set $x (local.get $t))
                  (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
                (f64.store (i32.const 1024) (local.get $x))
                (local.set $i (i64.add (local.get $i) (i64.const 1)))
                (br $next)))))
        """;
}
