using System.Collections.Immutable;

namespace WasmEngine.Compute.Core;

/// <summary>A call that was checked against its module: which parameter takes what.</summary>
internal sealed class CallPlan
{
    private const int NamedExports = 10;

    private CallPlan(FunctionSpec spec, FunctionSignature signature, int used)
    {
        Spec = spec;
        Signature = signature;
        Used = used;
    }

    /// <summary>What was asked for.</summary>
    internal FunctionSpec Spec { get; }

    /// <summary>Of the function.</summary>
    internal FunctionSignature Signature { get; }

    /// <summary>Parameters that the arguments take, begin and end of a loop included.</summary>
    internal int Used { get; }

    /// <summary>Where the arguments begin: after begin and end of a loop.</summary>
    internal int FirstArgument => Spec.Range is null ? 0 : 2;

    /// <summary>Whether begin and end of a loop are i64.</summary>
    internal bool IsLongRange => Signature.Parameters[0] == WasmType.I64;

    /// <summary>Checks a call whose arguments are all there.</summary>
    /// <exception cref="CallInvalidException">It does not fit.</exception>
    internal static CallPlan Check(FunctionSpec spec, IGuestModule module)
    {
        var plan = CheckPrefix(spec, module);
        if (plan.Used == plan.Signature.Parameters.Length) return plan;
        throw Misfit(plan.Spec, plan.Signature, $"the arguments make {plan.Used} parameters, it takes {plan.Signature.Parameters.Length}");
    }

    /// <summary>Checks a call whose last arguments come later, numbers only: a lane's.</summary>
    /// <exception cref="CallInvalidException">It does not fit.</exception>
    /// <exception cref="ModuleException">The module imports what is not there.</exception>
    internal static CallPlan CheckPrefix(FunctionSpec spec, IGuestModule module)
    {
        if (module.Description.ImportProblems is { Count: > 0 } missing) throw new ModuleException($"{spec.ModulePath} can't be run: {string.Join("; ", missing)}");
        if (spec.Problems() is { Count: > 0 } problems) throw new CallInvalidException(string.Join("; ", problems));
        var signature = module.FindFunction(spec.Export) ?? throw new CallInvalidException(NoSuchExport(spec.Export, module));
        if (!signature.IsCallable)
            throw new CallInvalidException($"\"{spec.Export}\" {signature} can't be called from outside: it takes or returns what is no number (a vector or a reference)");
        var next = 0;
        if (spec.Range is { } range) next = CheckRange(spec, signature, range);
        for (var i = 0; i < spec.Arguments.Length; i++) next = CheckArgument(spec, signature, i, next);
        return new CallPlan(spec, signature, next);
    }

    private static int CheckRange(FunctionSpec spec, FunctionSignature signature, LoopRange range)
    {
        var types = signature.Parameters;
        if (types.Length < 2 || types[0] != types[1] || types[0] is not (WasmType.I32 or WasmType.I64))
            throw Misfit(spec, signature, "a parallel loop needs begin and end as its first two parameters, both i32 or both i64");
        if (types[0] == WasmType.I32 && (range.Begin < int.MinValue || range.End > int.MaxValue))
            throw Misfit(spec, signature, $"the range {range.Begin} to {range.End} does not fit its i32 parameters: declare begin and end as i64");
        return 2;
    }

    private static int CheckArgument(FunctionSpec spec, FunctionSignature signature, int index, int next)
    {
        var types = signature.Parameters;
        if (spec.Arguments[index] is NumberArgument number)
        {
            if (next >= types.Length) throw Misfit(spec, signature, $"there is no parameter for argument {index + 1}");
            if (types[next] == number.Type) return next + 1;
            throw Misfit(spec, signature, $"argument {index + 1} is an {Name(number.Type)}, parameter {next + 1} is an {Name(types[next])}");
        }

        var kind = spec.Arguments[index] is BufferArgument buffer ? $"buffer \"{buffer.Name}\"" : "data";
        if (next + 1 >= types.Length || types[next] != WasmType.I32 || types[next + 1] is not (WasmType.I32 or WasmType.I64))
            throw Misfit(spec, signature, $"argument {index + 1} ({kind}) needs two parameters, address (i32) and length (i32 or i64), from parameter {next + 1} on");
        return next + 2;
    }

    private static CallInvalidException Misfit(FunctionSpec spec, FunctionSignature signature, string problem) =>
        new($"the arguments do not fit \"{spec.Export}\" {signature}: {problem}");

    private static string NoSuchExport(string export, IGuestModule module)
    {
        const string signature = ": func ("; // only functions have one
        var functions = module.Description.Exports.Where(e => e.Contains(signature, StringComparison.Ordinal)).Select(e => e[..e.LastIndexOf(signature, StringComparison.Ordinal)]).ToImmutableArray();
        var some = functions.Length == 0 ? "it exports no functions" : $"it exports {string.Join(", ", functions.Take(NamedExports))}{(functions.Length > NamedExports ? ", …" : "")}";
        return $"the module has no exported function \"{export}\": {some}";
    }

    private static string Name(WasmType type) => type == WasmType.Other ? "other" : type.ToString().ToLowerInvariant();
}
