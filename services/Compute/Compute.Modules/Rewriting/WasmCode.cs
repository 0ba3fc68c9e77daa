using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>Writes a function body, instruction by instruction. "wide" is i64, otherwise i32.</summary>
internal sealed class WasmCode
{
    private readonly WasmWriter _code = new(256);
    private readonly List<bool> _locals = [];
    private int _parameters;

    /// <summary>Declares the parameters; before any local.</summary>
    internal void Local(bool[] parameters)
    {
        _locals.AddRange(parameters);
        _parameters = parameters.Length;
    }

    /// <summary>Declares a local.</summary>
    internal int Local(bool wide)
    {
        _locals.Add(wide);
        return _locals.Count - 1;
    }

    internal WasmCode Get(int local) => Index(0x20, local);

    internal WasmCode Set(int local) => Index(0x21, local);

    /// <summary>Pushes an unsigned local as i64.</summary>
    internal WasmCode GetWide(int local, bool isWide) => GetAs(local, isWide, wide: true);

    /// <summary>Pushes an unsigned local in another width.</summary>
    internal WasmCode GetAs(int local, bool isWide, bool wide)
    {
        Get(local);
        if (isWide == wide) return this;
        return Op(wide ? (byte)0xAD : (byte)0xA7); // i64.extend_i32_u, i32.wrap_i64
    }

    internal WasmCode Const(bool wide, long value)
    {
        _code.Byte(wide ? (byte)0x42 : (byte)0x41).Signed(value);
        return this;
    }

    internal WasmCode GreaterUnsigned(bool wide) => Op(wide ? (byte)0x56 : (byte)0x4B);

    internal WasmCode LessUnsigned(bool wide) => Op(wide ? (byte)0x54 : (byte)0x49);

    internal WasmCode EqualZero(bool wide) => Op(wide ? (byte)0x50 : (byte)0x45);

    internal WasmCode Add(bool wide) => Op(wide ? (byte)0x7C : (byte)0x6A);

    internal WasmCode Subtract(bool wide) => Op(wide ? (byte)0x7D : (byte)0x6B);

    internal WasmCode And() => Op(0x71);

    internal WasmCode Or() => Op(0x72);

    internal WasmCode ShiftLeftWide() => Op(0x86);

    internal WasmCode Select() => Op(0x1B);

    internal WasmCode Drop() => Op(0x1A);

    internal WasmCode Block() => Op(0x02).Op(0x40);

    internal WasmCode Loop() => Op(0x03).Op(0x40);

    internal WasmCode If() => Op(0x04).Op(0x40);

    internal WasmCode Else() => Op(0x05);

    internal WasmCode End() => Op(Opcodes.End);

    internal WasmCode Return() => Op(0x0F);

    internal WasmCode Branch(int label) => Index(0x0C, label);

    internal WasmCode BranchIf(int label) => Index(0x0D, label);

    /// <summary>Pushes a memory's pages as i64.</summary>
    internal WasmCode MemorySize(int memory, bool isWide)
    {
        Index(0x3F, memory);
        return isWide ? this : Op(0xAD);
    }

    /// <summary>An instruction with the prefix 0xFC.</summary>
    internal WasmCode Misc(uint number, params ReadOnlySpan<uint> immediates)
    {
        _code.Byte(Opcodes.MiscPrefix).U32(number);
        foreach (var immediate in immediates) _code.U32(immediate);
        return this;
    }

    /// <summary>i32.atomic.load8_u.</summary>
    internal WasmCode AtomicLoad8(uint memory) => Atomic(0x12, memory);

    /// <summary>i32.atomic.rmw8.or_u.</summary>
    internal WasmCode AtomicOr8(uint memory) => Atomic(0x35, memory);

    /// <summary>Pushes a word of the guard memory.</summary>
    internal WasmCode Load(uint guard, uint offset)
    {
        GuardMemory.Load(_code, guard, offset);
        return this;
    }

    internal WasmCode Raw(ReadOnlySpan<byte> instructions)
    {
        _code.Bytes(instructions);
        return this;
    }

    /// <summary>The body: locals, code, end.</summary>
    internal byte[] Finish()
    {
        End();
        var body = new WasmWriter(_code.Length + 64);
        body.U32((uint)(_locals.Count - _parameters));
        foreach (var wide in _locals.Skip(_parameters)) body.Byte(1).Byte(BulkFunctionWriter.TypeOf(wide));
        return body.Bytes(_code.Written).ToArray();
    }

    private WasmCode Atomic(byte number, uint memory)
    {
        _code.Bytes(Opcodes.AtomicPrefix, number);
        GuardMemory.MemoryArgument(_code, memory, align: 0);
        _code.U32(0);
        return this;
    }

    private WasmCode Index(byte opcode, int index)
    {
        _code.Byte(opcode).U32((uint)index);
        return this;
    }

    private WasmCode Op(byte opcode)
    {
        _code.Byte(opcode);
        return this;
    }
}
