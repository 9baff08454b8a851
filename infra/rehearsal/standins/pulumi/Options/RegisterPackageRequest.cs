using Google.Protobuf;

namespace Pulumi;

/// <summary>
/// The package that a resource comes from, where the engine does not know it by the type's name: a parameterized provider.
/// </summary>
public sealed class RegisterPackageRequest
{
    /// <summary>A package.</summary>
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums,
        PackageParameterization? parameterization)
        : this(name, version, downloadUrl, checksums, parameterization, extension: null)
    {
    }

    /// <summary>A package.</summary>
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums = null,
        PackageParameterization? parameterization = null,
        PackageParameterization? extension = null)
    {
        Name = name;
        Version = version;
        DownloadUrl = downloadUrl ?? "";
        Checksums = checksums ?? [];
        Parameterization = parameterization;
        Extension = extension;
    }

    /// <summary>The provider's name.</summary>
    public string Name { get; }

    /// <summary>The provider's version.</summary>
    public string Version { get; }

    /// <summary>Where it is downloaded from, or empty.</summary>
    public string DownloadUrl { get; }

    /// <summary>Its checksums by platform.</summary>
    public Dictionary<string, byte[]> Checksums { get; }

    /// <summary>The package that it is made to be.</summary>
    public PackageParameterization? Parameterization { get; }

    /// <summary>The package that it is extended by.</summary>
    public PackageParameterization? Extension { get; }

    internal Pulumirpc.RegisterPackageRequest ToWire()
    {
        var request = new Pulumirpc.RegisterPackageRequest
        {
            Name = Name,
            Version = Version,
            DownloadUrl = DownloadUrl,
            Parameterization = Parameterization?.ToWire(),
            Extension = Extension?.ToWire(),
        };
        foreach (var (platform, checksum) in Checksums) request.Checksums.Add(platform, ByteString.CopyFrom(checksum));
        return request;
    }

    /// <summary>What makes another package of a provider.</summary>
    public sealed class PackageParameterization
    {
        /// <summary>A package of that name and version, and what the provider needs to become it.</summary>
        public PackageParameterization(string name, string version, byte[] value)
        {
            Name = name;
            Version = version;
            Value = value;
        }

        /// <summary>The package's name.</summary>
        public string Name { get; }

        /// <summary>The package's version.</summary>
        public string Version { get; }

        /// <summary>What the provider needs to become it.</summary>
        public byte[] Value { get; }

        internal Pulumirpc.Parameterization ToWire() =>
            new() { Name = Name, Version = Version, Value = ByteString.CopyFrom(Value) };
    }
}
