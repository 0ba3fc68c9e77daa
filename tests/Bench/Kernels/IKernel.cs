namespace WasmEngine.Bench.Kernels;

/// <summary>One kernel made ready to run in one way.</summary>
internal interface IKernel : IDisposable
{
    /// <summary>Runs it so often; the checksum must be the same whichever way it runs.</summary>
    long Run(int rounds);
}
