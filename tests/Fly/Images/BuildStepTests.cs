using PipAi.Providers.Fly.Images;

namespace PipAi.Fly.Tests.Images;

/// <summary>What of a build's output is shown while it goes on.</summary>
public sealed class BuildStepTests
{
    [Theory]
    [InlineData("  Determining projects to restore...", "Determining projects to restore")]
    [InlineData("  Restored /home/me/pip ai/workers/pipeline/Pipeline.csproj (in 1.42 sec).", "Restored Pipeline.csproj (in 1.42 sec)")]
    [InlineData("  Restored /home/me/workers/pipeline/Pipeline.csproj (in 1.42 sec).", "Restored Pipeline.csproj (in 1.42 sec)")]
    [InlineData(@"  Restored C:\me\workers\Pipeline.csproj (in 9 ms).", "Restored Pipeline.csproj (in 9 ms)")]
    [InlineData("  Contracts -> /home/me/.build/bin/Contracts/release/Contracts.dll", "compiled Contracts")]
    [InlineData("  Pipeline -> /home/me/.build/bin/Pipeline/release/Pipeline.dll", "compiled Pipeline, publishing it")]
    [InlineData("  Pipeline -> /home/me/registry/app/.staging-1/", "published Pipeline")]
    [InlineData("  Pushed image 'app:src-1' to registry 'registry.fly.io'.", "Pushed image 'app:src-1' to registry 'registry.fly.io'")]
    public void A_step_is_told_in_few_words(string line, string step) => Assert.Equal(step, BuildStep.Of(line, "Pipeline"));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("/home/me/Program.cs(1,8): error CS0103: The name 'nonsense' does not exist [/home/me/Pipeline.csproj]")]
    [InlineData("/home/me/Program.cs(1,8): warning CS0168: never used [/home/me/Pipeline.csproj]")]
    [InlineData("MSBUILD : error MSB1009: Project file does not exist.")]
    [InlineData("error NU1101: Unable to find package X")]
    public void Complaints_are_no_step(string line) => Assert.Null(BuildStep.Of(line, "Pipeline"));
}
