using Xunit.Sdk;
using Xunit.v3;

// Some tests measure what threads allocate: one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
