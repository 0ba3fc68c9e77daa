namespace WasmEngine.Render.Dom;

/// <summary>How bad an issue is.</summary>
public enum IssueSeverity
{
    /// <summary>Something is not supported and was ignored.</summary>
    Unsupported,

    /// <summary>Something is not valid and was ignored.</summary>
    Invalid,

    /// <summary>A limit was met: part of the document is not shown.</summary>
    Limit,

    /// <summary>Something could not be loaded.</summary>
    Missing,
}

/// <summary>What was ignored of a document, and why.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Text">What it is and what to do, one sentence.</param>
/// <param name="Source">File or sheet; empty for the document itself.</param>
/// <param name="Line">Line counted from 1; 0 when it has none.</param>
public sealed record Issue(IssueSeverity Severity, string Text, string Source, int Line);

/// <summary>Issues of one document, each once, at most <see cref="Capacity"/>. Belongs to the document's thread.</summary>
public sealed class IssueLog
{
    /// <summary>Issues that are kept; those beyond are counted.</summary>
    public const int Capacity = 1000;

    private readonly HashSet<Issue> _known = [];
    private readonly List<Issue> _issues = [];

    /// <summary>Issues in the order in which they came up.</summary>
    public IReadOnlyList<Issue> Issues => _issues;

    /// <summary>Issues that found no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds an issue unless it is there already.</summary>
    public void Add(IssueSeverity severity, string text, string source = "", int line = 0)
    {
        if (_issues.Count >= Capacity)
        {
            Dropped++;
            return;
        }

        var issue = new Issue(severity, text, source, line);
        if (_known.Add(issue)) _issues.Add(issue);
    }
}
