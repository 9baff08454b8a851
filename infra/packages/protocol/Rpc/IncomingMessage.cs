using System.Buffers;
using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>A received body, for the code that protoc generates.</summary>
internal sealed class IncomingMessage(ReadOnlySequence<byte> body) : DeserializationContext
{
    private readonly ReadOnlySequence<byte> message = MessageFrame.Message(body);

    public override int PayloadLength => (int)message.Length;

    public override byte[] PayloadAsNewBuffer() => message.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => message;
}
