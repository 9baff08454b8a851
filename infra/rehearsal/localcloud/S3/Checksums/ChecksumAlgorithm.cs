namespace PipAi.LocalCloud.S3.Checksums;

/// <summary>The five checksums that S3 computes, verifies and stores with an object.</summary>
internal enum ChecksumAlgorithm
{
    Crc32,
    Crc32C,
    Crc64Nvme,
    Sha1,
    Sha256,
}
