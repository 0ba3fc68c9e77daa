using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi;
using WasmEngine.Compute.Wasi.Tests.Support;

namespace WasmEngine.Fuzz;

/// <summary>
/// Random calls of WASI with random arguments, half of them sensible, on real directories. A find: an exception but the
/// defined ones, an unknown errno, a change outside of the granted directory or in one granted for reading, a read of what
/// lies outside, a write to memory that may not be written.
/// </summary>
public sealed class WasiFuzzer : IDisposable
{
    private const string Secret = "this must never be read";
    private const int CallsPerWorld = 200, MaxErrno = 76;

    // Files and paths four times as often as the rest.
    private static readonly MethodInfo[] Methods = [.. typeof(IWasi).GetMethods().Where(m => m.Name != nameof(IWasi.ProcExit)).SelectMany(m => Enumerable.Repeat(m, IsOfFiles(m) ? 4 : 1))];

    private static readonly string[] Paths =
    [
        "a", "b", "d", "d/a", "d/e", "d/e/a", ".", "..", "d/..", "d/../..", "../outside/secret", "../readonly/fixed", "/etc/passwd", "out", "out/secret", "up", "up/secret", "d/", "a/",
        "d/e/../../a", "d/up/outside/secret", "", "/", "//", "a\0b", "link", "pipe", "\u00FF\u00FE", new string('n', 255), new string('n', 256),
    ];

    private static bool IsOfFiles(MethodInfo method) => method.Name.StartsWith("Path", StringComparison.Ordinal)
        || method.Name is nameof(IWasi.FdRead) or nameof(IWasi.FdWrite) or nameof(IWasi.FdPread) or nameof(IWasi.FdPwrite) or nameof(IWasi.FdReaddir);

