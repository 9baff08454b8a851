using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>How gRPC puts a message on the wire: a byte for compression, four for the length, the message.</summary>
internal static class MessageFrame
{
    /// <summary>Length of what precedes the message.</summary>
    public const int HeadBytes = 5;

    /// <summary>The largest message that Pulumi's engine and SDKs exchange: 400 MiB.</summary>
    public const int MaxBytes = 400 << 20;

    public static void WriteHead(Span<byte> head, int length)
    {
        head[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)length);
    }

    /// <summary>The message of a whole body.</summary>
    /// <exception cref="RpcException">The body is not one uncompressed message.</exception>
    public static ReadOnlySequence<byte> Message(ReadOnlySequence<byte> body)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (body.Length < HeadBytes) throw Wrong(StatusCode.Internal, "The message is incomplete.");
        body.Slice(0, HeadBytes).CopyTo(head);
        if (head[0] != 0) throw Wrong(StatusCode.Unimplemented, "Compressed messages are not supported.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(head[1..]);
        if (length > MaxBytes) throw Wrong(StatusCode.ResourceExhausted, $"The message is larger than {MaxBytes} bytes.");
        return body.Length - HeadBytes == length
            ? body.Slice(HeadBytes) : throw Wrong(StatusCode.Internal, "The message is not as long as it says.");
    }

    private static RpcException Wrong(StatusCode code, string detail) => new(new Status(code, detail));
}
