using System.Buffers.Binary;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>Blocks of bytes on the pipes between the service and a child process: four bytes of length, then as many bytes.</summary>
internal static class Pipe
{
    /// <summary>Writes a block.</summary>
    public static async Task WriteAsync(Stream pipe, ReadOnlyMemory<byte> block, CancellationToken cancellation)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, block.Length);
        await pipe.WriteAsync(length, cancellation);
        await pipe.WriteAsync(block, cancellation);
    }

    /// <summary>Reads a block; null if the pipe has ended.</summary>
    /// <exception cref="InvalidDataException">The block is longer than <paramref name="limit"/>.</exception>
    /// <exception cref="EndOfStreamException">The pipe ends within the block.</exception>
    public static async Task<byte[]?> ReadAsync(Stream pipe, long limit, CancellationToken cancellation)
    {
        var length = new byte[sizeof(int)];
        if (await pipe.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancellation) < length.Length) return null;
        var size = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (size < 0 || size > limit) throw new InvalidDataException($"A block of {size} bytes is longer than {limit}.");
        var block = new byte[size];
        await pipe.ReadExactlyAsync(block, cancellation);
        return block;
    }
}
