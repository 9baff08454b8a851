using PipAi.Infra;
using PipAi.Infra.Policies;
using PipAi.Infra.Settings;

namespace PipAi.Program.Tests;

/// <summary>What the committed stacks declare; read once, since it never changes.</summary>
internal static class Declarations
{
    private static readonly Lazy<Task<Declaration>> ProductionOnce = new(() => ReadAsync(StackFiles.Settings("prod")));

    /// <summary>The production stack.</summary>
    public static Task<Declaration> Production => ProductionOnce.Value;

    /// <summary>What the program declares with these settings.</summary>
    public static Task<Declaration> ReadAsync(PlatformSettings settings) => Declaration.ReadAsync(settings, PipAiStack.Declare);

    /// <summary>Holds the program with these settings against the rules.</summary>
    public static Task CheckAsync(PlatformSettings settings) => PolicyGate.CheckAsync(settings, PipAiStack.Declare);
}