    private readonly Random _random;
    private readonly string _root;
    private readonly GuestRam _ram = new();
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    private WasiFuzzer(int seed)
    {
        _random = new Random(seed);
        _root = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "we-fuzz-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
    }

    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        using var fuzzer = new WasiFuzzer(seed);
        for (var i = 0; i < iterations; i += CallsPerWorld)
        {
            try
            {
                fuzzer.PlayWorld(Math.Min(CallsPerWorld, iterations - i));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"found from iteration {i} of seed {seed}: {e.Message}"), e);
            }
        }

        return string.Join(", ", fuzzer._outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value}")));
    }

    private void PlayWorld(int calls)
    {
        Prepare();
        using var stop = new StopSignal();
        using (var wasi = new WasiFactory().Create(new WasiSetup
        {
            Stop = stop,
            Arguments = ["fuzz"],
            Directories = [new WasiDirectory(At("granted"), "/data", Writable: true), new WasiDirectory(At("readonly"), "/ro", Writable: false)],
            OnOutputLine = static (_, line) => Require(line.Length <= 4096, "a line is too long"),
            MaxDescriptors = 24,
        }))
        {
            using var timer = new Timer(_ => stop.Raise(StopReason.Deadline), null, Timeout.Infinite, Timeout.Infinite);
            for (var i = 0; i < calls; i++)
            {
                var method = Methods[_random.Next(Methods.Length)];
                if (method.Name == nameof(IWasi.PollOneoff)) timer.Change(20, Timeout.Infinite); // it may be asked to sleep for years
                if (!Play(wasi, method)) break;
                timer.Change(Timeout.Infinite, Timeout.Infinite);
            }
        }

        Check();
    }

    /// <summary>One call; false when the guest was stopped.</summary>
    private bool Play(IWasi wasi, MethodInfo method)
    {
        _ram.Reset();
        var window = _ram.Copy(GuestRam.ReadOnly, 0x20000); // the part to read only, and the one that is gone
        var arguments = Arguments(method);
        try
        {
            var errno = (int)method.Invoke(wasi, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
            Require(errno is >= 0 and <= MaxErrno, $"{method.Name} returned {errno}");
            Count(errno == 0 ? method.Name : "refused");
        }
        catch (GuestStoppedException)
        {
            Count("stopped");
            return false;
        }

        Require(window.AsSpan().SequenceEqual(_ram.Copy(GuestRam.ReadOnly, 0x20000)), $"{method.Name} wrote to a window");
        Require(_ram.Bytes[0x100000..0x180000].IndexOf("must never be"u8) < 0, $"{method.Name} read what lies outside");
        return true;
    }

    private object[] Arguments(MethodInfo method)
    {
        var isPath = false;
        uint length = 0;
        return [.. method.GetParameters().Select(p =>
        {
            if (p.ParameterType == typeof(IGuestMemory)) return (object)_ram;
            if (method.Name == nameof(IWasi.FdAllocate) && p.ParameterType == typeof(ulong)) return (ulong)_random.Next(100_000); // it really takes the space
            if (p.ParameterType == typeof(ulong)) return Long();
            if (p.ParameterType == typeof(long)) return (long)Long();
            if (isPath)
            {
                isPath = false;
                return _random.Next(50) == 0 ? Word() : length; // the length of the path before it
            }

            var name = p.Name!;
            if (_random.Next(40) == 0) return Word();
            if (name is "fd" or "oldFd" or "newFd") return Descriptor(method);
            if (name is "from" or "to") return (uint)_random.Next(3, 12);
            if (name is "path" or "oldPath" or "newPath" or "target")
            {
                isPath = true;
                (var address, length) = _ram.Place(Paths[_random.Next(Paths.Length)]);
                return address;
            }

            if (name is "vectors") return _ram.Vectors((Address(), (uint)_random.Next(5000)), (Address(), (uint)_random.Next(200)), (Address(), Word()));
            if (name is "subscriptions") return Subscriptions();
            if (name is "lookup") return (uint)_random.Next(0, _random.Next(10) == 0 ? 4 : 2);
            if (name is "count" or "whence" or "clock") return (uint)_random.Next(0, 4);
            if (name.Contains("lags", StringComparison.Ordinal)) return _random.Next(3) == 0 ? (uint)_random.Next(0, 17) : (uint)_random.Next(0, 2);
            return name is "length" or "capacity" ? (uint)_random.Next(0, 9000) : Address();
        })];
    }

    private uint Subscriptions()
    {
        var address = _ram.Take(4 * 48);
        var bytes = _ram.Bytes.Slice((int)address, 4 * 48);
        _random.NextBytes(bytes);
        for (var i = 0; i < 4; i++)
        {
            bytes[(i * 48) + 8] = (byte)_random.Next(0, 4);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[((i * 48) + 16)..], (uint)_random.Next(0, 6));
            if (_random.Next(2) == 0) BinaryPrimitives.WriteUInt64LittleEndian(bytes[((i * 48) + 24)..], (ulong)_random.Next(2_000_000));
        }

        return address;
    }

    // The granted directories, which are not to go at once, and what was opened through them.
    private uint Descriptor(MethodInfo method)
    {
        if (method.Name is nameof(IWasi.FdClose) or nameof(IWasi.FdFdstatSetRights)) return (uint)_random.Next(_random.Next(10) == 0 ? 0 : 5, 12);
        return method.Name.StartsWith("Path", StringComparison.Ordinal) || _random.Next(4) == 0 ? (uint)_random.Next(3, 5) : (uint)_random.Next(0, 9);
    }

    private uint Address() => _random.Next(40) switch
    {
        0 => GuestRam.ReadOnly + (uint)_random.Next(0x20000),
        1 => GuestRam.Size - (uint)_random.Next(64),
        _ => _ram.Take(_random.Next(1, 6000)),
    };

    private uint Word() => _random.Next(4) switch { 0 => uint.MaxValue - (uint)_random.Next(64), 1 => (uint)_random.NextInt64(1L << 32), 2 => GuestRam.Size, _ => (uint)_random.Next(100) };

    // Mostly all rights, since they are what most of these numbers are; files stay small, or sparse.
    private ulong Long() => _random.Next(10) switch { 0 => 0, 1 => (ulong)_random.Next(100_000), 2 => (ulong)_random.NextInt64(), 3 => ulong.MaxValue - (ulong)_random.Next(8), _ => 0x0FFFFFFF };

    private string At(string name) => Path.Combine(_root, name);

    private void Prepare()
    {
        Clear();
        foreach (var directory in (string[])["granted/d/e", "readonly/below", "outside"]) Directory.CreateDirectory(At(directory));
        File.WriteAllText(At("granted/a"), "some text");
        File.WriteAllText(At("granted/d/e/a"), new string('x', 3000));
        File.WriteAllText(At("readonly/fixed"), "fixed");
        File.WriteAllText(At("outside/secret"), Secret);
        File.CreateSymbolicLink(At("granted/out"), At("outside"));
        File.CreateSymbolicLink(At("granted/up"), "../outside");
        File.CreateSymbolicLink(At("granted/d/up"), "../..");
        File.CreateSymbolicLink(At("granted/link"), "d/e/a");
    }

    private void Check()
    {
        Require(Entries("") == "granted outside readonly", $"there is {Entries("")}");
        Require(Entries("outside") == "secret" && File.ReadAllText(At("outside/secret")) == Secret, "what lies outside was changed");
        Require(Entries("readonly") == "below fixed" && File.ReadAllText(At("readonly/fixed")) == "fixed", "what was granted for reading was changed");
        Require(Entries("readonly/below").Length == 0, "something was made where only reading was granted");

        string Entries(string of) => string.Join(' ', Directory.GetFileSystemEntries(At(of)).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
    }

    private static void Require(bool isRight, string otherwise)
    {
        if (!isRight) throw new InvalidOperationException(otherwise);
    }

    private void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;

    private void Clear()
    {
        try
        {
            if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
        }
        catch (IOException) // names that are no UTF-8 can't be named here
        {
            using var remove = Process.Start("rm", ["-rf", _root]);
            remove.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}
