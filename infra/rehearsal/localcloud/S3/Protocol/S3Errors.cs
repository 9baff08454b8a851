using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Protocol;

/// <summary>The refusals that more than one operation gives.</summary>
internal static class S3Errors
{
    public static AwsException NoSuchBucket(string name) => new(404, "NoSuchBucket", $"The specified bucket does not exist: {name}");

    public static AwsException NoSuchKey() => new(404, "NoSuchKey", "The specified key does not exist.");

    public static AwsException NoSuchVersion() => new(404, "NoSuchVersion", "The specified version does not exist.");

    public static AwsException NoSuchUpload() =>
        new(404, "NoSuchUpload", "The specified upload does not exist. It may have been aborted or completed.");

    public static AwsException MethodNotAllowed(string what) =>
        new(405, "MethodNotAllowed", $"The specified method is not allowed against this resource: {what}.");

    public static AwsException NotImplemented(string what) =>
        new(501, "NotImplemented", $"You asked for functionality that the local S3 does not implement: {what}.");

    public static AwsException AclNotSupported(string what) =>
        new(400, "AccessControlListNotSupported", $"The bucket does not allow ACLs: {what}.");

    public static AwsException MalformedXml(string? why = null) => new(400, "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema" + (why is null ? "" : $": {why}."));

    public static AwsException InvalidArgument(string message) => new(400, "InvalidArgument", message);

    public static AwsException InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static AwsException PreconditionFailed() =>
        new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");

    public static AwsException BadDigest(string what) => new(400, "BadDigest", $"The {what} you specified did not match what we received.");
}
