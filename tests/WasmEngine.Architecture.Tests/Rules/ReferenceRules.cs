using WasmEngine.Architecture.Tests.Tree;

namespace WasmEngine.Architecture.Tests.Rules;

/// <summary>Services meet in protos and in Memory's layouts, never in each other's code.</summary>
internal sealed class ServiceIsolationRule : IRule
{
    private const string Services = "services/", Shared = "services/Shared/", Protos = "protos/";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var project in tree.Projects.Where(p => p.Path.StartsWith(Services, StringComparison.Ordinal) || p.Path.StartsWith(Protos, StringComparison.Ordinal)))
        {
            var own = OwnFolder(project);
            foreach (var reference in project.References.Where(r => !IsAllowed(project, own, r)))
                yield return new Violation(project.Path, $"references {reference}: a service may reference its own projects, {Shared} and {Protos}");
        }
    }

    private static string OwnFolder(ProjectFile project) =>
        project.Path.StartsWith(Services, StringComparison.Ordinal) ? project.Path[..(project.Path.IndexOf('/', Services.Length) + 1)] : Protos;

    private static bool IsAllowed(ProjectFile project, string own, string reference) =>
        reference.StartsWith(own, StringComparison.Ordinal)
        || (!Names.IsProtos(project) && (reference.StartsWith(Shared, StringComparison.Ordinal) || reference.StartsWith(Protos, StringComparison.Ordinal)));
}

/// <summary>A *.Core is pure: no gRPC, no hosting, no native library, neither directly nor through what it references.</summary>
internal sealed class CorePurityRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var core in tree.Projects.Where(p => p.Name.EndsWith(".Core", StringComparison.Ordinal)))
        {
            foreach (var project in tree.ClosureOf(core))
            {
                if (Names.IsProtos(project) || Names.IsAdapter(project) || project.Name == "WasmEngine.Hosting")
                    yield return new Violation(core.Path, $"reaches {project.Name}: move what needs it to the executable or its adapter");
                foreach (var package in project.Packages.Where(p => Names.IsControlPlanePackage(p) || Names.IsNativePackage(p)))
                    yield return new Violation(core.Path, $"reaches package {package} through {project.Name}: a Core is pure");
                foreach (var framework in project.Frameworks)
                    yield return new Violation(core.Path, $"reaches framework {framework} through {project.Name}: a Core is pure");
            }
        }
    }
}

/// <summary>The launcher stays the smallest and least crashable process.</summary>
internal sealed class LauncherSizeRule : IRule
{
    public IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var launcher in tree.Projects.Where(p => p.Name.StartsWith("WasmEngine.Launcher", StringComparison.Ordinal) && p.Path.StartsWith("services/", StringComparison.Ordinal)))
        {
            foreach (var project in tree.ClosureOf(launcher))
            {
                if (project.Name == "WasmEngine.Memory" || Names.IsAdapter(project))
                    yield return new Violation(launcher.Path, $"reaches {project.Name}: the launcher supervises, it touches neither regions nor native libraries");
                foreach (var package in project.Packages.Where(Names.IsNativePackage))
                    yield return new Violation(launcher.Path, $"reaches package {package} through {project.Name}: the launcher loads no native library");
            }
        }
    }
}

/// <summary>Clients know the public protos and the layouts of shared memory, nothing of the layers.</summary>
internal sealed class ClientReferenceRule : IRule
{
    private static readonly string[] Allowed =
    [
        "protos/WasmEngine.Protos.csproj",
        "services/Shared/Memory/WasmEngine.Memory.csproj",
        "services/Shared/Platform/WasmEngine.Platform.csproj",
    ];

    public IEnumerable<Violation> Check(SourceTree tree) =>
        from project in tree.Projects
        where project.Path.StartsWith("clients/", StringComparison.Ordinal)
        from reference in project.References
        where !reference.StartsWith("clients/", StringComparison.Ordinal) && !Allowed.Contains(reference)
        select new Violation(project.Path, $"references {reference}: clients reference the public protos, Memory, Platform and each other");
}

/// <summary>The solution holds every project of the tree.</summary>
internal sealed class SolutionRule : IRule
{
    private const string Solution = "WasmEngine.sln";

    public IEnumerable<Violation> Check(SourceTree tree)
    {
        var listed = tree.Files.FirstOrDefault(f => f.Path == Solution)?.Text.Replace('\\', '/') ?? "";
        return tree.Projects.Where(p => !listed.Contains($"\"{p.Path}\"", StringComparison.Ordinal))
            .Select(p => new Violation(p.Path, $"is not in {Solution}: run deploy/sync-sln.sh"));
    }
}
