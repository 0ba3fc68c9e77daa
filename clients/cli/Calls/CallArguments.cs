using System.Globalization;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Arguments as one types them.</summary>
internal static class CallArguments
{
    private const string BufferPrefix = "buf:";

    /// <summary>Whether the type of an argument follows from the function.</summary>
    public static bool NeedsType(string token) => !token.StartsWith('@') && !token.StartsWith(BufferPrefix, StringComparison.Ordinal);

    /// <summary>Adds arguments to a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="tokens">As they were typed.</param>
    /// <param name="parameters">Types of the function's parameters; null: not known, then numbers say their types themselves.</param>
    /// <param name="skip">Parameters that come first and are no arguments.</param>
    /// <exception cref="EngineException">CALL_INVALID, FILE_MISSING.</exception>
    public static void Add(FunctionCall call, IReadOnlyList<string> tokens, IReadOnlyList<string>? parameters, int skip)
    {
        var at = skip;
        foreach (var token in tokens)
        {
            if (token.StartsWith('@'))
            {
                call.WithData(ReadFile(token[1..]));
                at += 2; // address and length
            }
            else if (token.StartsWith(BufferPrefix, StringComparison.Ordinal))
            {
                AddBuffer(call, token);
                at += 2;
            }
            else
            {
                AddNumber(call, token, parameters is null ? null : at < parameters.Count ? parameters[at] : throw TooMany(call, parameters, skip));
                at++;
            }
        }
    }

    private static void AddBuffer(FunctionCall call, string token)
    {
        var parts = token[BufferPrefix.Length..].Split(':');
        switch (parts)
        {
            case [{ Length: > 0 } name]:
                call.WithBuffer(name);
                break;
            case [{ Length: > 0 } name, "rw"]:
                call.WithBuffer(name, BufferAccess.ReadWrite);
                break;
            case [{ Length: > 0 } name, var output] when output.StartsWith("out=", StringComparison.Ordinal) && Sizes.TryParseBytes(output[4..], out var size) && size > 0:
                call.WithOutput(name, size);
                break;
            default:
                throw Wrong($"\"{Terminal.OneLine(token)}\" is no buffer: write buf:NAME, buf:NAME:rw or buf:NAME:out=SIZE");
        }
    }

    private static void AddNumber(FunctionCall call, string token, string? type)
    {
        var colon = token.LastIndexOf(':');
        var (text, given) = colon > 0 ? (token[..colon], token[(colon + 1)..]) : (token, type ?? Guess(token));
        var done = given switch
        {
            "i32" => TryWhole(text, int.MinValue, uint.MaxValue, out var narrow) && Did(call.With(unchecked((int)narrow))),
            "i64" => TryWide(text, out var wide) && Did(call.With(wide)),
            "f32" => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var single) && Did(call.With(single)),
            "f64" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && Did(call.With(real)),
            _ => throw Wrong($"\"{Terminal.OneLine(token)}\" is for a parameter of type {Terminal.OneLine(given)}, which can't be handed in: i32, i64, f32 and f64 can"),
        };
        if (!done) throw Wrong($"\"{Terminal.OneLine(token)}\" is no {given}");
    }

    private static string Guess(string token) =>
        TryWhole(token, int.MinValue, int.MaxValue, out _) ? "i32" : TryWide(token, out _) ? "i64" : "f64";

    private static bool TryWhole(string text, long least, long most, out long value) =>
        TryWide(text, out value) && value >= least && value <= most;

    private static bool TryWide(string text, out long value)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) return true;
        var isUnsigned = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned);
        value = unchecked((long)unsigned);
        return isUnsigned;
    }

    private static bool Did(FunctionCall call) => call is not null;

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineFault.Refused, "FILE_MISSING", $"{Path.GetFullPath(path)} can't be read: {e.Message}");
        }
    }

    private static EngineException TooMany(FunctionCall call, IReadOnlyList<string> parameters, int skip) =>
        Wrong($"{Terminal.OneLine(call.Export)} takes {parameters.Count - skip} parameters ({string.Join(", ", parameters.Skip(skip))}), and there are more arguments; data and buffers are two each");

    private static EngineException Wrong(string message) => new(EngineFault.Refused, "CALL_INVALID", message);
}

/// <summary>What `inspect` tells of functions.</summary>
internal static class Signatures
{
    /// <summary>Types of an exported function's parameters.</summary>
    /// <exception cref="EngineException">CALL_INVALID: there is no such function.</exception>
    public static IReadOnlyList<string> ParametersOf(IReadOnlyList<string> exports, string export)
    {
        var prefix = export + ": func (";
        if (exports.FirstOrDefault(e => e.StartsWith(prefix, StringComparison.Ordinal)) is { } line)
        {
            var list = line[prefix.Length..line.IndexOf(')', prefix.Length)];
            return list.Length == 0 ? [] : list.Split(", ");
        }

        var names = exports.Where(e => e.Contains(": func (", StringComparison.Ordinal)).Select(e => e[..e.IndexOf(": func (", StringComparison.Ordinal)]).Take(20).ToList();
        throw new EngineException(
            EngineFault.Refused, "CALL_INVALID", $"the module exports no function \"{Terminal.OneLine(export)}\"",
            names.Count == 0 ? "It exports no functions at all." : $"It exports {Terminal.OneLine(string.Join(", ", names))}.");
    }
}

/// <summary>Modules in the store, named by the beginning of their digests.</summary>
internal static class StoredModules
{
    /// <exception cref="EngineException">FILE_MISSING, UNKNOWN_MODULE, AMBIGUOUS_MODULE.</exception>
    public static async Task<string> MatchAsync(EngineClient engine, string given, CancellationToken cancellation)
    {
        if (given.Length is < 4 or > 64 || given.Any(c => !char.IsAsciiHexDigitLower(c)))
            throw new EngineException(EngineFault.Refused, "FILE_MISSING", $"there is no file {Path.GetFullPath(given)}");
        var found = (await engine.Modules.ListAsync(cancellation)).Where(m => m.Sha256.StartsWith(given, StringComparison.Ordinal)).Select(m => m.Sha256).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new EngineException(EngineFault.Refused, "UNKNOWN_MODULE", $"there is neither a file {given} nor a module in the store whose SHA-256 begins so"),
            _ => throw new EngineException(EngineFault.Refused, "AMBIGUOUS_MODULE", $"{found.Count} modules begin with {given}", "Type more of the SHA-256."),
        };
    }
}
