using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// What host functions need of the instance that calls them: functions are defined once for the engine, this comes with the
/// store. One thread, the instance's, but for <see cref="OnStopped"/>.
/// </summary>
/// <param name="setup">What the instance gets from its host.</param>
/// <param name="host">Its engine.</param>
/// <param name="plan">Which memory is the guard; null when the engine uses epochs.</param>
/// <param name="isTrial">Whether it only serves to find the plan out.</param>
internal sealed class GuestContext(GuestSetup setup, HostEngine host, MemoryPlan? plan, bool isTrial)
{
    [ThreadStatic] private static GuestContext? _current;
    private readonly Lock _gate = new();
    private readonly List<LinearMemory> _memories = [];
    private int _requests;
    private IWasi? _wasi = setup.Wasi;
    private long _hostCallsLeft = setup.Limits.HostCalls;
    private bool _isStopped; // under the gate, like the guard

    /// <summary>The instance that this thread is calling into; null when there is none.</summary>
    internal static GuestContext? Current => _current;

    /// <summary>Serves "wasmengine_v1".</summary>
    internal IGuestCalls Calls => setup.Calls;

    /// <summary>Serves "wasi_snapshot_preview1"; who was given none has a world without arguments, environment and directories.</summary>
    internal IWasi Wasi => _wasi ??= WasiFactory.CreateEmpty(setup.Stop);

    /// <summary>What it may use.</summary>
    internal InstanceLimits Limits => setup.Limits;

    /// <summary>Ends its calls.</summary>
    internal StopSignal Stop => setup.Stop;

    /// <summary>What its memories may take.</summary>
    internal MemoryBudget Budget { get; } = new(setup.Limits.MemoryBytes);

    /// <summary>Its exported memory "memory"; null until the instance exists, or when it exports none or a 64-bit one.</summary>
    internal IGuestMemory? Memory { get; set; }

    /// <summary>What a host function threw; the trap that it became carries no exception.</summary>
    internal Exception? HostFailure { get; set; }

    /// <summary>Its guard page; null until it exists, or when the engine uses epochs.</summary>
    internal GuardPage? Guard { get; private set; }

    /// <summary>Lets the instance make as many host calls again as its limits say.</summary>
    internal void RenewHostCalls() => _hostCallsLeft = Limits.HostCalls;

    /// <summary>To be called first by every host function.</summary>
    /// <exception cref="GuestStoppedException">The instance was stopped, or its host calls are used up.</exception>
    internal void BeginHostCall()
    {
        if (--_hostCallsLeft < 0) Stop.Raise(StopReason.HostCalls);
        Stop.ThrowIfRaised();
    }

    /// <summary>Makes it this thread's current one; what it was before is to be given to <see cref="Leave"/>.</summary>
    internal GuestContext? Enter()
    {
        var before = _current;
        _current = this;
        return before;
    }

    /// <summary>Ends <see cref="Enter"/>.</summary>
    internal static void Leave(GuestContext? before) => _current = before;

    /// <summary>The memory at a host address.</summary>
    internal LinearMemory? MemoryAt(nint address) => _memories.Find(m => m.Address == address);

    /// <summary>The module's memory 0; null when it has none.</summary>
    internal LinearMemory? First { get; private set; }

    /// <summary>Whether the module's plan has to be found out before there can be an instance.</summary>
    internal bool NeedsTrial { get; private set; }

    /// <summary>Creates the memory that Wasmtime asks for; null and a reason when the limits do not allow it.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal HostMemory? NewMemory(in MemoryRequest request, out string? refusal)
    {
        refusal = null;
        var part = plan?.PartOf(_requests++, request, isTrial) ?? MemoryPlan.Part.Own;
        if (part == MemoryPlan.Part.Guard && Guard is null) return TakeGuard();
        if (part == MemoryPlan.Part.Unknown)
        {
            NeedsTrial = true;
            refusal = "it is not known yet which memory is which";
            return null;
        }

        if ((part == MemoryPlan.Part.Own && !isTrial && !Budget.TryAddMemory()) || !Budget.TryTake(request.Minimum))
        {
            refusal = Budget.Refusal;
            return null;
        }

        var memory = new LinearMemory(request, Budget);
        _memories.Add(memory);
        if (part == MemoryPlan.Part.Own) First ??= memory;
        return memory;
    }

    private GuardPage TakeGuard()
    {
        var guard = new GuardPage();
        lock (_gate)
        {
            Guard = guard;
            if (_isStopped) guard.Revoke();
        }

        return guard;
    }

    /// <summary>Ends the running call and all later ones; from any thread.</summary>
    internal void OnStopped()
    {
        lock (_gate)
        {
            _isStopped = true;
            Guard?.Revoke();
        }

        if (plan is null) host.Interrupt();
    }
}
