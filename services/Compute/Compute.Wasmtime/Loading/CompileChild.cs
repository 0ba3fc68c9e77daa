using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// A process that compiles one module and ends: a hostile module may cost its memory and its life, not compute's. It limits
/// itself before it looks at the module, and does not outlive who started it.
/// </summary>
public static class CompileChild
{
    /// <summary>First argument of the process.</summary>
    public const string Verb = "compile";

    private const int LowerPriority = 5;

    /// <summary>Compiles what comes through standard input; to be the only thing that the process does.</summary>
    /// <returns>Exit code: 0 when it has answered.</returns>
    public static int Run()
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        try
        {
            var header = ReadHeader(input);
            ProcessLimits.ForbidCoreDumps();
            ProcessLimits.LimitMemory(header.MemoryBytes);
            ProcessLimits.LimitCpuTime(TimeSpan.FromSeconds(header.CpuSeconds));
            ProcessLimits.LowerPriority(LowerPriority); // what runs goes before what may run later
            var module = new byte[header.ModuleBytes];
            input.ReadExactly(module);
            EndWith(input);
            Send(output, CompileProtocol.Frame.Started, []);
            Answer(output, module, header.UsesEpochs);
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or EndOfStreamException)
        {
            Console.Error.WriteLine(e.Message); // nobody hears an answer
            return 1;
        }
    }

    private static CompileProtocol.Header ReadHeader(FileStream input)
    {
        Span<byte> bytes = stackalloc byte[CompileProtocol.HeaderBytes];
        input.ReadExactly(bytes);
        return CompileProtocol.Header.Read(bytes);
    }

    private static void Answer(FileStream output, byte[] bytes, bool usesEpochs)
    {
        try
        {
            using var engine = EngineFeatures.Create(usesEpochs);
            using var module = Module.FromBytes(engine, "module", bytes);
            var code = module.Serialize();
            Send(output, CompileProtocol.Frame.Code, SHA256.HashData(code), code);
        }
        catch (WasmtimeException e)
        {
            var kind = e.Message.Contains("os error 12", StringComparison.Ordinal) ? CompileProtocol.Frame.OutOfMemory : CompileProtocol.Frame.Refused;
            Send(output, kind, Encoding.UTF8.GetBytes(e.Message));
        }
        catch (OutOfMemoryException)
        {
            Send(output, CompileProtocol.Frame.OutOfMemory, []);
        }
    }

    private static void Send(FileStream output, CompileProtocol.Frame kind, params ReadOnlySpan<byte[]> parts)
    {
        Span<byte> header = stackalloc byte[CompileProtocol.FrameBytes];
        long length = 0;
        foreach (var part in parts) length += part.Length;
        header[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(header[1..], length);
        output.Write(header);
        foreach (var part in parts) output.Write(part);
    }

    /// <summary>
    /// Ends this process with its parent, whose end closes the pipe. (PR_SET_PDEATHSIG would go by the parent's thread, which
    /// may end long before.)
    /// </summary>
    private static void EndWith(FileStream input) => new Thread(() =>
    {
        try
        {
            _ = input.ReadByte(); // nothing is ever sent
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // the same as its end
        }

        ProcessIdentity.Current.Signal(ProcessSignal.Kill); // a compilation can't be stopped in any other way
    })
    { IsBackground = true, Name = "parent" }.Start();
}
