using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>
/// Writes the body of an injected function, which does what its instruction does, in chunks with a guard access before each.
/// </summary>
/// <remarks>
/// <code>
/// if (windows flag | n > chunk) == 0:  the instruction, return
/// if out of bounds:                    the instruction, return     it traps, before anything is written
/// back = to > from                     copies in one memory only: the end first, since chunks overlap
/// loop
///   guard
///   count = min(n, chunk);  n -= count
///   at back ? (to + n, from + n) : (to, from), then to += count, from += count
///   if windows flag: touch each page of both
///   the instruction with count
///   again if n != 0
/// </code>
/// Loading the flag is a guard access in itself: it is in the page that is revoked.
/// Instructions: WebAssembly specification, "Memory instructions"; rmw: threads proposal.
/// </remarks>
internal sealed class BulkFunctionWriter
{
    private const int To = 0, From = 1, Length = 2, TouchPage = 4096;
    private readonly BulkFunction _function;
    private readonly ModuleShape _shape;
    private readonly uint _guard;
    private readonly WasmCode _code = new();
    private readonly bool _toWide, _fromWide, _lengthWide;
    private readonly int _count, _back, _step, _left, _flag, _at, _source, _page, _size;

    private BulkFunctionWriter(BulkFunction function, ModuleShape shape, uint guard)
    {
        _function = function;
        _shape = shape;
        _guard = guard;
        var parameters = ParametersOf(function, shape);
        (_toWide, _fromWide, _lengthWide) = (parameters[0], parameters[1], parameters[2]);
        _code.Local(parameters);
        _back = _code.Local(wide: false);
        _step = _code.Local(wide: false);
        _left = _code.Local(wide: false);
        _flag = _code.Local(wide: false);
        _count = _code.Local(_lengthWide);
        _at = _code.Local(_toWide);
        _source = _code.Local(_fromWide);
        _page = _code.Local(wide: true);
        _size = _code.Local(wide: true);
    }

    private bool IsCopy => _function.Operation == Operation.MemoryCopy;

    private bool IsInit => _function.Operation == Operation.MemoryInit;

    private bool MayOverlap => IsCopy && _function.Memory == _function.Source;

    internal static byte TypeOf(bool wide) => wide ? (byte)0x7E : (byte)0x7F;

    /// <summary>Whether each operand has 64 bits.</summary>
    internal static bool[] ParametersOf(BulkFunction function, ModuleShape shape)
    {
        var to = shape.Memories[function.Memory];
        if (function.Operation == Operation.MemoryFill) return [to, false, to];
        if (function.Operation == Operation.MemoryInit) return [to, false, false];
        var from = shape.Memories[function.Source];
        return [to, from, to && from];
    }

    internal static byte[] Write(BulkFunction function, ModuleShape shape, uint guard)
    {
        var writer = new BulkFunctionWriter(function, shape, guard);
        writer.WriteShortCut();
        writer.WriteBoundsCheck();
        writer.WriteLoop();
        return writer._code.Finish();
    }

    private void WriteShortCut()
    {
        LoadFlag();
        _code.Set(_flag).Get(_flag).Get(Length).Const(_lengthWide, BulkFunctions.ChunkBytes).GreaterUnsigned(_lengthWide).Or();
        _code.EqualZero(wide: false).If();
        Instruction(To, From, Length);
        _code.Return().End();
    }

    private void WriteBoundsCheck()
    {
        OutsideMemory(To, _toWide, _function.Memory);
        if (IsCopy)
        {
            OutsideMemory(From, _fromWide, _function.Source);
            _code.Or();
        }
        else if (IsInit)
        {
            _code.GetWide(From, false).GetWide(Length, false).Add(wide: true);
            _code.Const(true, _shape.DataLengths[_function.Source]).GreaterUnsigned(wide: true).Or();
        }

        _code.If();
        Instruction(To, From, Length);
        _code.Return().End();
    }

