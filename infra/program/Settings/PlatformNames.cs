namespace PipAi.Infra.Settings;

/// <summary>What things are called that others refer to by name, or whose name is unique among stacks.</summary>
/// <param name="Suffix">Ends each of them; empty in production.</param>
/// <param name="BucketPrefix">Beginning of every bucket's name.</param>
internal sealed record PlatformNames(string Suffix, string BucketPrefix)
{
    /// <summary>The workers' Fly app, and the role that its machines have in AWS.</summary>
    public string Workers => $"pip-ai-temporal-workers{Suffix}";

    /// <summary>The parsing service's Fly app.</summary>
    public string Parsing => $"pip-ai-unstructured-simple{Suffix}";

    /// <summary>The Vercel project, and the Temporal Cloud namespace.</summary>
    public string Platform => $"pip-ai{Suffix}";

    /// <summary>The buckets; a hyphen and the region follow.</summary>
    public string Buckets => $"{BucketPrefix}{Suffix}";

    /// <summary>The role that the frontend has in AWS.</summary>
    public string WebsiteRole => $"pip-ai-website{Suffix}";

    /// <summary>The role that S3 copies with.</summary>
    public string ReplicationRole => $"pip-ai-documents-replication{Suffix}";

    /// <summary>The role that AWS Backup works with.</summary>
    public string RecoveryRole => $"pip-ai-documents-recovery{Suffix}";
}
