namespace PipAi.LocalCloud.Fly.State;

/// <summary>An address of an app.</summary>
/// <param name="Type"><c>v4, v6, shared_v4, private_v6</c>.</param>
/// <param name="Region">Region of a regional address, else <c>global</c>.</param>
/// <param name="ServiceName">Service it is for; empty for all.</param>
/// <param name="CreatedAt">When it was given.</param>
internal sealed record IpAssignment(string Type, string Region, string ServiceName, DateTimeOffset CreatedAt)
{
    /// <summary>The type of a Flycast address.</summary>
    public const string Private = "private_v6";

    /// <summary>The type of an address that many apps have.</summary>
    public const string SharedV4 = "shared_v4";
}
