using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

/// <summary>What the committed stacks declare; read once, since it never changes.</summary>
internal static class Declarations
{
    private static readonly Lazy<Task<Declaration>> ProductionOnce = new(() => Declaration.ReadAsync(StackFiles.Settings("prod")));

    /// <summary>The production stack.</summary>
    public static Task<Declaration> Production => ProductionOnce.Value;
}
