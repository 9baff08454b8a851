using System.Collections.Immutable;
using PipAi.LocalCloud.Vercel.State;
using static PipAi.LocalCloud.Vercel.Offer.VercelField;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>What an environment variable has.</summary>
internal static class VariableFields
{
    private static readonly ImmutableArray<VercelField> Others =
    [
        TextOrTexts("target", "production", "preview", "development"),
        Text("gitBranch"),
        Text("comment"),
        Texts("customEnvironmentIds"),
        Choice("visibility", "config", "secret"),
    ];

    /// <summary>The types: how the value is kept, and who can read it.</summary>
    public static VercelField Type { get; } = Choice("type", "encrypted", "plain", VercelVariable.Sensitive, "system");

    /// <summary>A variable to make.</summary>
    public static ImmutableArray<VercelField> Made { get; } = [Text("key").Required, Text("value").Required, Type, .. Others];

    /// <summary>A change of a variable.</summary>
    public static ImmutableArray<VercelField> Changed { get; } = [Text("key"), Text("value"), Type, .. Others];
}
