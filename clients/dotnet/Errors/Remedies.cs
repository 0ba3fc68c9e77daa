using System.Collections.Frozen;

namespace WasmEngine.Client;

/// <summary>What to do about each reason, one sentence each.</summary>
internal static class Remedies
{
    private const string Fallback = "See what the layers say: wasmengine logs.";

    private static readonly FrozenDictionary<string, string> Table = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [EngineReasons.DaemonNotRunning] = "Start it: wasmengine up.",
        [EngineReasons.LayerDown] = "It is restarted by itself: try again; if that does not help, see wasmengine status and wasmengine logs.",
        [EngineReasons.TimedOut] = "Try again; wasmengine status tells which layer is slow.",
        [EngineReasons.OptionsInvalid] = "Correct the options that are named.",
        [EngineReasons.ViewClosed] = "Open a new view onto the app; wasmengine views lists those that exist.",
        [EngineReasons.FramesUnreadable] = "Use client and daemon from one build, and see wasmengine logs render.",
        [EngineReasons.NoFrame] = "See whether the app draws: wasmengine apps, wasmengine logs compute.",
        ["MANIFEST_MISSING"] = "Name the folder that holds the app's wasmengine.json.",
        ["MANIFEST_INVALID"] = "Correct the app's wasmengine.json.",
        ["MODULE_INVALID"] = "Build the module against packages/guest-c of this version; wasmengine inspect FILE.wasm tells what is wrong with it.",
        ["SIZE_OUT_OF_RANGE"] = "Use sizes within the range that the message names; views are 1 to 16384 pixels each way.",
        ["GUEST_FAILED"] = "This is an error of the app itself; wasmengine logs compute has what it printed.",
        ["TOO_MANY_APPS"] = "Stop an app: wasmengine apps, wasmengine stop APP.",
        ["TOO_MANY_VIEWS"] = "Close views that nobody needs; wasmengine views lists them.",
        ["TOO_MANY_SESSIONS"] = "End clients that nobody needs; each holds a session.",
        ["TOO_MANY_BUFFERS"] = "Delete buffers that are not needed.",
        ["UNKNOWN_APP"] = "wasmengine apps lists the apps that run.",
        ["UNKNOWN_VIEW"] = "wasmengine views lists the views that exist.",
        ["UNKNOWN_BUFFER"] = "List the session's buffers for those that exist.",
        ["UNKNOWN_LAYER"] = "The layers are launcher, broker, render and compute.",
        ["INPUT_BACKLOG"] = "The app does not take its input: wait, or stop it.",
        ["NAME_INVALID"] = "Use 1 to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit, without \"..\".",
        ["NAME_TAKEN"] = "Choose another name, or delete what has it.",
        ["NOT_OWNER"] = "Only the session that created it may do this.",
        ["FILE_MISSING"] = "Check the path.",
        ["CALL_INVALID"] = "Correct the call; wasmengine inspect FILE.wasm tells what the module exports.",
        ["LIMITS_INVALID"] = "Use a value within the range that the message names.",
        ["KEY_INVALID"] = "Use a key of 1 to 128 printable characters.",
        ["KEY_REUSED"] = "Use another key for another job.",
        ["QUEUE_FULL"] = "Try again a little later, or wait for jobs that run.",
        ["STORE_FULL"] = "Remove modules: wasmengine module list, wasmengine module remove.",
        ["MODULE_IN_USE"] = "Wait for the jobs that need it, or cancel them.",
        ["UNKNOWN_MODULE"] = "wasmengine module list names the modules in the store.",
        ["UNKNOWN_JOB"] = "wasmengine job list --ended names the jobs of this session.",
        ["DEADLINE"] = "Allow it more time, or give it less to do.",
        ["CPU_TIME"] = "Allow it more processor time, or give it less to do.",
        ["HOST_CALLS"] = "Allow it more host calls.",
        ["TOO_MANY_LANES"] = "Close lanes that nobody needs.",
        ["FOREIGN_USER"] = "Use the daemon as the user who started it.",
        ["TOKEN_MISSING"] = "Open a session first.",
        ["TOKEN_INVALID"] = "Open a new session.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string For(string reason) => Table.GetValueOrDefault(reason, Fallback);
}
