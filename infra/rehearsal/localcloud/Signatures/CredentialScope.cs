namespace PipAi.LocalCloud.Signatures;

/// <summary>What a Signature Version 4 credential names: the key, and the day, region and service it signs for.</summary>
internal sealed record CredentialScope(string AccessKeyId, string Date, string Region, string Service)
{
    /// <summary>The scope as it stands in the string to sign.</summary>
    public string Text => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads <c>KEY/20260102/us-east-1/s3/aws4_request</c>; null when it has another form.</summary>
    public static CredentialScope? Parse(string credential)
    {
        var parts = credential.Split('/');
        return parts.Length >= 5 && parts[^1] == "aws4_request"
            ? new CredentialScope(string.Join('/', parts[..^4]), parts[^4], parts[^3], parts[^2])
            : null;
    }
}
