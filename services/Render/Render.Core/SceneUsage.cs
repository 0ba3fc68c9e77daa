namespace WasmEngine.Render.Core;

/// <summary>What a scene's thread has done so far.</summary>
/// <param name="AppId">The app.</param>
/// <param name="Frames">Frames shown in all of its views.</param>
/// <param name="AllocatedBytes">Bytes that its thread allocated on the managed heap, commands of the control plane left out.</param>
public sealed record SceneUsage(string AppId, long Frames, long AllocatedBytes);

/// <summary>Counts what a scene's thread does. Written by that thread, read by any.</summary>
internal sealed class SceneMeter
{
    private long _frames, _allocated, _commands, _commandsBegan;

    internal void CommandsBegin() => _commandsBegan = GC.GetAllocatedBytesForCurrentThread();

    internal void CommandsEnd() => _commands += GC.GetAllocatedBytesForCurrentThread() - _commandsBegan;

    /// <summary>A round is over.</summary>
    internal void RoundEnds(int frames)
    {
        Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread() - _commands); // SYNC: pairs with Read
        if (frames > 0) Volatile.Write(ref _frames, _frames + frames); // SYNC: pairs with Read
    }

    // SYNC: acquire; pairs with RoundEnds.
    internal SceneUsage Read(string appId) => new(appId, Volatile.Read(ref _frames), Volatile.Read(ref _allocated));
}
