using System.Globalization;
using System.Text.RegularExpressions;
using WasmEngine.Compute.Core;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Says why a call ended, in a sentence for the guest's author.</summary>
internal static partial class TrapReport
{
    private const int MaxFrames = 6;
    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>Makes an exception of an error or a trap; it is deleted.</summary>
    internal static Exception Of(GuestContext context, CompiledModule module, LinearMemory? memory, string during, nint error, nint trap)
    {
        var failure = context.HostFailure;
        context.HostFailure = null;
        // A page that was taken away looks like the guest's own fault: the signal tells.
        if (context.Stop.Reason is { } reason)
        {
            if (error != 0) WasmtimeNative.DeleteError(error);
            if (trap != 0) WasmtimeNative.DeleteTrap(trap);
            return new GuestStoppedException(reason);
        }

        var exception = error != 0 ? WasmtimeHandles.TakeError(error) : WasmtimeHandles.TakeTrap(trap);
        if (failure is GuestExitException exit) return new GuestExitException(exit.Code, during);
        return new GuestException(Describe(context, module, memory, during, exception, failure));
    }

    private static string Describe(GuestContext context, CompiledModule module, LinearMemory? memory, string during, WasmtimeException trap, Exception? failure)
    {
        var cause = Cause(memory, trap, failure);
        var describe = module.DescribeFrame ?? Name;
        var where = string.Join(" < ", (trap.Frames ?? []).Take(MaxFrames).Select(describe));
        var refusal = context.Budget.Refusal is { } refused && !cause.Contains(refused, StringComparison.Ordinal) ? $"; before that, {refused}" : "";
        return (where.Length == 0 ? $"the guest failed in {during}: {cause}" : $"the guest trapped in {during}: {cause} at {where}") + refusal;
    }

    private static string Cause(LinearMemory? memory, WasmtimeException exception, Exception? failure)
    {
        if (failure is not null) return Names.OneLine(failure.Message);
        if (exception is not TrapException trap || trap.Type == TrapCode.Undefined) return Explained(Root(exception.Message), exception.Message);
        var hint = trap.Type switch
        {
            TrapCode.StackOverflow => $" (its calls are nested too deeply: it has {EngineFeatures.MaxWasmStack >> 10} KiB of stack)",
            TrapCode.MemoryOutOfBounds => memory is not null && FaultAddress(trap.Message) is { } address ? Explain(memory, address) : "",
            _ => "",
        };
        return trap.Type + hint;
    }

    /// <summary>Wasmtime lists causes under the backtrace, the first one last.</summary>
    private static string Root(string message)
    {
        var causes = message.IndexOf("Caused by:", StringComparison.Ordinal);
        if (causes < 0) return Names.OneLine(message);
        var last = message[causes..].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        return Names.OneLine(last.TrimStart(Digits).TrimStart(':', ' '));
    }

    private static string Explain(LinearMemory memory, long address) =>
        memory.Windows.Explain(address) is { } wrong ? $" (it {wrong})" : string.Create(CultureInfo.InvariantCulture, $" (address 0x{address:x} of 0x{memory.Size:x})");

    private static string Explained(string reason, string message)
    {
        if (message.Contains("table", StringComparison.Ordinal) && message.Contains("limit", StringComparison.Ordinal))
            return $"{reason}: its tables are larger or more than it may have (tableElements elements each, at most 4 tables)";
        return reason;
    }

    /// <summary>Wasmtime tells the address of a fault only in its message.</summary>
    private static long? FaultAddress(string message) =>
        FaultPattern().Match(message) is { Success: true } match
            ? long.Parse(match.Groups["address"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : null;

    private static string Name(TrapFrame frame) => frame.FunctionName is { } name ? Names.OneLine(name) : $"function at 0x{frame.ModuleOffset:x}";

    [GeneratedRegex("wasm address 0x(?<address>[0-9a-f]{1,16})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FaultPattern();
}
