namespace PipAi.Plugins.Requests;

/// <summary>Asks a provider for the schema of its package.</summary>
public sealed class GetSchemaRequest
{
    /// <summary>Asks for the schema in a version of the schema format (0), of a sub-package if one is named.</summary>
    public GetSchemaRequest(int version, string? subpackageName, string? subpackageVersion)
    {
        Version = version;
        SubpackageName = subpackageName;
        SubpackageVersion = subpackageVersion;
    }

    /// <summary>The version of the schema format.</summary>
    public int Version { get; }

    /// <summary>The sub-package, for a parameterized provider.</summary>
    public string? SubpackageName { get; }

    /// <summary>The sub-package's version.</summary>
    public string? SubpackageVersion { get; }
}

/// <summary>A provider's schema.</summary>
public sealed class GetSchemaResponse
{
    /// <summary>The schema as JSON.</summary>
    public string? Schema { get; set; }
}
