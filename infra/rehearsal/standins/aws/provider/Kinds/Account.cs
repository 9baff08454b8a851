namespace PipAi.Providers.Aws.Kinds;

/// <summary>The account of every rehearsal.</summary>
internal static class Account
{
    /// <summary>Its number.</summary>
    public const string Id = "000000000000";
}
