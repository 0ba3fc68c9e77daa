using System.Buffers.Binary;
using WasmEngine.Compute.Wasmtime;

// CompilePeer compile: compiles as compute's own child does. Any other argument: a child that goes wrong in that way.
// A second argument names a file that is created once it has read what it was sent: it holds the process's id.
if (args is [CompileChild.Verb]) return CompileChild.Run();
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
var header = new byte[40];
input.ReadExactly(header);
var module = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(24))];
if (args[0] == "deaf") // reads nothing, keeps the pipe open
{
    Note();
    new ManualResetEventSlim().Wait();
}

input.ReadExactly(module);
Note();
switch (args[0])
{
    case "silent": // lives as long as its input
        _ = input.ReadByte();
        return 0;
    case "dies":
        Console.Error.WriteLine("something went wrong\nand more");
        return 7;
    case "chatty":
        for (var i = 0; i < 20_000; i++) Console.Error.WriteLine("a line that nobody will read to its end");
        return 9;
    case "garbage":
        output.Write("hello, this is not a frame at all, is it?"u8);
        return 0;
    case "endless":
        output.Write([4, 255, 255, 255, 255, 255, 255, 255, 127]);
        return 0;
    case "wrong digest":
        output.Write([4, 40, 0, 0, 0, 0, 0, 0, 0]);
        output.Write(new byte[40]);
        return 0;
    case "cut off":
        output.Write([4, 40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
        return 0;
    default:
        return 2;
}

void Note()
{
    if (args.Length > 1) File.WriteAllText(args[1], Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
