using WasmEngine.Compute.Modules.Rewriting;
using WasmEngine.Compute.Modules.Tests.Support;

namespace WasmEngine.Compute.Modules.Tests;

/// <summary>The bound that <see cref="CostModel"/> promises, along random ways through random modules.</summary>
public sealed class GuardBoundTests(ITestOutputHelper output)
{
    /// <summary>The callee of an indirect call is not known: only there may the budget pass twice.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void WorkBetweenGuards_RandomModules_StaysWithinTheBound(bool indirect, int budgets)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (most, guards) = (0, 0L);
        for (var i = 0; i < 400; i++)
        {
            var rewritten = Wasm.RewriteValid(RandomModule.Create(random, indirect));
            var walk = new CodeWalk(rewritten.Bytes, rewritten.InjectedFunctions, random);
            for (var start = 0; start < 30; start++) walk.Run(random.Next(rewritten.Functions), 20_000);
            Assert.True(walk.Most <= (budgets * CostModel.Budget) + (CodeWalk.MostFrames * CostModel.Slack), $"seed {seed}, module {i}: {walk.Most} units without a guard");
            most = Math.Max(most, walk.Most);
            guards += walk.GuardsMet;
        }

        output.WriteLine($"at most {most} units between two of {guards} guards");
        Assert.True(most > CostModel.Budget / 2); // the walks went where it is tight
    }
}
