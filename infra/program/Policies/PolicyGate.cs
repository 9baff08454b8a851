using PipAi.Infra.Settings;

namespace PipAi.Infra.Policies;

/// <summary>Holds a stack against the rules before any of it is declared to Pulumi: in previews, in deployments, in tests.</summary>
internal static class PolicyGate
{
    /// <summary>Checks what the program would declare with these settings.</summary>
    /// <exception cref="PolicyViolationException">A rule is broken; the message lists every breach.</exception>
    public static async Task CheckAsync(PlatformSettings settings) => Check(await Declaration.ReadAsync(settings));

    /// <summary>Checks a declaration.</summary>
    /// <exception cref="PolicyViolationException">A rule is broken; the message lists every breach.</exception>
    public static void Check(Declaration declaration)
    {
        (PolicyRule, Breach)[] found = [.. PlatformRules.All.SelectMany(rule => rule.Breaches(declaration).Select(breach => (rule, breach)))];
        if (found.Length > 0) throw new PolicyViolationException(found);
    }
}
