using System.IO.Compression;
using PipAi.Workers.Unstructured.Refusals;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// PdfPig's filters, with a budget for what all streams may unpack to, layer by layer. Where a few bytes can become many megabytes
/// (deflated streams, run lengths) they are counted before the library may unpack them into memory, else afterwards.
/// </summary>
/// <param name="budget">Bytes that all streams of one document may unpack to.</param>
internal sealed class BoundedFilters(long budget) : IFilterProvider
{
    private readonly IFilterProvider inner = DefaultFilterProvider.Instance;
    private long spent;

    /// <summary>How many streams could not be unpacked, or not wholly.</summary>
    public int Damaged { get; private set; }

    /// <summary>Refuses the document if its budget was exceeded: the library goes on after an error in one stream.</summary>
    /// <exception cref="RequestRejectedException">It was (422).</exception>
    public void ThrowIfExceeded()
    {
        if (spent > budget) throw RequestRejectedException.Unreadable($"File unpacks to more than {budget / (1024 * 1024)} MiB.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => [.. inner.GetFilters(dictionary).Select(Bounded)];

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => [.. inner.GetNamedFilters(names).Select(Bounded)];

    /// <inheritdoc/>
    public IReadOnlyList<IFilter> GetAllFilters() => [.. inner.GetAllFilters().Select(Bounded)];

    private Counted Bounded(IFilter filter) => new(this, filter);

    private void Spend(long bytes)
    {
        spent += bytes;
        ThrowIfExceeded();
    }

    // A byte below 128 is followed by one more bytes than it says, one above 128 by a byte that stands for up to 128.
    private static long RunLengths(ReadOnlySpan<byte> packed)
    {
        var bytes = 0L;
        for (var at = 0; at < packed.Length && packed[at] != 128;)
        {
            var isCopy = packed[at] < 128;
            bytes += isCopy ? packed[at] + 1 : 257 - packed[at];
            at += isCopy ? packed[at] + 2 : 2;
        }

        return bytes;
    }

    private void SpendDeflated(ReadOnlySpan<byte> packed)
    {
        var buffer = new byte[81920];
        using var stream = new ZLibStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;) Spend(read);
        }
        catch (InvalidDataException)
        {
            // What the library makes of it is no longer than what was counted until here.
            Damaged++;
        }
    }

    private sealed class Counted(BoundedFilters bounds, IFilter filter) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (filter is FlateFilter) bounds.SpendDeflated(input.Span);
            else if (filter is RunLengthFilter) bounds.Spend(RunLengths(input.Span));
            var unpacked = Unpacked(input, streamDictionary, filterProvider, filterIndex);
            if (filter is not (FlateFilter or RunLengthFilter)) bounds.Spend(unpacked.Length);
            return unpacked;
        }

        private Memory<byte> Unpacked(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            try
            {
                return filter.Decode(input, streamDictionary, filterProvider, filterIndex);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // The library goes on without it.
                bounds.Damaged++;
                throw;
            }
        }
    }
}
