using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Sts;

namespace PipAi.LocalCloud.S3.Permissions;

/// <summary>
/// Holds S3 itself to the role of a replication configuration: it must let S3 in, and allow reading here and writing there. A role
/// that was never registered is not judged: a client of S3 alone cannot register any.
/// </summary>
internal sealed class ReplicationPermissions(RoleStore roles)
{
    private const string Service = "s3.amazonaws.com";

    /// <summary>Why a version may not be copied, in the words of S3's events; null when it may.</summary>
    public string? Refusal(Bucket source, Bucket destination, string key, ObjectVersion version)
    {
        var arn = source.Settings.Replication.Role;
        if (roles.Find(arn[(arn.LastIndexOf('/') + 1)..]) is not { } role) return null;
        if (!TrustPolicy.AllowsService(role.TrustPolicy, Service)) return "AssumeRoleNotPermitted";

        var write = version.IsDeleteMarker ? "s3:ReplicateDelete" : "s3:ReplicateObject";
        return !Allows(role, "s3:GetReplicationConfiguration", source.Name, null) ? "SrcGetReplicationConfigurationNotPermitted"
            : !version.IsDeleteMarker && !Allows(role, "s3:GetObjectVersionForReplication", source.Name, key) ? "SrcGetObjectNotPermitted"
            : !version.Tags.IsEmpty && !Allows(role, "s3:GetObjectVersionTagging", source.Name, key) ? "SrcGetObjectTaggingNotPermitted"
            : !Allows(role, write, destination.Name, key) ? version.IsDeleteMarker ? "DstDeleteObjNotPermitted" : "DstPutObjectNotPermitted"
            : !version.Tags.IsEmpty && !Allows(role, "s3:ReplicateTags", destination.Name, key) ? "DstPutObjTaggingNotPermitted"
            : null;
    }

    private static bool Allows(Role role, string action, string bucket, string? key) =>
        RolePolicies.Allows(role, action, $"arn:aws:s3:::{bucket}" + (key is null ? "" : $"/{key}"));
}
