using System.Collections.Frozen;
using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Offered;

/// <summary>The headers of which only some values are done, and S3's error for the others.</summary>
internal static class HeaderValues
{
    private sealed record Choice(ImmutableArray<string> Values, Func<string, AwsException> Refuse);

    private static readonly ImmutableArray<string> Algorithms = [.. Enum.GetValues<ChecksumAlgorithm>().Select(
        algorithm => algorithm.Name())];

    private static readonly ImmutableArray<string> OtherStorageClasses =
    [
        "DEEP_ARCHIVE", "EXPRESS_ONEZONE", "FSX_ONTAP", "FSX_OPENZFS", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA",
        "OUTPOSTS", "REDUCED_REDUNDANCY", "SNOW", "STANDARD_IA",
    ];

    private static readonly FrozenDictionary<string, Choice> Choices = new Dictionary<string, Choice>
    {
        // The owner alone has every right to everything: these two say so, and nothing else can be had.
        ["x-amz-acl"] = new(["private", "bucket-owner-full-control"], value => S3Errors.AclNotSupported($"x-amz-acl: {value}")),
        ["x-amz-api-version"] = new(
            ["2006-03-01"], value => S3Errors.NotImplemented($"the version '{value}' of its interface (x-amz-api-version)")),
        ["x-amz-bucket-object-lock-enabled"] = new(["false", "False"], value =>
            S3Errors.NotImplemented($"object lock, which 'x-amz-bucket-object-lock-enabled: {value}' asks for")),
        ["x-amz-checksum-algorithm"] = new(Algorithms, value =>
            S3Errors.InvalidRequest($"Checksum algorithm provided is unsupported: '{value}'. Valid are {string.Join(", ", Algorithms)}.")),
        ["x-amz-sdk-checksum-algorithm"] = new(Algorithms, value =>
            S3Errors.InvalidRequest($"Value for x-amz-sdk-checksum-algorithm header is invalid: '{value}'.")),
        ["x-amz-checksum-mode"] = new(["ENABLED"], value => S3Errors.InvalidArgument($"Invalid x-amz-checksum-mode: '{value}'")),
        ["x-amz-checksum-type"] = new(["COMPOSITE", "FULL_OBJECT"], value =>
            S3Errors.InvalidRequest($"Value for x-amz-checksum-type header is invalid: '{value}'.")),
        ["x-amz-metadata-directive"] = new(
            ["COPY", "REPLACE"], value => S3Errors.InvalidArgument($"Unknown metadata directive: x-amz-metadata-directive '{value}'.")),
        ["x-amz-tagging-directive"] = new(
            ["COPY", "REPLACE"], value => S3Errors.InvalidArgument($"Unknown tagging directive: x-amz-tagging-directive '{value}'.")),
        ["x-amz-object-ownership"] = new(["BucketOwnerEnforced"], value =>
            S3Errors.NotImplemented($"access control lists, which 'x-amz-object-ownership: {value}' asks for")),
        ["x-amz-optional-object-attributes"] = new(["RestoreStatus"], value =>
            S3Errors.InvalidArgument($"Invalid attribute name specified: '{value}'")),
        ["x-amz-request-payer"] = new(["requester"], value => S3Errors.InvalidArgument($"Invalid x-amz-request-payer: '{value}'")),
        ["x-amz-server-side-encryption"] = new(["AES256", "aws:kms", "aws:kms:dsse"], value =>
            S3Errors.InvalidArgument($"The encryption method specified is not supported: x-amz-server-side-encryption '{value}'")),
        ["x-amz-storage-class"] = new(["STANDARD"], value => OtherStorageClasses.Contains(value)
            ? S3Errors.NotImplemented($"the storage class '{value}' (x-amz-storage-class)")
            : new AwsException(400, "InvalidStorageClass", $"The storage class you specified is not valid: x-amz-storage-class '{value}'")),
        ["x-amz-transition-default-minimum-object-size"] = new(["all_storage_classes_128K", "varies_by_storage_class"], value =>
            S3Errors.InvalidRequest($"Invalid TransitionDefaultMinimumObjectSize found: {value}")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Refuses a value that is not done.</summary>
    /// <param name="name">The header, in lower case.</param>
    /// <param name="value">Its value; an empty one is no value.</param>
    /// <exception cref="AwsException">It is none of the values.</exception>
    public static void Verify(string name, string value)
    {
        if (value.Length > 0 && Choices.TryGetValue(name, out var choice) && !choice.Values.Contains(value))
            throw choice.Refuse(value);
    }
}
