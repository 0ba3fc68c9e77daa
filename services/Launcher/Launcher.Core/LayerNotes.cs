using System.Text.Json;
using System.Text.Json.Serialization;

namespace WasmEngine.Launcher.Core;

/// <summary>A process as noted.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Start in clock ticks since boot.</param>
public sealed record ProcessNote(int Pid, ulong StartTicks);

/// <summary>A layer as noted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Process">Its process; null when none runs.</param>
/// <param name="Spare">Its spare; null when there is none.</param>
/// <param name="Restarts">How many successors were started.</param>
/// <param name="Incarnation">Counts the processes that have played the layer; never goes back.</param>
/// <param name="Failed">Whether it died too often.</param>
public sealed record LayerNote(string Name, ProcessNote? Process, ProcessNote? Spare, uint Restarts, uint Incarnation, bool Failed);

/// <summary>What a launcher leaves for its successor: which processes are its layers.</summary>
/// <param name="LauncherRestarts">How many launchers came before.</param>
/// <param name="Layers">One note for each layer.</param>
public sealed record LayerNotes(uint LauncherRestarts, IReadOnlyList<LayerNote> Layers)
{
    /// <summary>Nothing known.</summary>
    public static LayerNotes Empty { get; } = new(0, []);

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, NotesJson.Default.LayerNotes);

    /// <summary>From JSON; <see cref="Empty"/> for anything that does not read as notes.</summary>
    public static LayerNotes FromJson(string json)
    {
        try
        {
            var notes = JsonSerializer.Deserialize(json, NotesJson.Default.LayerNotes);
            return notes?.Layers is null || notes.Layers.Any(layer => layer?.Name is null) ? Empty : notes;
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    /// <summary>The note of a layer, or null.</summary>
    public LayerNote? Of(string name) => Layers.FirstOrDefault(layer => layer.Name == name);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LayerNotes))]
internal sealed partial class NotesJson : JsonSerializerContext;
