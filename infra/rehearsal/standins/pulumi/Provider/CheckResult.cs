using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>The failures of a check, for provider code that passes them on.</summary>
public class CheckResult
{
    /// <summary>No failures.</summary>
    public static readonly CheckResult Empty = new(ImmutableList<CheckFailure>.Empty);

    /// <summary>The given failures.</summary>
    public CheckResult(IList<CheckFailure> failures) => Failures = failures;

    /// <summary>True if there are no failures.</summary>
    public bool IsValid => Failures.Count == 0;

    /// <summary>The failures.</summary>
    public IList<CheckFailure> Failures { get; set; }
}
