using System.Text;

namespace WasmEngine.Render.Tools;

/// <summary>
/// What the command line's layout, check and render do, in a process of their own that lives for the one call: no daemon is needed, and a document that
/// brings the engine down brings down nothing else. Reports go to standard output, failures to standard error.
/// </summary>
internal static class RenderTools
{
    /// <summary>First argument that asks for a tool.</summary>
    internal const string Verb = "tool";

    /// <summary>Exit codes: done; a document can't be read or the engine failed; check found something.</summary>
    internal const int Ok = 0, Failed = 1, Found = 10;

    // Elements are at most 512 levels deep, with several frames of the stack each.
    private const int StackSize = 64 << 20;

    /// <summary>Runs a tool to its end.</summary>
    internal static int Run(string[] args)
    {
        var code = Failed;
        var thread = new Thread(() => code = Guarded(args), StackSize);
        thread.Start();
        thread.Join();
        return code;
    }

    private static int Guarded(string[] args)
    {
        try
        {
            var arguments = ToolArguments.Parse(args);
            using var output = Console.OpenStandardOutput();
            using var buffered = new BufferedStream(output, 1 << 16);
            var code = arguments.Verb switch
            {
                "layout" => LayoutTool.Run(arguments, buffered),
                "check" => CheckTool.Run(arguments, buffered),
                "render" => RenderTool.Run(arguments),
                _ => throw new ArgumentException($"there is no tool '{arguments.Verb}'"),
            };
            buffered.Flush();
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    /// <summary>A document's source: UTF-8 unless a byte order mark says otherwise.</summary>
    internal static string Read(string file) => File.ReadAllText(file, Encoding.UTF8);
}