    /// <summary>Pushes whether a range ends outside of its memory: n > size or start > size - n, which no carry can spoil.</summary>
    private void OutsideMemory(int start, bool wide, int memory)
    {
        _code.MemorySize(memory, _shape.Memories[memory]).Const(true, 16).ShiftLeftWide().Set(_size);
        _code.GetWide(Length, _lengthWide).Get(_size).GreaterUnsigned(wide: true);
        _code.GetWide(start, wide).Get(_size).GetWide(Length, _lengthWide).Subtract(wide: true).GreaterUnsigned(wide: true);
        _code.Or();
    }

    private void WriteLoop()
    {
        if (MayOverlap) _code.Get(To).Get(From).GreaterUnsigned(_toWide).Set(_back);
        _code.Loop();
        _code.Raw(GuardMemory.Access(_guard));
        _code.Get(Length).Const(_lengthWide, BulkFunctions.ChunkBytes);
        _code.Get(Length).Const(_lengthWide, BulkFunctions.ChunkBytes).LessUnsigned(_lengthWide).Select().Set(_count);
        _code.Get(Length).Get(_count).Subtract(_lengthWide).Set(Length);
        if (MayOverlap)
        {
            _code.Get(_back).If();
            _code.Get(To).Get(Length).Add(_toWide).Set(_at).Get(From).Get(Length).Add(_toWide).Set(_source);
            _code.Else();
            Advance();
            _code.End();
        }
        else
        {
            Advance();
        }

        WriteTouches();
        Instruction(_at, _function.Operation == Operation.MemoryFill ? From : _source, _count);
        _code.Get(Length).EqualZero(_lengthWide).EqualZero(wide: false).BranchIf(0);
        _code.End();
    }

    private void Advance()
    {
        _code.Get(To).Set(_at).Get(To).GetAs(_count, _lengthWide, _toWide).Add(_toWide).Set(To);
        if (_function.Operation == Operation.MemoryFill) return; // From is the value
        _code.Get(From).Set(_source).Get(From).GetAs(_count, _lengthWide, _fromWide).Add(_fromWide).Set(From);
    }

    private void WriteTouches()
    {
        _code.Get(_flag).If();
        Touch(_at, _toWide, _function.Memory, write: true);
        if (IsCopy) Touch(_source, _fromWide, _function.Source, write: false);
        _code.End();
    }

    /// <summary>
    /// Touches a byte of each page of a chunk: reads it, or writes to it what is there, in one step, since others may share the page.
    /// </summary>
    private void Touch(int start, bool wide, int memory, bool write)
    {
        _code.GetWide(start, wide).Set(_page).GetAs(_count, _lengthWide, wide: false).Set(_left);
        _code.Block().Loop();
        _code.Get(_left).EqualZero(wide: false).BranchIf(1);
        _code.GetAs(_page, isWide: true, wide);
        if (write) _code.Const(false, 0).AtomicOr8((uint)memory);
        else _code.AtomicLoad8((uint)memory);
        _code.Drop();
        // To the next page, or to the end.
        _code.Const(false, TouchPage).GetAs(_page, isWide: true, wide: false).Const(false, TouchPage - 1).And().Subtract(wide: false).Set(_step);
        _code.Get(_step).Get(_left).Get(_step).Get(_left).LessUnsigned(wide: false).Select().Set(_step);
        _code.Get(_page).GetWide(_step, false).Add(wide: true).Set(_page);
        _code.Get(_left).Get(_step).Subtract(wide: false).Set(_left);
        _code.Branch(0).End().End();
    }

    private void LoadFlag() => _code.Load(_guard, GuardMemory.WindowsFlagOffset);

    /// <summary>The instruction itself on some operands.</summary>
    private void Instruction(int to, int from, int length)
    {
        _code.Get(to).Get(from).Get(length);
        switch (_function.Operation)
        {
            case Operation.MemoryCopy:
                _code.Misc(0x0A, (uint)_function.Memory, (uint)_function.Source);
                break;
            case Operation.MemoryFill:
                _code.Misc(0x0B, (uint)_function.Memory);
                break;
            default:
                _code.Misc(0x08, (uint)_function.Source, (uint)_function.Memory);
                break;
        }
    }
}
