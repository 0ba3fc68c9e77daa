namespace WasmEngine.Compute.Core;

/// <summary>An app of that id runs already, or has not ended yet.</summary>
public sealed class AppRunsException(string id) : InvalidOperationException($"app {id} runs already");
