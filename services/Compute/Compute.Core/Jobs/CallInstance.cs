namespace WasmEngine.Compute.Core;

/// <summary>What instances of a run have in common.</summary>
/// <param name="Plan">The checked call.</param>
/// <param name="Module">Its module.</param>
/// <param name="Host">Answers job imports.</param>
/// <param name="Log">Takes their lines.</param>
/// <param name="Buffers">What they may map.</param>
/// <param name="Wasi">Makes their WASI worlds; null: they have none.</param>
/// <param name="Time">Clocks.</param>
internal sealed record CallSetting(CallPlan Plan, IGuestModule Module, IJobHost Host, GuestLog Log, GrantedBuffers Buffers, IWasiFactory? Wasi, TimeProvider Time);

/// <summary>
/// An instance that is ready for calls of one function: constructors run, buffers mapped, data copied in. Belongs to the thread
/// that created it.
/// </summary>
internal sealed class CallInstance : IDisposable
{
    private const long WasmPage = 65536;
    private const int Alignment = 16;
    private readonly IWasi? _wasi;
    private readonly IFunctionInstance _instance;
    private readonly IGuestFunction _function;
    private readonly WasmValue[] _parameters;

    private CallInstance(IWasi? wasi, IFunctionInstance instance, IGuestFunction function)
    {
        _wasi = wasi;
        _instance = instance;
        _function = function;
        _parameters = new WasmValue[function.Signature.Parameters.Length];
    }

    /// <summary>Values of the parameters for the next call; those that the arguments gave are set.</summary>
    internal Span<WasmValue> Parameters => _parameters;

    /// <summary>Creates one on the calling thread.</summary>
    /// <exception cref="GuestException">It trapped.</exception>
    /// <exception cref="GuestStoppedException">It was stopped.</exception>
    /// <exception cref="GuestExitException">A constructor called proc_exit.</exception>
    /// <exception cref="CallInvalidException">Its arguments can't be given to it.</exception>
    internal static CallInstance Create(CallSetting setting, StopSignal stop, InstanceLimits limits)
    {
        var wasi = CreateWasi(setting, stop);
        IFunctionInstance? instance = null;
        try
        {
            var calls = new JobCalls(setting.Host, setting.Log, setting.Buffers);
            instance = setting.Module.InstantiateFunctions(new GuestSetup(calls, limits, stop, wasi));
            calls.Memory = instance.Memory;
            var export = setting.Plan.Spec.Export;
            var function = instance.Find(export) ?? throw new CallInvalidException($"the module has no exported function \"{export}\"");
            var ready = new CallInstance(wasi, instance, function);
            ready.SetArguments(setting);
            return ready;
        }
        catch
        {
            instance?.Dispose();
            wasi?.Dispose();
            throw;
        }
    }

    private static IWasi? CreateWasi(CallSetting setting, StopSignal stop)
    {
        var spec = setting.Plan.Spec;
        try
        {
            return setting.Wasi?.Create(new WasiSetup
            {
                Stop = stop,
                Time = setting.Time,
                Arguments = [Path.GetFileName(spec.ModulePath), .. spec.WasiArguments],
                Environment = spec.WasiEnvironment,
                Directories = spec.Directories,
                OnOutputLine = (stream, line) => setting.Log.Write(stream == WasiStream.Error ? 2 : 1, line),
            });
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new CallInvalidException(e.Message);
        }
    }

    private void SetArguments(CallSetting setting)
    {
        var spec = setting.Plan.Spec;
        var next = setting.Plan.FirstArgument;
        var data = spec.Arguments.Any(a => a is DataArgument) ? MapData(spec) : 0;
        foreach (var argument in spec.Arguments)
        {
            switch (argument)
            {
                case NumberArgument number:
                    _parameters[next++] = number.Value;
                    break;
                case DataArgument bytes:
                    CopyIn(data, bytes.Bytes.Span);
                    SetPair(ref next, data, bytes.Bytes.Length);
                    data += (uint)RoundUp(bytes.Bytes.Length, Alignment);
                    break;
                case BufferArgument buffer:
                    SetPair(ref next, MapBuffer(setting, buffer, next), setting.Buffers.Find(buffer).Length);
                    break;
            }
        }
    }

    private void SetPair(ref int next, uint address, long length)
    {
        _parameters[next++] = WasmValue.FromI32((int)address);
        var isLong = _function.Signature.Parameters[next] == WasmType.I64;
        _parameters[next++] = isLong ? WasmValue.FromI64(length) : WasmValue.FromI32((int)(uint)length);
    }

    private uint MapData(FunctionSpec spec)
    {
        var bytes = spec.Arguments.OfType<DataArgument>().Sum(d => RoundUp(d.Bytes.Length, Alignment));
        if (Memory.TryMapPrivate(RoundUp(Math.Max(bytes, 1), WasmPage), out var address)) return address;
        throw new CallInvalidException($"the module's memory has no room for {bytes} bytes of data: raise its maximum or the memory limit");
    }

    private void CopyIn(uint address, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (!Memory.TryWrite(address, bytes.Length, out var target)) throw new InvalidOperationException($"{bytes.Length} bytes that were mapped at {address} can't be written");
        bytes.CopyTo(target);
    }

    private uint MapBuffer(CallSetting setting, BufferArgument buffer, int parameter)
    {
        var part = setting.Buffers.Find(buffer);
        if (part.Length > uint.MaxValue && _function.Signature.Parameters[parameter + 1] == WasmType.I32)
            throw new CallInvalidException($"{part.Length} bytes of buffer \"{buffer.Name}\" do not fit an i32 length: declare parameter {parameter + 2} as i64, or give a part of the buffer");
        try
        {
            if (Memory.TryMapWindow(part.Buffer.File, part.FileOffset, part.WindowBytes, part.Access, out var window)) return window + part.Delta;
        }
        catch (IOException e)
        {
            throw new CallInvalidException($"buffer \"{buffer.Name}\" can't be mapped: {e.Message}");
        }

        throw new CallInvalidException(
            $"buffer \"{buffer.Name}\" ({part.WindowBytes} bytes with its whole pages) finds no room in the module's memory: it has 4 GiB of addresses, at most its declared maximum, and {setting.Plan.Spec.Limits.OpenWindows} windows");
    }

    private IGuestMemory Memory => _instance.Memory ?? throw new CallInvalidException("the module exports no 32-bit memory named \"memory\": arguments that are data or buffers need it");

    private static long RoundUp(long value, long unit) => (value + unit - 1) / unit * unit;

    /// <summary>Calls the function with <see cref="Parameters"/>. Allocates nothing when it succeeds.</summary>
    /// <param name="results">As many as the function has results.</param>
    /// <exception cref="GuestException">It trapped; this instance is of no more use.</exception>
    /// <exception cref="GuestStoppedException">It was stopped; this instance is of no more use.</exception>
    /// <exception cref="GuestExitException">It called proc_exit; this instance is of no more use.</exception>
    internal void Invoke(Span<WasmValue> results) => _function.Invoke(_parameters, results);

    /// <summary>Gives it its host calls anew.</summary>
    internal void RenewHostCalls() => _instance.RenewHostCalls();

    /// <summary>Ends the instance, then its world.</summary>
    public void Dispose()
    {
        _instance.Dispose();
        _wasi?.Dispose();
    }
}
