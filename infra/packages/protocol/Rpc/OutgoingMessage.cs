using System.Buffers;
using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>A message on its way out, for the code that protoc generates: it tells its length and then writes itself.</summary>
internal sealed class OutgoingMessage(IBufferWriter<byte> output) : SerializationContext
{
    public override void SetPayloadLength(int payloadLength)
    {
        MessageFrame.WriteHead(output.GetSpan(MessageFrame.HeadBytes), payloadLength);
        output.Advance(MessageFrame.HeadBytes);
    }

    public override IBufferWriter<byte> GetBufferWriter() => output;

    public override void Complete()
    {
    }

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        output.Write(payload);
    }
}
