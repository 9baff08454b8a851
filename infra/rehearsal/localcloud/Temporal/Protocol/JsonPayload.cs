using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace PipAi.LocalCloud.Temporal.Protocol;

/// <summary>Payloads as the SDKs' converter for JSON writes them.</summary>
internal static class JsonPayload
{
    /// <summary>The encoding of JSON.</summary>
    public const string Encoding = "json/plain";

    private const string EncodingMetadata = "encoding";

    /// <summary>A text, which needs no escaping.</summary>
    public static Payload Text(string text)
    {
        var payload = new Payload { Data = ByteString.CopyFromUtf8($"\"{text}\"") };
        payload.Metadata.Add(EncodingMetadata, ByteString.CopyFromUtf8(Encoding));
        return payload;
    }

    /// <summary>What a payload says of its encoding; empty for nothing.</summary>
    public static string EncodingOf(Payload payload) =>
        payload.Metadata.TryGetValue(EncodingMetadata, out var encoding) ? encoding.ToStringUtf8() : "";
}
