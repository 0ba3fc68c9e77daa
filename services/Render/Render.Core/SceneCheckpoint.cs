using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>Saves a scene beside its journal, and loads what a former process saved. Belongs to the scene's thread.</summary>
internal sealed partial class SceneCheckpoint(ILogger logger)
{
    private const int FirstBytes = 1 << 16, MostKept = 1 << 20;
    private byte[] _buffer = [];
    private bool _isTooLarge;
    private long _refused;

    /// <summary>Loads what was saved; the records after it are to be read.</summary>
    internal void Load(Scene scene, RingConsumer journal, byte[] saved)
    {
        if (!scene.Load(saved)) LogBad(logger, journal.Name.Value);
        if (journal.IsGapped) LogGap(logger, journal.Name.Value);
    }

    /// <summary>Saves the scene, and lets go of the records that led to it.</summary>
    internal void Save(Scene scene, RingConsumer journal)
    {
        var most = journal.Spec.CheckpointCapacity;
        if (_buffer.Length == 0) _buffer = new byte[Math.Min(most, FirstBytes)];
        int length;
        while ((length = scene.Save(_buffer)) < 0 && _buffer.Length < most) _buffer = new byte[(int)Math.Min(most, _buffer.Length * 2L)];
        if (length >= 0)
        {
            journal.SaveCheckpoint(_buffer.AsSpan(0, length));
            _isTooLarge = false;
        }
        else
        {
            journal.Release(); // the app could write nothing more otherwise
            if (!_isTooLarge) LogTooLarge(logger, journal.Name.Value, most);
            _isTooLarge = true;
        }

        if (_buffer.Length > MostKept) _buffer = [];
    }

    /// <summary>Says that a mutation found no room and was left out: the first, the second, the fourth, … time.</summary>
    internal void Refuse(DomMutation mutation, DocumentLog log, RegionName journal, string? file)
    {
        if (long.IsPow2(++_refused)) LogFull(logger, mutation.Operation, mutation.Id, journal.Value, _refused, file ?? "the document", log.Bytes, log.Capacity);
    }

    [LoggerMessage(LogLevel.Error, "{Operation} of \"{Id}\" in {Journal} is left out ({Count} so far): the changes of {File} take {Bytes} bytes of {Capacity} that are kept to show it again when render is restarted. All else stays; the app is to remove elements that it needs no more, or to replace contents as a whole")]
    private static partial void LogFull(ILogger logger, DomOperation operation, string id, string journal, long count, string file, long bytes, long capacity);

    [LoggerMessage(LogLevel.Warning, "the checkpoint of {Journal} is malformed: the scene may lack nodes until the app sets them again")]
    private static partial void LogBad(ILogger logger, string journal);

    [LoggerMessage(LogLevel.Error, "the scene of {Journal} was too large to be saved when render ended: it lacks what the app does not set again. Stop the app and run it anew to see it whole")]
    private static partial void LogGap(ILogger logger, string journal);

    [LoggerMessage(LogLevel.Error, "the scene of {Journal} takes more than {Bytes} bytes and can't be saved: it will be incomplete if render is restarted. The app is to remove nodes that it needs no more")]
    private static partial void LogTooLarge(ILogger logger, string journal, int bytes);
}
