namespace WasmEngine.Compute.Core;

/// <summary>Makes the WASI world of an instance. Thread-safe.</summary>
public interface IWasiFactory
{
    /// <summary>Opens the directories.</summary>
    /// <exception cref="IOException">A directory can't be opened; the message names it.</exception>
    /// <exception cref="ArgumentException">The setup is not allowed; the message names every problem.</exception>
    IWasi Create(WasiSetup setup);
}

/// <summary>What a guest gets through WASI. Nothing else of the machine is there for it.</summary>
public sealed record WasiSetup
{
    /// <summary>Ends waiting and long transfers.</summary>
    public required StopSignal Stop { get; init; }

    /// <summary>Clocks.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Arguments; the first is the program's name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Directories, from descriptor 3 on.</summary>
    public IReadOnlyList<WasiDirectory> Directories { get; init; } = [];

    /// <summary>Told of each line of standard output and error, on the instance's thread; null: they go nowhere.</summary>
    public WasiLineSink? OnOutputLine { get; init; }

    /// <summary>Files and directories open at once, those that were granted and the standard streams counted; 8 to 4096.</summary>
    public int MaxDescriptors { get; init; } = 256;
}

/// <summary>A directory that a guest may use.</summary>
/// <param name="HostPath">Absolute path of the directory.</param>
/// <param name="GuestPath">Name that the guest knows it by, for example "/data".</param>
/// <param name="Writable">Whether it may change what is in it.</param>
public sealed record WasiDirectory(string HostPath, string GuestPath, bool Writable);

/// <summary>Output streams of a guest.</summary>
public enum WasiStream
{
    /// <summary>Standard output.</summary>
    Output = 1,

    /// <summary>Standard error.</summary>
    Error = 2,
}

/// <summary>Takes a line of output without its end; UTF-8 by convention, at most 4096 bytes: longer ones come in parts.</summary>
public delegate void WasiLineSink(WasiStream stream, ReadOnlySpan<byte> line);
