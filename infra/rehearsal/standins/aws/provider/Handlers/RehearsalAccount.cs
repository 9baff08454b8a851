namespace PipAi.Providers.Aws.Handlers;

/// <summary>The account of every rehearsal.</summary>
internal static class RehearsalAccount
{
    /// <summary>Its number.</summary>
    public const string Id = "000000000000";
}
