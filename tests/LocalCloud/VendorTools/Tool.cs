namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>A vendor's program that the tests need on PATH.</summary>
/// <param name="Name">The executable.</param>
/// <param name="Since">The first version of each line that reads the variables of <c>cloud env</c>; empty for any.</param>
public sealed record Tool(string Name, params Version[] Since)
{
    /// <summary>AWS's command line: the addresses of services are read from the environment since 1.29 and 2.13.</summary>
    public static readonly Tool Aws = new("aws", new Version(1, 29), new Version(2, 13));

    /// <summary>rclone, whose remotes can be variables in every version.</summary>
    public static readonly Tool Rclone = new("rclone");
}
