using Grpc.Core;

namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>
/// <c>grpc.health.v1.Health/Check</c>, which a Temporal client's health check calls. The answer is one field, so its bytes are
/// written out here and no message type is needed.
/// </summary>
internal static class HealthCheck
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>The method, its messages taken as raw bytes.</summary>
    public static Method<byte[], byte[]> Method { get; } = new(MethodType.Unary, "grpc.health.v1.Health", "Check", Bytes, Bytes);

    /// <summary>Field 1 (status), varint, 1 (SERVING).</summary>
    public static byte[] Serving => [0x08, 0x01];
}
