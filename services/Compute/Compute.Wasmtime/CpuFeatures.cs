using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Arm = System.Runtime.Intrinsics.Arm;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>What this processor can do, as text: code compiled for one processor may not run on another.</summary>
internal static class CpuFeatures
{
    internal static string Describe()
    {
        var text = new StringBuilder(RuntimeInformation.ProcessArchitecture.ToString());
        if (X86Base.IsSupported)
        {
            // The words that hold feature bits; the others hold such things as the number of the core that one happens to be on.
            var (_, _, c1, d1) = X86Base.CpuId(1, 0);
            var (_, b7, c7, d7) = X86Base.CpuId(7, 0);
            var (_, _, c81, d81) = X86Base.CpuId(unchecked((int)0x80000001), 0);
            text.Append(CultureInfo.InvariantCulture, $" {c1:x8} {d1:x8} {b7:x8} {c7:x8} {d7:x8} {c81:x8} {d81:x8}");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $" {Arm.AdvSimd.IsSupported} {Arm.Aes.IsSupported} {Arm.Crc32.IsSupported} {Arm.Dp.IsSupported} {Arm.Rdm.IsSupported} {Arm.Sha1.IsSupported} {Arm.Sha256.IsSupported}");
        }

        return text.ToString();
    }
}
