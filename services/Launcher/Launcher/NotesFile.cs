using WasmEngine.Launcher.Core;
using WasmEngine.Platform;

namespace WasmEngine.Launcher;

/// <summary>The file in the runtime directory that tells a successor which processes are its layers.</summary>
internal sealed class NotesFile(InstancePaths paths)
{
    private readonly string _path = Path.Combine(paths.RuntimeDirectory, "layers.json");
    private string _written = "";

    internal LayerNotes Read()
    {
        try
        {
            return LayerNotes.FromJson(File.ReadAllText(_path));
        }
        catch (FileNotFoundException)
        {
            return LayerNotes.Empty;
        }
    }

    /// <summary>Replaces the file in one step, if there is anything new.</summary>
    internal void Write(LayerNotes notes)
    {
        var json = notes.ToJson();
        if (json == _written) return;
        var next = _path + ".next";
        File.WriteAllText(next, json);
        File.Move(next, _path, overwrite: true);
        _written = json;
    }

    internal void Delete() => File.Delete(_path);
}
