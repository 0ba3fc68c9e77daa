using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>Makes WASI worlds whose files the kernel keeps within the granted directories. Thread-safe; one for the process.</summary>
public sealed class WasiFactory : IWasiFactory
{
    private const int MaxStringBytes = 1 << 20, MaxStrings = 16_384, MinDescriptors = 8, MaxDescriptors = 4096;
    private static readonly WasiFactory Empty = new();
    private readonly DescriptorBudget _budget;

    /// <summary>Creates the factory.</summary>
    public WasiFactory()
        : this(DescriptorBudget.ForProcess())
    {
    }

    internal WasiFactory(DescriptorBudget budget) => _budget = budget;

    /// <summary>A world without arguments, environment, directories and output. It holds nothing that must be given back.</summary>
    public static IWasi CreateEmpty(StopSignal stop) => Empty.Create(new WasiSetup { Stop = stop, MaxDescriptors = MinDescriptors });

    /// <inheritdoc/>
    public IWasi Create(WasiSetup setup)
    {
        if (Problems(setup) is { Count: > 0 } problems) throw new ArgumentException(string.Join("; ", problems), nameof(setup));
        var table = new DescriptorTable(setup.MaxDescriptors);
        try
        {
            AddStreams(table, setup);
            foreach (var directory in setup.Directories) table.Add(Open(directory));
            return new Preview1(setup, table, _budget);
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    private static void AddStreams(DescriptorTable table, WasiSetup setup)
    {
        table.Add(new Descriptor { Type = FileType.CharacterDevice, Rights = Rights.Input });
        foreach (var stream in (ReadOnlySpan<WasiStream>)[WasiStream.Output, WasiStream.Error])
            table.Add(new Descriptor { Type = FileType.CharacterDevice, Rights = Rights.Output, Output = new OutputLines(stream, setup.OnOutputLine) });
    }

    private Descriptor Open(WasiDirectory directory)
    {
        if (!_budget.TryTake()) throw new IOException($"{directory.HostPath} can't be opened: all guests together have too many files open");
        try
        {
            return new Descriptor
            {
                Handle = DirectoryCalls.OpenRoot(directory.HostPath),
                Type = FileType.Directory,
                Rights = Rights.Directory,
                Inheriting = Rights.All,
                IsWritable = directory.Writable,
                GrantName = Encoding.UTF8.GetBytes(directory.GuestPath),
                Budget = _budget,
            };
        }
        catch
        {
            _budget.Return();
            throw;
        }
    }

    private static List<string> Problems(WasiSetup setup)
    {
        var problems = new List<string>();
        Check(setup.MaxDescriptors is >= MinDescriptors and <= MaxDescriptors, $"{nameof(setup.MaxDescriptors)} is {setup.MaxDescriptors}: it must be {MinDescriptors} to {MaxDescriptors}");
        Check(setup.Directories.Count <= setup.MaxDescriptors - MinDescriptors + 1, $"there are {setup.Directories.Count} directories, at most {setup.MaxDescriptors - MinDescriptors + 1} are possible");
        Check(setup.Arguments.Count <= MaxStrings && setup.Environment.Count <= MaxStrings, $"there are more than {MaxStrings} arguments or environment variables");
        Check(Bytes(setup.Arguments) <= MaxStringBytes, $"the arguments have more than {MaxStringBytes} bytes");
        Check(Bytes(setup.Environment.Select(e => e.Key + e.Value)) <= MaxStringBytes, $"the environment has more than {MaxStringBytes} bytes");
        Check(!setup.Arguments.Any(HasZero), "an argument contains a zero character");
        foreach (var (name, value) in setup.Environment)
            Check(name.Length > 0 && !HasZero(name) && !HasZero(value) && !name.Contains('=', StringComparison.Ordinal), $"\"{name}\" can't be an environment variable: names have no '=', and no zero character is possible");
        foreach (var directory in setup.Directories)
        {
            Check(Path.IsPathFullyQualified(directory.HostPath) && !HasZero(directory.HostPath), $"directory \"{directory.HostPath}\" is no absolute path");
            Check(directory.GuestPath.Length is > 0 and <= 1024 && !HasZero(directory.GuestPath), $"\"{directory.GuestPath}\" can't be a directory's name for the guest");
        }

        return problems;

        void Check(bool isRight, string problem)
        {
            if (!isRight) problems.Add(problem);
        }
    }

    private static bool HasZero(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static long Bytes(IEnumerable<string> texts) => texts.Sum(t => (long)Encoding.UTF8.GetByteCount(t) + 2);
}
