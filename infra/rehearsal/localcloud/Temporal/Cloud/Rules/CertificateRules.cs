using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Rules;

/// <summary>What Temporal Cloud demands of the authorities whose client certificates open a namespace.</summary>
internal static class CertificateRules
{
    private const int MostCertificates = 16;
    private const int LargestBytes = 32 << 10;

    /// <summary>Refuses what is no bundle of certificate authorities.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static void Check(MtlsAuthSpec? mtls)
    {
        if (mtls is null) return;
        var bundle = mtls.AcceptedClientCa;
        if (bundle.IsEmpty)
        {
            if (mtls.Enabled) throw Refused("is required where mtls_auth is enabled");
            if (mtls.CertificateFilters.Count > 0)
                throw RpcError.Invalid("mtls_auth.certificate_filters need mtls_auth.accepted_client_ca");
            return;
        }
        if (bundle.Length > LargestBytes) throw Refused($"has {bundle.Length} bytes; at most {LargestBytes} are allowed");
        var certificates = Read(bundle.ToStringUtf8());
        if (certificates.Count is 0 or > MostCertificates)
            throw Refused($"holds {certificates.Count} certificates in PEM form; it must hold 1 to {MostCertificates}");
        foreach (var certificate in certificates)
        {
            using (certificate)
            {
                if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault()?.CertificateAuthority != true)
                    throw Refused($"holds '{certificate.Subject}', which is no certificate authority (CA:TRUE)");
                if (certificate.SignatureAlgorithm.FriendlyName is { } algorithm
                    && (algorithm.StartsWith("sha1", StringComparison.OrdinalIgnoreCase)
                        || algorithm.StartsWith("md5", StringComparison.OrdinalIgnoreCase)))
                    throw Refused($"holds '{certificate.Subject}', signed with {algorithm}; SHA-256 or stronger is required");
            }
        }
    }

    private static X509Certificate2Collection Read(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return certificates;
        }
        catch (CryptographicException)
        {
            throw Refused("cannot be read as certificates in PEM form");
        }
    }

    private static Grpc.Core.RpcException Refused(string why) => RpcError.Invalid($"mtls_auth.accepted_client_ca {why}");
}
