namespace PipAi.Cli.Views;

/// <summary>A type token as people read it.</summary>
internal static class TypeText
{
    /// <summary>
    /// As Pulumi shortens it: <c>aws:s3/bucket:Bucket</c> is <c>aws:s3:Bucket</c>, since the file says what the type says.
    /// </summary>
    public static string Of(string token)
    {
        if (token.Split(':') is not [var package, var module, { Length: > 0 } type] || module.LastIndexOf('/') is not (> 0 and var slash))
            return token;
        return module[(slash + 1)..].Equals(type, StringComparison.OrdinalIgnoreCase) ? $"{package}:{module[..slash]}:{type}" : token;
    }
}
