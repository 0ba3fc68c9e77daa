namespace WasmEngine.Cli;

/// <summary>Scripts that ask the command itself: `wasmengine "[suggest:CURSOR]" "LINE"` prints one completion a line.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        _wasmengine() {
            local candidates
            candidates=$(wasmengine "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "${candidates}" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _wasmengine wasmengine
        """;

    private const string Zsh = """
        #compdef wasmengine
        _wasmengine() {
            local -a candidates
            candidates=("${(@f)$(wasmengine "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            if [[ -n "${candidates[1]}" ]]; then compadd -- "${candidates[@]}"; else _files; fi
        }
        compdef _wasmengine wasmengine
        """;

    private const string Fish = """
        function __wasmengine_complete
            set -l line (commandline -cp)
            wasmengine "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c wasmengine -a '(__wasmengine_complete)'
        """;

    /// <summary>The script for a shell; null if there is none.</summary>
    public static string? For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => null,
    };
}
