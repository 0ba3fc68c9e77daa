namespace WasmEngine.Compute.Core;

/// <summary>
/// WASI preview 1 for one instance: one method for each function of "wasi_snapshot_preview1", with its raw arguments (pointers
/// and sizes as unsigned, result: errno). Belongs to the instance's thread.
/// </summary>
public interface IWasi : IDisposable;
