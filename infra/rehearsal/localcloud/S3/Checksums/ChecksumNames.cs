namespace PipAi.LocalCloud.S3.Checksums;

/// <summary>The algorithms' names on the wire.</summary>
internal static class ChecksumNames
{
    private const string Prefix = "x-amz-checksum-";

    /// <summary>The name in XML and in <c>x-amz-checksum-algorithm</c>, such as <c>CRC32C</c>.</summary>
    public static string Name(this ChecksumAlgorithm algorithm) => algorithm.ToString().ToUpperInvariant();

    /// <summary>The header that carries a value, such as <c>x-amz-checksum-crc32c</c>.</summary>
    public static string Header(this ChecksumAlgorithm algorithm) => Prefix + algorithm.ToString().ToLowerInvariant();

    /// <summary>The algorithm with that name, or null.</summary>
    public static ChecksumAlgorithm? FromName(string name) =>
        Enum.TryParse<ChecksumAlgorithm>(name, ignoreCase: true, out var algorithm) && !char.IsAsciiDigit(name[0]) ? algorithm : null;

    /// <summary>The algorithm whose value that header carries, or null for every other header.</summary>
    public static ChecksumAlgorithm? FromHeader(string header) =>
        header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? FromName(header[Prefix.Length..]) : null;
}
