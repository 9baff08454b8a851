using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.Plugins.Properties;

namespace PipAi.Plugins.Failures;

/// <summary>
/// Writes Pulumi's <c>ErrorResourceInitFailed</c> as the details of a gRPC status. The SDK keeps its message types to itself,
/// so the few fields are written by their numbers.
/// </summary>
internal static class InitializationFailureDetails
{
    private const string TypeUrl = "type.googleapis.com/pulumirpc.ErrorResourceInitFailed";
    private const string TrailerName = "grpc-status-details-bin";

    public static Grpc.Core.Metadata Trailers(string id, PropertyMap outputs, PropertyMap inputs, string reason)
    {
        var detail = Message(output =>
        {
            Text(output, 1, id);
            Nested(output, 2, PropertyStruct.Write(outputs));
            Text(output, 3, reason);
            Nested(output, 4, PropertyStruct.Write(inputs));
        });
        var status = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt32((int)StatusCode.Unknown);
            Text(output, 2, reason);
            Nested(output, 3, new Any { TypeUrl = TypeUrl, Value = ByteString.CopyFrom(detail) });
        });
        return [new Grpc.Core.Metadata.Entry(TrailerName, status)];
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true)) write(output);
        return buffer.ToArray();
    }

    private static void Text(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void Nested(CodedOutputStream output, int field, IMessage message)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteMessage(message);
    }
}
