using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Offered;

/// <summary>Refuses by name what a request asks for and its operation does not take, with the error S3 has for it.</summary>
internal static class UnofferedParts
{
    /// <summary>Looks the query and the headers over.</summary>
    /// <exception cref="AwsException">Something is not in the table.</exception>
    public static void Verify(S3Operation operation, RawTarget target, IHeaderDictionary headers)
    {
        foreach (var (name, _) in target.Query)
        {
            // S3 leaves query parameters that begin with x- to its clients: they are for the access log.
            if (operation.TakesQuery(name) || name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) continue;
            throw Query(operation, name);
        }

        foreach (var (header, values) in headers)
        {
            var name = header.ToLowerInvariant();
            if (!Asks(operation, name, values.ToString())) continue;
            if (!Takes(operation, name)) throw Header(operation, name);
            HeaderValues.Verify(name, values.ToString());
        }

        if (operation.HasBody) VerifyAnnouncement(headers);
    }

    /// <summary>Whether a header asks for something: what HTTP clients send of themselves does not.</summary>
    private static bool Asks(S3Operation operation, string name, string value) =>
        name.StartsWith("x-amz-", StringComparison.Ordinal)
        || (operation.HasBody && S3Table.Keeping.Contains(name))
        // How the body travels is not what the object is.
        || (S3Table.Asking.Contains(name) && !(name == "content-encoding" && value is "" or "aws-chunked"));

    private static bool Takes(S3Operation operation, string name) =>
        operation.TakesHeader(name) || S3Table.Everywhere.Contains(name) || (operation.HasBody && S3Table.WithBody.Contains(name));

    private static AwsException Query(S3Operation operation, string name)
    {
        var others = S3Table.Offered.Concat(S3Table.Refused).Where(other => other.Level == operation.Level && other.Needs.Contains(name));
        return name == "versionId" ? S3Errors.InvalidArgument(
            $"This operation does not accept a version-id: {operation.Name} has no '?versionId'.")
            : others.Any() ? S3Errors.MethodNotAllowed($"{operation.Method} ?{name}")
            : S3Errors.NotImplemented($"the query parameter '{name}' of {operation.Name}");
    }

    private static AwsException Header(S3Operation operation, string name) => name switch
    {
        _ when name.StartsWith("x-amz-grant-", StringComparison.Ordinal) => S3Errors.AclNotSupported(name),
        "x-amz-object-lock-mode" or "x-amz-object-lock-retain-until-date" or "x-amz-object-lock-legal-hold" =>
            S3Errors.InvalidRequest($"Bucket is missing Object Lock Configuration: '{name}' needs one."),
        "x-amz-bypass-governance-retention" =>
            S3Errors.InvalidArgument($"{name} is only applicable to Object Lock enabled buckets"),
        _ => S3Errors.NotImplemented($"the header '{name}' of {operation.Name}"),
    };

    private static void VerifyAnnouncement(IHeaderDictionary headers)
    {
        // S3 takes a body of unknown length only where the length of its content is told in another way.
        if (headers.TransferEncoding.Count > 0 && !headers.ContainsKey("x-amz-decoded-content-length"))
            throw S3Errors.NotImplemented("the header 'transfer-encoding' without 'x-amz-decoded-content-length'");
        if (headers["x-amz-sdk-checksum-algorithm"].Count > 0
            && !headers.Any(header => Checksums.ChecksumNames.FromHeader(header.Key) is not null) && !headers.ContainsKey("x-amz-trailer"))
            throw S3Errors.InvalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer "
                + "headers were found.");
    }
}
