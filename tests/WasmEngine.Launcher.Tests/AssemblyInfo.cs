using Xunit.Sdk;
using Xunit.v3;

// Each test runs up to eight processes; side by side they would only slow each other down.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: Parallelization(Mode = ParallelMode.None)]
