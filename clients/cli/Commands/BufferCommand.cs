using System.CommandLine;
using WasmEngine.Client;
using WasmEngine.Memory;

namespace WasmEngine.Cli;

internal sealed record BufferReport(string Name, string Region, long SizeBytes)
{
    public static BufferReport Of(BufferInfo buffer) => new(buffer.Name, buffer.Region, buffer.SizeBytes);
}

internal sealed record BuffersReport(string Instance, IReadOnlyList<BufferReport> Buffers);

internal sealed record BufferBytesReport(string Name, string File, long Bytes);

internal static class BufferCommand
{
    private const int Chunk = 1 << 24;

    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("buffer", "Create, list, delete, read and write buffers: bulk data in shared memory");
        command.Subcommands.Add(Create(globals, "create", "Create a zeroed buffer"));
        command.Subcommands.Add(List(globals));
        command.Subcommands.Add(Delete(globals));
        command.Subcommands.Add(Copy(globals, "read", "Write a buffer's content to a file", write: false));
        command.Subcommands.Add(Copy(globals, "write", "Fill a buffer from a file; one that is missing is created with the file's size", write: true));
        return command;
    }

    private static Command Create(GlobalOptions globals, string word, string description)
    {
        var name = Name();
        var size = new Argument<string>("SIZE") { Description = "Bytes: 4096, 64K, 256M, 2G" };
        return CommandContext.Bind(new Command(word, description) { name, size }, globals, async context =>
        {
            if (!Sizes.TryParseBytes(context.Arguments.GetRequiredValue(size), out var bytes))
                throw new EngineException(EngineFault.Refused, "SIZE_OUT_OF_RANGE", $"\"{Terminal.OneLine(context.Arguments.GetRequiredValue(size))}\" is no size", "Write for example 4096, 64K, 256M or 2G.");
            await using var engine = await context.ConnectKeptAsync();
            Report(context, await engine.CreateBufferAsync(context.Arguments.GetRequiredValue(name), bytes, context.Cancellation));
        });
    }

    private static Command List(GlobalOptions globals) => CommandContext.Bind(new Command("list", "List this user's buffers"), globals, async context =>
    {
        await using var engine = await context.ConnectKeptAsync();
        var buffers = (await engine.ListBuffersAsync(context.Cancellation)).Select(BufferReport.Of).ToList();
        context.Report(new BuffersReport(engine.Instance, buffers), CliJson.Readable.BuffersReport, terminal =>
        {
            foreach (var buffer in buffers) terminal.WriteLine($"{buffer.Name}  {Quantities.Bytes(buffer.SizeBytes)}");
            if (buffers.Count == 0) terminal.WriteLine("no buffers; wasmengine buffer create NAME SIZE makes one");
        });
    });

    private static Command Delete(GlobalOptions globals)
    {
        var name = Name();
        return CommandContext.Bind(new Command("delete", "Free a buffer") { name }, globals, async context =>
        {
            await using var engine = await context.ConnectKeptAsync();
            var buffer = await FindAsync(context, engine, context.Arguments.GetRequiredValue(name));
            await engine.DeleteBufferAsync(buffer.Name, context.Cancellation);
            Report(context, buffer);
        });
    }

    private static Command Copy(GlobalOptions globals, string word, string description, bool write)
    {
        var name = Name();
        var file = new Argument<string>("FILE") { Description = "The file" };
        return CommandContext.Bind(new Command(word, description) { name, file }, globals, async context =>
        {
            var path = Path.GetFullPath(context.Arguments.GetRequiredValue(file));
            await using var engine = await context.ConnectKeptAsync();
            var buffer = context.Arguments.GetRequiredValue(name);
            var bytes = write ? await WriteAsync(context, engine, buffer, path) : await ReadAsync(context, engine, buffer, path);
            context.Report(new BufferBytesReport(buffer, path, bytes), CliJson.Readable.BufferBytesReport, terminal => terminal.WriteLine($"{Quantities.Bytes(bytes)} {(write ? "from" : "to")} {path}"));
        });
    }

    private static async Task<long> WriteAsync(CommandContext context, EngineClient engine, string name, string path)
    {
        if (!File.Exists(path)) throw new EngineException(EngineFault.Refused, "FILE_MISSING", $"there is no file {path}");
        await using var source = File.OpenRead(path);
        var known = (await engine.ListBuffersAsync(context.Cancellation)).FirstOrDefault(b => b.Name == name);
        var buffer = known ?? await engine.CreateBufferAsync(name, source.Length, context.Cancellation);
        if (source.Length > buffer.SizeBytes)
            throw new EngineException(EngineFault.Refused, "SIZE_OUT_OF_RANGE", $"{path} has {source.Length} bytes, buffer {name} has {buffer.SizeBytes}", "Delete the buffer, and it is created with the file's size.");
        using var mapped = engine.MapBuffer(buffer, writable: true);
        mapped.Reserve(0, source.Length);
        await using var target = OpenPayload(mapped, FileAccess.Write);
        await CopyAsync(source, target, source.Length, context.Cancellation);
        return source.Length;
    }

    private static async Task<long> ReadAsync(CommandContext context, EngineClient engine, string name, string path)
    {
        var buffer = await FindAsync(context, engine, name);
        using var mapped = engine.MapBuffer(buffer);
        try
        {
            await using var target = File.Create(path);
            await using var source = OpenPayload(mapped, FileAccess.Read);
            await CopyAsync(source, target, buffer.SizeBytes, context.Cancellation);
            return buffer.SizeBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineFault.Refused, "FILE_UNWRITABLE", $"{path} can't be written: {e.Message}", "Name a file in a folder that exists and may be written.");
        }
    }

    /// <summary>The region's file, which may be larger than a span; what is written there is what mappings see.</summary>
    private static FileStream OpenPayload(BufferRegion buffer, FileAccess access) =>
        new(buffer.File.Path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0) { Position = BufferRegion.PayloadOffset };

    private static async Task CopyAsync(Stream source, Stream target, long bytes, CancellationToken cancellation)
    {
        var chunk = new byte[(int)Math.Min(Chunk, Math.Max(bytes, 1))];
        for (var left = bytes; left > 0;)
        {
            var read = await source.ReadAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, left)), cancellation);
            if (read == 0) throw new EndOfStreamException("the source is shorter than it was");
            await target.WriteAsync(chunk.AsMemory(0, read), cancellation);
            left -= read;
        }
    }

    private static async Task<BufferInfo> FindAsync(CommandContext context, EngineClient engine, string name) =>
        (await engine.ListBuffersAsync(context.Cancellation)).FirstOrDefault(b => b.Name == name)
        ?? throw new EngineException(EngineFault.Refused, "UNKNOWN_BUFFER", $"there is no buffer \"{Terminal.OneLine(name)}\"", "wasmengine buffer list names those that exist.");

    private static void Report(CommandContext context, BufferInfo buffer) =>
        context.Report(BufferReport.Of(buffer), CliJson.Readable.BufferReport, terminal => terminal.WriteLine($"{buffer.Name}  {Quantities.Bytes(buffer.SizeBytes)}"));

    private static Argument<string> Name() => new("NAME") { Description = "The buffer's name" };
}
