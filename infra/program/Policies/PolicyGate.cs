using PipAi.Infra.Settings;
using Pulumi;

namespace PipAi.Infra.Policies;

/// <summary>Holds a stack against the rules before any of it is declared to Pulumi: in previews, in deployments, in tests.</summary>
internal static class PolicyGate
{
    /// <summary>Checks what the program would declare with these settings.</summary>
    /// <param name="settings">The stack's settings.</param>
    /// <param name="program">What declares the stack.</param>
    /// <exception cref="PolicyViolationException">A rule is broken; the message lists every breach.</exception>
    public static async Task CheckAsync(
        PlatformSettings settings, Func<PlatformSettings, ComponentResourceOptions?, IDictionary<string, object?>> program) =>
        Check(await Declaration.ReadAsync(settings, program));

    /// <summary>Checks a declaration.</summary>
    /// <exception cref="PolicyViolationException">A rule is broken; the message lists every breach.</exception>
    public static void Check(Declaration declaration)
    {
        (PolicyRule, Breach)[] found = [.. PlatformRules.All.SelectMany(
            rule => rule.Breaches(declaration).Select(breach => (rule, breach)))];
        if (found.Length > 0) throw new PolicyViolationException(found);
    }
}
